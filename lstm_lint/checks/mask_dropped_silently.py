"""LL303: an operation or a merge that loses the mask without a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.built import merges_in_vain
from lstm_lint.notions.masks import Masks, keeps_mask, makes_mask, scores_steps, users
from lstm_lint.notions.operations import axis_of
from lstm_lint.notions.padded import padded_side
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script

_FIRST = ("entry", "embedding")
_MERGING = ("merges", "joins")
_OPERATORS = frozenset({"+", "-", "*", "/", "**"})
_ELEMENTWISE = frozenset(  # of keras.ops, keras.activations, keras.backend and tensorflow: each time step stays itself
    {
        "abs", "add", "cast", "clip", "clip_by_value", "divide", "dropout", "elu", "exp", "gelu", "hard_sigmoid",
        "identity", "l2_normalize", "leaky_relu", "log", "log1p", "maximum", "minimum", "multiply", "negative",
        "normalize", "power", "pow", "relu", "relu6", "scalar_mul", "selu", "sigmoid", "sign", "silu", "softplus",
        "softsign", "sqrt", "square", "stop_gradient", "subtract", "swish", "tanh",
    }
)  # fmt: skip
_MEANS = frozenset({"mean", "reduce_mean"})
_MEAN = re.compile(r"lambda (\w+)\s*:\s*[\w.]*mean\(\1\s*,\s*(axis\s*=\s*)?1\)\s*$")
_ARRANGING = frozenset({"[]", "concat", "concatenate", "flip", "reverse", "roll"})  # of steps or features


@check("mask-dropped-silently", needs="recurrent masks")
def mask_dropped_silently(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not model.recurrent or not any(map(makes_mask, model.layers)):
            continue
        if script.target.at_least(3) and any(isinstance(one.known("shape"), int) for one in model.entries):
            continue  # Keras 3 takes no number for a shape, LL119: there is no such model
        masks = Masks(model)
        for layer in model.layers:
            if merges_in_vain(model, layer):
                continue  # its inputs do not fit: there is a larger mistake than the mask
            if _averages(layer) and masks.into(layer) == [True]:
                message = "this mean counts padded steps like data; GlobalAveragePooling1D uses the mask"
                yield model, layer, layer.problem(message, model=model)
                continue
            what = _loses(layer, masks.into(layer), script)
            if what is None:
                continue
            in_front = _padded_in_front(script, model, layer)
            harm = _harm(model, layer, masks, in_front)
            if harm is not None:
                source = masks.source(layer)
                doubted = (
                    layer.traits.mask in _MERGING and script.target.certainty == "unknown"
                )  # Keras 2 keeps it
                severity = Severity.ADVICE if in_front or doubted else Severity.WARNING
                of = f" of `{source.title}`" if source is not None else ""
                message = f"{what} the mask{of}: {harm}"
                yield model, layer, layer.problem(message, severity=severity, model=model)


def _loses(layer: Layer, masks: list[bool | None], script: Script) -> str | None:
    """What a layer does to the mask that comes in; None where it keeps it, or that is not known."""
    if True not in masks or None in masks:
        return None
    function = layer.known("function") if layer.cls == "Operation" else None
    if isinstance(function, str) and function in _OPERATORS | _ELEMENTWISE:
        return f"`{function}` loses"
    if isinstance(function, str) and function in _ARRANGING and _is_sequence(layer):
        return f"`{'[...]' if function == '[]' else function}` loses"
    if (
        layer.traits.mask not in _MERGING
        or False not in masks
        or layer.is_wrapped
        or not script.target.at_least(3)
    ):
        return None  # Keras 2 joins the masks that there are
    if layer.traits.mask == "merges":
        return f"`{layer.cls}` with an unmasked input loses"
    return f"`{layer.cls}` with an unmasked input fills" if layer["axis"] == Known(-1) else None


def _averages(layer: Layer) -> bool:
    """Whether it is a mean over the time steps: `ops.mean(h, axis=1)`, alone or in a `Lambda`."""
    if layer.cls == "Lambda" and not layer.given("mask"):
        place = layer.argument("function").place
        written = _MEAN.search(place.text) if place is not None else None
        return written is not None and _has_steps(layer)
    function = layer.known("function") if layer.cls == "Operation" else None
    return function in _MEANS and axis_of(layer) == 1 and _has_steps(layer)


def _has_steps(layer: Layer) -> bool:
    """Whether a sequence comes in and no sequence goes out."""
    return len(layer.input_shape or ()) == 3 and len(layer.output_shape or (0, 0)) < 3


def _is_sequence(layer: Layer) -> bool:
    """Whether it is known to put out several time steps of what was a sequence."""
    shapes = layer.input_shape, layer.output_shape
    return all(shape is not None and len(shape) == 3 and shape[1] != 1 for shape in shapes)


def _padded_in_front(script: Script, model: Model, layer: Layer) -> bool:
    makers = [found for found in model.upstream(layer) if makes_mask(found)]
    return bool(makers) and all(padded_side(script, model, maker) == "pre" for maker in makers)


def _harm(model: Model, layer: Layer, masks: Masks, in_front: bool) -> str | None:
    """Who would have used the mask, and what to do; None where nothing behind it takes harm."""
    for user in users(model, layer):
        if not (in_front and _reads_forward(user)):
            return f"`{user.title}` reads padding; {_cure(model, layer, masks, 'pass it the mask')}"
    if not scores_steps(model, layer):
        return None
    return f"padded steps count in the loss; {_cure(model, layer, masks, 'give them sample_weight 0')}"


def _reads_forward(layer: Layer) -> bool:
    """Whether it is a recurrent layer that reads the start first, so that padding in front does no harm."""
    backwards = layer["go_backwards"] != Known(False) or layer.wrapped_by("Bidirectional")
    return layer.is_recurrent and not backwards


def _cure(model: Model, layer: Layer, masks: Masks, otherwise: str) -> str:
    if layer.cls == "Operation":
        return "use layers that keep it" if layer.known("function") not in _ARRANGING else otherwise
    unmasked = (source for source in model.before(layer) if masks.out(source) is False)
    return "mask every input" if all(_can_be_masked(model, source) for source in unmasked) else otherwise


def _can_be_masked(model: Model, layer: Layer) -> bool:
    """Whether it puts out a sequence that a mask made at the inputs of the model would reach."""
    held_up = _holds_it_up(layer) or id(layer) in model.behind(_holds_it_up)
    return len(layer.output_shape or ()) == 3 and not held_up


def _holds_it_up(layer: Layer) -> bool:
    passes = keeps_mask(layer) or (layer.is_recurrent and layer.returns_sequences)
    return layer.traits.family not in _FIRST and not passes
