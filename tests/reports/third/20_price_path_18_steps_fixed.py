import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dropout, Dense

PAST, FUTURE = 60, 18          # look at 60 values, predict the next 18

prices = pd.read_csv("prices.csv", parse_dates=["Date"]).sort_values("Date")["Close"].to_numpy()
log_ret = np.diff(np.log(prices))
n_train, n_val = int(len(log_ret) * 0.6), int(len(log_ret) * 0.2)
scaler = StandardScaler().fit(log_ret[:n_train, None])
series = scaler.transform(log_ret[:, None])[:, 0]


def cut_windows(s):
    xs, ys = [], []
    for i in range(len(s) - PAST - FUTURE + 1):
        xs.append(s[i:i + PAST])
        ys.append(s[i + PAST:i + PAST + FUTURE])
    return np.array(xs)[..., None], np.array(ys)


x_train, y_train = cut_windows(series[:n_train])
x_val, y_val = cut_windows(series[n_train:n_train + n_val])
x_test, y_test = cut_windows(series[n_train + n_val:])
print(x_train.shape, y_train.shape)

model = Sequential()
model.add(Input(shape=(PAST, 1)))
model.add(LSTM(20, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(40, return_sequences=False))
model.add(Dropout(0.2))
model.add(Dense(FUTURE, activation="linear"))
model.compile(loss="mse", optimizer="rmsprop", metrics=["mae"])
model.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_val, y_val), verbose=2)

path = model.predict(x_test[-1:], verbose=0)
print("test mse", model.evaluate(x_test, y_test, verbose=0)[0])
print("next values:", scaler.inverse_transform(path).ravel())
