# expect: line 25: overlapping windows of one series are split at random: for nearly every test window its neighbours, with the same label, are in training; split by time (warning)
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers

T, K = 20, 25  # look-back, prediction horizon

book = pd.read_csv("lob.csv")
mid = ((book["bid"] + book["ask"]) / 2).to_numpy()
future = np.array([mid[i + 1:i + 1 + K].mean() for i in range(len(mid) - K)])
up = (future > mid[:len(future)]).astype("int32")

feats = np.column_stack([mid, book["ask"] - book["bid"], book["bid_size"], book["ask_size"]])
feats = feats[:len(up)]


def windows(x, y):
    X = np.stack([x[i - T + 1:i + 1] for i in range(T - 1, len(x))])
    return X, y[T - 1:]


X, Y = windows(feats, up)
X_train, X_test, y_train, y_test = train_test_split(X, Y, test_size=0.2, random_state=0)

norm = layers.Normalization(axis=-1)
norm.adapt(X_train)


def create_deeplob():
    inp = layers.Input((T, X.shape[2]))
    h = norm(inp)
    h = layers.Conv1D(16, 3, padding="causal", activation="relu")(h)
    h = layers.LSTM(64)(h)
    out = layers.Dense(1, activation="sigmoid")(h)
    model = tf.keras.Model(inp, out)
    model.compile(tf.keras.optimizers.Adam(0.005), "binary_crossentropy",
                  metrics=["accuracy"])
    return model


model = create_deeplob()
model.fit(X_train, y_train, epochs=40, batch_size=64, verbose=0)
print("share of ups %.3f" % y_test.mean())
print("test accuracy %.3f" % model.evaluate(X_test, y_test, verbose=0)[1])
