"""What the reader reads, behaviour by behaviour: names, values, models, branches, training, data, positions."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest
from work import calls

from lstm_lint.findings import Span
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader import read
from lstm_lint.script import (
    Configured,
    Fit,
    Known,
    Layer,
    Model,
    OneOf,
    Script,
    Series,
    Symbol,
    Unknown,
    Value,
)
from lstm_lint.source.source import from_bytes


def script_of(code: str, path: str = "script.py") -> Script:
    return read(from_bytes(textwrap.dedent(code).encode(), path), parse_target("3"))


def model_of(code: str) -> Model:
    models = script_of(code).models
    assert len(models) == 1, [model.name for model in models]
    return models[0]


def layer_of(code: str, cls: str = "LSTM") -> Layer:
    """The only layer of that class in the script, in a model or loose."""
    found = [layer for layer, _ in script_of(code).layers() if layer.cls == cls]
    assert len(found) == 1, found
    return found[0]


def units(setup: str, expression: str, after: str = "") -> Value:
    """What `LSTM(expression)` reads as after the setup."""
    code = ["from keras.layers import LSTM", setup, f"layer = LSTM({expression})", after]
    return layer_of("\n".join(code))["units"]


def fit_of(code: str) -> Fit:
    fits = [fit for model in script_of(PREPARED + textwrap.dedent(code)).models for fit in model.fits]
    assert len(fits) == 1
    return fits[0]


def kinds(series: Series | None) -> list[str]:
    assert series is not None
    return [step.kind for step in series.steps]


def classes(model: Model) -> list[str]:
    return [layer.cls for layer in model.layers]


PREPARED = """\
import numpy as np
import pandas as pd
from keras.models import Sequential
from keras.layers import LSTM, Dense, Embedding
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.model_selection import train_test_split
model = Sequential([LSTM(4), Dense(1)])
model.compile(optimizer="adam", loss="mse")
"""


# --- imports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import keras", "keras.layers.LSTM"),
        ("import keras.layers", "keras.layers.LSTM"),
        ("import keras as k", "k.layers.LSTM"),
        ("from keras import layers", "layers.LSTM"),
        ("from keras import layers as L", "L.LSTM"),
        ("from keras.layers import LSTM", "LSTM"),
        ("from keras.layers import LSTM as Cell", "Cell"),
        ("from keras.layers import *", "LSTM"),
        ("from keras.layers.recurrent import LSTM", "LSTM"),
        ("import tensorflow as tf", "tf.keras.layers.LSTM"),
        ("import tensorflow", "tensorflow.keras.layers.LSTM"),
        ("import tensorflow.keras as keras", "keras.layers.LSTM"),
        ("from tensorflow import keras", "keras.layers.LSTM"),
        ("from tensorflow.keras.layers import LSTM", "LSTM"),
        ("from tensorflow.keras import layers", "layers.LSTM"),
        ("from tensorflow.python.keras.layers import LSTM", "LSTM"),
        ("from tensorflow.python.keras.layers.recurrent import LSTM", "LSTM"),
        ("import tensorflow.compat.v1 as tf", "tf.keras.layers.LSTM"),
        ("import tensorflow.compat.v1.keras.layers as L", "L.LSTM"),
        ("import tensorflow as tf\nlayers = tf.keras.layers", "layers.LSTM"),
        (
            "try:\n    from keras.layers import LSTM\nexcept ImportError:\n    from tf_keras.layers import LSTM",
            "LSTM",
        ),
    ],
)
def test_a_layer_is_the_same_however_it_is_imported(line: str, name: str) -> None:
    layer = layer_of(f"{line}\nlayer = {name}(8)")
    assert layer["units"] == Known(8)
    assert layer["return_sequences"] == Known(False)


def test_a_name_of_the_file_hides_the_one_of_a_star_import() -> None:
    script = script_of("from keras.layers import *\ndef LSTM(n):\n    return n\nx = LSTM(3)")
    assert list(script.layers()) == []


def test_a_class_of_another_library_is_not_a_keras_layer() -> None:
    assert list(script_of("from torch.nn import LSTM\nlayer = LSTM(3, 4)").layers()) == []


# --- values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setup", "expression"),
    [
        ("", "8"),
        ("n = 8", "n"),
        ("n = m = 8", "m"),
        ("a, (b, c) = 1, (8, 3)", "b"),
        ("first, *rest = [1, 8, 3]", "rest[0]"),
        ("n = 4", "2 * n"),
        ("n = 17", "n // 2"),
        ("n = 3", "2 ** n"),
        ("n = 5\nn += 3", "n"),
        ("n: int = 8", "n"),
        ("sizes = [8, 4]", "sizes[0]"),
        ("sizes = (4, 8)", "sizes[-1]"),
        ("sizes = [4]\nsizes.append(8)", "sizes[1]"),
        ("names = ['a'] * 8", "len(names)"),
        ("config = {'units': 8}", "config['units']"),
        ("config = dict(units=8)", "config.get('units', 3)"),
        ("config = {'rnn': {'units': 8}}", "config['rnn']['units']"),
        ("config = {}\nconfig['units'] = 8", "config['units']"),
        ("class C:\n    units = 8", "C.units"),
        ("class C:\n    units = 8\nconfig = C()", "config.units"),
        ("class C:\n    def __init__(self, n):\n        self.n = n\nconfig = C(8)", "config.n"),
        ("class C:\n    @property\n    def n(self):\n        return 8\nconfig = C()", "config.n"),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    units: int = 8", "C().units"),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    units: int = 4", "C(units=8).units"),
        (
            "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n    units: int = 4",
            "C(1, 8).units",
        ),
        ("def size(n=4):\n    return 2 * n", "size()"),
        ("half = lambda n: n // 2", "half(16)"),
        ("n = int('8')", "n"),
        ("n = max(3, 8)", "n"),
        ("small = False", "4 if small else 8"),
        ("small = False\nif small:\n    n = 4\nelse:\n    n = 8", "n"),
        ("n = 0\nfor i in range(4):\n    n += 2", "n"),
        ("total = sum([n for n in (3, 5)])", "total"),
        ("n = None", "n or 8"),
        ("if (n := 8) > 3:\n    pass", "n"),
        ("def f():\n    global n\n    n = 8\nn = 3\nf()", "n"),
        ("import numpy as np\nx = np.zeros((100, 8, 3))", "x.shape[1]"),
        ("from types import SimpleNamespace\nc = SimpleNamespace(n=8)", "c.n"),
    ],
)
def test_a_value_is_followed_to_where_it_is_decided(setup: str, expression: str) -> None:
    value = units(setup, expression)
    assert isinstance(value, Known), value
    assert value.value == 8


def test_the_origin_of_a_value_is_told() -> None:
    code = """
    from keras.layers import LSTM
    N = 4
    def build(a, b=2):
        return [LSTM(1), LSTM(N), LSTM(a), LSTM(b), LSTM(N * 2)]
    build(3)
    """
    values = [layer["units"] for layer, _ in script_of(code).layers()]
    assert [value.origin for value in values if isinstance(value, Known)] == [
        "literal", "constant", "call-site", "parameter-default", "computed",
    ]  # fmt: skip
    assert layer_of(code.replace("return [LSTM(1), ", "return [").replace("LSTM(N), LSTM(a), LSTM(b), ", ""))[
        "use_bias"
    ] == Known(True, "default")


@pytest.mark.parametrize(
    "setup",
    [
        "import sys\nn = int(sys.argv[1])",
        "import os\nn = os.environ.get('UNITS')",
        "import json\nn = json.load(open('c.json'))['units']",
        "from settings import n",
        "import argparse\nparser = argparse.ArgumentParser()\nargs = parser.parse_args()\nn = args.units",
        "n = input()",
        "import random\nn = random.randint(1, 9)",
        "n = 1\nwhile n < some():\n    n *= 2",
        "n = 0\nfor line in open('f'):\n    n += 1",
        "config = {'n': 3}\nunknown(config)\nn = config['n']",
        "sizes = [3]\nunknown(sizes)\nn = sizes[0]",
        "sizes = [3]\nfor row in open('f'):\n    sizes.insert(0, row)\nn = sizes[0]",
        "sizes = [3]\nif unknown():\n    sizes[0] = 4\nn = sizes[0]",
        "config = {'n': 3}\nfor key in open('f'):\n    config[key] = 5\nn = config['n']",
        "config = {'n': 3}\nconfig.update(unknown())\nn = config['n']",
        "class C:\n    n = 3\nc = C()\nunknown(c)\nsetattr(c, name, 4)\nn = c.n",
        "def f(n):\n    return f(n - 1)\nn = f(3)",
        "n = n",
        "try:\n    n = 3\nexcept ValueError:\n    raise\nelse:\n    n = unknown()",
        "sizes = {3, 4}\nn = list(sizes)[0]",
        "n = 3\ndel n",
        "from x import *\nn = UNITS",
        "n = 3\nexec('n = 4')\nn = eval('n')",
    ],
)
def test_what_only_the_run_decides_is_not_known(setup: str) -> None:
    assert not isinstance(units(setup, "n"), Known)


@pytest.mark.parametrize(
    ("setup", "options"),
    [
        ("if unknown():\n    n = 4\nelse:\n    n = 8", {4, 8}),
        ("n = 4\nif unknown():\n    n = 8", {4, 8}),
        ("n = 4 if unknown() else 8", {4, 8}),
        ("n = 4\nfor x in open('f'):\n    n = 8", {4, 8}),
        ("def f():\n    if unknown():\n        return 4\n    return 8\nn = f()", {4, 8}),
        ("config = {'n': 4}\nif unknown():\n    config['n'] = 8\nn = config['n']", {4, 8}),
        ("match unknown():\n    case 1:\n        n = 4\n    case _:\n        n = 8", {4, 8}),
    ],
)
def test_a_value_that_depends_on_the_path_is_never_one_of_them_alone(setup: str, options: set[int]) -> None:
    value = units(setup, "n")
    assert not isinstance(value, Known)
    if isinstance(value, OneOf):
        assert set(value.values) <= options and len(value.values) > 1


def test_a_value_assigned_after_the_layer_does_not_reach_it() -> None:
    assert units("n = 8", "n", "n = 4") == Known(8)


def test_a_function_sees_the_globals_of_its_call() -> None:
    code = "from keras.layers import LSTM\ndef build():\n    return LSTM(n)\nn = 8\nlayer = build()"
    assert layer_of(code)["units"] == Known(8)


def test_names_are_made_of_strings() -> None:
    code = "from keras.layers import LSTM\nfor i in range(1):\n    x = LSTM(3, name=f'rnn_{i}' + '_a')"
    assert layer_of(code).name == "rnn_0_a"


def test_options_in_a_dict_are_arguments() -> None:
    layer = layer_of(
        "from keras.layers import LSTM\no = {'units': 3}\no['dropout'] = 0.5\nx = LSTM(**o, use_bias=False)"
    )
    assert (layer["units"], layer["dropout"], layer["use_bias"]) == (Known(3), Known(0.5), Known(False))
    assert layer["return_sequences"] == Known(False)


def test_unread_options_leave_every_default_open() -> None:
    layer = layer_of("from keras.layers import LSTM\nx = LSTM(3, **unknown())")
    assert layer["units"] == Known(3)
    assert isinstance(layer["return_sequences"], Unknown)
    assert not layer.complete


def test_functions_and_objects_are_told_by_name() -> None:
    layer = layer_of(
        "import keras\n"
        "x = keras.layers.LSTM(3, "
        "activation=keras.activations.relu, kernel_regularizer=keras.regularizers.L2(0.1))"
    )
    assert layer["activation"] == Known(Symbol("keras.activations.relu"))
    regularizer = layer.known("kernel_regularizer")
    assert isinstance(regularizer, Configured)
    assert (regularizer.cls, regularizer["l2"]) == ("L2", Known(0.1))


# --- models -------------------------------------------------------------------------------------------------

SEQUENTIAL = "from keras.models import *\nfrom keras.layers import *\n"


def test_layers_that_are_popped_are_gone() -> None:
    model = model_of(SEQUENTIAL + "m = Sequential([LSTM(3), Dense(1)])\nm.pop()\nm.add(Dense(2))")
    assert [layer["units"] for layer in model.layers] == [Known(3), Known(2)]


def test_a_model_that_a_function_of_another_file_gets_is_not_complete() -> None:
    assert not model_of(SEQUENTIAL + "from mine import grow\nm = Sequential([LSTM(3)])\ngrow(m)").complete


def test_a_function_called_twice_makes_two_models() -> None:
    code = (
        SEQUENTIAL
        + "def build(n):\n    m = Sequential([Input((5, 2)), LSTM(n)])\n    return m\na = build(3)\nb = build(4)"
    )
    found = script_of(code).models
    assert [model.layers[-1]["units"] for model in found] == [Known(3), Known(4)]
    assert all(layer.readings == 2 for model in found for layer in model.layers if layer.cls == "LSTM")


def test_a_function_that_nothing_calls_is_read_with_its_defaults() -> None:
    model = model_of(SEQUENTIAL + "def build(x, n=3):\n    return Sequential([LSTM(n), Dense(x)])")
    assert model.layers[0]["units"] == Known(3)
    assert isinstance(model.layers[1]["units"], Unknown)


def test_a_model_is_compiled_and_fitted_in_other_functions() -> None:
    code = (
        SEQUENTIAL
        + """
