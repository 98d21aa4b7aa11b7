"""LL721: argmax over the one value that a model predicts for a row."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.heads import heads
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import each_place
from lstm_lint.script import Script

_WHAT = "the model predicts 1 value per row: argmax over it is always 0"
_INSTEAD = {
    "sigmoid": "compare it with a threshold, `p > 0.5`",
    "softmax": "give the head a unit for each class",
    "linear": "use the value itself",
}


@check("argmax-of-one-value", needs="largest")
def argmax_of_one_value(script: Script) -> Iterator[Problem]:
    message = f"{_WHAT}; {_instead(script)}"
    found = (
        Problem(message, readings[0].place.span)
        for readings in each_place(script.largest)
        if all(one.size == 1 for one in readings)
    )
    yield from each_place_once(found)


def _instead(script: Script) -> str:
    """By the activation of the heads of one unit, where they have the same."""
    activations = {head.activation for model in script.models for head in heads(model) if head.units == 1}
    activation = activations.pop() if len(activations) == 1 else ""
    return _INSTEAD.get(activation, "use the value, not its place")
