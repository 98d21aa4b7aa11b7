"""LL717: a prediction with one column is compared with a target of one axis: every row with every other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import (
    PAIRED,
    after_prediction,
    compared,
    made_at,
    predicted_by,
    shares_source,
    shown,
)
from lstm_lint.script import Comparison, Script, Series, Shape


@check("prediction-broadcast", needs="comparisons")
def prediction_broadcast(script: Script) -> Iterator[Problem]:
    found = (
        Problem(
            _message(one),
            one.place.span,
            _severity(one),
            related=made_at(script, one.place, one.first, one.second),
        )
        for one in compared(script, PAIRED, partial(_is_outer, script))
    )
    yield from each_place_once(found)


def _is_outer(script: Script, comparison: Comparison) -> bool:
    """Whether (n,) meets (n, 1), and both are rows of the same thing."""
    row, column = _sorted(comparison)
    if row is None or column is None:
        return False
    shape, other = row.shape, column.shape
    if shape is None or other is None or len(shape) != 1 or len(other) != 2 or other[1] != 1:
        return False
    if 1 in (shape[0], other[0]) or row.most == 1 or column.most == 1:
        return False
    if isinstance(shape[0], int) and isinstance(other[0], int):
        return shape[0] == other[0]
    return _are_of_one(script, row, column)


def _are_of_one(script: Script, row: Series, column: Series) -> bool:
    """Whether the array that nobody predicted is the target of the model, or a part of it."""
    for predicted, truth in ((row, column), (column, row)):
        made = after_prediction(predicted)
        if made is not None and after_prediction(truth) is None:
            calls = predicted_by(script, made[0])
            return bool(calls) and all(
                any(shares_source(truth, fit.y) and truth.kind != "dataset" for fit in model.fits)
                for model, _ in calls
            )
    return False


def _sorted(comparison: Comparison) -> tuple[Series | None, Series | None]:
    """The one with fewer axes first."""
    first, second = comparison.first, comparison.second
    return (second, first) if _rank(first) > _rank(second) else (first, second)


def _rank(series: Series | None) -> int:
    shape: Shape | None = series.shape if series is not None else None
    return len(shape) if shape is not None else 0


def _severity(comparison: Comparison) -> Severity:
    """pandas raises, NumPy goes on."""
    return Severity.ERROR if _is_of_pandas(comparison) else Severity.WARNING


def _is_of_pandas(comparison: Comparison) -> bool:
    row, _ = _sorted(comparison)
    return row is not None and row.kind == "column"


def _message(comparison: Comparison) -> str:
    row, column = _sorted(comparison)
    assert row is not None and row.shape is not None and column is not None and column.shape is not None
    rows = shown(row.shape)[1:-2]
    both = f"`{comparison.how}` of {shown(row.shape)} and {shown(column.shape)}"
    remedy = "write .ravel() after the prediction" if after_prediction(column) else "give both the same shape"
    if _is_of_pandas(comparison):
        return f"{both}: a column of pandas raises ValueError; {remedy}"
    return f"{both} is ({rows}, {rows}), each row with all others: a wrong score; {remedy}"
