# fixed twin of 47_scaled_prediction_against_tonnes.py
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("yields.csv")
features = df[["rain", "temp", "fertilizer"]].values
tonnes = df[["yield_t"]].values
cut = int(len(df) * 0.8)

fx, fy = MinMaxScaler().fit(features[:cut]), MinMaxScaler().fit(tonnes[:cut])
xs, ys = fx.transform(features), fy.transform(tonnes)


def windows(a, b, n=6):
    return np.stack([a[i:i + n] for i in range(len(a) - n)]), b[n:]


x_train, y_train = windows(xs[:cut], ys[:cut])
x_test, y_test = windows(xs[cut:], tonnes[cut:])

model = Sequential([Input((6, 3)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
model.fit(x_train, y_train, epochs=20, batch_size=16, validation_split=0.1)
forecast = fy.inverse_transform(model.predict(x_test))
print("MAE in tonnes", mean_absolute_error(y_test, forecast))
