# the same work with the smallest change
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

WIN, HOP = 50, 10
NAMES = ["walk", "sit", "fall"]


def record(kind, seconds=60, rate=20, seed=0):
    """One continuous sensor recording, three channels."""
    r = np.random.default_rng(seed)
    t = np.arange(seconds * rate) / rate
    base = {0: np.sin(2 * np.pi * 1.8 * t), 1: 0.05 * t / 60, 2: np.exp(-(t % 5))}[kind]
    drift = np.cumsum(r.normal(0, 0.02, (len(t), 3)), axis=0)
    return np.stack([base, 0.5 * base, -base], axis=1) + drift


def windows_of(signal):
    return [signal[s:s + WIN] for s in range(0, len(signal) - WIN + 1, HOP)]


X_tr, X_te, y_tr, y_te = [], [], [], []
for kind in range(3):
    signal = record(kind, seed=kind)
    border = int(len(signal) * 0.75)
    head, tail = windows_of(signal[:border]), windows_of(signal[border:])
    X_tr.extend(head)
    y_tr.extend([kind] * len(head))
    X_te.extend(tail)
    y_te.extend([kind] * len(tail))
X_tr, X_te = np.asarray(X_tr, dtype="float32"), np.asarray(X_te, dtype="float32")
y_tr, y_te = np.asarray(y_tr), np.asarray(y_te)

net = keras.Sequential([
    layers.Input((WIN, 3)),
    layers.LSTM(24),
    layers.Dropout(0.3),
    layers.Dense(len(NAMES), activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(X_tr, y_tr, validation_data=(X_te, y_te), epochs=2, batch_size=32, verbose=0)
print("held-out accuracy", net.evaluate(X_te, y_te, verbose=0)[1])
