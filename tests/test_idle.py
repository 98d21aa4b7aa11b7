"""Helpers that have nothing to do with models and data are left alone, and nothing that is found hangs on that."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader import read
from lstm_lint.reader.interpreter import uncalled
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HERE = Path(__file__).parent
PROGRAMS = sorted(path for folder in ("planted", "known_bugs") for path in (HERE / folder).glob("*.py"))
HEAD = """\
import math
import matplotlib.pyplot as plt
import numpy as np
import keras
from keras import layers

LIMIT = 3
seen = []
model = keras.Sequential([keras.Input((10, 4)), layers.LSTM(8), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
"""
HELPERS = """\
def clean(text, sep=None):
    if sep is None:
        sep = ","
    return [one.strip() for one in text.split(sep)]


def draw(values, title="loss", size=(8, 4)):
    plt.figure(figsize=size)
    plt.plot(values, label=title)
    plt.show()


def longest(words, key=None):
    best = ""
    for word in words:
        try:
            best = max(best, word, key=key)
        except ValueError as error:
            print(error)
    return best


def rounded(value, digits=LIMIT):
    return math.floor(value * 10**digits) / 10**digits if value > LIMIT else 0
"""
IDLE = [
    *HELPERS.split("\n\n\n"),
    "def told(values, digits=2):\n    say(values, digits)\n\n\n"
    "def say(values, digits):\n    print(round(values, digits))",
    "def even(n, by=2):\n    return n == 0 or odd(n - by)\n\n\ndef odd(n):\n    return n != 0 and even(n)",
]
BUSY = (
    "def scaled(x, by=255.0):\n    return np.array(x) / by",
    "def train(x, y, epochs=1):\n    model.fit(x, y, epochs=epochs)",
    "def fitted(one, x, epochs=1):\n    one.fit(x, epochs=epochs)",
    "def noted(value, twice=False):\n    seen.append(value)",
    "def built(units=1):\n    return layers.LSTM(units)",
    "def shared(value=1):\n    global LIMIT\n    LIMIT = value",
    "def inner(value=1):\n    def other():\n        return layers.Dense(value)\n    return other",
    "def loaded(path='x.npy'):\n    import numpy\n    return numpy.load(path)",
    "def walked(values=()):\n    yield from values",
    "@keras.saving.register_keras_serializable()\ndef loss(y, other, by=2):\n    return y - other * by",
    "def called(x, by=2):\n    return scale(x, by)\n\n\ndef scale(x, by):\n    return model(x) * by",
    "def first(x, by=2):\n    return second(x, by)\n\n\ndef second(x, by):\n    return third(x)\n\n\n"
    "def third(x):\n    return layers.Dense(x)",
    "class Helper:\n    def clean(self, text, sep=','):\n        return text.split(sep)",
)  # fmt: skip


def assumed(code: str) -> bool:
    return read(from_bytes(f"{HEAD}{code}\n".encode(), "script.py"), parse_target("3")).assumed


@pytest.mark.parametrize("code", [*IDLE, *BUSY], ids=lambda code: ast.parse(code).body[0].name)
def test_what_only_computes_is_left_alone(code: str) -> None:
    assert assumed(code) is (code in BUSY)


def test_a_name_that_may_be_of_keras_is_followed() -> None:
    assert assumed("from keras.layers import *\ndef built(units=1):\n    return LSTM(units)")
    assert assumed("def built(LSTM, units=1):\n    return LSTM(units).compile()")


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.stem}-{path.stem}")
def test_no_finding_hangs_on_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{path.read_text('utf-8')}\n\n\n" + "\n\n\n".join(one for one in IDLE if "LIMIT" not in one)
    source, settings = from_bytes(text.encode(), str(path)), Settings(profile="pedantic")
    found = lint(source, settings)
    monkeypatch.setattr(uncalled, "is_idle", lambda machine, function: False)
    assert lint(source, settings) == found
