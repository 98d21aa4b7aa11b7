# tram ridership
import numpy as np
import pandas as pd
import keras
from keras import layers
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(11)

days = pd.date_range("2021-01-01", periods=420, freq="D")
weekday = days.dayofweek.to_numpy()
rng = np.random.default_rng(4)
riders = pd.DataFrame({
    "boardings": 9000 + 1500 * (weekday < 5) + rng.normal(0, 300, len(days)),
    "rain_mm": rng.gamma(1.2, 2.0, len(days)),
    "event": rng.integers(0, 2, len(days)),
    "fuel_price": 1.4 + 0.001 * np.arange(len(days)),
}, index=days)

cut = 330
scaler = StandardScaler().fit(riders.iloc[:cut])
scaled = scaler.transform(riders)


def windows(table, first, last, look=14):
    x, y = [], []
    for t in range(first + look, last):
        x.append(table[t - look:t])
        y.append(table[t, 0])
    return np.array(x), np.array(y)


x_fit, y_fit = windows(scaled, 0, cut)
x_new, y_new = windows(scaled, cut - 14, len(scaled))

net = keras.Sequential([
    keras.Input(shape=x_fit.shape[1:]),
    layers.LSTM(24),
    layers.Dense(1),
])
net.compile(optimizer="adam", loss="mse")
net.fit(x_fit, y_fit, epochs=2, batch_size=32, verbose=0)

forecast = net.predict(x_new, verbose=0)
boardings = forecast * scaler.scale_[0] + scaler.mean_[0]
truth = riders["boardings"].to_numpy()[cut:]
print("mean miss in boardings", round(float(np.abs(boardings[:, 0] - truth).mean()), 1))
