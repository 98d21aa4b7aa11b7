# line 16 (also 17): warning: the scaler is fitted anew on the validation and on the test rows; transform
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import Sequential, layers


def split(frame, train=0.7, valid=0.15):
    a, b = int(len(frame) * train), int(len(frame) * (train + valid))
    return frame[:a], frame[a:b], frame[b:]


def min_max_scale(train, valid, test):
    scaler = MinMaxScaler(feature_range=(0, 1))
    train = scaler.fit_transform(train)
    valid = scaler.fit_transform(valid)
    test = scaler.fit_transform(test)
    return train, valid, test


def to_windows(block, steps=20):
    x = np.stack([block[i:i + steps] for i in range(len(block) - steps)])
    y = block[steps:, 0]
    return x, y


def make_candles(n=700):
    r = np.random.default_rng(12)
    close = 1.2 + np.cumsum(r.normal(0.0002, 0.002, n))
    return pd.DataFrame({"close": close,
                         "high": close + abs(r.normal(0, 0.001, n)),
                         "low": close - abs(r.normal(0, 0.001, n)),
                         "volume": r.integers(50, 400, n)})


train, valid, test = min_max_scale(*split(make_candles()))
(x_tr, y_tr), (x_va, y_va), (x_te, y_te) = map(to_windows, (train, valid, test))

bot = Sequential([layers.Input(x_tr.shape[1:]), layers.LSTM(32), layers.Dense(1)])
bot.compile("adam", "mae")
bot.fit(x_tr, y_tr, validation_data=(x_va, y_va), epochs=2, batch_size=64, verbose=0)
print("test MAE (scaled)", bot.evaluate(x_te, y_te, verbose=0))
