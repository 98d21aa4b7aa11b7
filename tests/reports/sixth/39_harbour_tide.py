# line 33 (also 18): warning: trained on windows of 24 hours, asked with windows of 12; Keras 3 answers in silence
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(21)
HOURS = 24

# %% tide gauge, one value an hour
clock = np.arange(1500)
gauge = 2.1 + 0.9 * np.sin(2 * np.pi * clock / 24) + 0.35 * np.sin(2 * np.pi * clock / 12.4)
gauge += np.random.default_rng(3).normal(0, 0.03, clock.size)
border = 1200
mean, std = gauge[:border].mean(), gauge[:border].std()
level = (gauge - mean) / std

# %% pairs for training
past = np.stack([level[i:i + HOURS] for i in range(border - HOURS)])[..., None]
ahead = level[HOURS:border]

# %% network
tide = keras.Sequential([
    keras.Input(shape=(HOURS, 1)),
    layers.LSTM(24),
    layers.Dense(1),
])
tide.compile(keras.optimizers.Adam(0.01), "mse")
tide.fit(past, ahead, epochs=4, batch_size=32, verbose=0)


# %% the next hour, for every hour of the held-out part
def next_hours(first, last):
    recent = np.stack([level[t - 12:t] for t in range(first, last)])[..., None]
    return tide.predict(recent, verbose=0)[:, 0] * std + mean


guess = next_hours(border + HOURS, len(level))
miss = np.abs(guess - gauge[border + HOURS:]).mean()
print("mean miss in metres", round(float(miss), 3))