def build():
    return Sequential([LSTM(3), Dense(1)])
def prepare(model):
    model.compile("adam", "mse")
    return model
def train(model, x, y):
    model.fit(x, y, epochs=3)
m = prepare(build())
train(m, data, target)
"""
    )
    model = model_of(code)
    assert len(model.compiles) == 1 and len(model.fits) == 1
    assert model.fits[0]["epochs"] == Known(3)


_COMPILED = (
    SEQUENTIAL
    + """
def build(loss="mse"):
    made = Sequential([LSTM(3), Dense(1)])
    made.compile("adam", loss)
    return made
"""
)


@pytest.mark.parametrize(
    ("code", "in_force"),
    [
        ("m = build()\nm.compile('adam', 'mae')\nm.fit(x, y)", ["mae"]),
        ("m = build()\nm.summary()\nm.predict(x)\nm.trainable = False\nm.compile('adam', 'mae')", ["mae"]),
        ("m = build()\nfor loss in ('mae', 'mape'):\n    m.compile('adam', loss)\nm.fit(x, y)", ["mape"]),
        ("def main():\n    m = build()\n    m.compile('adam', 'mae')\n    m.fit(x, y)", ["mae"]),
        # Trained or evaluated in between.
        ("m = build()\nm.fit(x, y)\nm.compile('adam', 'mae')\nm.fit(x, y)", ["mse", "mae"]),
        ("m = build()\nm.evaluate(x, y)\nm.compile('adam', 'mae')\nm.fit(x, y)", ["mse", "mae"]),
        ("m = build()\nm.train_on_batch(x, y)\nm.compile('adam', 'mae')\nm.fit(x, y)", ["mse", "mae"]),
        ("m = build()\nother(m)\nm.compile('adam', 'mae')\nm.fit(x, y)", ["mse", "mae"]),
        # On some paths only, or in an order that is not known.
        ("m = build()\nif a:\n    m.compile('adam', 'mae')\nm.fit(x, y)", ["mae", "mse"]),
        ("m = build()\ntry:\n    m.compile('adam', 'mae')\nexcept ValueError:\n    pass", ["mse", "mae"]),
        ("m = build()\nfor _ in range(n):\n    m.compile('adam', 'mae')\nm.fit(x, y)", ["mse", "mae"]),
        (
            "class Trainer:\n    def __init__(self):\n        self.m = build()\n"
            "    def tune(self):\n        self.m.compile('adam', 'mae')\n        self.m.fit(x, y)",
            ["mse", "mae"],
        ),
    ],
)
def test_a_compile_that_another_one_replaces_is_not_in_force(code: str, in_force: list[str]) -> None:
    models = script_of(_COMPILED + code).models  # one for each path
    assert [str(one.known("loss")) for model in models for one in model.in_force] == in_force


def test_a_trainer_keeps_its_model_in_an_attribute() -> None:
    code = (
        SEQUENTIAL
        + """
