"""Layers that the program applies itself, classes of the program, states of stacked cells, the command line."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader import read
from lstm_lint.script import Known, Layer, Model, Script, Unknown
from lstm_lint.smoke.rebuild import NotRebuilt, rebuild
from lstm_lint.source.source import from_bytes

IMPORTS = """
import numpy as np
import keras
from keras import layers
"""


def script(code: str, target: str = "3") -> Script:
    source = from_bytes((IMPORTS + textwrap.dedent(code)).encode(), "script.py")
    return read(source, parse_target(target))


def only(code: str) -> Model:
    (model,) = script(code).models
    return model


# --- layers on their own --------------------------------------------------------------------------------------


def test_layers_called_on_an_array_are_a_standalone_model() -> None:
    model = only("x = np.ones((4, 7, 3))\ny = layers.Dense(2)(layers.LSTM(5)(x))")
    assert (model.kind, model.complete, model.unread) == ("standalone", True, ())
    assert [(layer.cls, layer.output_shape, layer.parameters) for layer in model.layers] == [
        ("LSTM", (4, 5), 180),
        ("Dense", (4, 2), 12),
    ]
    assert [head.cls for head in model.heads] == ["Dense"]
    assert model.parameters == 192


def test_an_operation_between_two_layers_keeps_them_together() -> None:
    model = only(
        "x = keras.Input((7, 3))\na = layers.LSTM(5)(x)\nb = layers.GRU(5)(x)\ny = layers.Dense(1)(a + b)"
    )
    assert [layer.cls for layer in model.layers] == ["LSTM", "GRU", "Operation", "Dense"]
    assert model.complete and model.layers[-1].output_shape == (None, 1)


def test_what_goes_in_is_not_known() -> None:
    model = only("layer = layers.LSTM(5)\ny = layer(load())")
    assert (model.kind, model.complete, model.heads) == ("standalone", False, ())
    assert model.layers[0].output_shape == ("?", 5) and len(model.unread) == 1


@pytest.mark.parametrize("call", ["build", "compute_output_shape"])
def test_a_layer_that_is_given_the_shape_of_its_input(call: str) -> None:
    model = only(f"layer = layers.Bidirectional(layers.GRU(4))\nlayer.{call}((None, 5, 3))")
    assert (model.kind, model.layers[0].output_shape) == ("standalone", (None, 8))
    assert model.layers[0].parameters == 216


def test_the_computed_shape_is_a_value() -> None:
    code = """
    shape = layers.LSTM(4, return_sequences=True).compute_output_shape((2, 5, 3))
    model = keras.Sequential([keras.Input(shape[1:]), layers.Dense(shape[-1] * 2)])
    """
    model = next(model for model in script(code).models if model.kind == "sequential")
    assert model.layers[-1].output_shape == (None, 5, 8)


def test_a_layer_called_twice_is_one_model() -> None:
    assert only(
        "layer = layers.LSTM(2)\na = layer(np.ones((1, 5, 3)))\nb = layer(np.ones((1, 5, 3)))"
    ).recurrent


def test_a_layer_of_a_model_is_not_standalone_too() -> None:
    code = "lstm = layers.LSTM(2)\nm = keras.Sequential([lstm])\ny = lstm(np.ones((1, 5, 3)))"
    assert [model.kind for model in script(code).models] == ["sequential"]


def test_layers_that_a_test_is_parametrized_with() -> None:
    code = """
    import pytest
    @pytest.mark.parametrize("layer, size", [(layers.GRU(2), 3), (layers.LSTM(4), 5)])
    def test_weights(layer, size):
        model = keras.Sequential([keras.Input((None, size)), layer])
    """
    found = [(model.layers[0].cls, model.parameters) for model in script(code).models]
    assert found == [("GRU", 42), ("LSTM", 160)]


# --- classes of the program -----------------------------------------------------------------------------------

BLOCK = """
class Block(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.rnn = layers.LSTM(units)
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(self.units, input_shape[-1]))
        self.scale = self.add_weight(name="scale")
    def call(self, x):
        return self.scale * (self.rnn(x) @ self.kernel)
