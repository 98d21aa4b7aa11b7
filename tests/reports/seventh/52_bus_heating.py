# line 24: the shape names only the steps; a recurrent layer wants steps and features, (10, 1). Error (shows on line 25).
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(52)
rng = np.random.default_rng(52)

# inside temperature of a bus at every stop
stops = 700
inside = pd.Series(19 + 3 * np.sin(np.arange(stops) / 12) + rng.normal(0, 0.2, stops), name="celsius")
cut = 560
centre, width = inside[:cut].mean(), inside[:cut].std()
scaled = ((inside - centre) / width).to_numpy("float32")

look = 10
X = np.lib.stride_tricks.sliding_window_view(scaled[:-1], look)[..., None].copy()
y = scaled[look:]
n_train = cut - look
print(X.shape, y.shape)

bus = keras.Sequential()
bus.add(keras.Input(shape=(look,)))
bus.add(layers.LSTM(24))
bus.add(layers.Dense(1))
bus.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
bus.fit(X[:n_train], y[:n_train], epochs=6, batch_size=32, verbose=0)
guess = bus.predict(X[n_train:], verbose=0)[:, 0] * width + centre
print("mean miss in degrees", round(float(np.abs(guess - inside.to_numpy()[look + n_train:]).mean()), 3))