class Trainer:
    def __init__(self, n):
        self.n = n
        self.model = None
    def build(self):
        self.model = Sequential([LSTM(self.n), Dense(1)])
    def train(self, x):
        self.model.compile("adam", "mse")
        self.model.fit(x, x)
t = Trainer(7)
t.build()
t.train(x)
"""
    )
    model = model_of(code)
    assert model.layers[0]["units"] == Known(7)
    assert len(model.compiles) == len(model.fits) == 1


def test_methods_that_nothing_calls_are_read_after_the_one_that_builds() -> None:
    code = (
        SEQUENTIAL
        + """
class Trainer:
    def build(self):
        self.model = Sequential([LSTM(4), Dense(1)])
    def train(self):
        self.build()
        self.model.compile("adam", "mse")
"""
    )
    assert len(model_of(code).compiles) == 1


def test_a_subclassed_model_is_wired_by_its_call() -> None:
    code = """
    import keras
    class Net(keras.Model):
        def __init__(self, n):
            super().__init__()
            self.rnn = keras.layers.LSTM(n)
            self.head = keras.layers.Dense(1)
        def call(self, inputs):
            return self.head(self.rnn(inputs))
    net = Net(5)
    net.compile("adam", "mse")
    """
    model = model_of(code)
    assert model.kind == "subclassed"
    assert [(a.cls, b.cls) for a, b in model.edges()] == [("LSTM", "Dense")]
    assert len(model.compiles) == 1


def test_a_layer_of_the_program_has_the_shape_that_its_call_makes() -> None:
    code = """
    import keras
    from keras import layers, ops
    class Mean(layers.Layer):
        def call(self, x):
            return ops.mean(x, axis=1)
    x = inputs = keras.Input((7, 3))
    x = layers.LSTM(5, return_sequences=True)(x)
    x = Mean()(x)
    model = keras.Model(inputs, layers.Dense(2)(x))
    """
    [model] = [model for model in script_of(code).models if model.kind == "functional"]
    assert [layer.output_shape for layer in model.layers][-2:] == [(None, 5), (None, 2)]
    assert model.layers[-1].parameters == 12


def test_wrappers_stand_outermost_first() -> None:
    layer = layer_of(
        "from keras.layers import *\nx = TimeDistributed(Bidirectional(LSTM(3), merge_mode='sum'))"
    )
    assert [wrapper.cls for wrapper in layer.wrappers] == ["TimeDistributed", "Bidirectional"]
    assert layer.wrappers[1]["merge_mode"] == Known("sum")
    assert layer.title == "TimeDistributed(Bidirectional(LSTM))"


def test_the_cell_of_an_rnn_is_read() -> None:
    layer = layer_of("from keras.layers import *\nx = RNN(LSTMCell(3), return_sequences=True)", "RNN")
    assert layer.cell is not None
    assert (layer.cell.cls, layer.cell["units"]) == ("LSTMCell", Known(3))


def test_initial_state_and_states_are_wired() -> None:
    code = """
    from keras.layers import *
    from keras.models import Model
    a, b = Input((None, 3)), Input((None, 2))
    _, h, c = LSTM(4, return_state=True, name="enc")(a)
    x = LSTM(4, name="dec")(b, initial_state=[h, c])
    m = Model([a, b], x)
    """
    model = model_of(code)
    by_name = {layer.name: layer for layer in model.layers}
    assert by_name["dec"].initial_state and not by_name["enc"].initial_state
    assert by_name["enc"] in model.layers and model.complete


# --- branches and loops -------------------------------------------------------------------------------------


def test_a_branch_that_builds_gives_a_model_for_each_path() -> None:
    code = (
        SEQUENTIAL
        + """
