"""Control flow: each statement of Python is read as Python runs it, and what is not certain is left open."""

from __future__ import annotations

from textwrap import dedent

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.read import read
from lstm_lint.script import Model, Script
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

START = """
import numpy as np
import pandas as pd
from keras import Input, Model, Sequential
from keras.layers import GRU, LSTM, Bidirectional, Dense
"""


def script(text: str) -> Script:
    return read(from_bytes((START + dedent(text)).encode(), "train.py"), parse_target("3"))


def model(text: str) -> Model:
    (found,) = script(text).models
    return found


def layers(one: Model) -> list[str]:
    return [layer.cls for layer in one.layers]


def errors(text: str) -> set[str]:
    source = from_bytes((START + dedent(text)).encode(), "train.py")
    return {one.code for one in lint(source, load(None, {"keras": "3"})) if one.severity.value == "error"}


WINDOWS = """
    def windows(table, length):
        values = table[["flow", "head", "power"]].values
        for first in range(len(values) - length):
            yield {yielded}

    {loop}
    model = Sequential([Input(x.shape[1:]), LSTM(8), Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, np.zeros(len(x)))
"""


@pytest.mark.parametrize(
    ("yielded", "loop"),
    [
        ("values[first:first + length]", "x = np.array([w for w in windows(pd.read_csv('a.csv'), 5)])"),
        ("values[first:first + length, :]", "x = np.array(list(windows(pd.read_csv('a.csv'), 5)))"),
        ("values[first:first + length], values[first, 0]",
         "x = np.array([w for w, _ in windows(pd.read_csv('a.csv'), 5)])"),
    ],
)  # fmt: skip
def test_a_loop_over_a_generator_gets_what_it_yields(yielded: str, loop: str) -> None:
    text = WINDOWS.format(yielded=yielded, loop=loop)
    (fit,) = model(text).fits
    assert fit.x is not None and fit.x.shape is not None
    assert fit.x.shape[1:] == (5, 3)
    assert not errors(text)


def test_a_loop_that_appends_what_a_generator_yields_makes_an_axis_more() -> None:
    loop = (
        "x = []\n    for w in windows(pd.read_csv('a.csv'), 5):\n        x.append(w)\n    x = np.asarray(x)"
    )
    (fit,) = model(WINDOWS.format(yielded="values[first:first + length]", loop=loop)).fits
    assert fit.x is not None and fit.x.shape is not None and fit.x.shape[1:] == (5, 3)


METHODS = """
    class Trainer:
        {shared}

        def __init__(self, x, y):
            self.x, self.y = x, y
            {own}

        def short(self):
            {first}
            self.net.add(Dense(1))
            self.net.compile("adam", "mse")
            self.net.fit(self.x, self.y)

        def long(self):
            self.net.add(GRU(16, return_sequences=True))
            self.net.add(GRU(8))
            self.net.add(Dense(1))
            self.net.compile("rmsprop", "mae")
            self.net.fit(self.x, self.y)

    {use}
"""


@pytest.mark.parametrize("use", ["", "Trainer(1, 2).short()", "Trainer(1, 2).long()"])
@pytest.mark.parametrize(("shared", "own"), [("net = Sequential()", ""), ("", "self.net = Sequential()")])
def test_methods_that_nothing_calls_are_alternatives(shared: str, own: str, use: str) -> None:
    text = METHODS.format(shared=shared, own=own, first="self.net.add(LSTM(8))", use=use)
    found = {tuple(layers(one)): one for one in script(text).models}
    assert set(found) == {("LSTM", "Dense"), ("GRU", "GRU", "Dense")}
    for one in found.values():
        assert one.complete and len(one.compiles) == len(one.fits) == 1
    assert not errors(text)


def test_alternatives_begin_with_the_layers_that_init_adds() -> None:
    text = METHODS.format(
        shared="", own="self.net = Sequential([Input((9, 2))])", first="self.net.add(LSTM(8))", use=""
    )
    assert {one.layers[0].input_shape for one in script(text).models} == {(None, 9, 2)}


def test_a_method_that_trains_reads_what_another_one_built() -> None:
    text = """
        class Trainer:
            def __init__(self):
                self.net = Sequential()

            def build(self):
                self.net.add(LSTM(8))
                self.net.add(Dense(1))
                self.net.compile("adam", "mse")

            def train(self, x, y):
                self.net.fit(x, y)
    """
    one = model(text)
    assert layers(one) == ["LSTM", "Dense"] and len(one.fits) == 1


def test_methods_that_add_a_part_each_leave_the_order_open() -> None:
    text = """
        class Builder:
            def __init__(self):
                self.net = Sequential()

            def add_sequence(self):
                self.net.add(LSTM(8))

            def add_more(self):
                self.net.add(LSTM(8))
    """
    assert not model(text).complete and not errors(text)


@pytest.mark.parametrize("wrapped", ["LSTM(16, input_shape=(1, 1))", "GRU(16, input_shape=(1, 1))"])
def test_data_decides_where_only_the_wrapped_layer_declares_a_shape(wrapped: str) -> None:
    text = f"""
        model = Sequential()
        model.add(Bidirectional({wrapped}))
        model.add(Dense(1))
        model.compile("adam", "mse")
        model.fit(np.zeros((80, 7, 6)), np.zeros((80, 1)))
    """
    assert model(text).layers[0].input_shape == (None, 7, 6)
    assert not errors(text)


@pytest.mark.parametrize(("layer", "alone"), [("last = Dense(1)", True), ("last = head", False)])
def test_another_path_reads_again_what_sees_the_layer_that_was_changed(
    layer: str, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_again: list[int | None] = []
    run = Machine.run

    def noted(machine: Machine) -> None:
        read_again.append(None if machine.choices.only is None else len(machine.choices.only))
        run(machine)

    monkeypatch.setattr(Machine, "run", noted)
    found = script(
        f"""
        head = Dense(1)

        def forked(deep):
            {layer}
            last.trainable = False
            model = Sequential([Input((20, 3))])
            if deep:
                model.add(LSTM(8, return_sequences=True))
            model.add(LSTM(8))
            model.add(last)
            return model

        def other():
            return Sequential([Input((20, 3)), GRU(4), head])
        """
    )
    assert read_again == [None, 1 if alone else None]
    assert sorted(map(layers, found.models)) == [
        ["GRU", "Dense"],
        ["LSTM", "Dense"],
        ["LSTM", "LSTM", "Dense"],
    ]
