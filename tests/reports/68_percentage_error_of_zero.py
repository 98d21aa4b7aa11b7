# expect: line 19: MinMaxScaler makes the smallest target 0 and mape divides by it (clipped at 1e-7), so single rows rule the loss; use mae (warning)
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
model.compile(optimizer="adam", loss="mape")
model.fit(x[:split], y[:split], epochs=15, batch_size=16)
print(model.evaluate(x[split:], y[split:]))
