import numpy as np
import pandas as pd
from tensorflow import keras


class WaterForecaster:
    """Daily consumption of a town, forecast for the coming weeks."""

    def __init__(self, lag=28, units=48):
        self.lag = lag
        self.model = keras.Sequential([
            keras.Input((lag, 1)), keras.layers.LSTM(units), keras.layers.Dense(1)])
        self.model.compile("adam", "mse")

    def _windows(self, z):
        x = np.stack([z[i:i + self.lag] for i in range(len(z) - self.lag)])
        return x[..., np.newaxis], z[self.lag:]

    def fit(self, series, validation):
        self.mean, self.std = series.mean(), series.std()
        x, y = self._windows((series - self.mean) / self.std)
        xv, yv = self._windows((validation - self.mean) / self.std)
        stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
        self.model.fit(x, y, epochs=100, batch_size=32, verbose=0,
                       validation_data=(xv, yv), callbacks=[stop])
        return self

    def forecast(self, recent, days):
        window = ((recent[-self.lag:] - self.mean) / self.std).copy()
        out = []
        for _ in range(days):
            z = float(self.model.predict(window[np.newaxis, :, np.newaxis], verbose=0)[0, 0])
            out.append(z * self.std + self.mean)
            window = np.roll(window, -1)
            window[-1] = z
        return np.array(out)


water = pd.read_csv("water.csv", parse_dates=["day"]).sort_values("day")
m3 = water["m3"].to_numpy("float32")
train, valid, last = m3[:-180], m3[-180:-30], m3[-30:]
forecaster = WaterForecaster().fit(train, valid)
print("mean error over 30 days:", np.abs(forecaster.forecast(valid, 30) - last).mean())
