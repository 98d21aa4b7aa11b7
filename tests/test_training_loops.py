"""Loops around a GradientTape: a model whose weights get no gradients, LL516, and an optimizer for each step, LL517."""

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


@pytest.mark.parametrize(
    "make, inside, expected",
    [
        ("", "o = keras.optimizers.Adam()", 1),
        ("", "o = keras.optimizers.SGD(0.1, momentum=0.9)", 1),
        ("", "o = keras.optimizers.SGD(0.1)", 0),
        ("o = keras.optimizers.Adam()", "pass", 0),
        ("", "m, o = keras.Sequential([layers.LSTM(8), layers.Dense(1)]), keras.optimizers.Adam()", 0),
    ],
)
def test_optimizer_of_one_step(make: str, inside: str, expected: int) -> None:
    body = f"""
m = keras.Sequential([keras.Input((24, 3)), layers.LSTM(8), layers.Dense(1)])
{make}
for batch in range(100):
    {inside}
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - m(x, training=True)) ** 2)
    o.apply_gradients(zip(tape.gradient(loss, m.trainable_variables), m.trainable_variables))
"""
    assert found("LL517", body) == expected


def test_optimizer_of_each_fold_takes_many_steps() -> None:
    body = """
m = keras.Sequential([keras.Input((24, 3)), layers.LSTM(8), layers.Dense(1)])
for fold in range(5):
    o = keras.optimizers.Adam()
    for batch in range(100):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((y - m(x, training=True)) ** 2)
        o.apply_gradients(zip(tape.gradient(loss, m.trainable_variables), m.trainable_variables))
"""
    assert found("LL517", body) == 0


@pytest.mark.parametrize(
    "decorator, make, expected",
    [
        ("@tf.function", "o = keras.optimizers.SGD(0.1)", 1),
        ("@tf.function(jit_compile=True)", "o = keras.optimizers.Adam()", 1),
        ("@tf.function", "o = optimizer", 0),
        ("@other", "o = keras.optimizers.SGD(0.1)", 0),
    ],
)
def test_optimizer_made_in_a_graph(decorator: str, make: str, expected: int) -> None:
    body = f"""
m = keras.Sequential([keras.Input((24, 3)), layers.LSTM(8), layers.Dense(1)])

def other(function):
    return function

{decorator}
def train():
    {make}
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - m(x, training=True)) ** 2)
    o.apply_gradients(zip(tape.gradient(loss, m.trainable_variables), m.trainable_variables))

train()
"""
    assert found("LL517", body) == expected
