# the same work with the smallest change
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator

look_back = 20

frame = pd.read_csv("close_prices.csv", parse_dates=["Date"]).sort_values("Date")
close = frame["Close"].to_numpy().reshape(-1, 1)

split = int(0.8 * len(close))
scaler = MinMaxScaler()
train = scaler.fit_transform(close[:split])
test = scaler.transform(close[split:])

train_gen = TimeseriesGenerator(train, train, length=look_back, batch_size=20)
test_gen = TimeseriesGenerator(test, test, length=look_back, batch_size=1)

model_forecast = tf.keras.models.Sequential([
    tf.keras.layers.LSTM(32, return_sequences=True, input_shape=(look_back, 1)),
    tf.keras.layers.GlobalMaxPooling1D(),
    tf.keras.layers.Dropout(0.25),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.SGD(learning_rate=1e-4, momentum=0.9)
model_forecast.compile(loss=tf.keras.losses.Huber(), optimizer=optimizer, metrics=["mae"])
model_forecast.fit(train_gen, epochs=2, verbose=1)

prediction = scaler.inverse_transform(model_forecast.predict(test_gen, verbose=0))
actual = close[split + look_back :]
print("mae:", float(np.mean(np.abs(prediction - actual))))