m = Sequential()
if unknown():
    m.add(LSTM(3))
else:
    m.add(GRU(4))
m.add(Dense(1))
"""
    )
    found = script_of(code).models
    assert [(classes(model), model.when) for model in found] == [
        (["LSTM", "Dense"], "unknown()"),
        (["GRU", "Dense"], "not (unknown())"),
    ]


def test_the_same_condition_goes_the_same_way_twice() -> None:
    code = (
        SEQUENTIAL
        + """
m = Sequential()
if deep:
    m.add(LSTM(3, return_sequences=True))
m.add(LSTM(4, return_sequences=False))
if deep:
    m.add(Dense(2))
"""
    )
    assert sorted(map(classes, script_of(code).models)) == [["LSTM"], ["LSTM", "LSTM", "Dense"]]


def test_a_model_that_every_path_has_needs_no_condition() -> None:
    code = (
        SEQUENTIAL
        + """
a = Sequential([LSTM(3)])
if unknown():
    b = Sequential([GRU(3)])
"""
    )
    assert {model.name: model.when for model in script_of(code).models} == {"a": None, "b": "unknown()"}


def test_a_decided_branch_is_read_alone() -> None:
    code = (
        SEQUENTIAL
        + """
kind = "gru"
m = Sequential()
if kind == "lstm":
    m.add(LSTM(3))
