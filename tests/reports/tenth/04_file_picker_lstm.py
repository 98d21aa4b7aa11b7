# line 36: error: x is one sample of shape (6, 30) without a batch axis, so Keras counts 6 samples against 1 label; give x[np.newaxis] of shape (1, 6, 30).
import random
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense, Dropout

rng = np.random.default_rng(7)
n_rows, n_cols = 6, 30


def read_file(positive):
    table = rng.integers(1, 12000, size=(n_rows, n_cols)).astype("float32") / 12000.0
    filled = rng.integers(6, n_cols, size=n_rows)
    for row, stop in enumerate(filled):
        table[row, stop:] = 0.0
    if positive:
        table[:, :4] *= 0.2
    return table


def training_sample():
    positive = random.random() < 0.5
    table = read_file(positive)
    label = np.array([1.0 if positive else 0.0], dtype="float32")
    return table, label


model = Sequential()
model.add(LSTM(100, input_shape=(n_rows, n_cols)))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

for step in range(12):
    x, label = training_sample()
    history = model.fit(x, label, batch_size=1, epochs=1, verbose=0)
    print("step", step, history.history["loss"][-1])
