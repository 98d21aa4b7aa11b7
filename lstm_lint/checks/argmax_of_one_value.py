"""LL721: argmax over the one value that a model predicts for a row."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import each_place
from lstm_lint.script import Script

_MESSAGE = (
    "the model predicts 1 value per row: argmax over it is always 0; compare it with a threshold, `(p > 0.5)`"
)


@check("argmax-of-one-value")
def argmax_of_one_value(script: Script) -> Iterator[Problem]:
    found = (
        Problem(_MESSAGE, readings[0].place.span)
        for readings in each_place(script.largest)
        if all(one.size == 1 for one in readings)
    )
    yield from each_place_once(found)
