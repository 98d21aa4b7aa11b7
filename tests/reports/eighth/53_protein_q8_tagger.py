# line 27: error: the layer before it gives its last output only; return_sequences=True
import numpy as np
from keras.layers import (Input, Embedding, Dense, Dropout, Bidirectional,
                          GRU, LSTM, TimeDistributed, concatenate)
from keras.models import Model

N_WORDS, N_TAGS, PROFILE, LENGTH = 24, 9, 22, 30


def build_model():
    residues = Input(shape=(LENGTH,))
    profiles = Input(shape=(LENGTH, PROFILE))

    x1 = Embedding(input_dim=N_WORDS, output_dim=25)(residues)
    x1 = concatenate([x1, profiles], axis=2)
    x2 = Embedding(input_dim=N_WORDS, output_dim=12)(residues)
    x2 = concatenate([x2, profiles], axis=2)

    x1 = Dense(32, activation="relu")(x1)
    x1 = Dropout(0.5)(x1)
    x2 = Bidirectional(GRU(units=16, return_sequences=True))(x2)
    x2 = Bidirectional(GRU(units=8, return_sequences=True))(x2)
    merged = concatenate([x1, x2])

    w = Dense(24, activation="relu")(merged)
    w = Dropout(0.4)(w)
    w = LSTM(64)(w)
    y = TimeDistributed(Dense(N_TAGS, activation="softmax"))(w)
    return Model([residues, profiles], y)


rng = np.random.default_rng(17)
seqs = rng.integers(0, N_WORDS, (20, LENGTH))
prof = rng.random((20, LENGTH, PROFILE)).astype("float32")
tags = np.eye(N_TAGS)[rng.integers(0, N_TAGS, (20, LENGTH))]

model = build_model()
model.compile(optimizer="adam", loss="categorical_crossentropy",
              metrics=["accuracy"])
model.fit([seqs, prof], tags, batch_size=10, epochs=1, verbose=0)
