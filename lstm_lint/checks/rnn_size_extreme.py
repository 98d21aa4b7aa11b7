"""LL606: a recurrent layer too small to hold a state, or far larger than its data supports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, plants
from lstm_lint.findings import Problem
from lstm_lint.notions.heads import heads
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.training import sequences
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Specification


@check("rnn-size-extreme")
def rnn_size_extreme(
    script: Script,
    *,
    few_units: int = 2,
    many_units: int = 256,
    few_sequences: int = 1000,
    most_units: int = 0,
) -> Iterator[Problem]:
    found: list[tuple[Model, Layer, Problem]] = []
    for model in script.models:
        for layer in model.recurrent if not is_trial(model) else ():
            units = layer.number("units") if layer.traits.reads == 3 else None
            if units is None or units < 1:
                continue
            message = None
            count = max((known for fit in model.fits if (known := sequences(fit)) is not None), default=None)
            if units <= few_units and _is_hidden(model, layer):
                message = _too_small(model, layer, int(units))
            elif units >= many_units and count is not None and count < few_sequences and _all_known(model):
                message = (
                    f"`units={units:g}` for {count:,} sequences: slow, more than they support; write 16 to 64"
                )
            elif most_units and units > most_units:
                message = f"`units={units:g}` is slow and seldom better than less; write at most {most_units}"
            if message is not None:
                fix = layer.set_argument("units", "32", applicability="unsafe")
                found.append((model, layer, layer.problem(message, at="units", fix=fix, model=model)))
    yield from on_their_paths(script, found)


def _all_known(model: Model) -> bool:
    return all(sequences(fit) is not None for fit in model.fits)


def _is_hidden(model: Model, layer: Layer) -> bool:
    """Whether other layers work on its output, and it is not meant to be narrow: no head, no bottleneck."""
    after = model.downstream(layer)
    if (
        layer in model.heads
        or not after
        or not any(later.cls == "Dense" or later.is_recurrent for later in after)
    ):
        return False
    return not any(later.traits.family == "repeating" or _widens(later, layer) for later in after)


def _widens(later: Layer, layer: Layer) -> bool:
    return later.is_recurrent and (later.number("units") or 0) > (layer.number("units") or 0)


def _too_small(model: Model, layer: Layer, units: int) -> str | None:
    classes = max((head.units or 0 for head in heads(model) if head.activation == "softmax"), default=0)
    features = layer.features or 0
    if classes > 2:
        return f"`units={units}` is too small a state to tell {classes} classes apart; write 16 to 64"
    if features >= 2:
        return f"`units={units}` is too small a state for {features} features a time step; write 16 to 64"
    return None


@plants("rnn-size-extreme")
def too_small(specification: Specification, one: Blamed) -> Specification | str:
    if isinstance(one.value, int) and one.value > 16:
        return "what is too wide depends on how much data there is"
    return specification
