import numpy as np
import keras
from keras import layers

CHARS = "0123456789-/. abcdefghijklmnopqrstuvwxyz"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
CODE = {c: i for i, c in enumerate(CHARS)}
WINDOW_SIZE = 11


def human_dates(n, seed):
    rng = np.random.default_rng(seed)
    rows = np.zeros((n, WINDOW_SIZE), dtype=int)
    months = rng.integers(0, 12, n)
    for row, m in zip(rows, months):
        text = f"{rng.integers(1, 29):02d} {MONTHS[m]} {rng.integers(1950, 2020)}"
        row[:] = [CODE[c] for c in text[:WINDOW_SIZE]]
    return rows, months


codes, month = human_dates(600, seed=1)
codes_test, month_test = human_dates(100, seed=2)
x_train = codes
x_test = codes_test

model = keras.Sequential()
model.add(layers.Embedding(len(CHARS), 16))
model.add(layers.Bidirectional(layers.LSTM(24)))
model.add(layers.Dense(12, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["acc"])
model.fit(x_train, month, epochs=8, batch_size=32, verbose=0)
print("months read correctly:", model.evaluate(x_test, month_test, verbose=0)[1])