"""


def test_a_layer_class_has_the_weights_that_build_and_its_layers_make() -> None:
    code = BLOCK + "x = keras.Input((7, 3))\nm = keras.Model(x, Block(5)(x))"
    found = {model.name: model for model in script(code).models}
    assert found["m"].layers[-1].output_shape == (None, 3)
    assert found["m"].parameters == 180 + 15 + 1
    assert (found["Block"].kind, found["Block"].complete, found["Block"].own_parameters) == (
        "subclassed",
        True,
        16,
    )


SUBCLASSED = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.rnn = layers.LSTM(5)
        self.drop = layers.Dropout(0.1)
        self.head = layers.Dense(1)
    def call(self, inputs, training=None):
        {}
net = Net()
net(keras.Input((7, 3)))
"""


def test_a_subclassed_model_that_was_read_whole_is_complete() -> None:
    model = only(SUBCLASSED.format("return self.head(self.drop(self.rnn(inputs), training=training))"))
    assert model.complete and model.parameters == 186 and not model.unread
    assert [head.cls for head in model.heads] == ["Dense"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("return self.head(self.rnn(inputs))", "its `call` was not seen to apply `dropout`"),
        (
            "x = self.rnn(inputs)\n        if training:\n            x = self.drop(x)\n        return self.head(x)",
            "a layer is applied on some paths only",
        ),
        (
            "return self.head(other(self.drop(self.rnn(inputs))))",
            "what goes into one of its layers is not known",
        ),
        (
            "self.head(self.drop(self.rnn(inputs)))\n        return other()",
            "what its `call` returns is not known",
        ),
    ],
)
def test_a_subclassed_model_that_was_read_in_part_says_why(body: str, why: str) -> None:
    model = only(SUBCLASSED.format(body))
    assert not model.complete and model.parameters is None
    assert [item.why for item in model.unread] == [why]


def test_what_a_base_class_adds_is_not_known() -> None:
    model = only(
        SUBCLASSED.format("return self.head(self.drop(self.rnn(inputs)))").replace(
            "keras.Model", "keras.Sequential"
        )
    )
    assert [item.why for item in model.unread] == ["what its base class does is not known"]


# --- stacked cells --------------------------------------------------------------------------------------------


def rnn(code: str, target: str = "3") -> Layer:
    (model,) = script("x = keras.Input((5, 3))\n" + code, target).models
    return model.layers[-1]


def test_states_of_stacked_cells_are_nested_by_cell() -> None:
    code = """
out, (h, c), state = layers.RNN([layers.LSTMCell(4), layers.GRUCell(6)], return_state=True)(x)
m = keras.Model(x, layers.Concatenate()([h, c, state, out]))
"""
    assert rnn(code).output_shape == (None, 4 + 4 + 6 + 6)


def test_states_of_cells_with_one_state_are_flat() -> None:
    code = """
out, *states = layers.RNN([layers.GRUCell(4), layers.GRUCell(6)], return_state=True)(x)
m = keras.Model(x, layers.Concatenate()(states))
"""
    assert rnn(code).output_shape == rnn(code, "2.15").output_shape == (None, 10)


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ("[[a, a], b]", (None, 6)),
        ("[a, a, b]", (None, 6)),
        ("[[a, b], a]", None),  # sizes
        ("[a, a]", None),  # too few
    ],
)
def test_initial_states_of_stacked_cells_have_the_sizes_of_the_cells(
    given: str, shape: tuple[int | None, ...] | None
) -> None:
    layer = rnn(
        "a, b = keras.Input((4,)), keras.Input((6,))\n"
        f"y = layers.RNN([layers.LSTMCell(4), layers.GRUCell(6)])(x, initial_state={given})\n"
        "m = keras.Model([x, a, b], y)"
    )
    assert layer.output_shape == shape
    assert layer.states == tuple((None, 4 if name == "a" else 6) for name in given if name in "ab")


