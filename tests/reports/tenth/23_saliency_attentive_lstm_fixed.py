# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


class AttentiveConvLSTM(layers.Layer):
    def __init__(self, nb_filters_in, nb_filters_out, nb_ts=4, **kwargs):
        super().__init__(**kwargs)
        self.nb_filters_in = nb_filters_in
        self.nb_filters_out = nb_filters_out
        self.nb_ts = nb_ts
        self.gates = layers.Conv2D(3 * nb_filters_out, 3, padding="same", activation="sigmoid")
        self.cell_input = layers.Conv2D(nb_filters_out, 3, padding="same", activation="tanh")
        self.attention = layers.Conv2D(1, 3, padding="same")

    def get_initial_states(self, x):
        kernel = ops.zeros((1, 1, self.nb_filters_in, self.nb_filters_out))
        initial_state = ops.conv(x, kernel, padding="same")
        return [initial_state for _ in range(2)]

    def call(self, x):
        h, c = self.get_initial_states(x)
        for _ in range(self.nb_ts):
            energy = ops.exp(ops.tanh(self.attention(ops.concatenate([x, h], axis=-1))))
            weights = energy / ops.sum(energy, axis=(1, 2), keepdims=True)
            joined = ops.concatenate([x * weights, h], axis=-1)
            i, f, o = ops.split(self.gates(joined), 3, axis=-1)
            c = f * c + i * self.cell_input(joined)
            h = o * ops.tanh(c)
        return h


images = keras.Input((32, 32, 3))
x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(images)
x = layers.Conv2D(24, 3, strides=2, padding="same", activation="relu")(x)
x = AttentiveConvLSTM(nb_filters_in=24, nb_filters_out=24)(x)
maps = layers.Conv2D(1, 1, activation="sigmoid")(x)
model = keras.Model(images, maps)
model.compile(optimizer="rmsprop", loss="binary_crossentropy")

rng = np.random.default_rng(12)
photos = rng.random((64, 32, 32, 3)).astype("float32")
fixations = (rng.random((64, 8, 8, 1)) > 0.9).astype("float32")
model.fit(photos, fixations, batch_size=16, epochs=1, verbose=0)
