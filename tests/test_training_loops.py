"""Loops around a GradientTape: a model whose weights get no gradients, LL516."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from project.training import others_step

x, y = np.load("x.npy"), np.load("y.npy")

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.rnn = layers.LSTM(8)

    def call(self, x):
        return self.rnn(x)

def made(own=False):
    first = Own() if own else keras.Sequential([keras.Input((24, 3)), layers.LSTM(8)])
    return first, keras.Sequential([keras.Input((8,)), layers.Dense(1)])

optimizer = keras.optimizers.Adam(1e-3)

def step(encoder, head, variables):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - head(encoder(x, training=True), training=True)) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

a, b = made()
"""


def found(code: str, body: str) -> int:
    settings = Settings((Selection("the test", (code,)),), "strict", keras="3")
    return len(list(lint(from_bytes((HEAD + body + "\n").encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "body, expected",
    [
        ("step(a, b, b.trainable_variables)", 1),
        ("a, b = made(own=True)\nstep(a, b, b.trainable_variables)", 1),
        ("step(a, b, a.trainable_variables + b.trainable_variables)", 0),
        ("step(a, b, [*a.trainable_weights, *b.trainable_weights])", 0),
        ("step(a, b, [v for m in (a, b) for v in m.trainable_variables])", 0),
        ("all = []\nfor m in [a, b]:\n    all += m.trainable_variables\nstep(a, b, all)", 0),
        ("a.trainable = False\nstep(a, b, b.trainable_variables)", 0),
        ("a.load_weights('a.weights.h5')\nstep(a, b, b.trainable_variables)", 0),
        ("both = keras.Sequential([a, b])\nstep(a, b, both.trainable_variables)", 0),
        ("others_step(a)\nstep(a, b, b.trainable_variables)", 0),
        ("step(a, b, b.trainable_variables)\na.compile('adam', 'mse')\na.fit(x, y)", 0),
        ("step(a, b, b.trainable_variables)\nstep(a, b, a.trainable_variables)", 0),
        ("step(a, b, a.layers[0].trainable_variables + b.trainable_variables)", 0),
    ],
)
def test_model_whose_weights_get_no_gradients(body: str, expected: int) -> None:
    assert found("LL516", body) == expected
