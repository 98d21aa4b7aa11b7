"""`==`, `is` and `in` between layers and models ask whether they are the same object, as Keras lets them."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader.read import read
from lstm_lint.script import Known
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

CODER = """
import keras
import numpy as np
from keras import layers as kl


class Coder:
    def __init__(self, other):
        self.other = other
        self.first = kl.LSTM(8, return_sequences=True)
        self.dropout = kl.Dropout(0.2)
        self.last = kl.LSTM(4)
        self.spare = kl.LSTM(4)
        self.again = kl.RepeatVector(7)
        self.heads = kl.MultiHeadAttention(2, 4)

    def run(self, x):
        layers = [self.first, self.dropout, self.last]
        out = x
        code = None
{loop}
        return code
"""

BRANCHES = """
for i in range(len(layers)):
    if {test}:
        code = self.again(layers[i](out))
    else:
        out = layers[i](out)
"""


def errors(text: str) -> list[str]:
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), load(None, {"keras": "3"}))
    return [one.code for one in found if one.severity.value == "error"]


def coder(loop: str) -> list[str]:
    return errors(CODER.replace("{loop}", indent(dedent(loop).strip(), " " * 8)))


@pytest.mark.parametrize(
    "test",
    [
        "layers[i] == self.last",
        "layers[i] is self.last",
        "self.last == layers[i]",
        "layers[i] in (self.spare, self.last)",
        "not layers[i] != self.last",
        "layers[i] is not self.first and layers[i] is not self.dropout",
        "layers[i] not in [self.first, self.dropout]",
        "layers[i] == layers[-1]",
        "layers[i] == None or layers[i] == self.last",
    ],
)
def test_the_last_layer_alone_is_repeated(test: str) -> None:
    assert coder(BRANCHES.replace("{test}", test)) == []


@pytest.mark.parametrize(
    "test",
    [
        "layers[i] == self.first",  # (batch, steps, 8) into RepeatVector: Keras raises
        "layers[i] is not self.last",
        "layers[i] != self.last",
        "layers[i] in [self.dropout, self.first]",
        "layers[i] != None",
        "layers[i] != 'last'",
    ],
)
def test_a_sequence_is_repeated(test: str) -> None:
    assert coder(BRANCHES.replace("{test}", test)) == ["LL105"]


@pytest.mark.parametrize("test", ["layers[i] == self.spare", "layers[i] in [self.spare]", "layers[i] in ()"])
def test_a_branch_for_a_layer_that_is_not_in_the_list_never_runs(test: str) -> None:
    assert coder(BRANCHES.replace("{test}", test)) == []


UNKNOWN = [
    "layers[i] == self.other",
    "layers[i] in self.other",
    "layers[i] in [self.spare, *self.other]",
    "layers[i].name == self.other",
]


@pytest.mark.parametrize("test", UNKNOWN)
def test_nothing_is_said_where_it_is_not_known_which_layer_a_branch_gets(test: str) -> None:
    assert coder(BRANCHES.replace("{test}", test)) == []


@pytest.mark.parametrize("test", UNKNOWN)
def test_neither_where_the_branch_goes_on_with_the_next_layer(test: str) -> None:
    loop = f"""
        for layer in [self.first, self.heads, self.last]:
            if {test.replace("layers[i]", "layer")}:
                code = self.again(layer(out))
                continue
            out = layer(out)
    """
    assert coder(loop) == []


def test_attention_of_a_loop_gets_a_query_and_a_value_in_its_own_branch() -> None:
    loop = """
        for layer in [self.first, self.heads, self.dropout]:
            if layer == self.dropout:
                code = layer(out)
            elif layer == {asked}:
                out = layer(out, out)
            else:
                out = layer(out)
    """
    assert coder(loop.replace("{asked}", "self.heads")) == []
    assert coder(loop.replace("{asked}", "self.other")) == []
    assert coder(loop.replace("{asked}", "self.spare")) == ["LL119"]


def test_what_an_undecided_branch_makes_itself_is_still_judged() -> None:
    loop = """
        for i in range(3):
            if i == self.other:
                code = kl.RepeatVector(7)(kl.LSTM(4, return_sequences=True)(out))
    """
    assert coder(loop) == ["LL105"]


def test_after_such_a_loop_all_is_certain_again() -> None:
    loop = """
        for i in range(3):
            if layers[i] == self.other:
                continue
            code = layers[i](x)
        for layer in [self.first]:
            code = self.again(layer(x))
    """
    assert coder(loop) == ["LL105"]


def test_a_class_that_says_itself_what_is_equal_is_not_decided() -> None:
    text = """
        import keras
        from keras import layers as kl


        class Step(kl.Layer):
            {equal}

            def call(self, x):
                return x


        x = keras.Input((5, 3))
        one, other = Step(), Step()
        if one == other:
            x = kl.RepeatVector(5)(x)
        model = keras.Model(x, kl.Dense(1)(x))
    """
    text = dedent(text)
    assert errors(text.replace("{equal}", "units = 3")) == []
    always = "__eq__ = lambda self, other: True\n    __hash__ = None"
    assert errors(text.replace("{equal}", always)) == ["LL105"]


def test_models_are_compared_too() -> None:
    text = """
        import keras
        from keras import layers as kl

        first = keras.Sequential([keras.Input((5, 3)), kl.LSTM(4, return_sequences=True)])
        second = keras.Sequential([keras.Input((5, 3)), kl.LSTM(4)])
        x = keras.Input((5, 3))
        for part in (first, second):
            if part is {asked}:
                y = kl.RepeatVector(5)(part(x))
        model = keras.Model(x, kl.Dense(1)(y))
    """
    assert errors(dedent(text.replace("{asked}", "second"))) == []
    assert errors(dedent(text.replace("{asked}", "first"))) == ["LL105"]


@pytest.mark.parametrize(
    ("passes", "test", "units"),
    [
        ("range(3)", "several[0] is several[1]", Known(1, "computed")),
        ("range(3)", "several[0] is several[0]", Known(8, "computed")),
        ("range(3)", "several[2] == several[-1]", Known(8, "computed")),
        ("sys.argv", "several[0] is several[1]", None),
        ("sys.argv", "several[0] == several[-1]", None),
    ],
)
def test_layers_that_an_open_loop_makes_are_not_known_to_be_one(
    passes: str, test: str, units: Known | None
) -> None:
    text = f"""
        import sys

        import keras
        from keras import layers as kl

        several = [kl.LSTM(4) for _ in {passes}]
        size = kl.Dense(8 if {test} else 1)
        model = keras.Sequential([keras.Input((5, 3)), kl.LSTM(4), size])
    """
    script = read(from_bytes(dedent(text).encode(), "elsewhere/example.py"), parse_target("3"))
    (model,) = (one for one in script.models if one.kind == "sequential")
    found = model.layers[-1]["units"]
    assert (found.value if isinstance(found, Known) else None) == (units.value if units else None)
