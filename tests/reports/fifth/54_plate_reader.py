import numpy as np
import keras
from keras import layers, ops

T, SYMBOLS = 16, 6
rng = np.random.default_rng(13)


def strips(n):
    """Every column shows a symbol; to be read is the symbol of the column to its right."""
    s = rng.integers(0, SYMBOLS, (n, T + 1))
    return np.eye(SYMBOLS, dtype="float32")[s[:, :T]], s[:, 1:]


x_train, y_train = strips(500)
x_test, y_test = strips(100)

inner = keras.Input((T, SYMBOLS))
forward = layers.LSTM(32, return_sequences=True, name="lstm_1")(inner)
backward = layers.LSTM(32, return_sequences=True, go_backwards=True, name="lstm_1b")(inner)
merged = layers.add([forward, backward])
out = layers.Dense(SYMBOLS, activation="softmax")(merged)

model = keras.Model(inner, out)
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=8, batch_size=32, verbose=0)
print("columns read:", model.evaluate(x_test, y_test, verbose=0)[1])
