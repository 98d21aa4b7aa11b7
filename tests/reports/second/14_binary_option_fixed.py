# fixed twin of 14_binary_option.py
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import LSTM, Dense, Dropout, Input
from keras.callbacks import EarlyStopping

SEQ_LEN = 12

candles = pd.read_csv("eurusd_m5.csv")
candles["return"] = candles["close"].pct_change()
candles["return_next"] = candles["return"].shift(-1)
candles["label"] = (candles["return_next"] > 0).astype(int)
candles["ema_gap"] = candles["close"] / candles["close"].ewm(span=10).mean() - 1
candles["range"] = (candles["high"] - candles["low"]) / candles["close"]
candles = candles.dropna().reset_index(drop=True)

inputs = candles.drop(columns=["label", "return_next", "open", "high", "low"])
target = candles["label"].to_numpy()

n = len(candles)
i_val, i_test = int(n * 0.7), int(n * 0.85)
scaler = MinMaxScaler()
scaler.fit(inputs.iloc[:i_val])
values = scaler.transform(inputs)


def make(lo, hi):
    X, y = [], []
    for end in range(lo + SEQ_LEN, hi + 1):
        X.append(values[end - SEQ_LEN:end])
        y.append(target[end - 1])
    return np.array(X), np.array(y)


X_train, y_train = make(0, i_val)
X_val, y_val = make(i_val, i_test)
X_test, y_test = make(i_test, n)

model = Sequential([
    Input((SEQ_LEN, values.shape[1])),
    LSTM(32),
    Dropout(0.1),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=25, batch_size=32, verbose=0,
          validation_data=(X_val, y_val),
          callbacks=[EarlyStopping(patience=5, restore_best_weights=True)])
print("win rate on unseen candles:", model.evaluate(X_test, y_test, verbose=0)[1])
