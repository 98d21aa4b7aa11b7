# fixed twin of 68_percentage_error_of_zero.py
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from sklearn.preprocessing import MinMaxScaler

load = pd.read_csv("prices.csv")[["Volume"]].values
cut = int(len(load) * 0.8)
scaler = MinMaxScaler().fit(load[:cut])
scaled = scaler.transform(load)

lag = 14
x = np.stack([scaled[i:i + lag] for i in range(len(scaled) - lag)])
y = scaled[lag:]
split = cut - lag

model = Sequential([Input((lag, 1)), LSTM(32), Dense(1)])
model.compile(optimizer="adam", loss="mae")
model.fit(x[:split], y[:split], epochs=15, batch_size=16)
print(model.evaluate(x[split:], y[split:]))