# --- the command line -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "import typer\ndef main(units: int = typer.Option(64)):\n    {}",
        "import typer\nfrom typing import Annotated\ndef main(units: Annotated[int, typer.Option()] = 64):\n    {}",
        "import typer\napp = typer.Typer()\n@app.command()\ndef main(units: int = 64):\n    {}",
        "import typer\ndef main(units: int = 64):\n    {}\ntyper.run(main)",
        "import click\n@click.command()\n@click.option('--units', '-u', default=64)\ndef main(units):\n    {}\nmain()",
        "import click\n@click.command()\n@click.option('-n', 'units', default=64)\ndef main(units):\n    {}",
    ],
)
def test_what_the_command_line_gives_is_not_known_and_its_default_is_named(code: str) -> None:
    model = only(code.format("model = keras.Sequential([layers.LSTM(units)])"))
    units = model.layers[0]["units"]
    assert isinstance(units, Unknown)
    assert units.reason == "`units` is taken from the command line, 64 where it is not given"


def test_a_function_beside_a_command_keeps_its_defaults() -> None:
    code = "import typer\ndef build(units=64):\n    return keras.Sequential([layers.LSTM(units)])\nmodel = build()"
    assert only(code).layers[0]["units"] == Known(64)


def test_a_call_from_the_program_wins_over_the_command_line() -> None:
    code = "import typer\ndef main(units: int = typer.Option(64)):\n    m = keras.Sequential([layers.LSTM(units)])\n"
    code += "main(8)"
    assert only(code).layers[0]["units"] == Known(8)


# --- alternative paths ----------------------------------------------------------------------------------------

BRANCHES = """
def first(deep):
    m = keras.Sequential([layers.LSTM(3)])
    if deep:
        m.add(layers.Dense(2))
def second(wide):
    n = keras.Sequential([layers.GRU(5)])
    if wide:
        n.add(layers.Dense(9))
def third():
    o = keras.Sequential([layers.SimpleRNN(7)])
"""


def test_functions_that_nothing_calls_have_alternatives_of_their_own() -> None:
    found = [([layer.cls for layer in model.layers], model.when) for model in script(BRANCHES).models]
    assert found == [
        (["LSTM", "Dense"], "deep"),
        (["GRU", "Dense"], "wide"),
        (["SimpleRNN"], None),
        (["LSTM"], "not (deep)"),
        (["GRU"], "not (wide)"),
    ]


def test_a_condition_that_two_functions_meet_goes_the_same_way_in_both() -> None:
    found = [(model.layers[0].cls, model.when) for model in script(BRANCHES.replace("wide", "deep")).models]
    assert found == [
        ("LSTM", "deep"),
        ("GRU", "deep"),
        ("SimpleRNN", None),
        ("LSTM", "not (deep)"),
        ("GRU", "not (deep)"),
    ]


def test_methods_of_one_object_are_read_together() -> None:
    code = """
    class Trainer:
        def build(self):
            self.model = keras.Sequential([layers.LSTM(3)])
        def train(self, deep):
            if deep:
                self.model.add(layers.Dense(2))
            self.model.compile("adam", "mse")
    """
    found = [(len(model.layers), len(model.compiles), model.when) for model in script(code).models]
    assert found == [(2, 1, "deep"), (1, 1, "not (deep)")]


def test_weights_of_its_own_keep_a_class_from_being_rebuilt() -> None:
    code = BLOCK.replace("layers.Layer", "keras.Model").replace("input_shape[-1]", "3")
    model = only(code + "m = Block(5)\nm(keras.Input((7, 3)))")
    assert model.complete and model.own_parameters == 16
    with pytest.raises(NotRebuilt, match="weights of its own"):
        rebuild(model)
