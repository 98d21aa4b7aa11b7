"""No word of what was not read: layers of a model that was read in part, and lengths that only a test hands over."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

NAMED = """
import unread
from keras import Input, Model
from keras.layers import LSTM, Dense, Embedding, concatenate
given = Input((40,), name="given")
embedded = Embedding(500, 32, name="embedding")(given)
first = LSTM(16, return_sequences=True, name="first")(embedded)
{middle}
outputs = Dense(3, activation="softmax", name="output")(joined)
model = Model(given, outputs)
part = Model(model.input, model.get_layer("attention").output)
"""


def codes(text: str) -> set[str]:
    found = lint(from_bytes(text.encode(), "elsewhere/a.py"), Settings())
    return {one.code for one in found if "restore_best_weights" not in one.message or "never" in one.message}


@pytest.mark.parametrize(
    ("middle", "certain"),
    [
        ("joined = concatenate([embedded, first], name='joined')", True),
        ("joined = first", True),
        ("joined = unread.Attention(name='attention')(concatenate([embedded, first]))", False),
        ("joined = unread.attention(first)", False),
        ("joined = concatenate([first, unread.attention(embedded)], name='joined')", False),
        ("layers = [first] + unread.more(first)\njoined = concatenate(layers, name='joined')", False),
    ],
)
def test_names_of_layers_are_known_where_all_was_read(middle: str, certain: bool) -> None:
    assert ("LL932" in codes(NAMED.format(middle=middle))) is certain


TESTED = """
import numpy as np
import unittest
from keras import Sequential
from keras.callbacks import EarlyStopping
from keras.layers import LSTM, Dense

class Forecaster:
    def __init__(self, steps{steps}, epochs=3000):
        self.steps, self.epochs = steps, epochs
        self.model = Sequential([LSTM(32, input_shape=({length}, 8)), Dense(1)])
        self.model.compile("adam", "mse")

    def train(self, x, y):
        stop = EarlyStopping(monitor="loss", patience=100)
        self.model.fit(x, y, epochs={epochs}, callbacks=[stop])

class {name}(unittest.TestCase):
    def {function}(self):
        forecaster = Forecaster(1, epochs=50)
        x, y = make(forecaster.steps)
        forecaster.train(x, y)
"""


def with_a_test(name: str = "TestForecaster", function: str = "test_train", **more: str) -> set[str]:
    given = {"steps": "", "length": "steps", "epochs": "self.epochs", **more}
    return codes(TESTED.format(name=name, function=function, **given))


def test_what_only_a_test_hands_over_is_no_choice() -> None:
    assert not {"LL109", "LL802"} & with_a_test()
    assert with_a_test("Job", "run") >= {"LL109", "LL802"}
    assert "LL109" in with_a_test(length="1") and "LL802" in with_a_test(epochs="50")
