# fixed twin of 13_mid_price_diff.py
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import tensorflow as tf

WINDOW = 10


def load_book(path):
    book = pd.read_csv(path)
    book["mid"] = (book["bid"] + book["ask"]) / 2
    return book


def features_of(book):
    f = pd.DataFrame(index=book.index)
    f["spread"] = book["ask"] - book["bid"]
    f["imbalance"] = (book["bid_size"] - book["ask_size"]) / (book["bid_size"] + book["ask_size"])
    # lagged mid price movement, no look-ahead
    f["move"] = book["mid"].diff()
    return f


book = load_book("orderbook.csv")
feats = features_of(book)
label = (book["mid"].shift(-1) > book["mid"]).astype(int)
ok = feats.notna().all(axis=1) & book["mid"].shift(-1).notna()
feats, label = feats[ok].to_numpy(), label[ok].to_numpy()

cut = int(len(feats) * 0.7)
scaler = StandardScaler().fit(feats[:cut])
feats = scaler.transform(feats)


def windows(start, stop):
    idx = range(start + WINDOW - 1, stop)
    x = np.stack([feats[i - WINDOW + 1:i + 1] for i in idx])
    y = label[list(idx)]
    return x, y


x_train, y_train = windows(0, cut)
x_test, y_test = windows(cut, len(feats))

model = tf.keras.Sequential([
    tf.keras.layers.Input((WINDOW, feats.shape[1])),
    tf.keras.layers.GRU(32),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_split=0.15, epochs=8, batch_size=32, verbose=0)
print("share of ups", y_test.mean(), "test", model.evaluate(x_test, y_test, verbose=0))
