import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras import Sequential, Input
from keras.layers import LSTM, Dropout, Dense


def download(n=620):
    """The exchange delivers the latest trading day on top."""
    days = pd.bdate_range("2016-01-04", periods=n)
    rng = np.random.default_rng(19)
    shock = rng.normal(0, 1, n)
    open_ = 100 + np.convolve(shock, np.exp(-np.arange(60) / 12), mode="full")[:n]
    return pd.DataFrame({"Date": days, "Open": open_})[::-1].reset_index(drop=True)


dataset = download()
dataset = dataset.sort_values("Date", ascending=False)
prices = dataset["Open"].to_numpy()[:, None]

split = 500
sc = MinMaxScaler(feature_range=(0, 1))
training_set_scaled = sc.fit_transform(prices[:split])
test_set_scaled = sc.transform(prices[split:])


def sixty(values, steps=20):
    X = [values[i - steps:i] for i in range(steps, len(values))]
    return np.array(X), values[steps:, 0]


X_train, y_train = sixty(training_set_scaled)
X_test, y_test = sixty(test_set_scaled)
print("train ends", dataset["Date"].iloc[split - 1].date(), "test ends", dataset["Date"].iloc[-1].date())

regressor = Sequential([Input((20, 1)), LSTM(16), Dropout(0.1), Dense(1)])
regressor.compile(optimizer="adam", loss="mean_squared_error")
regressor.fit(X_train, y_train, epochs=4, batch_size=32, verbose=0)
print("test mse", regressor.evaluate(X_test, y_test, verbose=0))
