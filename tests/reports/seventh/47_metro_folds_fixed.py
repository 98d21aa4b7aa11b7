# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


class LocalMean(layers.Layer):
    """Mean over the last few steps of a sequence."""

    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.width = width

    def call(self, inputs):
        return ops.mean(inputs[:, -self.width:, :], axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2])

    def get_config(self):
        config = super().get_config()
        config["width"] = self.width
        return config


def base_network(steps, columns):
    entry = layers.Input(shape=(steps, columns))
    hidden = layers.GRU(16, return_sequences=True)(entry)
    pooled = LocalMean(4, name="recent")(hidden)
    return keras.Model(entry, layers.Dense(1)(pooled))


def passengers(count=240, steps=12, seed=47):
    rng = np.random.default_rng(seed)
    phase = rng.uniform(0, 6.28, (count, 1))
    t = np.arange(steps + 1) / 3
    wave = np.sin(t + phase) + rng.normal(0, 0.05, (count, steps + 1))
    weekend = np.repeat(rng.integers(0, 2, (count, 1)), steps, axis=1)
    return np.stack([wave[:, :-1], weekend], -1).astype("float32"), wave[:, -1].astype("float32")


keras.utils.set_random_seed(47)
x, y = passengers()
template = base_network(12, 2)
folds = np.array_split(np.arange(len(x)), 3)
for k, held in enumerate(folds):
    rest = np.setdiff1d(np.arange(len(x)), held)
    model = keras.models.clone_model(template)
    model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse")
    model.fit(x[rest], y[rest], epochs=6, verbose=0)
    print("fold", k, "mse", round(model.evaluate(x[held], y[held], verbose=0), 3))
