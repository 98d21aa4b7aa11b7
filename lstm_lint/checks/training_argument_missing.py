"""LL632: a model with dropout is trained by a GradientTape that calls it without `training=True`."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Layer, Script

_RATES = ("dropout", "recurrent_dropout")


@check("training-argument-missing", needs="recurrent untrained_calls")
def training_argument_missing(script: Script) -> Iterator[Problem]:
    if not any(used.path.endswith("set_learning_phase") for used in script.names):
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        idle = (
            next(filter(None, map(_idle, model.layers)), None) if model.recurrent and not model.when else None
        )
        for place in model.untrained_calls if idle is not None else ():
            message = f"called without training=True, the model runs as in `predict`: {idle}; pass it"
            yield Problem(message, place.span, model=model.name)


def _idle(layer: Layer) -> str | None:
    """What a layer leaves undone when it is called as for a prediction."""
    if layer.always_training:
        return None
    if layer.traits.family == "dropout" and (layer.number("rate") or 0) > 0:
        return f"`{layer.cls}` is off"
    rates = [rate for rate in _RATES if layer.is_recurrent and (layer.number(rate) or 0) > 0]
    if rates:
        return f"`{layer.written(rates[0])}` of {layer.cls} is off"
    if layer.cls == "BatchNormalization":
        return "`BatchNormalization` keeps mean 0 and variance 1"
    return None
