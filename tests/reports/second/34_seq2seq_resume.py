# expect: line 38 (also 28, 43): load_model makes new layers, but the inference models are built from encoder_inputs, decoder_lstm, decoder_dense above, which are still untrained; load the weights into them (warning)
import os
import numpy as np
import keras
from keras.layers import Dense, Input, LSTM

CHARS = "0123456789+ =\t\n"
IX = {c: i for i, c in enumerate(CHARS)}
LATENT, IN_LEN, OUT_LEN = 48, 5, 4


def encode(strings, width):
    x = np.zeros((len(strings), width, len(CHARS)), dtype="float32")
    for i, s in enumerate(strings):
        for t, c in enumerate(s.ljust(width)):
            x[i, t, IX[c]] = 1.0
    return x


rng = np.random.default_rng(0)
a, b = rng.integers(0, 30, (2, 400))
questions = ["%d+%d" % p for p in zip(a, b)]
answers = [str(p + q) for p, q in zip(a, b)]
enc_x = encode(questions, IN_LEN)
dec_x = encode(["\t" + s for s in answers], OUT_LEN)
dec_y = encode([s + "\n" for s in answers], OUT_LEN)

encoder_inputs = Input((None, len(CHARS)))
_, h, c = LSTM(LATENT, return_state=True)(encoder_inputs)
decoder_inputs = Input((None, len(CHARS)))
decoder_lstm = LSTM(LATENT, return_sequences=True, return_state=True)
seq, _, _ = decoder_lstm(decoder_inputs, initial_state=[h, c])
decoder_dense = Dense(len(CHARS), activation="softmax")
model = keras.Model([encoder_inputs, decoder_inputs], decoder_dense(seq))
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])

if os.path.exists("s2s.keras"):
    model = keras.models.load_model("s2s.keras")
else:
    model.fit([enc_x, dec_x], dec_y, batch_size=16, epochs=25, verbose=0)
    model.save("s2s.keras")

encoder_model = keras.Model(encoder_inputs, [h, c])
sh, sc = Input((LATENT,)), Input((LATENT,))
o, nh, nc = decoder_lstm(decoder_inputs, initial_state=[sh, sc])
decoder_model = keras.Model([decoder_inputs, sh, sc], [decoder_dense(o), nh, nc])

hits = 0
for i in range(20):
    state = encoder_model.predict(enc_x[i:i + 1], verbose=0)
    text, token = "", "\t"
    while token != "\n" and len(text) < OUT_LEN:
        probs, *state = decoder_model.predict([encode([token], 1), *state], verbose=0)
        token = CHARS[int(probs[0, -1].argmax())]
        text += token
    hits += text[:1] == answers[i][:1]
print("first digit right:", hits, "of 20; training accuracy",
      model.evaluate([enc_x, dec_x], dec_y, verbose=0)[1])
