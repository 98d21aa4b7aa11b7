"""Symbolic tensors: what is made of a `keras.Input` while a model is built, and holds no numbers yet.

Keras 3 lets its own layers and `keras.ops` have them. TensorFlow and NumPy raise, and nobody can unpack one.
"""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Built, Items, Network, Tensor
from lstm_lint.script import Known, Outside, Unpacked

_OF_TENSORFLOW = frozenset(
    {"tensorflow", "tensorflow.math", "tensorflow.nn", "tensorflow.linalg", "tensorflow.image", "tensorflow.signal"}
)  # fmt: skip
# These look at a tensor, or pass it on.
_TAKES_ANY = frozenset(
    {"is_tensor", "print", "get_static_value", "name_scope", "function", "no_op", "is_symbolic_tensor",
     "control_dependencies", "custom_gradient", "recompute_grad", "init_scope", "device", "numpy_function"}
)  # fmt: skip
_OF_BACKEND = "tensorflow.keras.backend"
_ANY_IN_BACKEND = frozenset(
    {"int_shape", "is_keras_tensor", "is_tensor", "get_value", "print_tensor", "eval"}
)
OF_NUMPY = frozenset(
    {"abs", "absolute", "add", "argmax", "argmin", "argsort", "array", "asarray", "clip", "concatenate", "cumsum",
     "divide", "dot", "exp", "expand_dims", "flip", "hstack", "log", "matmul", "max", "maximum", "mean", "min",
     "minimum", "multiply", "power", "repeat", "reshape", "round", "sqrt", "square", "stack", "std", "subtract", "sum",
     "tanh", "tile", "transpose", "var", "vstack", "where"}
)  # fmt: skip
_METHODS = ("numpy", "get_shape", "set_shape")  # that a tensor of TensorFlow has


def note_outside(it: Interpreter, call: Call, inputs: Sequence[Tensor]) -> None:
    """Write down a function of TensorFlow or NumPy that gets a symbolic tensor."""
    module, _, name = call.path.rpartition(".")
    refused = (
        (module in _OF_TENSORFLOW and name[:1].islower() and name not in _TAKES_ANY)
        or (module == _OF_BACKEND and name not in _ANY_IN_BACKEND)
        or (module == "numpy" and name in OF_NUMPY)
    )
    if refused and any(tensor.symbolic for tensor in inputs):
        _note(it, call, call.path)


def note_method(it: Interpreter, call: Call, owner: Tensor) -> None:
    """Write down `h.numpy()`."""
    if call.name in _METHODS and owner.symbolic:
        _note(it, call, f".{call.name}")


def note_added_loss(it: Interpreter, call: Call, inputs: Sequence[Tensor]) -> None:
    """Write down `model.add_loss(tensor)`, outside of the `call` of a layer."""
    if call.name == "add_loss" and any(tensor.symbolic for tensor in inputs):
        _note(it, call, ".add_loss")


def _note(it: Interpreter, call: Call, path: str) -> None:
    it.record.outside.setdefault(call.node, Outside(it.place(call.node), path))


def note_unpacked(it: Interpreter, target: cst.Tuple | cst.List, value: Abstract) -> None:
    """Write down that a layer of Keras returns another number of tensors than there are names for them."""
    names = len(target.elements)
    starred = any(isinstance(element, cst.StarredElement) for element in target.elements)
    layer, tensors = _returned(it, value, 0 if starred else names)
    alone = tensors == 1 and names > 1  # a tensor, and no list of one
    if layer is None or (names - 1 <= tensors and not alone if starred else names == tensors):
        return
    found = Unpacked(it.place(target), _title(layer), names, tensors, bool(traits(layer.core.cls).states))
    it.record.unpacked.setdefault(target, found)


def _returned(it: Interpreter, value: Abstract, names: int) -> tuple[Built | None, int]:
    """The layer that returns a value, and its number of tensors, where both are certain."""
    if isinstance(value, Tensor):
        layer = value.use.layer if value.use is not None and value.index == 0 else None
        certain = isinstance(layer, Built) and value.use is not None and value.use.outputs == 1
        if not certain or not isinstance(layer, Built) or not _returns_one(layer):
            return None, 0
        return (layer, 1) if value.symbolic or _is_no_batch_of(it, layer, value, names) else (None, 0)
    if not isinstance(value, Items) or value.open or value.spoiled or it.control.depth > value.depth:
        return None, 0
    tensors = [item for item in value.items if isinstance(item, Tensor) and item.use is not None]
    uses = {id(tensor.use) for tensor in tensors}
    if len(uses) != 1 or len(tensors) < len(value.items) or tensors[0].use is None:
        return None, 0
    use = tensors[0].use
    whole = isinstance(use.layer, Built) and not use.layer.custom and use.outputs == len(tensors)
    return (use.layer, len(tensors)) if whole and isinstance(use.layer, Built) else (None, 0)


def _is_no_batch_of(it: Interpreter, layer: Built, value: Tensor, names: int) -> bool:
    """Whether what is taken apart are no rows: a trial on a batch of as many rows as names is written at the top."""
    if it.control.guards or not traits(layer.core.cls).states:
        return False
    batch = value.shape[0] if value.shape else None
    if isinstance(batch, int):
        return 0 < names != batch
    return it.control.calling[0] == "call" or (names > 0 and it.control.caller is not None)


def _returns_one(layer: Built) -> bool:
    """Whether it is a layer of Keras that certainly returns a single tensor."""
    inner = layer.wrapped if layer.wrapped is not None else layer
    if layer.kind != "layers" or isinstance(inner, Network) or layer.custom or inner.custom:
        return False
    if layer.cls == "Bidirectional" and ("merge_mode" in layer.given or not layer.complete):
        return False
    if "return_state" in inner.given and inner.given["return_state"].value != Known(False):
        return False
    families = (
        "recurrent",
        "dense",
        "embedding",
        "convolution",
        "pooling",
        "dropout",
        "entry",
        "normalization",
        "attention",
        "merge",
        "reshaping",
        "repeating",
    )
    return inner.complete and traits(inner.cls).family in families


def _title(layer: Built) -> str:
    return f"{layer.cls}({layer.wrapped.cls})" if isinstance(layer.wrapped, Built) else layer.cls
