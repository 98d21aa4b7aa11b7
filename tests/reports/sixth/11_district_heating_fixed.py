# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras.layers import Dense, LSTM


def load_history(days=420, seed=14):
    rng = np.random.default_rng(seed)
    index = pd.date_range("2022-01-01", periods=days, freq="D")
    outside = 10 - 9 * np.cos(2 * np.pi * np.arange(days) / 365) + rng.normal(0, 2, days)
    growth = np.linspace(0, 25, days)
    load = 120 - 4 * outside + growth + rng.normal(0, 3, days)
    return pd.DataFrame({"load": load, "outside": outside}, index=index)


def cut_windows(values, steps):
    xs, ys = [], []
    for end in range(steps, len(values)):
        xs.append(values[end - steps:end])
        ys.append(values[end, 0])
    return np.asarray(xs, dtype="float32"), np.asarray(ys, dtype="float32")


def forecaster(steps, columns):
    model = keras.Sequential([keras.Input((steps, columns)), LSTM(16), Dense(1)])
    model.compile(loss="mse", optimizer="adam")
    return model


keras.utils.set_random_seed(14)
history = load_history()
border = int(len(history) * 0.8)

scaler = StandardScaler()
scaler.fit(history.to_numpy()[:border])
values = scaler.transform(history.to_numpy())

train, test = values[:border], values[border:]
x_train, y_train = cut_windows(train, 14)
x_test, y_test = cut_windows(test, 14)

model = forecaster(14, 2)
model.fit(x_train, y_train, epochs=2, batch_size=32, shuffle=True, verbose=0)
print("scaler mean", scaler.mean_, "test rows' mean", test.mean(axis=0))
print("test mse", model.evaluate(x_test, y_test, verbose=0))
