"""What becomes of an array on its way through a Sequential model that was built for another shape."""

from __future__ import annotations

from lstm_lint.keras_api import shapes
from lstm_lint.keras_api.shapes import UNKNOWN, LayerSpec
from lstm_lint.notions.input_shapes import shown
from lstm_lint.script import Configured, Known, Layer, Model, Shape

_PLAIN = (int, float, str, bool, type(None), tuple, list)


def refusing(model: Model, x: Shape, declared: Shape) -> tuple[Layer, str] | None:
    """The first layer that cannot take what reaches it, and why: its weights are for another number of features, or
    nothing is left of an axis, for its formula has a shape for the declared input and none for this one.

    Keras adds a last axis of 1 to what has one axis less than the input, and takes one away: `x` is as it comes.
    """
    shape: Shape | None = _adjusted(x, declared)
    if model.kind != "sequential" or not model.complete or shape is None or shape[1:] == declared[1:]:
        return None  # of the declared shape each layer is known to take what reaches it
    for layer in model.layers:
        if shape is None or layer.custom or layer.cls in ("Functional", "Model"):
            return None
        before = (shape[0], *shape[2:]) if layer.wrapped_by("TimeDistributed") else shape
        built_for = layer.input_shape[-1] if layer.input_shape else None
        reaches = before[-1] if len(before) == len(layer.input_shape or ()) else None
        channels = layer["data_format"] in (Known(None), Known("channels_last"))
        by_feature = layer.traits.weights == "features" and (channels or "data_format" not in layer.arguments)
        if by_feature and isinstance(built_for, int) and isinstance(reaches, int) and built_for != reaches:
            return layer, f"{reaches} features reach `{layer.cls}`, it takes {built_for}"
        spec = _specification(layer)
        found = shapes.output_shape(spec.cls, spec.arguments, [shape])
        if found is None and _has_window(layer) and all(isinstance(dim, int) for dim in shape[1:]):
            return layer, f"{shown(before)} reaches `{layer.cls}`, which raises"
        shape = found if found is None or not isinstance(found[0], tuple) else None
    return None


def _has_window(layer: Layer) -> bool:
    """Whether it is a pooling or convolution, read as a whole: its formula fails where the window does not fit."""
    windows = [name for name in ("pool_size", "kernel_size", "strides", "padding") if name in layer.arguments]
    known = all(isinstance(layer[name], Known) for name in windows)
    return layer.output_shape is not None and known and ("Conv" in layer.cls or "Pooling" in layer.cls)


def _adjusted(x: Shape, declared: Shape) -> Shape | None:
    if len(x) == len(declared):
        return (None, *x[1:])
    if len(x) + 1 == len(declared) and declared[-1] == 1:
        return (None, *x[1:], 1)
    if len(x) == len(declared) + 1 and x[-1] == 1:
        return (None, *x[1:-1])
    return None


def _specification(layer: Layer) -> LayerSpec:
    spec = LayerSpec(layer.cls, plain_arguments(layer))
    for wrapper in reversed(layer.wrappers):
        spec = LayerSpec(wrapper.cls, {**plain_arguments(wrapper), "layer": spec})
    return spec


def plain_arguments(owner: Configured) -> dict[str, object]:
    """Its arguments as the formulas of `keras_api` take them."""
    return {name: _plain(argument.value) for name, argument in owner.arguments.items()}


def _plain(value: object) -> object:
    if not isinstance(value, Known) or not isinstance(value.value, _PLAIN):
        return UNKNOWN
    return tuple(value.value) if isinstance(value.value, list) else value.value
