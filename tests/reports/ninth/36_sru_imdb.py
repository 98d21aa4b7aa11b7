# line 5: error: keras.layers.recurrent with its private _time_distributed_dense is gone: the import fails; a matrix product over the last axis (ops.matmul plus bias) does the same
import numpy as np
import keras
from keras import layers, ops
from keras.layers.recurrent import _time_distributed_dense


class SRU(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], 4 * self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(4 * self.units,), initializer="zeros")

    def call(self, x):
        steps = x.shape[1]
        z = _time_distributed_dense(x, self.kernel, self.bias, None, x.shape[-1], 4 * self.units, steps)
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
