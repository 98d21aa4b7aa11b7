import numpy as np
import pandas as pd
from keras import Sequential
from keras.layers import Input, LSTM, Dense, Dropout
from keras.callbacks import EarlyStopping

num_historical_days = 20
df = pd.read_csv("prices.csv", parse_dates=["Date"], index_col="Date").sort_index()
close = df["Close"]
df = df[["Open", "High", "Low", "Close", "Volume"]].astype(float)

# scale every column by what happened around that day
n = num_historical_days
df = ((df - df.rolling(n).mean().shift(1)) /
      (df.rolling(n).max().shift(1) - df.rolling(n).min().shift(1)))
df["up"] = (close.shift(-1) > close).astype(int)       # label: does it rise tomorrow?
df = df.iloc[:-1].dropna()

features = df.drop(columns="up").clip(-3, 3).to_numpy("float32")
labels = df["up"].to_numpy()
X = np.stack([features[i - n:i] for i in range(n, len(features) + 1)])
y = labels[n - 1:]
a, b = int(len(X) * 0.7), int(len(X) * 0.85)

model = Sequential([
    Input(shape=(n, 5)),
    LSTM(24),
    Dropout(0.3),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X[:a], y[:a], validation_data=(X[a:b], y[a:b]), epochs=24, batch_size=32,
          callbacks=[EarlyStopping(patience=4, restore_best_weights=True)], verbose=2)

loss, acc = model.evaluate(X[b:], y[b:], verbose=0)
base = max(y[b:].mean(), 1 - y[b:].mean())
print("direction accuracy %.3f (majority %.3f)" % (acc, base))
