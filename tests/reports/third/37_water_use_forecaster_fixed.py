import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, GRU, Dense


class WaterForecaster:
    def __init__(self, t_x=28, units=24):
        self.T_X = t_x
        self.scaler = StandardScaler()
        self.model = Sequential([Input(shape=(t_x, 1)), GRU(units), Dense(16, activation="relu"), Dense(1)])
        self.model.compile(optimizer="adam", loss="mse")

    def fit(self, series, epochs=30):
        n_val = len(series) // 8
        self.scaler.fit(series[:-n_val].reshape(-1, 1))
        s = self.scaler.transform(series.reshape(-1, 1))
        x = np.array([s[i:i + self.T_X] for i in range(len(s) - self.T_X)])
        y = s[self.T_X:]
        self.model.fit(x[:-n_val], y[:-n_val], epochs=epochs, batch_size=32,
                       validation_data=(x[-n_val:], y[-n_val:]), verbose=2)
        self.recent = s[-self.T_X:]

    def forecast(self, days):
        x = self.recent.copy()
        preds = np.zeros((days, 1))
        for k in range(days):
            preds[k] = self.model.predict(x[np.newaxis], verbose=0)[0]
            x = np.roll(x, -1, axis=0)
            x[-1] = preds[k]
        return self.scaler.inverse_transform(preds).ravel()


days = pd.date_range("2019-01-01", periods=730)
rng = np.random.default_rng(77)
use = 900 + 120 * np.cos(2 * np.pi * (days.dayofyear - 200) / 365) \
    - 60 * (days.dayofweek >= 5) + rng.normal(0, 20, 730)
use = np.asarray(use, dtype=float)

horizon = 21
wf = WaterForecaster()
wf.fit(use[:-horizon])
fc = wf.forecast(horizon)
print("MAPE: %.2f %%" % (100 * np.mean(np.abs(fc - use[-horizon:]) / use[-horizon:])))
