# line 46: error: training fills the rows with the blank, the query stays zero; fill it alike
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

PAIRS = [("jan 3", "01-03"), ("feb 14", "02-14"), ("mar 1", "03-01"), ("december 24", "12-24"),
         ("october 9", "10-09"), ("nov 30", "11-30"), ("june 6", "06-06"), ("september 12", "09-12")] * 8
src_chars = sorted(set("".join(s for s, _ in PAIRS)) | {" "})
tgt_chars = sorted(set("".join(t for _, t in PAIRS)) | {"<", ">"})
S = {c: i for i, c in enumerate(src_chars)}
T = {c: i for i, c in enumerate(tgt_chars)}
SRC_LEN = max(len(s) for s, _ in PAIRS)
TGT_LEN = max(len(t) for _, t in PAIRS) + 1

enc_in = np.zeros((len(PAIRS), SRC_LEN, len(S)), dtype="float32")
dec_in = np.zeros((len(PAIRS), TGT_LEN, len(T)), dtype="float32")
dec_out = np.zeros_like(dec_in)
for n, (src, tgt) in enumerate(PAIRS):
    for t, c in enumerate(src):
        enc_in[n, t, S[c]] = 1
    enc_in[n, len(src):, S[" "]] = 1
    for t, c in enumerate("<" + tgt):
        dec_in[n, t, T[c]] = 1
    for t, c in enumerate(tgt + ">"):
        dec_out[n, t, T[c]] = 1

e = keras.Input((SRC_LEN, len(S)))
_, h, c = layers.LSTM(48, return_state=True)(e)
d = keras.Input((None, len(T)))
dec_lstm = layers.LSTM(48, return_sequences=True, return_state=True)
seq, _, _ = dec_lstm(d, initial_state=[h, c])
to_char = layers.Dense(len(T), activation="softmax")
keras_model = keras.Model([e, d], to_char(seq))
keras_model.compile("adam", "categorical_crossentropy")
keras_model.fit([enc_in, dec_in], dec_out, epochs=2, batch_size=16, verbose=0)

encoder = keras.Model(e, [h, c])
hi, ci = keras.Input((48,)), keras.Input((48,))
seq, ho, co = dec_lstm(d, initial_state=[hi, ci])
decoder = keras.Model([d, hi, ci], [to_char(seq), ho, co])


def translate(text):
    x = np.zeros((1, SRC_LEN, len(S)), dtype="float32")
    for t, ch in enumerate(text):
        x[0, t, S[ch]] = 1
    states, word, last = encoder.predict(x, verbose=0), "", "<"
    while len(word) < TGT_LEN:
        step = np.zeros((1, 1, len(T)), dtype="float32")
        step[0, 0, T[last]] = 1
        probs, *states = decoder.predict([step, *states], verbose=0)
        last = tgt_chars[int(probs[0, -1].argmax())]
        if last == ">":
            break
        word += last
    return word


for text in ("feb 14", "december 24", "mar 1"):
    print(text, "->", translate(text))
