import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dropout, Dense, Input

data = pd.read_csv("btc.csv", parse_dates=["Date"]).sort_values("Date")
split = int(len(data) * 0.8)
window = 10

scaler = MinMaxScaler()
Train = pd.DataFrame(scaler.fit_transform(data[["Close"]].iloc[:split]), columns=["Close"])
Test = pd.DataFrame(scaler.transform(data[["Close"]].iloc[split - window:]), columns=["Close"])


def to_windows(frame):
    xin, next_x = [], []
    for i in range(window, len(frame)):
        xin.append(frame[i - window:i])
        next_x.append(frame[i])
    return np.array(xin), np.array(next_x)


X_train, y_train = to_windows(Train)
X_test, y_test = to_windows(Test)
print(X_train.shape, y_train.shape)

m = Sequential()
m.add(Input(shape=(X_train.shape[1], X_train.shape[2])))
m.add(LSTM(units=32, return_sequences=True))
m.add(Dropout(0.1))
m.add(LSTM(units=32))
m.add(Dense(units=1))
m.compile(optimizer="adam", loss="mean_squared_error")
history = m.fit(X_train, y_train, epochs=24, batch_size=32, validation_split=0.1, verbose=2)

pred = scaler.inverse_transform(m.predict(X_test, verbose=0))
true = scaler.inverse_transform(y_test.reshape(-1, 1))
print("RMSE in USD: %.1f" % np.sqrt(np.mean((pred - true) ** 2)))
