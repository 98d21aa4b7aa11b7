import numpy as np
import pandas as pd
from tensorflow.keras import Input, Sequential, layers, callbacks

WINDOW, AHEAD = 50, 10
COLS = ["close", "volume"]

df = pd.read_csv("sp500.csv", parse_dates=["date"]).sort_values("date")
change = df[COLS].pct_change().dropna().to_numpy("float32")
cut = int(len(change) * 0.85)
mean, std = change[:cut].mean(axis=0), change[:cut].std(axis=0)
data = (change - mean) / std
train, test = data[:cut], data[cut:]


def samples(a):
    x = np.stack([a[i:i + WINDOW] for i in range(len(a) - WINDOW)])
    y = a[WINDOW:]
    return x, y


x_train, y_train = samples(train)
model = Sequential([
    Input((WINDOW, len(COLS))),
    layers.LSTM(64, return_sequences=True),
    layers.Dropout(0.2),
    layers.LSTM(32),
    layers.Dense(len(COLS)),
])
model.compile(loss="mse", optimizer="adam")
model.fit(x_train, y_train, epochs=30, batch_size=32, validation_split=0.1, verbose=0,
          callbacks=[callbacks.EarlyStopping(patience=3, restore_best_weights=True)])


def predict_sequence(model, frame, steps):
    frame, predicted = frame.copy(), []
    for _ in range(steps):
        step = model.predict(frame[np.newaxis], verbose=0)[0]
        predicted.append(step[0])
        frame = frame[1:]
        frame = np.insert(frame, [WINDOW - 1], step, axis=0)
    return np.array(predicted) * std[0] + mean[0]


for start in range(0, len(test) - WINDOW - AHEAD, 60):
    ahead = predict_sequence(model, test[start:start + WINDOW], AHEAD)
    real = change[cut + start + WINDOW:cut + start + WINDOW + AHEAD, 0]
    print(start, "predicted", ahead.sum().round(4), "real", real.sum().round(4))
