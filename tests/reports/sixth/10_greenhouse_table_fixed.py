# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras import layers
from numpy.lib.stride_tricks import sliding_window_view

look_back = 18

hours = pd.date_range("2023-05-01", periods=520, freq="h")
gen = np.random.default_rng(99)
climate = pd.DataFrame({
    "temp": 18 + 6 * np.sin(np.arange(520) * 2 * np.pi / 24) + gen.normal(0, 0.5, 520),
    "humidity": 60 + gen.normal(0, 4, 520),
    "co2": 420 + gen.normal(0, 15, 520),
    "lamp": (hours.hour.to_numpy() > 17).astype(float),
}, index=hours)

n_train = 400
mean, std = climate.iloc[:n_train].mean(), climate.iloc[:n_train].std()
scaled = (climate - mean) / std
train_table = scaled.iloc[:n_train].to_numpy("float32")
test_table = scaled.iloc[n_train:].to_numpy("float32")


def to_3d(table):
    return sliding_window_view(table[:-1], look_back, axis=0).transpose(0, 2, 1)


def next_temp(table):
    return table[look_back:, 0]


x_train, y_train = to_3d(train_table), next_temp(train_table)
x_test, y_test = to_3d(test_table), next_temp(test_table)

keras.utils.set_random_seed(99)
model = keras.Sequential([
    keras.Input(shape=(look_back, train_table.shape[1])),
    layers.LSTM(20),
    layers.Dense(1),
])
model.compile("adam", "mae")
model.fit(x_train, y_train, epochs=2, batch_size=32, verbose=0)
print("test mae (scaled):", model.evaluate(x_test, y_test, verbose=0))
