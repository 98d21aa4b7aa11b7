"""The shapes that a model and its data tell each other."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Built, Changing, Given, Network
from lstm_lint.reader.libraries.keras.shapes import declared_shape, shapes_of
from lstm_lint.script import Dim, Shape, Step


def learned_shapes(it: Interpreter, owner: Network, given: dict[str, Given]) -> list[tuple[Data, Shape]]:
    """The arrays of which nothing is known until a model takes them: then they have the axes that it declares.

    The call itself keeps what was known before. An axis of 1 at the end is one that Keras adds and takes away.
    """
    declared = _declared_by(owner)
    if declared is None or len(declared) < 3 or not isinstance(declared[-1], int) or declared[-1] == 1:
        return []
    found: list[tuple[Data, Shape]] = []
    value = given["x"].value if "x" in given else None
    if isinstance(value, Data) and value.kind == "array" and value.shape is None and not it.control.depth:
        plain = value.parts is None and value.target is None and not value.text and not value.listed
        if plain and ("y" in given or "batch_size" in given or owner.fits):
            found.append((value, ("?", *(dim if dim is not None else "?" for dim in declared[1:]))))
            given["x"] = Given(value.copy(), given["x"].node, given["x"].whole)
    return found


def _declared_by(owner: Network) -> Shape | None:
    """What a model says that it reads, batch first, where it has one input."""
    if not owner.complete or len(owner.inputs) > 1:
        return None
    if owner.kind == "functional":
        return owner.inputs[0].shape if owner.inputs else None
    return owner.input_shape if owner.kind == "sequential" else None


def of_first_pass(given: Given) -> Given:
    """What a loop predicts from and then assigns anew: an array of the shape that it has in the first pass."""
    value = given.value
    if not isinstance(value, Changing) or not isinstance(value.first, Data):
        return given
    found = Data((Step("unknown", value.reason),), value.first.shape, False, kind=value.first.kind)
    return Given(found, given.node, given.whole)


def predicted_shape(it: Interpreter, owner: Network, x: Abstract | None) -> Shape | None:
    """The shape of what `predict` returns: an array with the batch first, where the model has one output."""
    if not owner.complete or owner.kind == "subclassed":
        return None
    arrays = isinstance(x, Data) and x.kind in ("array", "frame", "column") and x.parts is None
    given = x.shape if arrays and isinstance(x, Data) else None
    entering = [(None, *given[1:])] if given else [None for _ in owner.inputs] or [None]
    found = shapes_of(it.record, owner, entering)
    if len(found) != 1 or found[0] is None:
        return None
    rows: Dim = given[0] if given and given[0] is not None else "?"
    return (rows, *(dim if dim is not None else "?" for dim in found[0][1:]))


def built_with(it: Interpreter, owner: Network, shape: Shape | None) -> None:
    """A Sequential that declares no input shape takes that of the first data it sees, or of `build`."""
    if owner.kind != "sequential" or owner.input_shape is not None or not owner.stack or shape is None:
        return
    first = owner.stack[0]
    # What the layer inside a wrapper declares is passed over by `Sequential.add`: the data decides.
    declared = declared_shape(first.given, first.cls) if isinstance(first, Built) else None
    if isinstance(first, Built) and first.cls == "Embedding" and it.target.at_least(3):
        declared = declared if {*first.given} & {"input_shape", "batch_shape", "batch_input_shape"} else None
    open_alike = declared is not None and len(declared) == len(shape) and not any(declared)
    if declared is None or open_alike:  # of one axis less Keras takes the last one away where it is 1
        owner.input_shape = shape
