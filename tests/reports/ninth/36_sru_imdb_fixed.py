# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


class SRU(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], 4 * self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(4 * self.units,), initializer="zeros")

    def call(self, x):
        steps = x.shape[1]
        z = ops.matmul(x, self.kernel) + self.bias
        w, f, r, skip = ops.split(z, 4, axis=-1)
        f, r = ops.sigmoid(f), ops.sigmoid(r)
        c = ops.zeros_like(w[:, 0])
        for t in range(steps):
            c = f[:, t] * c + (1.0 - f[:, t]) * w[:, t]
        return r[:, -1] * ops.tanh(c) + (1.0 - r[:, -1]) * skip[:, -1]


data = np.load("imdb_small.npz")
x_train, y_train = data["x_train"], data["y_train"]
maxlen, max_features = x_train.shape[1], int(x_train.max()) + 1

model = keras.Sequential()
model.add(keras.Input(shape=(maxlen,)))
model.add(layers.Embedding(max_features, 32))
model.add(layers.SpatialDropout1D(0.2))
model.add(SRU(24))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=1, validation_split=0.1)
