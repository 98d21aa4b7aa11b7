"""LL214: dropout rates that are no share between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.script import Configured, Layer, Script


@check("rnn-dropout-out-of-range", needs="family:dropout|recurrent.dropout=|recurrent.recurrent_dropout=")
def rnn_dropout_out_of_range(script: Script) -> Iterator[Problem]:
    for layer, model in script.layers():
        if model is None and layer.place.locator.occurrences("def test"):
            continue  # a test of what a layer takes, and no network
        for part, argument, rate in _rates(layer):
            yield Problem(
                _message(argument, rate, layer.is_recurrent, script.target),
                part.span(argument),
                fix=_fix(part, argument, rate),
                model=model.name if model else None,
                layer=layer.name,
            )


def _rates(layer: Layer) -> Iterator[tuple[Configured, str, float]]:
    """Each known rate outside its range; a Dropout layer takes 1, a recurrent layer ignores it."""
    if layer.traits.family == "dropout":
        rate = layer.number("rate")
        if rate is not None and not 0 <= rate <= 1:
            yield layer, "rate", rate
    for part in (layer,) if layer.cell is None else (layer, layer.cell):
        for argument in ("dropout", "recurrent_dropout") if layer.is_recurrent else ():
            rate = part.number(argument)
            if rate is not None and not 0 <= rate < 1:
                yield part, argument, rate


def _message(argument: str, rate: float, recurrent: bool, target: KerasTarget) -> str:
    instead = f"write {rate / 100:g}" if _is_percentage(rate) else "write a fraction between 0 and 1"
    if not recurrent:
        effect = "raises ValueError in Keras 3" if target.at_least(3) else "is not a fraction of the units"
    elif rate == 1:
        effect = "switches dropout off instead of dropping all"
    else:
        bound = 1 if rate > 1 else 0
        effect = f"is clamped to {bound}, which switches dropout off"
    return f"`{argument}={rate:g}` {effect}; {instead}"


def _is_percentage(rate: float) -> bool:
    """A whole number as people write percentages; of 2 or 3 nobody can say what was meant."""
    return 5 <= rate < 100 and rate == int(rate)


def _fix(part: Configured, argument: str, rate: float) -> Fix | None:
    return part.set_argument(argument, f"{rate / 100:g}") if _is_percentage(rate) else None