elif kind in ("gru", "cell"):
    m.add(GRU(3))
else:
    raise ValueError(kind)
"""
    )
    model = model_of(code)
    assert classes(model) == ["GRU"] and model.when is None


def test_an_undecided_branch_in_a_loop_of_unknown_length_is_no_certain_model() -> None:
    code = (
        SEQUENTIAL
        + """
m = Sequential()
for n in unknown():
    if n > 3:
        m.add(LSTM(n))
    else:
        m.add(Dense(n))
"""
    )
    assert not any(model.complete for model in script_of(code).models)


def test_layers_added_in_a_loop_of_unknown_length_are_no_certain_model() -> None:
    model = model_of(
        SEQUENTIAL + "m = Sequential()\nfor n in unknown():\n    m.add(LSTM(3))\nm.add(Dense(1))"
    )
    assert not model.complete
    assert model.unread and model.edges is not None
    assert list(model.edges()) == []


def test_a_loop_of_known_length_is_unrolled() -> None:
    code = (
        SEQUENTIAL
        + """
sizes = [8, 4, 2]
m = Sequential([Input((5, 3))])
for i, n in enumerate(sizes):
    m.add(LSTM(n, return_sequences=i < len(sizes) - 1))
"""
    )
    model = model_of(code)
    assert [layer["units"] for layer in model.layers] == [Known(8), Known(4), Known(2)]
    assert [layer.output_shape for layer in model.layers] == [(None, 5, 8), (None, 5, 4), (None, 2)]


def test_break_and_continue_end_a_pass() -> None:
    code = (
        SEQUENTIAL
        + """
