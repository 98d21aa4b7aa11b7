# line 33: the rows of the table are handed over one by one, without a time axis; the LSTM needs windows (samples, steps, 3). Error.
import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense

STEPS = 12


def firing(minutes=500, seed=0):
    rng = np.random.default_rng(seed)
    t = np.arange(minutes)
    gas = 0.5 + 0.3 * np.sin(t / 25) + rng.normal(0, 0.02, minutes)
    damper = 0.5 + 0.3 * np.cos(t / 40)
    heat = pd.Series(gas * (1 - 0.4 * damper)).ewm(span=15).mean()
    return pd.DataFrame({"gas": gas, "damper": damper, "heat": heat})


def network(columns):
    model = keras.Sequential()
    model.add(keras.Input(shape=(None, columns)))
    model.add(LSTM(20))
    model.add(Dense(1))
    model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mean_squared_error")
    return model


def main():
    keras.utils.set_random_seed(37)
    curve = firing()
    table = curve.to_numpy("float32")

    x = table[STEPS - 1:-1]
    y = table[STEPS:, 2]
    cut = 380
    model = network(x.shape[-1])
    model.fit(x[:cut], y[:cut], epochs=10, batch_size=32, verbose=0)
    print("mse", round(model.evaluate(x[cut:], y[cut:], verbose=0), 5))


if __name__ == "__main__":
    main()
