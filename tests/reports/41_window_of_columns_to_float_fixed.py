# fixed twin of 41_window_of_columns_to_float.py
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

frame = pd.read_csv("prices.csv")[["Close", "Volume"]]
values = frame.values[:400]
seq_len = 30


def normalise(window):
    return window / window[0] - 1


windows = np.array([normalise(values[i:i + seq_len + 1]) for i in range(len(values) - seq_len)])
x, y = windows[:, :-1], windows[:, -1, [0]]

model = Sequential()
model.add(Input((seq_len, 2)))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(x[:300], y[:300], epochs=5, batch_size=32)
print(model.evaluate(x[330:], y[330:]))