m = Sequential()
for n in (1, 2, 3, 4, 5):
    if n == 2:
        continue
    if n == 4:
        break
    m.add(Dense(n))
"""
    )
    assert [layer["units"] for layer in model_of(code).layers] == [Known(1), Known(3)]


def test_an_undecided_break_leaves_the_number_of_layers_open() -> None:
    code = (
        SEQUENTIAL
        + """
m = Sequential()
for n in (1, 2, 3):
    if unknown(n):
        break
    m.add(Dense(n))
"""
    )
    assert not any(
        model.complete and len(model.layers) == 3 and model.when is None for model in script_of(code).models
    )


def test_an_early_return_makes_a_path_of_its_own() -> None:
    code = (
        SEQUENTIAL
        + """
def build():
    m = Sequential([LSTM(3)])
    if unknown():
        return m
    m.add(Dense(1))
    return m
model = build()
"""
    )
    found = {model.when: classes(model) for model in script_of(code).models}
    assert found == {"unknown()": ["LSTM"], "not (unknown())": ["LSTM", "Dense"]}


def test_a_condition_that_differs_from_pass_to_pass_makes_no_certain_model() -> None:
    code = SEQUENTIAL + "m = Sequential()\nfor n in (1, 2):\n    if unknown(n):\n        m.add(LSTM(n))"
    assert not any(model.complete for model in script_of(code).models)


def test_more_conditions_than_paths_leave_the_structure_open() -> None:
    lines = "".join(f"if unknown_{n}():\n    m.add(Dense({n + 1}))\n" for n in range(6))
    found = script_of(SEQUENTIAL + "m = Sequential()\n" + lines).models
    assert len(found) <= 8
    assert not any(model.complete for model in found)


def test_a_name_assigned_after_an_undecided_break_is_not_certain() -> None:
    value = units("n = 1\nfor i in (2, 3):\n    if unknown():\n        break\n    n = i", "n")
    assert not isinstance(value, Known)


def test_a_function_that_may_end_without_a_return_is_not_certain() -> None:
    value = units("def f():\n    for x in open('f'):\n        return 8", "f()")
    assert not isinstance(value, Known)


def test_an_early_return_does_not_hide_the_rest() -> None:
    code = (
        SEQUENTIAL
        + """
def build(kind):
    if kind == "lstm":
        return Sequential([LSTM(3)])
    return Sequential([GRU(3)])
