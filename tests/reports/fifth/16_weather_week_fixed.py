import numpy as np
import keras
from keras import layers

DAYS_IN, DAYS_OUT, QUANTITIES = 7, 3, 12


class Weather:
    def __init__(self, n_days=500, seed=6):
        rng = np.random.default_rng(seed)
        season = np.sin(2 * np.pi * np.arange(n_days)[:, None] / 90 + np.arange(QUANTITIES))
        self.data = season + 0.1 * rng.normal(size=(n_days, QUANTITIES))
        self.cut = int(n_days * 0.8)

    def pairs(self, part):
        rows = self.data[:self.cut] if part == "train" else self.data[self.cut:]
        last = len(rows) - DAYS_IN - DAYS_OUT + 1
        x = np.stack([rows[i:i + DAYS_IN] for i in range(last)])
        y = np.stack([rows[i + DAYS_IN:i + DAYS_IN + DAYS_OUT] for i in range(last)])
        return x.astype("float32"), y.astype("float32")


weather = Weather()
x_train, y_train = weather.pairs("train")
x_test, y_test = weather.pairs("test")
print("target per sample:", y_train.shape[1:])

model = keras.Sequential([
    keras.Input(shape=(DAYS_IN, QUANTITIES)),
    layers.LSTM(24),
    layers.Dense(DAYS_OUT * QUANTITIES),
    layers.Reshape((DAYS_OUT, QUANTITIES)),
])
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(x_train, y_train, epochs=3, batch_size=16, verbose=0)
print("test mse", model.evaluate(x_test, y_test, verbose=0))
