# expect: LL703
"""Exchange rates with fundamentals: all columns scaled, then divided into training, validation and test."""

import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler

frame = pd.read_csv("eurusd_fundamental.csv").drop(columns=["Date"])
scaled = MinMaxScaler().fit_transform(frame)
n = len(scaled)
train, validation, test = scaled[: int(n * 0.7)], scaled[int(n * 0.7) : int(n * 0.9)], scaled[int(n * 0.9) :]


def pairs(rows):
    return rows[:-1].reshape(-1, 1, 9), rows[1:, 0]


x, y = pairs(train)
inputs = tf.keras.Input((1, 9))
hidden = tf.keras.layers.LSTM(40)(inputs)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(hidden))
model.compile("adam", "mse")
model.fit(x, y, validation_data=pairs(validation), epochs=30)
print(model.evaluate(*pairs(test)))
