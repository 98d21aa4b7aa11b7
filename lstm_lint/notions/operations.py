"""Operations on tensors between layers: what their arguments say."""

from __future__ import annotations

from lstm_lint.script import Known, Layer


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