build("gru")
"""
    )
    assert [classes(model) for model in script_of(code).models] == [["GRU"]]


# --- training -----------------------------------------------------------------------------------------------


def test_an_optimizer_is_an_object_however_it_is_written() -> None:
    code = SEQUENTIAL + "import keras\nm = Sequential([LSTM(3)])\nm.compile({}, 'mse')"
    for text, rate in (
        ("'adam'", 0.001),
        ("keras.optimizers.Adam(1e-2)", 0.01),
        ("keras.optimizers.Adam(learning_rate=0.1)", 0.1),
    ):
        [call] = model_of(code.replace("{}", text)).compiles
        assert call.optimizer is not None
        assert (call.optimizer.cls, call.optimizer["learning_rate"]) == ("Adam", Known(rate))
        assert call.loss == Known("mse")


def test_callbacks_are_read_from_a_list() -> None:
    fit = fit_of("""
    import keras
    stop = keras.callbacks.EarlyStopping(patience=3)
    model.fit(x, y, callbacks=[stop, keras.callbacks.ModelCheckpoint("m.keras")])
    """)
    assert fit.callbacks is not None
    assert [callback.cls for callback in fit.callbacks] == ["EarlyStopping", "ModelCheckpoint"]
    assert fit.callbacks[0]["patience"] == Known(3)


def test_callbacks_that_are_not_known_are_not_none() -> None:
    assert fit_of("model.fit(x, y)").callbacks == ()
    assert fit_of("model.fit(x, y, callbacks=unknown())").callbacks is None


@pytest.mark.parametrize(
    ("arguments", "validation"),
    [
        ("", False),
        ("validation_split=0.2", True),
        ("validation_data=(a, b)", True),
        ("**unknown()", None),
        ("validation_split=0.0", False),
    ],
)
def test_validation_is_told(arguments: str, validation: bool | None) -> None:
    assert fit_of(f"model.fit(x, y, {arguments})").validation is validation


def test_a_fit_in_a_loop_counts_once() -> None:
    fit = fit_of("for epoch in range(30):\n    model.fit(x, y, epochs=1)")
    assert fit.in_loop


# --- data ---------------------------------------------------------------------------------------------------


def test_reading_scaling_and_splitting_are_steps() -> None:
    fit = fit_of("""
    frame = pd.read_csv("f.csv")
    values = frame[["a"]].values
    scaler = MinMaxScaler()
    scaled = scaler.fit_transform(values)
    x_train, x_test, y_train, y_test = train_test_split(scaled, scaled, test_size=0.2, shuffle=False)
    model.fit(x_train, y_train)
    """)
    assert [kind for kind in kinds(fit.x) if kind in ("read", "scale", "split")] == ["read", "scale", "split"]
    assert fit.x is not None and fit.x.certain


def test_data_that_nothing_scales_is_certain_and_unscaled() -> None:
    fit = fit_of("x = pd.read_csv('f.csv').values\nmodel.fit(x, x)")
    assert fit.x is not None and fit.x.certain
    assert fit.x.step("scale") is None


def test_an_unknown_function_ends_certainty() -> None:
    fit = fit_of("x = unknown(pd.read_csv('f.csv').values)\nmodel.fit(x, x)")
    assert fit.x is None or not fit.x.certain


@pytest.mark.parametrize("scaling", ["x = x / 255.0", "x = (x - x.mean()) / x.std()", "x /= x.max()"])
def test_scaling_by_hand_is_scaling(scaling: str) -> None:
    fit = fit_of(f"x = pd.read_csv('f.csv').values\n{scaling}\nmodel.fit(x, x)")
    assert "scale" in kinds(fit.x)


def test_windows_of_a_loop_have_their_length() -> None:
    fit = fit_of("""
    data = pd.read_csv("f.csv")[["a", "b"]].values
    look_back = 30
    x, y = [], []
    for i in range(len(data) - look_back):
        x.append(data[i:i + look_back])
        y.append(data[i + look_back, 0])
    x, y = np.array(x), np.array(y)
    model.fit(x, y)
    """)
    assert fit.x is not None and fit.x.shape is not None
    assert fit.x.shape[1:] == (30, 2)
    assert "window" in kinds(fit.x)


def test_windows_made_in_a_function_are_followed() -> None:
    fit = fit_of("""
    def windows(series, n):
        xs, ys = [], []
        for i in range(len(series) - n):
            xs.append(series[i:i + n])
            ys.append(series[i + n])
        return np.array(xs), np.array(ys)
    scaled = StandardScaler().fit_transform(pd.read_csv("f.csv")[["a"]])
    x, y = windows(scaled, 12)
    model.fit(x, y)
    """)
    assert fit.x is not None and fit.x.shape is not None
    assert fit.x.shape[1] == 12
    assert {"read", "scale", "window"} <= set(kinds(fit.x))


def test_reshape_states_the_shape() -> None:
    fit = fit_of("x = pd.read_csv('f.csv').values\nx = x.reshape((x.shape[0], 1, 7))\nmodel.fit(x, x)")
    assert fit.x is not None and fit.x.shape is not None
    assert fit.x.shape[1:] == (1, 7)
    assert "reshape" in kinds(fit.x)


def test_padding_states_the_length() -> None:
    fit = fit_of("""
    from keras.datasets import imdb
    from keras.utils import pad_sequences
    (x, y), (a, b) = imdb.load_data(num_words=1000)
    x = pad_sequences(x, maxlen=80)
    model.fit(x, y)
    """)
    assert fit.x is not None and fit.x.shape is not None
    assert fit.x.shape[1] == 80
    assert "pad" in kinds(fit.x)


# --- notebooks, positions, bounds ---------------------------------------------------------------------------


def notebook(*cells: str) -> Script:
    made = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
        for cell in cells
    ]
    text = json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    return read(from_bytes(text.encode(), "n.ipynb"), parse_target("3"))


def test_cells_of_a_notebook_are_read_in_order() -> None:
    script = notebook(
        SEQUENTIAL + "n = 4", "!pip install keras\n%matplotlib inline", "m = Sequential([LSTM(n)])"
    )
    assert script.models[0].layers[0]["units"] == Known(4)


def test_a_cell_that_does_not_parse_costs_only_itself() -> None:
    script = notebook(SEQUENTIAL, "print 'two'", "m = Sequential([LSTM(3)])")
    assert len(script.models) == 1
    assert [problem.cell for problem in script.syntax_problems] == [2]


def test_the_place_of_an_argument_is_its_text() -> None:
    code = (
        "from keras.layers import LSTM\n"
        "µ = 'ü'; layer = LSTM( 2 * 4,\n    activation = 'relu', # why\n  return_sequences=True)\n"
    )
    layer = layer_of(code)
    for name, text, whole in (
        ("units", "2 * 4", "2 * 4"),
        ("activation", "'relu'", "activation = 'relu'"),
        ("return_sequences", "True", "return_sequences=True"),
    ):
        argument = layer.argument(name)
        assert argument.place is not None and argument.whole is not None
        assert (argument.place.text, argument.whole.text) == (text, whole)
    assert layer.place.text.startswith("LSTM(") and layer.place.text.endswith("True)")
    assert layer.span("units") == Span(2, 24, 2, 29)
    assert layer.argument("use_bias").place is None


def test_an_argument_from_a_dict_has_no_place_in_the_call() -> None:
    layer = layer_of("from keras.layers import LSTM\no = dict(dropout=0.2)\nx = LSTM(3, **o)")
    assert layer.argument("dropout").place is None
    assert layer.set_argument("dropout", "0.1") is None


@pytest.mark.parametrize(
    "code",
    [
        "for i in range(10 ** 9):\n    m.add(LSTM(3))",
        "for i in range(10 ** 9):\n    for j in range(10 ** 9):\n        x = [i, j]",
        "def f(n):\n    m.add(LSTM(n))\n    return f(n + 1)\nf(1)",
        "def f():\n    return g()\ndef g():\n    return f()\nf()",
        "m.add(m)",
        "x = []\nx.append(x)\nm = Sequential(x)",
        "d = {}\nd['d'] = d\nprint(d)\nm.add(LSTM(d['d']))",
        "x = 10 ** 10 ** 10\nm.add(LSTM(x))",
        "x = 'a' * 10 ** 9\nm.add(LSTM(3, name=x))",
        "x = [0] * 10 ** 9\nm.add(LSTM(len(x)))",
        "x = [[0] * 1000] * 1000\ny = [x * 1000 for _ in range(40)]\nm.add(LSTM(3))",
        "x = 'ab'\nfor i in range(40):\n    x = x + x\nm.add(LSTM(3, name=x))",
        "x = [1]\nfor i in range(40):\n    x = x + x\nm.add(LSTM(len(x)))",
        "x = [1]\nfor i in range(12):\n    x = [x, x, x, x]\nm.add(LSTM(x))",
        "while True:\n    m.add(LSTM(3))",
        "x = [LSTM(i) for i in range(10 ** 8)]\nm = Sequential(x)",
        "class A:\n    def __init__(self):\n        self.a = A()\na = A()",
        "f = lambda: f()\nf()",
        "x = " + "(" * 90 + "1" + ")" * 90 + "\nm.add(LSTM(x))",
        "x = " + " + ".join(["1"] * 900) + "\nm.add(LSTM(x))",
        "".join(f"m.add(LSTM({n}))\n" for n in range(1, 4_000)),
        "x = i = Input((3, 4))\n" + "".join("x = x + i\n" for _ in range(3000)) + "m = Model(i, x)",
        "".join("m = Sequential([m])\n" for _ in range(2000)),
        "x = i = Input((4,))\nm = Model(i, Dense(4)(i))\n"
        + "".join("m = Model(i, m(m(i)))\n" for _ in range(60)),
    ],
)
def test_the_work_is_bounded(code: str) -> None:
    assert calls(script_of, SEQUENTIAL + "m = Sequential()\n" + code) < 200_000 + 1_000 * code.count("\n")


def known_values(layer: Layer) -> dict[str, Any]:
    return {
        name: argument.value.value
        for name, argument in layer.arguments.items()
        if isinstance(argument.value, Known)
    }


def test_positional_arguments_have_the_names_of_the_signature() -> None:
    layer = layer_of("from keras.layers import LSTM\nx = LSTM(3, 'relu', 'tanh', False)")
    values = known_values(layer)
    assert [values[name] for name in ("units", "activation", "recurrent_activation", "use_bias")] == [
        3,
        "relu",
        "tanh",
        False,
    ]


def test_a_script_that_does_not_parse_does_not_run() -> None:
    (wrong,) = read(from_bytes(b"def f(:\n", "broken.py"), parse_target("3")).syntax_problems
    assert not wrong.runs
