"""Windows cut from one series, then folded in the order of time."""

import keras
import numpy as np
from sklearn.model_selection import TimeSeriesSplit

series = np.load("discharge_scaled.npy")
windows, targets = [], []
for start in range(len(series) - 24):
    windows.append(series[start : start + 24])
    targets.append(series[start + 24])
windows = np.array(windows).reshape(-1, 24, 1)
targets = np.array(targets)

errors = []
for inside, outside in TimeSeriesSplit(n_splits=10).split(windows):
    model = keras.Sequential([keras.Input((24, 1)), keras.layers.LSTM(32), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer="adam")
    model.fit(windows[inside], targets[inside], epochs=30, verbose=0)
    errors.append(model.evaluate(windows[outside], targets[outside]))
print(np.sqrt(np.mean(errors)))
