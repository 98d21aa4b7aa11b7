import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import Sequential, Input
from tensorflow.keras.layers import LSTM, Dense

LAGS = 16


def eur_usd(days=700):
    rs = np.random.RandomState(5)
    trend = np.linspace(1.05, 1.30, days)
    return pd.DataFrame({"close": trend + 0.01 * np.sin(np.arange(days) / 9) + 0.001 * rs.randn(days),
                         "rate_gap": np.cumsum(rs.randn(days)) * 0.01})


df = eur_usd()
n_train = int(len(df) * 0.8)

scaler = MinMaxScaler()
scaler.fit(df[:n_train])
values = scaler.transform(df)


def slices(rows):
    x = np.array([rows[i:i + LAGS] for i in range(len(rows) - LAGS)])
    return x, rows[LAGS:, 0]


x_train, y_train = slices(values[:n_train])
x_test, y_test = slices(values[n_train:])

model = Sequential([Input((LAGS, 2)), LSTM(16), Dense(1)])
model.compile("adam", "mse")
model.fit(x_train, y_train, epochs=3, batch_size=32, verbose=0)
print("scaled test range: %.2f .. %.2f" % (y_test.min(), y_test.max()))
print("test mse", model.evaluate(x_test, y_test, verbose=0))
