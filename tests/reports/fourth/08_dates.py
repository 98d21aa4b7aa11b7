"""Turn dates as people write them into ISO dates, letter by letter."""
import numpy as np
import pandas as pd
from tensorflow.keras.layers import (LSTM, Bidirectional, Concatenate, Dense,
                                     Embedding, Input)
from tensorflow.keras.models import Model

df = pd.read_csv("dates.csv", dtype=str)
src_chars = sorted(set("".join(df["human"])))
tgt_chars = ["<s>"] + sorted(set("".join(df["iso"])))
src_id = {c: i + 1 for i, c in enumerate(src_chars)}
tgt_id = {c: i for i, c in enumerate(tgt_chars)}

max_src = df["human"].str.len().max()
enc_in = np.zeros((len(df), max_src), "int32")
dec_in = np.zeros((len(df), 10), "int32")
dec_out = np.zeros((len(df), 10), "int32")
for i, (human, iso) in enumerate(zip(df["human"], df["iso"])):
    enc_in[i, :len(human)] = [src_id[c] for c in human]
    dec_out[i] = [tgt_id[c] for c in iso]
    dec_in[i, 1:] = dec_out[i, :-1]

units = 64
encoder_inputs = Input(shape=(None,))
e = Embedding(len(src_chars) + 1, 32, mask_zero=True)(encoder_inputs)
encoder = Bidirectional(LSTM(units, return_state=True))
_, forward_h, forward_c, backward_h, backward_c = encoder(e)
state_h = Concatenate()([forward_h, backward_h])
state_c = Concatenate()([forward_c, backward_c])

decoder_inputs = Input(shape=(None,))
d = Embedding(len(tgt_chars), 32)(decoder_inputs)
decoder_lstm = LSTM(units, return_sequences=True)
d = decoder_lstm(d, initial_state=[state_h, state_c])
outputs = Dense(len(tgt_chars), activation="softmax")(d)

model = Model([encoder_inputs, decoder_inputs], outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
order = np.random.default_rng(0).permutation(len(df))
tr, va = order[:int(0.9 * len(df))], order[int(0.9 * len(df)):]
model.fit([enc_in[tr], dec_in[tr]], dec_out[tr], batch_size=64, epochs=30,
          validation_data=([enc_in[va], dec_in[va]], dec_out[va]))
