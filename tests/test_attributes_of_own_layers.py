"""What methods of own layers ask of `self`, against what Keras gives them."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.reader.libraries.keras.unset import _OF_KERAS, _OF_RECURRENT, _RECURRENT
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras
from keras import layers, ops

"""
LAYER = """
class Own(layers.{base}):
    def build(self, shape):
        super().build(shape)
        {build}

    def call(self, x, mask=None, training=False):
        {call}
        return super().call(x)

x = keras.Input((5, 3))
keras.Model(x, Own(4)(x)).compile("adam", "mse")
"""


def said(text: str) -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}".encode(), "train.py"), Settings(keras="3"))
    return [one.message for one in found if one.code == "LL932"]


@pytest.mark.parametrize("base", ["LSTM", "GRU", "SimpleRNN"])
@pytest.mark.parametrize(
    ("build", "call", "asked"),
    [
        ("pass", "s = self.get_initial_states(x)", "get_initial_states"),
        ("pass", "if self.depth > 2: pass", "depth"),
        ("pass", "while self.waiting: pass", "waiting"),
        ("if self.initial_weights is not None: pass", "pass", "initial_weights"),
        ("for k in range(self.copies): pass", "pass", "copies"),
        ("pass", "k = self.kernel", "kernel"),  # it is the cell's
    ],
)
def test_nobody_sets_it(base: str, build: str, call: str, asked: str) -> None:
    (message,) = said(LAYER.format(base=base, build=build, call=call))
    assert f"{asked}`" in message


@pytest.mark.parametrize("base", ["LSTM", "GRU", "SimpleRNN"])
@pytest.mark.parametrize(
    ("build", "call"),
    [
        ("self.depth = 2", "if self.depth > 2: pass"),
        ("pass", "s = self.get_initial_state(ops.shape(x)[0])"),
        ("pass", "if self.stateful: k = self.cell.kernel"),
        ("pass", "if hasattr(self, 'depth'): pass"),
        ("setattr(self, 'depth', 2)", "d = self.depth"),
        ("pass", "if mask is not None: d = self.depth"),
        ("pass", "d = training and self.depth"),
    ],
)
def test_it_is_there(base: str, build: str, call: str) -> None:
    assert said(LAYER.format(base=base, build=build, call=call)) == []


@pytest.mark.parametrize("cls", _RECURRENT)
def test_what_keras_gives_is_known(cls: str) -> None:
    keras = pytest.importorskip("keras")
    layer = getattr(keras.layers, cls)(keras.layers.LSTMCell(2) if cls == "RNN" else 2)
    layer.build((1, 3, 4))
    base = set(dir(keras.layers.Layer()))  # of the backend, too
    given = {name for name in set(dir(layer)) - base if not name.startswith("_")}
    assert given <= _OF_KERAS | _OF_RECURRENT
