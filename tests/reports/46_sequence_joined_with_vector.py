# expect: line 12: Concatenate joins (batch, 100, 32) with (batch, 20); let the LSTM return its last step only (error)
import numpy as np
from keras.layers import LSTM, Concatenate, Dense, Dropout, Embedding, Input
from keras.models import Model

MAX_LEN, VOCAB, FP_LEN = 100, 65, 20
smiles = Input(shape=(MAX_LEN,), dtype="int32")
fingerprint = Input(shape=(FP_LEN,))

x = Embedding(VOCAB, 48, mask_zero=True)(smiles)
x = LSTM(32, return_sequences=True)(x)
joined = Concatenate(axis=1)([x, fingerprint])
joined = Dense(64, activation="relu")(joined)
joined = Dropout(0.1)(joined)
affinity = Dense(1)(joined)

model = Model([smiles, fingerprint], affinity)
model.compile(optimizer="adam", loss="mse")
model.fit(
    [np.random.randint(0, VOCAB, (80, MAX_LEN)), np.random.rand(80, FP_LEN)],
    np.random.normal(size=80),
    epochs=3,
)
