"""CTC: as many time steps as labels at least, and as many as the loss is told of."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


def lines(text: str) -> list[int]:
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    return [one.line for one in found if one.code == "LL477" and len(one.message) <= 120]


LABELS = """
import keras
import numpy as np
from keras import layers

x, y = np.random.rand(64, 32, 4), {y}
model = keras.Sequential([keras.Input((32, 4)), layers.MaxPooling1D({pool})])
model.add(layers.GRU(8, return_sequences=True))
model.add(layers.Dense(10))
model.compile("adam", {loss})
model.fit(x, y)
"""
SEVEN = "np.random.randint(1, 10, (64, 7))"


@pytest.mark.parametrize("loss", ["keras.losses.CTC()", '"ctc"'])
def test_fewer_steps_than_labels(loss: str) -> None:
    assert lines(LABELS.format(y=SEVEN, pool=8, loss=loss)) == [7]


@pytest.mark.parametrize(
    "y, pool, loss",
    [
        (SEVEN, 4, "keras.losses.CTC()"),
        (SEVEN, 8, '"mse"'),
        ("np.load('labels.npy')", 8, "keras.losses.CTC()"),
        ("keras.utils.pad_sequences(read(), maxlen=7, padding='post')", 8, "keras.losses.CTC()"),
    ],
)
def test_enough_steps_another_loss_and_labels_of_unknown_width(y: str, pool: int, loss: str) -> None:
    assert not lines(LABELS.format(y=y, pool=pool, loss=loss))


def test_labels_that_may_be_wider_than_any_sample_needs_are_a_warning() -> None:
    text = LABELS.format(y="np.load('labels.npy').reshape(64, 7)", pool=8, loss="keras.losses.CTC()")
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    assert [one.severity.value for one in found if one.code == "LL477"] == ["warning"]


OWN = """
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

STEPS = 40


def ctc(labels, output):
    rows = tf.shape(output)[0]
    steps = tf.fill([rows, 1], {told})
    return tf.keras.backend.ctc_batch_cost(labels, output, steps, tf.fill([rows, 1], 4))


model = Sequential([layers.Input((STEPS, 4)), layers.MaxPooling1D(2), layers.LSTM(8, return_sequences=True)])
model.add(layers.Dense(7, activation="softmax"))
model.compile("adam", loss=ctc)
model.fit(np.random.rand(32, STEPS, 4), np.random.rand(32, 4))
"""


@pytest.mark.parametrize(
    "told, wrong", [("STEPS", True), ("STEPS // 2", False), ("tf.shape(output)[1]", False), ("read()", False)]
)
def test_a_length_of_the_input_where_that_of_the_output_is_asked_for(told: str, wrong: bool) -> None:
    assert lines(OWN.format(told=told)) == ([11] if wrong else [])


LOOP = """
import numpy as np
import tensorflow as tf
from keras import Sequential, layers

STEPS = 40
model = Sequential([layers.Input((STEPS, 4)), layers.MaxPooling1D(2), layers.LSTM(8, return_sequences=True)])
model.add(layers.Dense(7, activation="softmax"))
x, text = np.random.rand(32, STEPS, 4), np.random.randint(0, 6, (32, 4))
told = {told}
for start in range(0, 32, 8):
    with tf.GradientTape() as tape:
        guess = model(x[start : start + 8], training=True)
        loss = tf.keras.backend.ctc_batch_cost(text[start : start + 8], guess, told, np.full((8, 1), 4))
"""


@pytest.mark.parametrize(
    "told, wrong",
    [
        ("np.full((8, 1), STEPS)", True),
        ("np.full(8, x.shape[1])[:, None]", True),
        ("np.full((8, 1), STEPS // 2)", False),
        ("np.full((8, 1), model.output_shape[1])", False),
        ("np.random.randint(10, 40, (8, 1))", False),
    ],
)
def test_a_length_that_a_training_loop_tells(told: str, wrong: bool) -> None:
    assert lines(LOOP.format(told=told)) == ([10] if wrong else [])
