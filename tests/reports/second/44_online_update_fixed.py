# fixed twin of 44_online_update.py
import numpy as np
from keras.layers import Dense, Dropout, Input, LSTM, LeakyReLU
from keras.models import Sequential, load_model

STEPS, FEATS = 50, 9
rng = np.random.default_rng(30)


def live_samples(n):
    x = rng.normal(size=(n, STEPS, FEATS)).astype("float32")
    x[:, :, 1:] += x[:, :, :1] * 0.5
    y = x[:, -5:, 0].mean(axis=1, keepdims=True)
    return x, y


def train_offline():
    x, y = live_samples(128)
    model = Sequential([
        Input((STEPS, FEATS)),
        LSTM(32, return_sequences=True),
        Dropout(0.2),
        LSTM(16),
        Dropout(0.2),
        Dense(16),
        LeakyReLU(),
        Dense(1),
    ])
    model.compile(loss="mse", optimizer="adam")
    model.fit(x, y, batch_size=32, epochs=1, validation_split=0.1, verbose=2)
    model.save("controller.keras")


def run_online(steps=3):
    model = load_model("controller.keras")
    stream_x, stream_y = live_samples(steps)
    for window, target in zip(stream_x, stream_y):
        estimate = model.predict(window[np.newaxis], verbose=0)
        print("estimate %.3f  target %.3f" % (estimate.item(), target.item()))
        model.fit(window[np.newaxis], target[np.newaxis], batch_size=1, epochs=1, verbose=0)


train_offline()
run_online()
