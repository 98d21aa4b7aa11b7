# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras import layers

# %% two summers of an ice cream stand
keras.utils.set_random_seed(19)
rng = np.random.default_rng(19)
stand = pd.DataFrame({"day": pd.date_range("2023-04-01", periods=400, freq="D")})
stand["warm"] = np.sin(np.arange(400) / 60) + rng.normal(0, 0.2, 400)
stand["holiday"] = (stand["day"].dt.day_of_week >= 5).astype(float)
stand["sold"] = 0.6 * stand["warm"] + 0.5 * stand["holiday"] + rng.normal(0, 0.05, 400)

# %% windows of a week
WEEK = 7
features = stand[["warm", "holiday", "sold"]].to_numpy()
sold = stand["sold"].to_numpy()
x = np.stack([features[k:k + WEEK] for k in range(len(features) - WEEK)])
y = sold[WEEK:]
cut = 300
x_train, x_test = x[:cut], x[cut + WEEK:]
y_train, y_test = y[:cut], y[cut + WEEK:]

# %% network
inputs = keras.Input(shape=x.shape[1:])
h = layers.LSTM(16)(inputs)
h = layers.Dropout(0.1)(h)
ice = keras.Model(inputs, layers.Dense(1)(h))
ice.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse", metrics=["mae"])
ice.fit(x_train, y_train, epochs=6, batch_size=20, verbose=0)
print("mean miss", round(ice.evaluate(x_test, y_test, verbose=0)[1], 3))
