"""Layers of Keras as many teams have them. Their own package, were this no example."""

import keras


class TimeAttention(keras.layers.Layer):
    """(batch, timesteps, features) to (batch, units): a weighted mean over the steps. It leaves masks aside."""

    def __init__(self, units, **others):
        super().__init__(**others)
        self.score = keras.layers.Dense(1)
        self.project = keras.layers.Dense(units)

    def call(self, x):
        weights = keras.ops.softmax(self.score(x), axis=1)
        return self.project(keras.ops.sum(weights * x, axis=1))


class Jitter(keras.layers.Layer):
    """The same numbers, with a little noise while it trains."""

    def __init__(self, scale, **others):
        super().__init__(**others)
        self.supports_masking = True
        self.scale = scale

    def call(self, x, training=False):
        return x + self.scale * keras.random.normal(keras.ops.shape(x)) if training else x
