import numpy as np
import pandas as pd
from tensorflow import keras

WINDOW = 60

df = pd.read_csv("index_close.csv", parse_dates=["date"]).sort_values("date")
log_price = np.log(df["close"].to_numpy("float64"))
returns = np.diff(log_price)


def low_pass(x, keep):
    f = np.fft.rfft(x)
    f[keep:] = 0
    return np.fft.irfft(f, n=len(x))


# two extra inputs next to the raw return: its slow and its medium part
slow = low_pass(returns, 20)
medium = low_pass(returns, 200)
features = np.c_[returns, slow, medium].astype("float32")

cut, end = int(len(returns) * 0.7), int(len(returns) * 0.85)
mean, std = features[:cut].mean(axis=0), features[:cut].std(axis=0)
features = (features - mean) / std


def make(lo, hi):
    X = np.stack([features[i - WINDOW:i] for i in range(lo + WINDOW, hi)])
    return X, features[lo + WINDOW:hi, 0]


X_train, y_train = make(0, cut)
X_val, y_val = make(cut, end)
X_test, y_test = make(end, len(features))

model = keras.Sequential([
    keras.Input((WINDOW, 3)), keras.layers.LSTM(32), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(X_train, y_train, epochs=30, batch_size=64, validation_data=(X_val, y_val),
          callbacks=[keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True)])
pred = model.predict(X_test)[:, 0]
print("share of right signs", np.mean(np.sign(pred) == np.sign(y_test * std[0] + mean[0])))
