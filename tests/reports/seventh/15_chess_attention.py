# line 20 (also 19): error: matmul of (batch, steps, units) needs (batch, units, 1); the last state lacks the axis at the end
import numpy as np
import keras
from keras import layers, ops


class LastStepAttention(layers.Layer):
    """Weighs all moves of a game by their likeness to the last one."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.score = layers.Dense(units, use_bias=False)

    def build(self, input_shape):
        self.score.build(input_shape)

    def call(self, states):
        last = states[:, -1, :]
        logits = ops.squeeze(ops.matmul(self.score(states), last), axis=-1)
        weights = ops.softmax(logits, axis=-1)
        return ops.sum(states * ops.expand_dims(weights, -1), axis=1)

    def get_config(self):
        return dict(super().get_config(), units=self.units)


def referee(moves=30, squares=64):
    game = keras.Input(shape=(moves,), dtype="int32")
    h = layers.Embedding(squares, 12)(game)
    h = layers.LSTM(16, return_sequences=True)(h)
    h = LastStepAttention(16)(h)
    model = keras.Model(game, layers.Dense(1, activation="sigmoid")(h))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


keras.utils.set_random_seed(64)
rng = np.random.default_rng(64)
games = rng.integers(0, 64, (120, 30))
white = (games[:, :5].mean(axis=1) > 31.5).astype("float32")
model = referee()
model.fit(games[:100], white[:100], epochs=2, batch_size=20, verbose=0)
print("held-out loss", round(model.evaluate(games[100:], white[100:], verbose=0), 4))
