# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(18)
rng = np.random.default_rng(18)

# %% a laboratory value that is to be read from four gauges at the same moment
n = 800
gauges = pd.DataFrame(rng.normal(size=(n, 4)), columns=["gas", "air", "belt", "damper"])
quality = 0.7 * gauges["gas"] - 0.5 * gauges["air"].shift(1).fillna(0) + rng.normal(0, 0.1, n)

split = 640
x_all = gauges.to_numpy("float32")
y_all = quality.to_numpy("float32")

# %% windows of the gauges
LENGTH = 6


def sequences(x, y):
    xs, ys = [], []
    for end in range(LENGTH, len(x)):
        xs.append(x[end - LENGTH:end])
        ys.append(y[end - 1])
    return np.array(xs), np.array(ys)


x_train, y_train = sequences(x_all[:split], y_all[:split])
x_test, y_test = sequences(x_all[split:], y_all[split:])

# %% soft sensor
sensor = keras.Sequential([
    keras.Input(shape=(LENGTH, 4)),
    layers.GRU(16),
    layers.Dense(1),
])
sensor.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
sensor.fit(x_train, y_train, epochs=12, batch_size=32, verbose=0)
print("test mse and mae", [round(v, 3) for v in sensor.evaluate(x_test, y_test, verbose=0)])
