# bakery orders
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(1)

FEATURES = 1
TIMESTEPS = 14

# orders of a bakery, two seasons over each other
t = np.arange(1200)
orders = np.sin(2 * np.pi * t / 7) + np.sin(2 * np.pi * t / 4) + np.random.default_rng(5).normal(0, 0.1, t.size)
half = 800


def to_samples(chunk):
    xs, ys = [], []
    for i in range(len(chunk) - TIMESTEPS):
        xs.append(chunk[i:i + TIMESTEPS])
        ys.append(chunk[i + TIMESTEPS])
    return np.array(xs).reshape(-1, TIMESTEPS, FEATURES), np.array(ys)


x_train, y_train = to_samples(orders[:half])
x_val, y_val = to_samples(orders[half:])

model = keras.Sequential()
model.add(keras.Input((TIMESTEPS, FEATURES)))
model.add(layers.LSTM(24))
model.add(layers.Dense(1))
model.compile(keras.optimizers.Adam(0.01), loss="mse")
log = model.fit(x_train, y_train, epochs=4, batch_size=32, validation_data=(x_val, y_val), verbose=0)
print("validation mse", round(log.history["val_loss"][-1], 3))
