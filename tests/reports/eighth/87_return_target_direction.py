# line 14: error: shift(1) makes a return of the past the target; shift(-1)
import numpy as np
import pandas as pd
from tensorflow import keras
from tensorflow.keras import layers

# daily closes of an index
rng = np.random.default_rng(40)
dates = pd.bdate_range("2015-01-01", periods=700)
df = pd.DataFrame({"close": 2000 * np.exp(np.cumsum(rng.normal(0.0003, 0.01, 700)))}, index=dates)

df["ret"] = df["close"].pct_change()
df["vola"] = df["ret"].rolling(10).std()
df["target"] = df["ret"].shift(1)
df = df.dropna()

BACK = 15
FEATURES = ["ret", "vola"]
n_train = 520
mu, sd = df[FEATURES][:n_train].mean(), df[FEATURES][:n_train].std()
values = ((df[FEATURES] - mu) / sd).to_numpy()
target = (df["target"] / sd["ret"]).to_numpy()

X, y = [], []
for i in range(BACK - 1, len(df)):
    X.append(values[i - BACK + 1:i + 1])
    y.append(target[i])
X, y = np.asarray(X), np.asarray(y)
k = n_train - BACK + 1

net = keras.Sequential([
    keras.Input((BACK, len(FEATURES))),
    layers.LSTM(32),
    layers.Dense(16, activation="tanh"),
    layers.Dense(1),
])
net.compile("adam", "mse")
net.fit(X[:k], y[:k], epochs=2, batch_size=32, verbose=0)
pred = net.predict(X[k:], verbose=0)[:, 0]
print("correlation with the target: %.3f" % np.corrcoef(pred, y[k:])[0, 1])
print("share of right signs: %.3f" % np.mean(np.sign(pred) == np.sign(y[k:])))
