# expect: line 14: windows that overlap by 23 of 24 steps are split at random, so test windows share their steps with training windows; split in time, shuffle=False with a gap (warning)
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
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=1)

model = Sequential([Input((look_back, 1)), LSTM(32), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=10, batch_size=32, verbose=2)
print("test", model.evaluate(x_test, y_test, verbose=0))
