"""The formulas and the data of `keras_api` held against the Keras that is installed (skipped without one)."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from random import Random
from typing import Any

import pytest

keras: Any = pytest.importorskip("keras", exc_type=ImportError)

from test_keras_api_shapes import CASES, NOT_IN_KERAS_3, Arguments, Shapes  # noqa: E402

from lstm_lint.keras_api import signatures  # noqa: E402
from lstm_lint.keras_api.keras_2_imports import (  # noqa: E402
    KERAS_1_ONLY,
    KERAS_2_ONLY,
    KERAS_2_ONLY_STANDALONE,
)
from lstm_lint.keras_api.layers import traits  # noqa: E402
from lstm_lint.keras_api.shapes import LayerSpec, covered, infer, input_ndim, output_shape  # noqa: E402
from lstm_lint.keras_api.versions import KerasTarget, parse_target  # noqa: E402

VERSION = tuple(int(part) for part in keras.__version__.split(".")[:2])
pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(VERSION < (3, 9), reason="attention with a key of its own differs before 3.9"),
]

CONFIGURATIONS = 40
NEEDS_TENSORFLOW = set() if importlib.util.find_spec("tensorflow") else {"TextVectorization"}


# --- the real layer ---------------------------------------------------------------------------------------


def real(value: Any) -> Any:
    """The Keras object that an argument stands for."""
    if isinstance(value, LayerSpec):
        return make(value.cls, value.arguments)
    if isinstance(value, list) and value and isinstance(value[0], LayerSpec):
        return [real(item) for item in value]
    return value


def make(cls: str, arguments: Any) -> Any:
    return getattr(keras.layers, cls)(**{name: real(value) for name, value in arguments.items()})


def run(cls: str, arguments: Arguments, inputs: Shapes) -> tuple[Any, int]:
    """(output shape or shapes, number of parameters), as Keras has it."""
    if cls == "Input":
        return tuple(make(cls, arguments).shape), 0
    layer = make(cls, arguments)
    if cls == "InputLayer":
        return tuple(layer.batch_shape), 0
    dtype = {"Embedding": "int32", "TextVectorization": "string"}.get(cls, "float32")
    tensors = [keras.Input(batch_shape=shape, dtype=dtype) for shape in inputs]
    if cls.endswith("Cell"):
        layer.build(inputs[0])
        states = layer.get_initial_state(batch_size=inputs[0][0])
        output = layer(keras.ops.zeros(inputs[0]), states if isinstance(states, list) else [states])[0]
    elif traits(cls).inputs:
        output = layer(tensors[0], *tensors[1:])
    else:
        output = layer(tensors if len(tensors) > 1 else tensors[0])
    if isinstance(output, (list, tuple)):
        return tuple(tuple(item.shape) for item in output), layer.count_params()
    return tuple(output.shape), layer.count_params()


@pytest.mark.parametrize("cls", sorted(CASES))
def test_shapes_and_parameters_are_those_of_keras(cls: str) -> None:
    if not hasattr(keras.layers, cls) or cls in NEEDS_TENSORFLOW:
        pytest.skip(f"this Keras has no {cls}, or it needs TensorFlow")
    random = Random(cls)
    seen = 0
    for _ in range(4 * CONFIGURATIONS):
        arguments, inputs = CASES[cls](random)
        try:
            expected = run(cls, arguments, inputs)
        except (ValueError, TypeError):
            continue  # Keras refuses this combination
        assert infer(cls, arguments, inputs) == expected, (arguments, inputs)
        seen += 1
        if seen == CONFIGURATIONS:
            return
    assert seen >= CONFIGURATIONS, f"only {seen} of the random configurations are valid"


@pytest.mark.parametrize(
    ("cls", "arguments", "shape"),
    [
        ("Conv1D", {"filters": 2, "kernel_size": 9}, (None, 5, 3)),
        ("MaxPooling1D", {"pool_size": 9}, (None, 5, 3)),
        ("Reshape", {"target_shape": (7, 2)}, (None, 5, 3)),
        ("Cropping1D", {"cropping": 3}, (None, 5, 3)),
        ("RepeatVector", {"n": 3}, (None, 5, 3)),
        ("LSTM", {"units": 3}, (None, 5)),
        ("Conv2D", {"filters": 2, "kernel_size": 3}, (None, 5, 3)),
    ],
)
def test_what_keras_refuses_has_no_shape(cls: str, arguments: Arguments, shape: tuple[Any, ...]) -> None:
    assert output_shape(cls, arguments, [shape]) is None
    if cls == "MaxPooling1D" and VERSION < (3, 15):
        pytest.skip("this Keras lets the pool be larger than the input")
    with pytest.raises(ValueError):
        run(cls, arguments, [shape])


SETTINGS: Arguments = {"units": 2, "filters": 2, "kernel_size": 1, "rate": 0.1, "n": 2, "activation": "relu"}
SETTINGS |= {"stddev": 0.1, "input_dim": 3, "output_dim": 2, "scale": 1.0, "num_heads": 1, "key_dim": 1}
SETTINGS |= {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1}
SETTINGS |= {
    "target_shape": (1,),
    "dims": (1,),
    "equation": "ab,bc->ac",
    "output_shape": 2,
    "axes": 1,
    "pool_size": 1,
}
NO_SPEC_OF_THEIR_OWN = {"Bidirectional", "TimeDistributed", "RNN", "Input", "InputLayer", "Permute"}


@pytest.mark.parametrize("cls", sorted(covered() - NOT_IN_KERAS_3 - NO_SPEC_OF_THEIR_OWN))
def test_input_ranks_are_those_of_the_input_spec(cls: str) -> None:
    if cls in NEEDS_TENSORFLOW:
        pytest.skip(f"{cls} needs TensorFlow")
    if cls.endswith("Cell") or not hasattr(keras.layers, cls):
        pytest.skip("a cell is checked by its RNN" if cls.endswith("Cell") else f"this Keras has no {cls}")
    needed = [n for n, p in parameters(getattr(keras.layers, cls)).items() if p.default is p.empty]
    spec = make(cls, {n: SETTINGS[n] for n in needed}).input_spec
    spec = spec[0] if isinstance(spec, list) else spec
    expected = None if spec is None else spec.ndim or (spec.min_ndim, None)
    found = input_ndim(cls)
    if isinstance(expected, tuple) and isinstance(found, int):
        expected = expected[0]  # convolutions say min_ndim first and the exact rank when they are built
    assert found == expected


# --- the data files ---------------------------------------------------------------------------------------


def parameters(function: Any) -> dict[str, inspect.Parameter]:
    found = inspect.signature(function).parameters
    return {n: p for n, p in found.items() if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}


def same_version() -> KerasTarget:
    target = parse_target(f"{VERSION[0]}.{VERSION[1]}")
    data = Path(signatures.__file__).parent / "data" / f"keras-{VERSION[0]}.{VERSION[1]}.json"
    if not data.exists():
        pytest.skip("no data file of this version")
    return target


@pytest.mark.parametrize(
    "kind",
    ["layers", "optimizers", "losses", "metrics", "callbacks", "initializers", "regularizers", "constraints"],
)
def test_signatures_are_those_of_keras(kind: str) -> None:
    target = same_version()
    module = getattr(keras, kind)
    compared = 0
    for name in dir(module):
        cls = getattr(module, name)
        if not isinstance(cls, type) or name.startswith("_"):
            continue
        if (kind, name) == ("optimizers", "Optimizer"):
            continue  # each backend mixes its own into this base class
        found = signatures.signature(kind, name, target)
        assert found is not None, name
        real_parameters = parameters(inspect.getattr_static(cls, "__init__"))
        real_parameters.pop("self", None)
        assert [p.name for p in found.parameters] == list(real_parameters), name
        for parameter in found.parameters:
            default = real_parameters[parameter.name].default
            if default is inspect.Parameter.empty:
                assert parameter.default is signatures.REQUIRED, (name, parameter)
            elif default is None or isinstance(default, (bool, int, str, tuple)):
                assert parameter.default == default, (name, parameter)
        compared += 1
    assert compared > 3


@pytest.mark.parametrize("name", ["compile", "fit", "evaluate", "predict", "train_on_batch"])
def test_method_signatures_are_those_of_keras(name: str) -> None:
    found = signatures.signature("methods", f"Model.{name}", same_version())
    assert found is not None
    assert [p.name for p in found.parameters] == list(parameters(getattr(keras.Model, name)))[1:]


@pytest.mark.parametrize("cls", ["LSTM", "GRU", "SimpleRNN", "Dense", "Embedding", "Dropout", "Conv1D"])
def test_accepted_keywords_are_accepted_by_keras(cls: str) -> None:
    target = same_version()
    found = signatures.signature("layers", cls, target)
    assert found is not None
    required = {"units": 2, "filters": 2, "kernel_size": 1, "rate": 0.1, "input_dim": 3, "output_dim": 2}
    arguments = {p.name: required[p.name] for p in found.parameters if p.default is signatures.REQUIRED}
    values = {"input_shape": (4, 3), "input_dim": 3, "input_length": 4, "name": "x", "dtype": "float32"}
    values |= {"activity_regularizer": None, "weights": None}
    others = {"batch_input_shape", "batch_size", "weights", "time_major", "rank", "cell", "lr"}
    candidates = {*found.extra, *others}
    for keyword in candidates - set(arguments):
        value = values.get(keyword, True)
        try:
            getattr(keras.layers, cls)(**arguments, **{keyword: value})
            accepted = True
        except (TypeError, ValueError):
            accepted = False
        assert found.accepts(keyword) is accepted, keyword


# --- what Keras 3 lacks -----------------------------------------------------------------------------------


def importable(dotted: str) -> bool:
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        return all(
            hasattr(found, part) and (found := getattr(found, part)) is not None for part in parts[end:]
        )
    return False


@pytest.mark.parametrize("dotted", [*KERAS_1_ONLY, *KERAS_2_ONLY, *KERAS_2_ONLY_STANDALONE])
def test_the_names_taken_as_evidence_of_keras_2_are_not_in_keras_3(dotted: str) -> None:
    assert importable("keras.layers.LSTM")
    assert not importable(dotted)


@pytest.mark.parametrize("dotted", KERAS_2_ONLY)
def test_tf_keras_of_keras_3_lacks_them_too(dotted: str) -> None:
    tensorflow = pytest.importorskip("tensorflow")
    found: Any = tensorflow.keras
    for part in dotted.split(".")[1:]:
        found = getattr(found, part, None)
    assert found is None
