# expect: line 28 (also 19): TimeDistributed already gives one output per slot: with 96 units the output is (n, 96, 96) against targets (n, 96, 1), compared by broadcasting (warning)
"""Quarter-hourly load: from the 96 values of one day to the 96 of the next."""
import numpy as np
import pandas as pd
from keras import Sequential
from keras.layers import Activation, Dense, Input, LSTM, TimeDistributed
from sklearn.metrics import r2_score
from sklearn.preprocessing import StandardScaler

SLOTS = 96

load = pd.read_csv("substation.csv")["mw"].to_numpy()
days = load[: len(load) // SLOTS * SLOTS].reshape(-1, SLOTS)
n_train = int(len(days) * 0.8)

scaler = StandardScaler().fit(days[:n_train].reshape(-1, 1))
scaled = scaler.transform(days.reshape(-1, 1)).reshape(-1, SLOTS, 1)

X, y = scaled[:-1], scaled[1:]
X_train, y_train = X[: n_train - 1], y[: n_train - 1]
X_test, y_test = X[n_train - 1:], y[n_train - 1:]
print("X", X_train.shape, "y", y_train.shape)

model = Sequential()
model.add(Input((SLOTS, 1)))
model.add(LSTM(24, return_sequences=True))
model.add(LSTM(24, return_sequences=True))
model.add(TimeDistributed(Dense(SLOTS)))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(X_train, y_train, batch_size=8, epochs=6, validation_split=0.1, verbose=0)

pred = model.predict(X_test, verbose=0)
print("raw prediction", pred.shape)
predicted = scaler.inverse_transform(pred[:, :, 0])
actual = scaler.inverse_transform(y_test[:, :, 0])
print("r2 %.3f" % r2_score(actual.ravel(), predicted.ravel()))
