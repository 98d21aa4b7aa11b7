# fixed twin of 05_nmt_tokens.py
import numpy as np
from keras.models import Model
from keras.layers import Input, LSTM, Embedding, Dense

pairs = [("go on", "chal pudhe"), ("come here", "ikde ye"), ("who is he", "to kon aahe"),
         ("i am tired", "mi thaklo aahe"), ("he is here", "to ikde aahe"),
         ("read the book", "pustak vach"), ("who are you", "tu kon aahes"),
         ("the book is here", "pustak ikde aahe")]
src = [a for a, _ in pairs]
tgt = ["START_ " + b + " _END" for _, b in pairs]

src_words = sorted({w for s in src for w in s.split()})
tgt_words = sorted({w for s in tgt for w in s.split()})
num_encoder_tokens = len(src_words) + 1
num_decoder_tokens = len(tgt_words) + 1
src_index = {w: i + 1 for i, w in enumerate(src_words)}
tgt_index = {w: i + 1 for i, w in enumerate(tgt_words)}

max_src = max(len(s.split()) for s in src)
max_tgt = max(len(s.split()) for s in tgt)

enc_in = np.zeros((len(pairs), max_src), dtype="int32")
dec_in = np.zeros((len(pairs), max_tgt), dtype="int32")
dec_out = np.zeros((len(pairs), max_tgt), dtype="int32")
for i, (s, t) in enumerate(zip(src, tgt)):
    for k, w in enumerate(s.split()):
        enc_in[i, k] = src_index[w]
    words = t.split()
    for k, w in enumerate(words):
        if k < len(words) - 1:
            dec_in[i, k] = tgt_index[w]
        if k > 0:
            dec_out[i, k - 1] = tgt_index[w]

latent = 32
e = Input(shape=(None,))
x = Embedding(num_encoder_tokens, latent, mask_zero=True)(e)
_, h, c = LSTM(latent, return_state=True)(x)

d = Input(shape=(None,))
z = Embedding(num_decoder_tokens, latent, mask_zero=True)(d)
z, _, _ = LSTM(latent, return_sequences=True, return_state=True)(
    z, initial_state=[h, c])
probs = Dense(num_decoder_tokens, activation="softmax")(z)

model = Model([e, d], probs)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.fit([enc_in, dec_in], dec_out, batch_size=4, epochs=1, verbose=2)
