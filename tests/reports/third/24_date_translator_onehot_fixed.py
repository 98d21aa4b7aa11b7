import numpy as np
import datetime
from tensorflow.keras.layers import Input, LSTM, Dense
from tensorflow.keras.models import Model

rng = np.random.default_rng(10)
days = [datetime.date(1990, 1, 1) + datetime.timedelta(days=int(d))
        for d in rng.choice(12000, 900, replace=False)]
source = [d.strftime("%d %B %Y").lower() for d in days]
target = ["\t" + d.isoformat() + "\n" for d in days]

in_chars = sorted(set("".join(source)))
out_chars = sorted(set("".join(target)))
in_id = {c: i for i, c in enumerate(in_chars)}
out_id = {c: i for i, c in enumerate(out_chars)}
in_len, out_len = max(map(len, source)), max(map(len, target))

enc_in = np.zeros((len(days), in_len, len(in_chars)), dtype="float32")
dec_in = np.zeros((len(days), out_len, len(out_chars)), dtype="float32")
dec_target = np.zeros((len(days), out_len, len(out_chars)), dtype="float32")
for i, (s, t) in enumerate(zip(source, target)):
    for k, ch in enumerate(s):
        enc_in[i, k, in_id[ch]] = 1.0
    for k, ch in enumerate(t):
        dec_in[i, k, out_id[ch]] = 1.0
        if k > 0:
            dec_target[i, k - 1, out_id[ch]] = 1.0

a = Input(shape=(None, len(in_chars)))
_, h, c = LSTM(64, return_state=True)(a)
b = Input(shape=(None, len(out_chars)))
dec_lstm = LSTM(64, return_sequences=True, return_state=True)
dense = Dense(len(out_chars), activation="softmax")
d, _, _ = dec_lstm(b, initial_state=[h, c])
model = Model([a, b], dense(d))
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit([enc_in[:800], dec_in[:800]], dec_target[:800], batch_size=32, epochs=20,
          validation_split=0.1, verbose=2)

enc_model = Model(a, [h, c])
ih, ic = Input(shape=(64,)), Input(shape=(64,))
o, h2, c2 = dec_lstm(b, initial_state=[ih, ic])
dec_model = Model([b, ih, ic], [dense(o), h2, c2])
h, c = enc_model.predict(enc_in[800:801], verbose=0)
ch, text = "\t", ""
while ch != "\n" and len(text) < out_len:
    step = np.eye(len(out_chars), dtype="float32")[[[out_id[ch]]]]
    p, h, c = dec_model.predict([step, h, c], verbose=0)
    ch = out_chars[int(p[0, -1].argmax())]
    text += ch
print(repr(source[800]), "->", repr(text))
