# the same work with the smallest change
import pathlib
import tempfile

import numpy as np
import keras
from keras import ops
from keras.layers import (LSTM, Bidirectional, Concatenate, Dense, Dot, Embedding,
                          GlobalMaxPooling1D, Input, Lambda, Permute, Softmax)

VOCAB, LENGTH = 300, 15


def cross_attention(left, right):
    score = Dot(axes=-1)([left, right])
    to_right = Softmax(axis=2)(score)
    to_left = Permute((2, 1))(Softmax(axis=1)(score))
    return Dot(axes=(2, 1))([to_right, right]), Dot(axes=(2, 1))([to_left, left])


def pair_model():
    first = Input(shape=(LENGTH,), dtype="int32", name="first")
    second = Input(shape=(LENGTH,), dtype="int32", name="second")
    table = Embedding(VOCAB, 16)
    encoder = Bidirectional(LSTM(8, return_sequences=True))
    a, b = encoder(table(first)), encoder(table(second))
    a_seen, b_seen = cross_attention(a, b)
    pooled = [GlobalMaxPooling1D()(t) for t in (a, a_seen, b, b_seen)]
    same = Dense(1, activation="sigmoid")(Concatenate()(pooled))
    model = keras.Model([first, second], same)
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


keras.utils.set_random_seed(1)
rng = np.random.default_rng(1)
one = rng.integers(1, VOCAB, (64, LENGTH))
two = np.where(rng.random((64, 1)) < 0.5, one, rng.integers(1, VOCAB, (64, LENGTH)))
label = (one == two).all(axis=1).astype("float32")

model = pair_model()
model.fit([one, two], label, epochs=1, batch_size=16, verbose=0)

with tempfile.TemporaryDirectory() as folder:
    target = pathlib.Path(folder) / "pairs.keras"
    model.save(target)
    again = keras.models.load_model(target)
    print(np.abs(again.predict([one, two], verbose=0) - model.predict([one, two], verbose=0)).max())
