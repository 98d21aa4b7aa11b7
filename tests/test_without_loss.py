"""A `compile` without a loss, where nothing else adds one: `fit` of Keras 3 has nothing to compute."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np, keras
from keras import layers
x, y = np.random.rand(40, 12, 3), np.random.rand(40)
"""
STACK = "m = keras.Sequential([keras.Input((12, 3)), layers.LSTM(8), layers.Dense(1)])\n"
CLASS = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.rnn, self.head = layers.GRU(8), layers.Dense(1)
    def call(self, v):
        return self.head(self.rnn(v))
"""
PAIR = """
i = keras.Input((12, 3))
h = layers.GRU(4)(i)
m = keras.Model(i, [layers.Dense(1, name="a")(h), layers.Dense(1, name="b")(h)])
"""


def said(text: str, keras: str = "3") -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}\n".encode(), "train.py"), Settings(keras=keras))
    return [one.message for one in found if one.code == "LL518"]


@pytest.mark.parametrize(
    "text",
    [
        STACK + "m.compile('adam')\nm.fit(x, y)",
        STACK + "m.compile(optimizer='adam', loss=None, metrics=['mae'])\nm.fit(x, y)",
        STACK + "m.compile('adam')\nm.train_on_batch(x[:4], y[:4])",
        CLASS + "m = Net()\nm.compile('adam')\nm.fit(x, y)",
        PAIR + "m.compile('adam', loss=[None, None])\nm.fit(x, [y, y])",
        STACK + "m.compile('adam')\nif len(x) > 3:\n    m.fit(x, y)",
    ],
)
def test_nothing_to_compute(text: str) -> None:
    assert len(said(text)) == 1
    assert not said(text, "2.10")


@pytest.mark.parametrize(
    "text",
    [
        STACK + "m.compile('adam', 'mse')\nm.fit(x, y)",
        STACK + "m.compile('adam')\nm.compile('adam', 'mse')\nm.fit(x, y)",
        STACK + "m.compile('adam')\nm.evaluate(x, y)",
        STACK + "m.compile('adam', **options())\nm.fit(x, y)",
        STACK + "m.compile('adam')\nprepare(m)\nm.fit(x, y)",
        STACK.replace("LSTM(8)", "LSTM(8, kernel_regularizer='l2')") + "m.compile('adam')\nm.fit(x, y)",
        CLASS
        + "    def compute_loss(self, **given):\n        return 0.0\nm = Net()\nm.compile('adam')\nm.fit(x, y)",
        PAIR + "m.compile('adam', loss=['mse', None])\nm.fit(x, [y, y])",
        "from theirs import Penalty\n"
        + STACK.replace("layers.LSTM(8)", "layers.LSTM(8), Penalty()")
        + "m.compile('adam')\nm.fit(x, y)",
    ],
)
def test_a_loss_from_somewhere(text: str) -> None:
    assert not said(text)
