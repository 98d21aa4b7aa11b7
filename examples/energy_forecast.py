"""Forecast the price of electricity one hour ahead from the last five days."""

import numpy as np
import pandas as pd
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam

WINDOW = 120

prices = pd.read_csv("power.csv")[["price"]].values


def windows(series, size):
    x, y = [], []
    for i in range(len(series) - size):
        x.append(series[i : i + size])
        y.append(series[i + size, 0])
    return np.array(x), np.array(y)


x, y = windows(prices, WINDOW)
split = int(0.8 * len(x))
x_train, y_train = x[:split], y[:split]

model = Sequential()
model.add(LSTM(64, activation="relu", input_shape=(WINDOW, 1)))
model.add(LSTM(32))
model.add(Dense(1))

model.compile(optimizer=Adam(lr=0.1), loss="mse")
model.fit(x_train, y_train, epochs=200, batch_size=32, callbacks=[EarlyStopping(patience=10)])
