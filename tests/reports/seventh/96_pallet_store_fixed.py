# the same work with the smallest change
import numpy as np
import keras
from keras import layers

LOOK = 14


def pallets(days=700, seed=9):
    rng = np.random.default_rng(seed)
    t = np.arange(days)
    return 4000 + 900 * np.sin(2 * np.pi * t / 30) + rng.normal(0, 60, days)


def windows(series):
    x = np.lib.stride_tricks.sliding_window_view(series[:-1], LOOK)
    return x[..., None].astype("float32"), series[LOOK:].astype("float32")


def store_model():
    model = keras.Sequential([
        keras.Input(shape=(LOOK, 1)),
        layers.LSTM(32, return_sequences=True),
        layers.LSTM(16),
        layers.Dense(1, activation="linear"),
    ])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=5e-3))
    return model


keras.utils.set_random_seed(9)
stock = pallets()
cut = 560
mean, std = stock[:cut].mean(), stock[:cut].std()
x_train, y_train = windows((stock[:cut] - mean) / std)
x_test, y_test = windows((stock[cut:] - mean) / std)

model = store_model()
model.fit(x_train, y_train, epochs=6, batch_size=20, validation_split=0.1, verbose=0)
forecast = model.predict(x_test, verbose=0)[:, 0] * std + mean
print("spread of the forecast", round(float(forecast.std()), 2), "of the truth", round(float(stock[cut + LOOK:].std()), 2))
print("mean miss", round(float(np.abs(forecast - stock[cut + LOOK:]).mean()), 1))
