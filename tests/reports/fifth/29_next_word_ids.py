import numpy as np
import keras
from keras import layers

rng = np.random.default_rng(50)
VOCAB, LENGTH = 60, 6
follow = rng.permutation(VOCAB - 1) + 1          # every word has one usual successor


def corpus(n):
    texts = np.zeros((n, LENGTH + 1), dtype=int)
    texts[:, 0] = rng.integers(1, VOCAB, n)
    for t in range(LENGTH):
        usual = follow[texts[:, t] - 1]
        texts[:, t + 1] = np.where(rng.random(n) < 0.9, usual, rng.integers(1, VOCAB, n))
    return texts[:, :-1], texts[:, -1]


text, following = corpus(2500)
text_test, following_test = corpus(400)

model = keras.Sequential([
    keras.Input(shape=(LENGTH,)),
    layers.Reshape((LENGTH, 1)),
    layers.LSTM(48),
    layers.Dense(VOCAB, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(text, following, epochs=6, batch_size=64, validation_split=0.1, verbose=0)
print("next word right:", model.evaluate(text_test, following_test, verbose=0)[1])
