"""The tensors inside a model: `cnn.inputs`, `cnn.output`, `cnn.layers[-2].output`, of which another model is made."""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import in_order, shape_value
from lstm_lint.reader.abstract.values import Abstract, Built, Given, Items, Network, Tensor, Use
from lstm_lint.reader.libraries.keras.shapes import first_shape, shapes_of
from lstm_lint.script import Unknown

_UNKNOWN = Unknown("the tensors of a model")


def ends(it: Interpreter, owner: Network, name: str) -> Abstract:
    """`input`, `inputs`, `output` and `outputs` of a model."""
    if owner.kind == "sequential":
        traced = through(it, owner)
        at = -1 if name.startswith("output") else 0
        found: tuple[Tensor, ...] = (traced[at],) if traced else ()
    else:
        found = owner.outputs if name.startswith("output") else owner.inputs
    if name.endswith("s"):
        keys = owner.output_keys if name.startswith("output") else owner.input_keys
        return Items(list(found), True, False, it.control.depth) if found and not keys else _UNKNOWN
    return found[0] if len(found) == 1 else _UNKNOWN


def through(it: Interpreter, owner: Network) -> tuple[Tensor, ...]:
    """The input of a Sequential and what each of its layers makes of it; nothing where one of them is not known.

    The layers have been called then: `layer.output` is the tensor of that call.
    """
    if owner.kind != "sequential" or not owner.complete or not owner.stack:
        return ()
    if len(owner.tensors) == len(owner.stack) + 1:
        return owner.tensors
    begin = owner.tensors[:1] or _begin(it, owner)
    found = list(begin)
    for layer in owner.stack if begin else ():
        use = Use(layer, (found[-1],), home=it.control.home, symbolic=True)
        shapes = shapes_of(it.record, layer, [found[-1].shape])
        if len(shapes) != 1:
            return ()
        if isinstance(layer, Built):
            layer.first_use = layer.first_use or use
        found.append(Tensor(shapes[0], use))
    owner.tensors = tuple(found)
    return owner.tensors


def _begin(it: Interpreter, owner: Network) -> tuple[Tensor, ...]:
    """The tensor of its `Input`, or of the shape that its first layer states."""
    if owner.entry is not None:
        use = owner.entry.first_use or Use(owner.entry, (), symbolic=True)
        return (Tensor(owner.input_shape, use),)
    first = owner.stack[0]
    stated = first_shape(first) if isinstance(first, Built) else None
    if stated is None or not isinstance(first, Built):
        return ()
    shape = shape_value(stated[1:])
    built = Built("layers", "InputLayer", first.node, {"shape": Given(shape)}, package=first.package)
    built.title, built.used = f"{first.title}_input", True
    built.first_use = Use(built, (), symbolic=True)
    return (Tensor(stated, built.first_use),)


def layers(it: Interpreter, owner: Network) -> Items:
    """`model.layers`: those of a Sequential, and those of a functional model that is a single line of layers."""
    if owner.kind == "functional" and owner.complete and len(owner.outputs) == len(owner.inputs) == 1:
        uses = list(in_order([tensor.use for tensor in owner.outputs if tensor.use is not None]))
        line = all(len(use.entering) == min(at, 1) and not use.states for at, use in enumerate(uses))
        if line and len({id(use.layer) for use in uses}) == len(uses):
            return Items([use.layer for use in uses], False)
    through(it, owner)
    return Items(list(owner.stack), False, not (owner.kind == "sequential" and owner.complete))
