"""What is handed to layers and models that they do not take: a layer where a tensor is wanted, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lstm_lint import nodes as cst
from lstm_lint.keras_api.argument_roles import LAYERS_HELD, QUERY_AND_VALUE, taken_by_call
from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Function,
    Instance,
    Items,
    Module,
    Network,
    Tensor,
)
from lstm_lint.reader.libraries.keras.names import canonical, split
from lstm_lint.reader.libraries.keras.objects import bind
from lstm_lint.script import Known, Misplaced

_LOOKED_AT = 100  # elements of a list
_FUNCTIONS = ("keras.activations.", "keras.ops.", "tensorflow.nn.", "tensorflow.math.")


def note_inputs(it: Interpreter, node: cst.CSTNode, taker: str, given: Abstract) -> None:
    """Write down a layer, a model or the class of a layer that goes where a tensor is wanted."""
    for item in _items(given):
        if isinstance(item, Instance):
            item = item.layer or item.network or item
        if (
            isinstance(item, Built)
            and item.kind in ("layers", "custom")
            and item.node not in it.record.misplaced
        ):
            place = node if item.used or item.first_use is not None else item.node
            _note(it, place, "layer", item.cls, taker)
        elif isinstance(item, Network):
            _note(it, node, "model", "Sequential" if item.kind == "sequential" else "Model", taker)
        elif isinstance(item, Module) and (name := _layer_class(item)):
            _note(it, node, "class", name, taker)


def note_arrays(it: Interpreter, node: cst.CSTNode, given: Abstract) -> bool:
    """Write down an array among the inputs or outputs of a model; whether there is one."""
    held = any(
        isinstance(one, Data) and one.kind == "array" and one.shape and one.sure for one in _items(given)
    )
    if held and not it.control.guards:
        _note(it, node, "array", "Model", "Model")
    return held


def note_call(it: Interpreter, node: cst.CSTNode, layer: Built, args: Args) -> None:
    """Write down a call of a layer of Keras 3 with arguments by name, one of which it does not take."""
    taken = taken_by_call(layer.cls) if args.keywords and not layer.custom and it.target.at_least(3) else ()
    if taken and not args.keywords.keys() <= {*taken, "training"}:
        it.record.call(f"{layer.cls}.__call__", node, bind(None, args), args.complete)
    if layer.cls not in QUERY_AND_VALUE or len(args.positional) != 1 or not args.complete:
        return
    tensors = any(isinstance(item, Tensor) for item in _items(args.positional[0].value))
    if tensors and not {"value", "key"} & args.keywords.keys():
        note_alone(it, node, layer)


def note_alone(it: Interpreter, node: cst.CSTNode, layer: Built) -> None:
    """Write down attention that gets one input, where it is called or put on a Sequential."""
    if layer.cls in QUERY_AND_VALUE and not layer.custom and not it.control.guards:
        it.record.refuse(node, "query-alone", layer.cls)


_OF_SHAPES = ("input_shape", "batch_input_shape")  # Keras takes a tensor there and looks at it no more


def note_made_of(it: Interpreter, built: Built, args: Args) -> None:
    """Write down a layer of Keras that is made of tensors, `Concatenate([a, b])`, and not called on them."""
    if traits(built.cls).family in ("", "entry", "code") or built.cls in LAYERS_HELD:  # LL165
        return
    named = (given.value for name, given in args.keywords.items() if name not in _OF_SHAPES)
    for value in chain((given.value for given in args.positional), named):
        if isinstance(value, Known):  # most of them
            continue
        if any(isinstance(item, Tensor) and _is_followed(item) for item in _items(value)):
            _note(it, built.node, "tensors" if isinstance(value, Items) else "tensor", built.cls, built.cls)
            return
        items = (
            list(_items(value)) if isinstance(value, Items) and traits(built.cls).family == "merge" else []
        )
        if items and all(isinstance(item, Network) or _is_layer(item) for item in items):
            what = "models" if any(isinstance(item, Network) for item in items) else "layers"
            _note(it, built.node, what, built.cls, built.cls)
            return


def _is_followed(tensor: Tensor) -> bool:
    """Whether it certainly is one: what another function makes of tensors may be a number, `shape_of(x)[-1]`."""
    use = tensor.use
    while use is not None and isinstance(use.layer, Built) and use.layer.cls == "Operation" and use.certain:
        use = use.inputs[0].use if use.inputs else None
    return use is not None and use.certain


def _is_layer(item: Abstract) -> bool:
    return isinstance(item, Built) and item.kind == "layers"


def note_stacked(it: Interpreter, node: cst.CSTNode, item: Abstract) -> None:
    """Write down what is put on a Sequential and is no layer."""
    if isinstance(item, Tensor) and not _is_followed(item):
        return
    if isinstance(item, Tensor) and item.use is not None and isinstance(item.use.layer, Built):
        made_by = item.use.layer
        if made_by.kind == "layers":
            _note(it, node, "output", made_by.cls, "Sequential")
    elif isinstance(item, Known) and (item.value is None or isinstance(item.value, (str, int, float))):
        _note(it, node, "value", repr(item.value), "Sequential")
    elif isinstance(item, Built) and item.kind in ("optimizers", "losses", "initializers", "regularizers"):
        _note(it, node, "object", item.cls, "Sequential")
    elif isinstance(item, Items) and item.items and all(isinstance(one, Built) for one in item.items):
        _note(it, node, "list", "", "Sequential")
    elif isinstance(item, Function):
        _note(it, node, "function", item.name, "Sequential")
    elif isinstance(item, Module):
        path = canonical(item.path)
        if name := _layer_class(item):
            _note(it, node, "class", name, "Sequential")
        elif path.startswith(_FUNCTIONS):
            _note(it, node, "function", path.rpartition(".")[2], "Sequential")


def _items(given: Abstract) -> Iterator[Abstract]:
    if isinstance(given, Items):
        if not given.spoiled:
            yield from given.items[:_LOOKED_AT]
    else:
        yield given


def _layer_class(item: Module) -> str:
    """The name of the class of a layer of Keras, else empty."""
    found = split(canonical(item.path))
    known = found is not None and found[0] == "layers" and traits(found[1]).family
    return found[1] if known and found is not None and found[1][:1].isupper() else ""


def _note(it: Interpreter, node: cst.CSTNode, what: str, name: str, taker: str) -> None:
    it.record.misplaced.setdefault(node, Misplaced(it.place(node), what, name, taker))
