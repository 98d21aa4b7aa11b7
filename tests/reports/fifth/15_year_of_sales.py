import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow import keras

WEEKS = 52
n_neurons, n_batch, n_epochs = 20, 16, 3

gen = np.random.default_rng(30)
week = np.arange(WEEKS * 9)
series = pd.Series(100 + 30 * np.sin(2 * np.pi * week / WEEKS) + gen.normal(0, 6, len(week)))

split = WEEKS * 6
scaler = MinMaxScaler(feature_range=(0, 0.9))
scaled = np.empty((len(series), 1))
scaled[:split] = scaler.fit_transform(series.to_numpy()[:split, None])
scaled[split:] = scaler.transform(series.to_numpy()[split:, None])


def year_pairs(values):
    count = len(values) - 2 * WEEKS + 1
    x = np.stack([values[i:i + WEEKS] for i in range(count)])
    y = np.stack([values[i + WEEKS:i + 2 * WEEKS] for i in range(count)])
    return x, y


X, y = year_pairs(scaled[:split])
X_test, y_test = year_pairs(scaled[split:])

model = keras.Sequential()
model.add(keras.Input(shape=(WEEKS, 1)))
model.add(keras.layers.LSTM(n_neurons, return_sequences=True))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(X, y, epochs=n_epochs, batch_size=n_batch, verbose=0)

predicted = scaler.inverse_transform(model.predict(X_test, verbose=0).reshape(-1, 1)).reshape(-1, WEEKS)
actual = scaler.inverse_transform(y_test.reshape(-1, 1)).reshape(-1, WEEKS)
print("rmse", np.sqrt(np.mean((predicted - actual) ** 2)))
