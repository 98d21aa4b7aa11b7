"""Keras objects: a call of a Keras class becomes a `Built`, its arguments bound to the names of the signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.keras_api.signatures import Signature, canonical, signature
from lstm_lint.reader.graph import Built, Network, Tensor
from lstm_lint.reader.values import Abstract, Given, Items
from lstm_lint.script import Known, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

WRAPPERS = frozenset({"Bidirectional", "TimeDistributed"})
# `add([a, b])` and friends: functions that make a layer and apply it at once.
FUNCTIONAL = {
    "add": "Add",
    "subtract": "Subtract",
    "multiply": "Multiply",
    "average": "Average",
    "maximum": "Maximum",
    "minimum": "Minimum",
    "concatenate": "Concatenate",
    "dot": "Dot",
}


def build(walk: Walk, node: cst.Call, kind: str, cls: str, args: Args) -> Built:
    """The object that a call of a Keras class makes."""
    cls = canonical(kind, cls)
    api = signature(kind, cls, walk.target)
    built = Built(kind, cls, node, bind(api, args), args.complete)
    built.title = title(walk, built)
    walk.built.append(built)
    if kind == "layers":
        _wrap(built)
        walk.hold(built)
    return built


def bind(api: Signature | None, args: Args) -> dict[str, Given]:
    """Arguments by name. Positional ones beyond the signature, or of an unknown class, get a number for a name."""
    given: dict[str, Given] = {}
    names = [parameter.name for parameter in api.parameters if not parameter.keyword_only] if api else []
    for at, argument in enumerate(args.positional):
        given[names[at] if at < len(names) else str(at)] = argument
    given.update(args.keywords)
    return given


def title(walk: Walk, built: Built, name: Given | None = None) -> str:
    """The name of a layer: as given, else as Keras numbers it."""
    name = name or built.given.get("name")
    if name is not None and isinstance(name.value, Known) and isinstance(name.value.value, str):
        return name.value.value
    snake = _snake(built.cls)
    count = walk.auto_names.get(snake, 0)
    walk.auto_names[snake] = count + 1
    return snake if count == 0 else f"{snake}_{count}"


def unname(walk: Walk, built: Built) -> None:
    """Give back the number of a layer that is forgotten, if it was the last of its class."""
    snake = _snake(built.cls)
    last = walk.auto_names.get(snake, 0) - 1
    if built.title == (snake if last == 0 else f"{snake}_{last}"):
        walk.auto_names[snake] = last


def _snake(cls: str) -> str:
    """As keras/src/utils/naming.py does it: Conv1D is conv1d, SimpleRNN is simple_rnn."""
    snake = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", cls)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", snake).lower()


def _wrap(built: Built) -> None:
    if built.cls in WRAPPERS:
        inner = built.given.get("layer")
        if inner is not None and isinstance(inner.value, (Built, Network)):
            built.wrapped = inner.value
            if isinstance(inner.value, Built):
                inner.value.used = True
            else:
                inner.value.nested = True
    elif built.cls == "RNN":
        cell = built.given.get("cell")
        if cell is not None:
            built.cell = cell.value
            if isinstance(cell.value, Built):
                cell.value.used = True


def method(walk: Walk, node: cst.Call, owner: Built, name: str, args: Args) -> Abstract:
    """A method of a layer, optimizer or callback."""
    from lstm_lint.reader.calls import operation
    from lstm_lint.reader.contents import tensors

    owner.used = True
    found = [tensor for value in args.values() for tensor in tensors(value)]
    if owner.kind == "layers" and name in ("call", "__call__"):
        from lstm_lint.reader.networks import apply

        return apply(walk, node, owner, args)
    if owner.kind == "layers" and name in ("build", "compute_output_shape"):
        return _on_shape(walk, owner, name, args)
    if found:
        return operation(walk, node, tuple(found))
    return Unknown("a method of a Keras object")


def _on_shape(walk: Walk, owner: Built, name: str, args: Args) -> Abstract:
    """A layer that is given the shape of its input, and no tensor."""
    from lstm_lint.reader.attributes import shape_value
    from lstm_lint.reader.networks import put_on
    from lstm_lint.reader.shapes import dims

    stated = args.at(0, "input_shape")
    shape = dims(stated) if stated is not None else None
    if shape is None:
        return Unknown("a method of a Keras object")
    found = [shape_value(each) for each in put_on(walk, owner, shape)]
    if name == "build" or not found:
        return Known(None) if name == "build" else Unknown("a shape that is not known")
    return found[0] if len(found) == 1 else Items([*found], False)


def input_tensor(walk: Walk, node: cst.Call, args: Args) -> Tensor:
    """`keras.Input(...)`: a layer without inputs and its tensor."""
    from lstm_lint.reader.graph import Use
    from lstm_lint.reader.shapes import declared_shape

    built = Built(
        "layers", "InputLayer", node, bind(signature("methods", "Input", walk.target), args), args.complete
    )
    built.title = title(walk, built)
    built.used = True
    use = Use(built, ())
    built.first_use = use
    return Tensor(declared_shape(built.given), use)
