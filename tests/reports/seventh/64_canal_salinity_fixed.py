# the same work with the smallest change
import numpy as np
import keras
from keras import layers

BACK, FORWARD = 20, 5


def series(n=500, seed=64):
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    return np.sin(t / 8) + 0.4 * np.sin(t / 3) + rng.normal(0, 0.05, n)


def slices(values):
    x, y = [], []
    for k in range(len(values) - BACK - FORWARD + 1):
        x.append(values[k:k + BACK])
        y.append(values[k + BACK:k + BACK + FORWARD])
    return np.array(x)[..., None], np.array(y)[..., None]


keras.utils.set_random_seed(64)
salt = series()
x_fit, y_fit = slices(salt[:400])
x_test, y_test = slices(salt[400:])

canal = keras.Sequential([
    keras.Input(shape=(BACK, 1)),
    layers.LSTM(20),
    layers.RepeatVector(FORWARD),
    layers.Dropout(0.1),
    layers.LSTM(20, return_sequences=True),
    layers.TimeDistributed(layers.Dense(1)),
])
canal.compile(loss="mse", optimizer="rmsprop")
canal.fit(x_fit, y_fit, epochs=5, batch_size=32, verbose=0,
          validation_data=(x_test, y_test))
print("test mse", canal.evaluate(x_test, y_test, verbose=0))
