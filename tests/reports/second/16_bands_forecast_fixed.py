# fixed twin of 16_bands_forecast.py
"""Decompose the price into frequency bands, forecast with one LSTM over all bands."""
import numpy as np
import pandas as pd
from keras import Input, Model
from keras.layers import LSTM, Dense
from keras.optimizers import Adam
from sklearn.preprocessing import StandardScaler

WINDOW = 32
EDGES = [0.0, 0.05, 0.2, 0.51]


def decompose(signal):
    spectrum = np.fft.rfft(signal)
    freq = np.fft.rfftfreq(len(signal))
    parts = []
    for lo, hi in zip(EDGES[:-1], EDGES[1:]):
        keep = (freq >= lo) & (freq < hi)
        parts.append(np.fft.irfft(np.where(keep, spectrum, 0), n=len(signal)))
    return np.stack(parts, axis=-1)


price = pd.read_csv("electricity_price.csv")["price"].to_numpy()

X, y = [], []
for i in range(WINDOW, len(price)):
    X.append(decompose(price[i - WINDOW:i]))
    y.append(price[i])
X, y = np.array(X), np.array(y).reshape(-1, 1)

n_train = int(0.7 * len(X))
x_sc = StandardScaler().fit(X[:n_train].reshape(-1, X.shape[2]))
y_sc = StandardScaler().fit(y[:n_train])
X = x_sc.transform(X.reshape(-1, X.shape[2])).reshape(X.shape)
X_train, X_test = X[:n_train], X[n_train:]
y_train, y_test = y_sc.transform(y[:n_train]), y[n_train:]

inp = Input((WINDOW, X.shape[2]))
net = Model(inp, Dense(1)(LSTM(48)(inp)))
net.compile(Adam(0.005), "mse")
net.fit(X_train, y_train, epochs=25, batch_size=32, validation_split=0.1, verbose=0)

pred = y_sc.inverse_transform(net.predict(X_test, verbose=0))
print("RMSE", np.sqrt(np.mean((pred - y_test) ** 2)))
print("RMSE of the mean", y_test.std())
