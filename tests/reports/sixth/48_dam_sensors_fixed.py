# dam sensors
import math
import numpy as np
import keras
from keras import layers


class TwoWalls(keras.utils.PyDataset):
    """Batches of pressure and of leakage windows with one alarm level each."""

    def __init__(self, pressure, leakage, level, steps, **kwargs):
        super().__init__(**kwargs)
        self.pressure, self.leakage, self.level = pressure, leakage, level
        self.steps = steps
        self.p_size = math.ceil(len(pressure) / steps)
        self.l_size = self.p_size

    def __len__(self):
        return self.steps

    def __getitem__(self, k):
        p = self.pressure[k * self.p_size:(k + 1) * self.p_size]
        l = self.leakage[k * self.l_size:(k + 1) * self.l_size]
        return (p, l), self.level[k * self.p_size:(k + 1) * self.p_size]


rng = np.random.default_rng(16)
pressure = rng.normal(size=(320, 10, 2)).astype("float32")
leakage = rng.normal(size=(480, 15, 1)).astype("float32")
level = pressure[:, -1, :1] + leakage[:320, -1]

left = keras.Input((10, 2))
right = keras.Input((15, 1))
both = layers.concatenate([layers.LSTM(8)(left), layers.LSTM(8)(right)])
model = keras.Model([left, right], layers.Dense(1)(both))
model.compile("adam", "mse")
log = model.fit(TwoWalls(pressure, leakage, level, steps=10), epochs=1, verbose=0)
print("loss", round(log.history["loss"][0], 3))
