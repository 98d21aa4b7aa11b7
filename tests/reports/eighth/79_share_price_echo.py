# line 17: warning: the target is the level, for which the last price is the best guess; predict the change
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import Activation, Dense, Input, LSTM
from tensorflow.keras.models import Sequential

# OHLC average of a share
rng = np.random.default_rng(30)
close = 120 * np.exp(np.cumsum(rng.normal(0.0003, 0.015, 600)))
quotes = pd.DataFrame({"Open": close * rng.normal(1, 0.004, 600), "High": close * 1.01,
                       "Low": close * 0.99, "Close": close})
ohlc = quotes.mean(axis=1).to_numpy().reshape(-1, 1)

n_train = 450
series = ohlc
scaler = MinMaxScaler(feature_range=(-1, 1)).fit(series[:n_train])
series = scaler.transform(series)


def lagged(data, lags):
    X, y = [], []
    for i in range(len(data) - lags):
        X.append(data[i:i + lags])
        y.append(data[i + lags, 0])
    return np.array(X), np.array(y)


X_train, y_train = lagged(series[:n_train], 3)
X_test, y_test = lagged(series[n_train:], 3)

model = Sequential()
model.add(Input((3, 1)))
model.add(LSTM(32, return_sequences=True))
model.add(LSTM(16))
model.add(Dense(1))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(X_train, y_train, epochs=2, batch_size=16, verbose=0)

test_pred = scaler.inverse_transform(model.predict(X_test, verbose=0))
test_true = scaler.inverse_transform(y_test.reshape(-1, 1))
print("Test RMSE: %.4f" % np.sqrt(mean_squared_error(test_true, test_pred)))
