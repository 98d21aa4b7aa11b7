# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(71)
rng = np.random.default_rng(71)

# minute log of a cold store: two temperatures and whether the door is open
n = 600
door = rng.random(n) < 0.2
log = pd.DataFrame({
    "inside": -18 + rng.normal(0, 0.4, n) + 2.0 * door,
    "outside": 21 + rng.normal(0, 1.0, n),
    "door_open": door,
})
power = (3 + 0.8 * pd.Series(door).rolling(5, min_periods=1).sum()).to_numpy("float32")

cut = 480
for col in ["inside", "outside"]:
    log[col] = (log[col] - log[col].iloc[:cut].mean()) / log[col].iloc[:cut].std()
power = (power - power[:cut].mean()) / power[:cut].std()

values = log.to_numpy(dtype="float32")


def cut_windows(block, target, size=10):
    x = np.stack([block[i:i + size] for i in range(len(block) - size + 1)])
    return x, target[size - 1:]


x_train, y_train = cut_windows(values[:cut], power[:cut])
x_test, y_test = cut_windows(values[cut:], power[cut:])

model = keras.Sequential([keras.Input((10, 3)), layers.GRU(12), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
model.fit(x_train, y_train, epochs=4, batch_size=32, verbose=0)
print("test mse", round(model.evaluate(x_test, y_test, verbose=0), 4))
