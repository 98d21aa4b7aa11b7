# fixed twin of 44_neighboring_windows_split_at_random.py
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from sklearn.model_selection import train_test_split

passengers = pd.read_csv("prices.csv")["Close"].values.astype("float32")
returns = np.diff(np.log(passengers)) * 100
look_back = 24

x = np.array([returns[i:i + look_back] for i in range(len(returns) - look_back)])[..., None]
y = returns[look_back:]
cut = int(len(x) * 0.8)
x_train, y_train = x[:cut - look_back], y[:cut - look_back]
x_test, y_test = x[cut:], y[cut:]

model = Sequential([Input((look_back, 1)), LSTM(32), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=10, batch_size=32, verbose=2)
print("test", model.evaluate(x_test, y_test, verbose=0))
