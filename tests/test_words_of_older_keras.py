"""What is said of a script for an older Keras is true of that Keras; one line gets one cure."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

BROADCAST = """
import numpy as np
from {root}layers import LSTM, Dense
from {root}models import Sequential

x, y = np.random.rand(64, 9, 2), np.random.rand(64)
model = Sequential([LSTM(8, input_shape=(9, 2)), Dense(3)])
model.compile("adam", "mse")
model.fit(x, y)
"""


def said(text: str, code: str, keras: str = "3") -> list[tuple[str, str]]:
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras=keras))
    return [(one.severity.value, one.message) for one in found if one.code == code]


@pytest.mark.parametrize(
    ("keras", "silent"),
    [("2.10", True), ("2.4", True), ("2.2", False)],
)
def test_keras_up_to_2_3_compared_shapes(keras: str, silent: bool) -> None:
    ((_, message),) = said(BROADCAST.format(root="keras."), "LL104", keras)
    assert ("broadcasts them without an error" in message) is silent


@pytest.mark.parametrize(("rate", "severity"), [("0.001", "warning"), ("0.01", "error")])
def test_a_rate_that_is_the_default_changes_nothing(rate: str, severity: str) -> None:
    text = BROADCAST.format(root="keras.").replace('"adam"', f"Adam(lr={rate})")
    text = f"from keras.optimizers import Adam\n{text}"
    assert [one for one, _ in said(text, "LL508", "2.12")] == [severity]
    assert [one for one, _ in said(text, "LL508")] == ["error"]


def test_an_argument_of_the_layer_inside_is_told_once() -> None:
    text = """
import keras
from keras.layers import GRU, Bidirectional, Dense

model = keras.Sequential([keras.Input((9, 2))])
model.add(Bidirectional(GRU(8), return_sequences=True))
model.add(Bidirectional(GRU(8)))
"""
    assert said(text, "LL101") == []
    ((_, message),) = said(text, "LL908")
    assert message.endswith("give it to the layer inside")


def test_given_vectors_are_those_of_ids() -> None:
    text = """
import keras
import numpy as np
from keras import layers

x, y = np.load("x.npy") / 2, np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), layers.Embedding(900, 50, weights=[np.load("vectors.npy")])])
model.add(layers.LSTM(8))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy")
model.fit(x, y)
"""
    ((_, message),) = said(text, "LL308")
    assert message.endswith("give it ids")
    ((_, message),) = said(text.replace(', weights=[np.load("vectors.npy")]', ""), "LL308")
    assert message.endswith("write `Reshape((-1, 1))` in its place")
