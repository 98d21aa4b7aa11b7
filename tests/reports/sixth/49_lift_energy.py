# line 26 (also 32): warning: the lags are on the feature axis, the sequence has one step and nothing recurs
import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense
from keras.models import Sequential

keras.utils.set_random_seed(6)
hours = pd.date_range("2022-03-01", periods=900, freq="h")
use = pd.Series(
    3 + np.sin(2 * np.pi * hours.hour.to_numpy() / 24)
    + np.random.default_rng(12).normal(0, 0.1, len(hours)),
    index=hours, name="kwh",
)

LAGS = 6
table = pd.concat({f"lag_{k}": use.shift(k) for k in range(LAGS, 0, -1)}, axis=1)
table["now"] = use
table = table.dropna()
fit_part, new_part = table.iloc[:700], table.iloc[700:]
centre, width = fit_part["now"].mean(), fit_part["now"].std()


def as_input(part):
    values = (part.drop(columns="now").to_numpy() - centre) / width
    return values.reshape(len(part), 1, LAGS)


x_fit, x_new = as_input(fit_part), as_input(new_part)
y_fit = ((fit_part["now"] - centre) / width).to_numpy()

model = Sequential([keras.Input(x_fit.shape[1:]), LSTM(12), Dense(1)])
model.compile(loss="mean_squared_error", optimizer="adam")
before = model.layers[0].cell.recurrent_kernel.numpy().copy()
model.fit(x_fit, y_fit, epochs=2, batch_size=16, verbose=0)
after = model.layers[0].cell.recurrent_kernel.numpy()
forecast = model.predict(x_new, verbose=0)[:, 0] * width + centre
print("mean miss", round(float(np.abs(forecast - new_part["now"]).mean()), 3))
print("largest change of a recurrent weight", round(float(np.abs(after - before).max()), 5))
