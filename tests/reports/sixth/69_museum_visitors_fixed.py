# museum visitors
import numpy as np
import pandas as pd
import keras
from keras import layers
from sklearn.preprocessing import MinMaxScaler

keras.utils.set_random_seed(33)
weeks = pd.date_range("2012-01-01", periods=500, freq="W")
season = np.cos(2 * np.pi * np.arange(500) / 26)
visitors = pd.Series(3200 + 1400 * season + np.random.default_rng(18).normal(0, 80, 500), index=weeks)
known, coming = visitors.iloc[:470], visitors.iloc[470:]

scaler = MinMaxScaler(feature_range=(-1, 1))
level = scaler.fit_transform(known.to_frame().to_numpy())[:, 0]
LAG = 12
x = np.stack([level[i:i + LAG] for i in range(len(level) - LAG)])[..., np.newaxis]
y = level[LAG:]

model = keras.Sequential([keras.Input((LAG, 1)), layers.LSTM(24), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mean_squared_error")
model.fit(x, y, epochs=4, batch_size=16, verbose=0)

# one week ahead at a time, the true value joins the history afterwards
history = known.tolist()
misses = []
for actual in coming:
    last = np.array(history[-LAG:]).reshape(-1, 1)
    window = scaler.transform(last).reshape(1, LAG, 1)
    step = model.predict(window, verbose=0)
    misses.append(abs(scaler.inverse_transform(step)[0, 0] - actual))
    history.append(actual)
print("mean miss in visitors", round(float(np.mean(misses)), 1))
