"""LL208: initial weights that make all units alike, or stop the gradient between two layers."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.activations import ZERO_AT_ZERO, activation_of
from lstm_lint.script import Configured, Known, Layer, Model, Script, Value, identifier


@check("constant-initializer", needs="kernel_initializer=|recurrent_initializer=")
def constant_initializer(script: Script) -> Iterator[Problem]:
    for layer, model in script.layers():
        if layer.is_recurrent and not _replaced(model):
            yield from _identical_units(layer, model)
    for model in script.models:
        for lower, upper in _neighbors(model):
            if lower.is_recurrent and _starts_at_zero(lower) and _zeros(upper["kernel_initializer"]):
                yield upper.problem(
                    f"zero kernels here and in the {lower.title} before it block every gradient; "
                    "remove this initializer",
                    at="kernel_initializer",
                    severity=Severity.ERROR,
                    fix=upper.remove_argument("kernel_initializer"),
                    model=model,
                )


def _identical_units(layer: Layer, model: Model | None) -> Iterator[Problem]:
    weights: Configured = layer.cell if layer.cell is not None else layer
    if weights.number("units") == 1 or layer.traits.reads != 3:
        return
    for argument in ("kernel_initializer", "recurrent_initializer"):
        constant = _constant(weights[argument])
        if constant is not None and constant >= 0.5:
            yield Problem(
                f"`{argument}` fills the weights with {constant:g}: units start alike and gates saturate; "
                "keep the random default",
                weights.span(argument),
                fix=weights.remove_argument(argument),
                model=model.name if model else None,
                layer=layer.name,
            )


def _neighbors(model: Model) -> Iterator[tuple[Layer, Layer]]:
    """Each recurrent layer and the recurrent or Dense layer that reads it, directly or through dropout."""
    if _replaced(model):
        return
    for lower, upper in model.edges():
        if upper.traits.family == "dropout":
            upper = next(iter(model.after(upper)), upper)
        sole = len(model.before(upper)) == 1 and not upper.initial_state
        if sole and (upper.is_recurrent or upper.cls == "Dense"):
            yield lower, upper


def _starts_at_zero(layer: Layer) -> bool:
    """Whether the output is 0 before the first update: zero kernel, zero bias, f(0) = 0, no initial state."""
    unbiased = layer["use_bias"] == Known(False) or _zeros(layer["bias_initializer"])
    return (
        _zeros(layer["kernel_initializer"])
        and unbiased
        and activation_of(layer) in ZERO_AT_ZERO
        and not layer.initial_state
    )


def _zeros(value: Value) -> bool:
    return _constant(value) == 0


def _constant(value: Value) -> float | None:
    """The number that a known initializer fills the weights with; None for any other."""
    name = identifier(value)
    if name in ("zeros", "zero"):
        return 0.0
    if name in ("ones", "one"):
        return 1.0
    if name == "constant" and isinstance(value, Known) and isinstance(value.value, Configured):
        return value.value.number("value")
    return None


def _replaced(model: Model | None) -> bool:
    """Whether trained weights take the place of the initial ones."""
    return model is not None and model.weights_loaded
