"""Operations on tensors between layers: what their arguments say."""

from __future__ import annotations

from itertools import permutations

from lstm_lint.notions.activations import activation_of
from lstm_lint.script import Known, Layer, Model

_GUARDS = ("+", "add", "cast", "maximum", "clip", "clip_by_value")


def function_of(layer: Layer) -> str | None:
    """The name of the function, `*` for an operator, `[]` for a subscript; None for a layer, or where not known."""
    name = layer.known("function") if layer.cls == "Operation" else None
    return name if isinstance(name, str) else None


def axis_of(layer: Layer, default: int | None = None) -> int | None:
    """The one axis that an operation with `axis` as its second argument works along; None where not known."""
    name = next((name for name in ("axis", "dim", "1") if layer.given(name)), None)
    if name is None or layer[name] == Known(None):
        return default
    value = layer.known(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def size_along(layer: Layer, axis: int | None) -> int | None:
    """The size of the output along an axis, where both are known and it is not the batch."""
    shape = layer.output_shape
    if shape is None or axis is None or not -len(shape) <= axis < len(shape) or axis % len(shape) == 0:
        return None
    size = shape[axis]
    return size if isinstance(size, int) else None


def normalized_axis(model: Model, layer: Layer) -> int | None:
    """The axis that a softmax between layers runs along, in whatever way it is written; None for anything else."""
    if layer.cls == "Softmax" and not layer.wrappers:
        axis = layer.known("axis")
        return axis if isinstance(axis, int) else None
    function = function_of(layer)
    if function in ("softmax", "softmax_v2", "log_softmax"):
        return axis_of(layer, -1)
    if function in ("/", "divide", "true_divide", "div", "div_no_nan"):
        return _divided(model, layer)
    one_by_one = layer.traits.family in ("dense", "convolution", "activation") and not layer.custom
    return -1 if one_by_one and activation_of(layer) == "softmax" else None


def _divided(model: Model, layer: Layer) -> int | None:
    """`e / sum(e, axis=axis, keepdims=True)` where `e` is an `exp`, computed once or twice, and may be masked once."""
    for above, below in permutations(model.before(layer), 2):
        total = _unguarded(model, below)
        summed = model.before(total) if function_of(total) in ("sum", "reduce_sum") else ()
        if len(summed) != 1 or not _is_exponential(model, above):
            continue
        twice = {function_of(above), function_of(summed[0])} == {"exp"}
        same = summed == (above,) or (twice and model.before(summed[0]) == model.before(above))
        if same and above.output_shape == layer.output_shape:
            return axis_of(total)
    return None


def _unguarded(model: Model, layer: Layer) -> Layer:
    """The sum without what keeps it from 0: `sum(e) + 1e-7`, `maximum(sum(e), epsilon())`."""
    before = model.before(layer)
    while function_of(layer) in _GUARDS and len(before) == 1:
        layer = before[0]
        before = model.before(layer)
    return layer


def _is_exponential(model: Model, layer: Layer) -> bool:
    """Whether it is an `exp`, or one times a mask."""
    if function_of(layer) in ("*", "multiply"):
        return any(function_of(factor) == "exp" for factor in model.before(layer))
    return function_of(layer) == "exp"
