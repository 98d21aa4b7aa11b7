import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import Input, LSTM, Dropout, Dense

LAGS = 12
df = pd.read_csv("load.csv", parse_dates=["time"]).sort_values("time")
n_train, n_val = 450, 120

scaler = MinMaxScaler().fit(df[["load", "temp"]].iloc[:n_train])
values = scaler.transform(df[["load", "temp"]])


def series_to_supervised(part):
    X = np.array([part[i:i + LAGS] for i in range(len(part) - LAGS)])
    return X, part[LAGS:, 0]


X_train_values, y_train = series_to_supervised(values[:n_train])
X_val_values, y_val = series_to_supervised(values[n_train:n_train + n_val])
X_test_values, y_test = series_to_supervised(values[n_train + n_val:])

model = Sequential()
model.add(Input(shape=(X_train_values.shape[1], X_train_values.shape[2])))
model.add(LSTM(50, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(25))
model.add(Dense(1, activation="linear"))
model.compile(loss="mse", optimizer="rmsprop", metrics=["mae"])

history = model.fit(X_train_values, y_train, epochs=25, batch_size=30, verbose=2,
                    validation_data=(X_val_values, y_val))

loss, mae = model.evaluate(X_test_values, y_test, verbose=0)
print("test error of the forecast: %.2f" % (mae * scaler.data_range_[0]))
print("best epoch:", int(np.argmin(history.history["val_mae"])) + 1)
