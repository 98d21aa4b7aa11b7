"""LL736: argmax over the rows of a prediction, where each row has its own class."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, each_place, made_at, predicted_by, shares_source
from lstm_lint.script import Fit, Largest, Model, Script

_WHAT = {
    "all": "argmax without an axis gives one place among the classes of all rows",
    "axis 0": "argmax along axis 0 gives the row that is highest in each class",
}


@check("argmax-over-rows", needs="largest comparisons")
def argmax_over_rows(script: Script) -> Iterator[Problem]:
    found = []
    for readings in each_place(script.largest):
        first = readings[0]
        if _is_compared(script, first) and all(one.over_rows and _has_rows(script, one) for one in readings):
            message = f"{_WHAT[first.over_rows]}; for the class of each row write axis=1"
            related = made_at(script, first.place, first.of)
            found.append(Problem(message, first.place.span, related=related))
    yield from each_place_once(found)


def _is_compared(script: Script, largest: Largest) -> bool:
    """Whether it is held against labels: `divmod(p.argmax(), classes)` and `x[p.argmax(axis=0)]` look for a row."""
    return any(
        step.place is not None and step.place.node is largest.place.node
        for one in script.comparisons
        for series in (one.first, one.second)
        for step in (series.steps if series is not None else ())
    )


def _has_rows(script: Script, largest: Largest) -> bool:
    """Whether the prediction certainly is of several rows: a program may predict one text at a time."""
    series = largest.of
    rows = series.shape[0] if series is not None and series.shape else None
    if isinstance(rows, int) or largest.over_rows == "axis 0":
        return rows != 1
    made = after_prediction(series)
    if made is None or any(step.kind == "select" for step in made[1]):
        return False
    calls = predicted_by(script, made[0])
    return bool(calls) and all(_is_of_training(model, call) for model, call in calls)


def _is_of_training(model: Model, call: Fit) -> bool:
    """Whether it gets all rows of an array of which the model learned others or the same."""
    x = call.x
    if x is None or not x.steps or x.steps[-1].kind == "select":
        return False
    return any(shares_source(x, fit.x) for fit in model.fits)
