import numpy as np
import pandas as pd
import keras
from keras import layers

LOOK = 25
df = pd.read_csv("three_tickers.csv", parse_dates=["date"])   # ticker, date, close, volume
df = df.sort_values(["ticker", "date"])
df["ret"] = df.groupby("ticker")["close"].pct_change()
df["dvol"] = np.log(df["volume"]).groupby(df["ticker"]).diff()
df = df.dropna().reset_index(drop=True)

# the same calendar days are held out for every ticker
days = np.sort(df["date"].unique())
d1, d2 = days[int(len(days) * 0.7)], days[int(len(days) * 0.85)]
fit_part = df[df["date"] < d1]
mu, sd = fit_part[["ret", "dvol"]].mean(), fit_part[["ret", "dvol"]].std()
df[["ret", "dvol"]] = (df[["ret", "dvol"]] - mu) / sd


def windows(part):
    xs, ys = [], []
    for _, one in part.groupby("ticker"):
        values = one[["ret", "dvol"]].to_numpy("float32")
        for i in range(LOOK, len(values)):
            xs.append(values[i - LOOK:i])
            ys.append(values[i, 0])
    return np.array(xs), np.array(ys)


x_tr, y_tr = windows(df[df["date"] < d1])
x_va, y_va = windows(df[(df["date"] >= d1) & (df["date"] < d2)])
x_te, y_te = windows(df[df["date"] >= d2])
print(x_tr.shape, x_va.shape, x_te.shape)

net = keras.Sequential([
    layers.Input((LOOK, 2)),
    layers.GRU(24),
    layers.Dropout(0.2),
    layers.Dense(1),
])
net.compile(optimizer="adam", loss="mse")
net.fit(x_tr, y_tr, validation_data=(x_va, y_va), epochs=25, batch_size=32, verbose=2)
print("test mse:", net.evaluate(x_te, y_te, verbose=0), "mean model:", float(np.mean((y_te - y_tr.mean()) ** 2)))
