import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense, Dropout

rng = np.random.default_rng(15)
weeks = 700
table = pd.DataFrame(rng.normal(size=(weeks, 10)), columns=[f"indicator_{i}" for i in range(10)])
pressure = table["indicator_0"].rolling(6).sum().fillna(0) - table["indicator_3"].rolling(4).sum().fillna(0)
table["sickness_rate"] = 0.5 * pressure + rng.normal(0, 0.1, weeks)

first_test = 550
inputs = table.drop(columns="sickness_rate").to_numpy("float32")
rate = table["sickness_rate"].to_numpy("float32")
rate = (rate - rate[:first_test].mean()) / rate[:first_test].std()


def prepare(rows, target):
    windows = np.stack([rows[i - 7:i + 1] for i in range(7, len(rows))])
    return windows, target[7:]


x_train, y_train = prepare(inputs[:first_test], rate[:first_test])
x_test, y_test = prepare(inputs[first_test:], rate[first_test:])


def lstm_model():
    model = keras.Sequential()
    model.add(keras.Input(shape=x_train.shape[1:]))
    model.add(LSTM(32))
    model.add(Dropout(0.1))
    model.add(Dense(1, activation="linear"))
    model.compile(optimizer="adam", loss="mean_squared_error")
    return model


lstm = lstm_model()
lstm.fit(x_train, y_train, epochs=10, batch_size=16, verbose=0)
print("mse on the last weeks:", lstm.evaluate(x_test, y_test, verbose=0))
