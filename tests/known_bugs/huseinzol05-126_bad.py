# expect: LL703
"""A forecast of closing prices: the scaler sees the 30 days that are to be predicted."""

import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler

TEST_DAYS = 30

frame = pd.read_csv("GOOG-year.csv")
scaler = MinMaxScaler().fit(frame.iloc[:, 4:5].astype("float32"))
prices = scaler.transform(frame.iloc[:, 4:5].astype("float32"))
known = prices[:-TEST_DAYS]
unseen = prices[-TEST_DAYS:]

model = tf.keras.Sequential([tf.keras.Input((1, 1)), tf.keras.layers.LSTM(128), tf.keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(known[:-1].reshape(-1, 1, 1), known[1:], epochs=100)
print(((model.predict(unseen[:-1].reshape(-1, 1, 1)) - unseen[1:]) ** 2).mean())
