# line 39 (also 38): error: the error of scaled values is told in dollars; undo the scaling first
import math
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import Dense, Dropout, Input, LSTM
from tensorflow.keras.models import Sequential


def prepare(prices, days_for_test=80, unroll=30):
    border = len(prices) - days_for_test
    scaler = MinMaxScaler().fit(prices[:border])
    data = scaler.transform(prices)
    X = np.array([data[i - unroll:i] for i in range(unroll, len(data))])
    y = data[unroll:]
    k = border - unroll
    return X[:k], y[:k], X[k:], y[k:], scaler


def build(unroll):
    model = Sequential([
        Input((unroll, 1)),
        LSTM(40, return_sequences=True),
        Dropout(0.2),
        LSTM(20),
        Dense(1),
    ])
    model.compile(loss="mse", optimizer="adam")
    return model


google = pd.DataFrame({"Close": 600 + np.cumsum(np.random.default_rng(1).normal(0.6, 9, 400))})
X_train, y_train, X_test, y_test, scaler = prepare(google[["Close"]].to_numpy())

model = build(30)
model.fit(X_train, y_train, batch_size=32, epochs=2, validation_split=0.05, verbose=0)

train_mse = model.evaluate(X_train, y_train, verbose=0)
test_mse = model.evaluate(X_test, y_test, verbose=0)
print("train: average error %.5f dollars" % math.sqrt(train_mse))
print("test:  average error %.5f dollars" % math.sqrt(test_mse))
