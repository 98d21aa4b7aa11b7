# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
import keras
from keras import layers

keras.utils.set_random_seed(57)
rng = np.random.default_rng(57)

days = pd.date_range("2021-05-01", periods=600, freq="D")
warmth = 6 + 5 * np.sin(2 * np.pi * np.arange(600) / 90) + rng.normal(0, 0.6, 600)
runoff = 2.5 * np.clip(warmth, 0, None) + rng.normal(0, 0.4, 600)
station = pd.DataFrame({"warmth": warmth, "runoff": runoff}, index=days)

stop = 480
scale = MinMaxScaler().fit(station.iloc[:stop])
fit_part = scale.transform(station.iloc[:stop])
check_part = scale.transform(station.iloc[stop:])


def to_windows(values, span=14):
    x = np.lib.stride_tricks.sliding_window_view(values[:-1], span, axis=0)
    return x.transpose(0, 2, 1), values[span:, 1]


x_fit, y_fit = to_windows(fit_part)
x_check, y_check = to_windows(check_part)

inputs = keras.Input(shape=(14, 2))
hidden = layers.GRU(20)(inputs)
outputs = layers.Dense(1)(hidden)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse", metrics=["mae"])
past = model.fit(x_fit, y_fit, epochs=6, batch_size=32, verbose=0,
                 validation_data=(x_check, y_check))

for key, values in past.history.items():
    print(key, np.round(values[-3:], 3))
