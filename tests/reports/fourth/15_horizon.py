import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import Sequential, layers, Input, callbacks

LAGS, AHEAD = 30, 6
cols = ["open", "high", "low", "close", "volume"]
prices = pd.read_csv("prices.csv", sep=";", index_col="date", parse_dates=True).sort_index()

n_train, n_val = int(len(prices) * .7), int(len(prices) * .15)
train = prices[cols].iloc[:n_train]
val = prices[cols].iloc[n_train:n_train + n_val]
test = prices[cols].iloc[n_train + n_val:]

scaler_minmax = MinMaxScaler()
train_s = scaler_minmax.fit_transform(train)
val_s, test_s = scaler_minmax.transform(val), scaler_minmax.transform(test)


def split_sequences(a):
    X, Y = [], []
    for i in range(len(a) - LAGS - AHEAD + 1):
        X.append(a[i:i + LAGS])
        Y.append(a[i + LAGS:i + LAGS + AHEAD])
    return np.array(X), np.array(Y)


X_train, Y_train = split_sequences(train_s)
X_val, Y_val = split_sequences(val_s)
X_test, Y_test = split_sequences(test_s)

model6 = Sequential([
    Input((LAGS, len(cols))),
    layers.LSTM(64),
    layers.RepeatVector(AHEAD),
    layers.LSTM(64, return_sequences=True),
    layers.TimeDistributed(layers.Dense(len(cols))),
])
model6.compile("adam", "mae")
model6.fit(X_train, Y_train, epochs=50, validation_data=(X_val, Y_val), verbose=0,
           callbacks=[callbacks.EarlyStopping(patience=6, restore_best_weights=True)])

Y_pred = model6.predict(X_test)
pred = scaler_minmax.inverse_transform(Y_pred)
true = scaler_minmax.inverse_transform(Y_test.reshape(-1, len(cols))).reshape(Y_test.shape)
close = cols.index("close")
for k in range(AHEAD):
    print(k + 1, "days:", np.abs(pred[:, k, close] - true[:, k, close]).mean())
