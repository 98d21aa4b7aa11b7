"""Models that take sequences of any length, and the one length that the data have: LL103."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(200, {steps}, 6))
y = rng.normal(size={y})
inputs = keras.Input((None, 6))
hidden = layers.LSTM(20, return_sequences=True)(inputs)
more = layers.LSTM(20, return_sequences=True)(hidden)
model = keras.Model(inputs, {outputs})
model.compile("adam", "mse")
model.fit(x, y, epochs=3, validation_split=0.1)
"""
EACH = "layers.TimeDistributed(layers.Dense(1))(layers.add([hidden, more]))"


@pytest.mark.parametrize(
    ("outputs", "y", "steps", "told"),
    [
        (EACH, "(200, 1)", "24", True),
        ("layers.Dense(1)(layers.Average()([hidden, more]))", "200", "24", True),
        ("layers.Dense(1)(layers.Dropout(0.2)(layers.Maximum()([hidden, more])))", "(200, 1)", "24", True),
        (EACH, "(200, 24, 1)", "24", False),
        (EACH, "(200, 24)", "24", False),
        (EACH, "(200, 1)", "1", False),  # one step, one value
        (EACH, "(200, 1)", "int(input())", False),
        ("layers.Dense(1)(layers.add([hidden, more])[:, -1])", "(200, 1)", "24", False),
        ("layers.Dense(1)(layers.GlobalAveragePooling1D()(hidden))", "(200, 1)", "24", False),
    ],
)
def test_one_target_for_a_sequence_whose_length_the_data_say(
    outputs: str, y: str, steps: str, told: bool
) -> None:
    text = TEXT.format(outputs=outputs, y=y, steps=steps)
    settings = Settings((Selection("a test", ("LL103",)),), keras="3")
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), settings)
    assert [one.code for one in found] == (["LL103"] if told else [])
