# line 13 (also 14): error: the shape of Input contains the number of samples, four dimensions arrive at the LSTM
import numpy as np
import keras

# %% depth of the snow on a pass, a value a day, as a share of two metres
keras.utils.set_random_seed(30)
depth = np.clip(np.random.default_rng(7).normal(0.4, 3.0, 400).cumsum() + 60, 0, 200) / 200
n = len(depth) - 6
data = np.array([depth[i:i + 6] for i in range(n)]).reshape((n, 6, 1))
after = depth[6:]

# %%
x = keras.layers.Input(shape=data.shape)
h = keras.layers.LSTM(10)(x)
y = keras.layers.Dense(1)(h)
model = keras.Model(inputs=x, outputs=y)
model.compile(optimizer="adam", loss="mse")
print(model.count_params(), "weights")

# %% the last days are kept for the test
model.fit(data[:300], after[:300], epochs=2, batch_size=20, verbose=0)
history = model.history.history["loss"]
print("training mse", [round(v, 4) for v in history])
print("mse", round(model.evaluate(data[300:], after[300:], verbose=0), 5))
lazy = float(np.mean((data[300:, -1, 0] - after[300:]) ** 2))
print("mse when tomorrow is today", round(lazy, 5))
