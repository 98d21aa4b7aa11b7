"""LL303: an operation or a merge that loses the mask without a warning."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.masks import MERGING, Masks, scores_steps, users
from lstm_lint.notions.padded import padded_in_front
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script

_OPERATORS = frozenset({"+", "-", "*", "/", "**"})
_ELEMENTWISE = frozenset(  # of keras.ops, keras.activations, keras.backend and tensorflow: each time step stays itself
    {
        "abs", "add", "cast", "clip", "clip_by_value", "divide", "dropout", "elu", "exp", "gelu", "hard_sigmoid",
        "identity", "l2_normalize", "leaky_relu", "log", "log1p", "maximum", "minimum", "multiply", "negative",
        "normalize", "power", "pow", "relu", "relu6", "scalar_mul", "selu", "sigmoid", "sign", "silu", "softplus",
        "softsign", "sqrt", "square", "stop_gradient", "subtract", "swish", "tanh",
    }
)  # fmt: skip


@check("mask-dropped-silently")
def mask_dropped_silently(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        masks = Masks(model)
        for layer in model.layers if model.recurrent else ():
            if _cannot_merge(model, layer):
                continue  # its inputs do not fit: there is a larger mistake than the mask
            what = _loses(layer, masks.into(layer), script)
            user = _user(model, layer) if what is not None else None
            if what is not None and user is not None:
                source = masks.source(layer)
                severity = Severity.ADVICE if padded_in_front(model) else Severity.WARNING
                of = f" of `{source.title}`" if source is not None else ""
                message = f"{what} the mask{of}: {user}"
                yield model, layer, layer.problem(message, severity=severity, model=model)


def _cannot_merge(model: Model, layer: Layer) -> bool:
    sources = model.before(layer)
    known = bool(sources) and all(source.output_shape is not None for source in sources)
    return layer.cls in MERGING and known and layer.output_shape is None


def _loses(layer: Layer, masks: list[bool | None], script: Script) -> str | None:
    """What a layer does to the mask that comes in; None where it keeps it, or that is not known."""
    if True not in masks or None in masks:
        return None
    function = layer.known("function") if layer.cls == "Operation" else None
    if isinstance(function, str) and function in _OPERATORS | _ELEMENTWISE:
        return f"`{function}` loses"
    if layer.cls not in MERGING or False not in masks or layer.is_wrapped:
        return None
    if layer.cls != "Concatenate":
        return f"`{layer.cls}` with an unmasked input loses"
    fills = layer["axis"] == Known(-1) and script.target.at_least(
        3
    )  # Keras 2 kept the mask of the other inputs
    return "`Concatenate` with an unmasked input fills" if fills else None


def _user(model: Model, layer: Layer) -> str | None:
    """Who would have used the mask, and what to do."""
    cure = "use layers that keep it" if layer.cls == "Operation" else "mask every input"
    user = next(users(model, layer), None)
    if user is not None:
        return f"`{user.title}` reads padding; {cure}"
    return f"padded steps count in the loss; {cure}" if scores_steps(model, layer) else None
