"""Shapes of what is being read: from declared input shapes through Keras' own formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lstm_lint.keras_api import shapes
from lstm_lint.keras_api.shapes import UNKNOWN, LayerSpec
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.values import Abstract, Built, Given, Items, Network, Table
from lstm_lint.script import Dim, Known, Shape

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_PLAIN = (int, float, str, bool, type(None), tuple, list)


def declared_shape(given: Mapping[str, Given], cls: str = "InputLayer") -> Shape | None:
    """The input shape that a layer states, batch first: `shape=`, `input_shape=`, `batch_shape=`, `input_dim=`."""
    for name in ("batch_shape", "batch_input_shape"):
        if name in given:
            return _dims(given[name].value)
    for name in ("shape", "input_shape"):
        if name in given:
            dims = _dims(given[name].value)
            if dims is None:
                return None
            batch = given.get("batch_size")
            return (_dim(batch.value) if batch is not None else None, *dims)
    length = _dim(given["input_length"].value) if "input_length" in given else None
    if cls == "Embedding":
        return (None, length)
    if "input_dim" in given:
        dim = _dim(given["input_dim"].value)
        return (None, dim) if cls == "Dense" else (None, length, dim)
    return None


def _dims(value: Abstract) -> Shape | None:
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(_dim(item) for item in value.items)
    if isinstance(value, Known) and isinstance(value.value, tuple):
        return tuple(dim if isinstance(dim, int) or dim is None else "?" for dim in value.value)
    if isinstance(value, Known) and isinstance(value.value, int):
        return (value.value,)  # Input(shape=10): Keras 2 took it as (10,)
    return None


def _dim(value: Abstract) -> Dim:
    if isinstance(value, Known) and (value.value is None or isinstance(value.value, int)):
        return value.value
    return "?"


def specification(walk: Walk, built: Built) -> LayerSpec:
    """A layer with plain arguments, the defaults of the targeted Keras filled in and UNKNOWN for what was not read."""
    api = signature(built.kind, built.cls, walk.target)
    arguments: dict[str, object] = {}
    for parameter in api.parameters if api is not None else ():
        if isinstance(parameter.default, _PLAIN):
            arguments[parameter.name] = parameter.default if built.complete else UNKNOWN
    for name, given in built.given.items():
        arguments[name] = _plain(walk, given.value)
    return LayerSpec(built.cls, arguments)


def _plain(walk: Walk, value: Abstract) -> object:
    if isinstance(value, Known):
        return value.value if isinstance(value.value, _PLAIN) else UNKNOWN
    if isinstance(value, Built):
        return specification(walk, value)
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(_plain(walk, item) for item in value.items)
    if isinstance(value, Table):
        return UNKNOWN
    return UNKNOWN


def shapes_of(walk: Walk, layer: Built | Network, inputs: Sequence[Shape | None]) -> tuple[Shape | None, ...]:
    """The output shapes of a layer or model; empty where they are not known."""
    if isinstance(layer, Network):
        return _of_network(walk, layer, inputs)
    if layer.custom or isinstance(layer.wrapped, Network):
        return _around_network(walk, layer, inputs)
    spec = specification(walk, layer)
    found = shapes.output_shape(spec.cls, spec.arguments, inputs)
    return _several(found)


def _several(found: object) -> tuple[Shape | None, ...]:
    if found is None or not isinstance(found, tuple):
        return ()
    return found if found and isinstance(found[0], tuple) else (found,)


def _around_network(walk: Walk, layer: Built, inputs: Sequence[Shape | None]) -> tuple[Shape | None, ...]:
    """TimeDistributed around a model: every step through the model."""
    first = inputs[0] if inputs else None
    if (
        layer.cls != "TimeDistributed"
        or not isinstance(layer.wrapped, Network)
        or first is None
        or len(first) < 3
    ):
        return ()
    inner = shapes_of(walk, layer.wrapped, [(first[0], *first[2:])])
    if not inner or inner[0] is None:
        return ()
    return ((first[0], first[1], *inner[0][1:]),)


def _of_network(walk: Walk, network: Network, inputs: Sequence[Shape | None]) -> tuple[Shape | None, ...]:
    if not network.complete:
        return ()
    if network.kind != "sequential":
        return tuple(tensor.shape for tensor in network.outputs)
    shape = network.input_shape or (inputs[0] if inputs else None)
    for layer in network.stack:
        shape = step(walk, layer, shape)[1]
    return (shape,)


def step(walk: Walk, layer: Built | Network, shape: Shape | None) -> tuple[Shape | None, Shape | None]:
    """Input and output shape of a layer in a Sequential, given what comes from the one before."""
    if shape is None and isinstance(layer, Built):
        shape = first_shape(layer)
    found = shapes_of(walk, layer, [shape])
    return shape, found[0] if found else None


def first_shape(layer: Built) -> Shape | None:
    """The input shape that the first layer of a Sequential states for itself, through its wrappers."""
    own = declared_shape(layer.given, layer.cls)
    if own is not None and not (layer.cls == "Embedding" and own == (None, None)):
        return own
    if isinstance(layer.wrapped, Built):
        inner = first_shape(layer.wrapped)
        if inner is not None and layer.cls == "TimeDistributed":
            return (inner[0], None, *inner[1:])
        return inner
    return own


def parameters_of(walk: Walk, layer: Built, inputs: Sequence[Shape | None]) -> int | None:
    """The number of weights, as `count_params()` gives it."""
    if layer.custom or isinstance(layer.wrapped, Network):
        return None
    spec = specification(walk, layer)
    return shapes.infer(spec.cls, spec.arguments, inputs)[1]
