"""From a specification to a Keras model, layer by layer, by the allow-list and nothing else."""

from __future__ import annotations

from typing import Any

from lstm_lint.keras_api.layers import traits
from lstm_lint.smoke import allowed
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.specification import Node, Part, Specification


class Refused(Exception):
    """A name that is not on the allow-list, which a specification of ours never holds, or that this Keras lacks."""


def build(backend: Backend, specification: Specification) -> Any:
    """The functional model of a specification. Raises what Keras raises, and Refused."""
    return _built(backend, specification, {}, {})


def summary(backend: Backend, specification: Specification) -> dict[str, tuple[list[int | None], int]]:
    """The shape of the output and the number of weights of each node. Raises what Keras raises, and Refused."""
    tensors: dict[str, Any] = {}
    layers: dict[str, Any] = {}
    _built(backend, specification, tensors, layers)
    return {name: (list(tensors[name].shape), int(layer.count_params())) for name, layer in layers.items()}


def _built(
    backend: Backend, specification: Specification, tensors: dict[str, Any], layers: dict[str, Any]
) -> Any:
    keras = backend.keras
    states: dict[str, Any] = {}
    entries = []
    for one in specification.inputs:
        dtype = "int32" if one.tokens else "float32"
        entry = keras.Input(batch_shape=(one.batch, *one.shape), dtype=dtype)
        tensors[one.id] = entry
        entries.append(entry)
    for node in specification.nodes:
        outputs = _apply(backend, node, [tensors[source] for source in node.inputs], states, layers)
        if isinstance(outputs, (list, tuple)):
            states[node.id] = list(outputs[1:])
            outputs = outputs[0]
        tensors[node.id] = outputs
    made = [tensors[identifier] for identifier in specification.outputs]
    return keras.Model(entries if len(entries) > 1 else entries[0], made if len(made) > 1 else made[0])


def loss_of(backend: Backend, part: Part) -> Any:
    """A loss. Raises Refused."""
    if part.cls not in allowed.LOSSES.values():
        raise Refused(part.cls)
    return getattr(backend.keras.losses, part.cls)(**part.arguments)


def optimizer_of(backend: Backend, part: Part) -> Any:
    """An optimizer. Raises what Keras raises, and Refused."""
    if part.cls not in allowed.OPTIMIZERS:
        raise Refused(part.cls)
    return getattr(backend.keras.optimizers, part.cls)(**_decoded(backend, part.arguments))


def _apply(
    backend: Backend, node: Node, inputs: list[Any], states: dict[str, Any], layers: dict[str, Any]
) -> Any:
    if node.cls == "Operation":
        return _operate(node, inputs)
    layer = layers[node.id] = layers[node.shares] if node.shares is not None else _layer(backend, node)
    more: dict[str, Any] = {}
    if node.states is not None:
        more["initial_state"] = states[node.states]
    if node.training:
        more["training"] = True
    if one_by_one := traits(node.cls).inputs:
        return layer(*inputs[: len(one_by_one)], **more)
    return layer(inputs if node.cls in allowed.MERGES else inputs[0], **more)


def _operate(node: Node, inputs: list[Any]) -> Any:
    first = inputs[0]
    second = inputs[1] if len(inputs) > 1 else 1.0
    function = node.arguments.get("function")
    if function == "+":
        return first + second
    if function == "-":
        return first - second
    if function == "/":
        return first / second
    return first * second


def _layer(backend: Backend, node: Node) -> Any:
    layers = backend.keras.layers
    if node.cls not in allowed.LAYERS:
        raise Refused(node.cls)
    if not hasattr(layers, node.cls):
        raise Refused(
            f"{node.cls} came with Keras {traits(node.cls).since}; {backend.keras.__version__} is installed"
        )
    arguments = _decoded(backend, node.arguments)
    if node.cls == "RNN":
        if node.cell is None or node.cell.cls not in allowed.CELLS:
            raise Refused("a cell")
        layer = layers.RNN(
            getattr(layers, node.cell.cls)(**_decoded(backend, node.cell.arguments)), **arguments
        )
    else:
        layer = getattr(layers, node.cls)(
            **{"name": node.id, **arguments} if not node.wrappers else arguments
        )
    for wrapper in reversed(node.wrappers):
        if wrapper.cls not in allowed.WRAPPERS:
            raise Refused(wrapper.cls)
        layer = getattr(layers, wrapper.cls)(layer, **_decoded(backend, wrapper.arguments))
    return layer


def _decoded(backend: Backend, arguments: Any) -> dict[str, Any]:
    return {name: value_of(backend, value) for name, value in arguments.items()}


def value_of(backend: Backend, value: Any) -> Any:
    """An argument as Keras takes it: a tuple for a list, an object for a class with arguments. Raises Refused."""
    if isinstance(value, list):
        return tuple(value_of(backend, item) for item in value)
    if not isinstance(value, dict):
        return value
    cls = value["class"]
    if cls not in allowed.MODULES:
        raise Refused(cls)
    module = backend.keras
    for name in allowed.MODULES[cls].split("."):
        module = getattr(module, name)
    return getattr(module, cls)(**_decoded(backend, value["arguments"]))
