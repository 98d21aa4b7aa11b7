# line 18 (also 19, 29): error: the centred average holds the four values to come, the forecast knows its target
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(9)
rng = np.random.default_rng(9)

# %% half-hourly wave height at a buoy
n = 900
noise = np.zeros(n)
for t in range(1, n):
    noise[t] = 0.6 * noise[t - 1] + rng.normal(0, 0.5)
waves = pd.Series(2 + np.sin(np.arange(n) / 40) + noise, name="height")

# %% two parts: a smooth course and what is left
smooth = waves.rolling(9, center=True, min_periods=1).mean()
parts = pd.DataFrame({"height": waves, "smooth": smooth, "rest": waves - smooth})

# %% split by time, scale by the first part
LOOK = 12
cut = 700
mean, std = parts.iloc[:cut].mean(), parts.iloc[:cut].std()
scaled = ((parts - mean) / std).to_numpy("float32")


def windows(block):
    x = np.stack([block[i:i + LOOK, 1:] for i in range(len(block) - LOOK)])
    return x, block[LOOK:, 0]


x_train, y_train = windows(scaled[:cut])
x_test, y_test = windows(scaled[cut:])

# %% forecast of the next half hour
model = keras.Sequential([
    keras.Input((LOOK, 2)),
    layers.LSTM(24),
    layers.Dropout(0.1),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mae")
model.fit(x_train, y_train, epochs=20, batch_size=32, verbose=0)
print("test mae of the next half hour", round(model.evaluate(x_test, y_test, verbose=0), 3))
