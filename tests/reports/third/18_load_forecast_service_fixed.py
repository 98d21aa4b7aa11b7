import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow import keras

COLS, STEPS = ["load", "temp"], 8


def train(df):
    n = int(len(df) * 0.85)
    scaler = MinMaxScaler().fit(df[COLS].iloc[:n])
    z = scaler.transform(df[COLS])
    x = np.array([z[i:i + STEPS] for i in range(len(z) - STEPS)])
    y = z[STEPS:, 0]
    model = keras.Sequential([
        keras.Input((STEPS, len(COLS))),
        keras.layers.LSTM(32),
        keras.layers.Dense(1),
    ])
    model.compile("adam", "mse")
    model.fit(x[:n - STEPS], y[:n - STEPS], epochs=24, batch_size=32,
              validation_data=(x[n - STEPS:], y[n - STEPS:]), verbose=2)
    return model, scaler


def predict_next(model, scaler, recent):
    """recent: frame with the 8 newest rows, raw units"""
    z = scaler.transform(recent[COLS])
    p = float(model.predict(z[np.newaxis], verbose=0)[0, 0])
    low, span = scaler.data_min_[0], scaler.data_range_[0]
    return p * span + low


history = pd.read_csv("load.csv", parse_dates=["time"]).sort_values("time")
past, live = history.iloc[:600], history.iloc[600 - STEPS:]
model, fitted = train(past)

errors = []
for i in range(0, 48):
    window, actual = live.iloc[i:i + STEPS], live["load"].iloc[i + STEPS]
    errors.append(abs(predict_next(model, fitted, window) - actual))
print("mean absolute error over two days: %.2f MW" % np.mean(errors))
