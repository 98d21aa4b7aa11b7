"""Calls that make or find layers in less common ways, and layers that end up in no model."""

from __future__ import annotations

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader import read
from lstm_lint.script import Known, Script, Unknown
from lstm_lint.source.source import from_bytes

HEAD = "from functools import partial\nfrom keras import Input, Model, Sequential, layers\n"


def script(code: str) -> Script:
    return read(from_bytes((HEAD + code).encode(), "script.py"), parse_target("3"))


def test_partial_has_the_arguments_of_both_calls() -> None:
    code = "R = partial(layers.LSTM, 16, dropout=0.1)\nm = Sequential([R(dropout=0.2, name='a'), R()])"
    first, second = script(code).models[0].layers
    assert (first.known("units"), first.known("dropout"), first.name) == (16, 0.2, "a")
    assert second.known("dropout") == 0.1 and second.span().line == 4
    assert second.set_argument("dropout", "0.0") is None  # it is not written in this call


def test_partial_of_a_function() -> None:
    code = "def head(n, act):\n    return layers.Dense(n, act)\nmake = partial(head, act='softmax')\n"
    code += "m = Sequential([make(4)])"
    assert script(code).models[0].layers[0].known("activation") == "softmax"


@pytest.mark.parametrize("asked", ["'top'", "name='top'", "index=1"])
def test_layer_by_name(asked: str) -> None:
    code = f"m = Sequential([layers.LSTM(3), layers.Dense(2, name='top')])\nm.get_layer({asked}).trainable = False"
    assert script(code).models[0].layers[1]["trainable"] == Known(False)


def test_cell_kept_as_text_may_set_names() -> None:
    code = (
        "n = 3\nget_ipython().run_cell_magic('time', '', 'n = read()\\n')\nm = Sequential([layers.LSTM(n)])"
    )
    assert script(code).models[0].layers[0].known("units") is None


def test_attribute_that_another_method_sets_is_not_known() -> None:
    code = """
class Trainer:
    def __init__(self):
        self.steps = None
        self.units = 8
    def build(self):
        return Sequential([Input((self.steps, 1)), layers.LSTM(self.units)])
class Other:
    def run(self, trainer, data):
        trainer.build()
class Loader(Trainer):
    def load(self, data):
        self.steps = data.n
"""
    found = [layer for model in script(code).models for layer in model.layers]
    assert found and all(layer.known("units") == 8 for layer in found)
    single = code.split("class Other")[0] + "    def load(self, data):\n        self.steps = data.n\n"
    (model,) = script(single).models
    assert model.layers[0].timesteps is None and model.entries[0]["shape"] != Known((None, 1))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("layer = layers.GRU(3)", "no model that was read holds it, and it is never called"),
        (
            "layer = layers.GRU(3)\nlayer.get_config()",
            "no model that was read holds it, and it is never called",
        ),
        (
            "b = layers.Bidirectional(layers.GRU(3))",
            "the `Bidirectional` around it is in no model that was read and is never called",
        ),
        (
            "DEEP = False\nif DEEP:\n    layer = layers.GRU(3)",
            "the script sets its condition so that it is never run",
        ),
        ("with pytest.raises(ValueError):\n    layers.GRU(3)(x)", "a test asserts that it raises"),
        ("@use(layers.GRU(3))\ndef f():\n    pass", "nothing that was read leads to this line"),
    ],
)
def test_recurrent_layer_of_no_model_is_named(code: str, why: str) -> None:
    assert [item.why for item in script(code).unread if item.what == "`GRU`"] == [why]


@pytest.mark.parametrize(
    "code",
    [
        "m = Sequential([layers.Bidirectional(layers.GRU(3), backward_layer=layers.GRU(3, go_backwards=True))])",
        "i = Input((3, 4))\nm = Model(i, layers.TimeDistributed(layers.GRU(3))(i))",
        "import torch.nn as nn\nnn.GRU(3)\nm = Sequential([layers.GRU(3)])",
        "# layers.GRU(3)\nm = Sequential([layers.GRU(3)])",
    ],
)
def test_recurrent_layer_of_a_model_is_not(code: str) -> None:
    assert script(code).unread == ()


def test_default_of_the_command_line_is_named_but_not_known() -> None:
    code = """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("-u", "--hidden-units", type=int, default=64)
args = parser.parse_args()
m = Sequential([layers.LSTM(args.hidden_units)])
"""
    units = script(code).models[0].layers[0]["units"]
    assert isinstance(units, Unknown)
    assert units.reason == "`hidden_units` is taken from the command line, 64 where it is not given"


@pytest.mark.parametrize(
    "decorator", ["slim.add_arg_scope", "gin.configurable", "gin.configurable('rnn')", "ex.capture"]
)
def test_a_decorator_of_a_library_may_give_arguments(decorator: str) -> None:
    code = f"""
import gin
import tf_slim as slim
from sacred.experiments import ex
@{decorator}
def recurrent(units=64, *args, activation='relu', **kwargs):
    return layers.LSTM(units, *args, activation=activation, **kwargs)
m = Sequential([recurrent(), layers.Dense(1)])
"""
    layer = script(code).models[0].layers[0]
    assert layer.known("units") is None and layer.known("activation") is None
    assert isinstance(layer["return_sequences"], Unknown)


@pytest.mark.parametrize(
    "decorator", ["timed", "functools.lru_cache", "tf.function", "contextlib.contextmanager"]
)
def test_a_decorator_that_passes_on_gives_no_arguments(decorator: str) -> None:
    code = f"""
import contextlib, functools
import tensorflow as tf
def timed(function):
    return function
@{decorator}
def recurrent(units=64):
    return layers.LSTM(units)
m = Sequential([recurrent(), layers.Dense(1)])
"""
    assert script(code).models[0].layers[0].known("units") == 64
