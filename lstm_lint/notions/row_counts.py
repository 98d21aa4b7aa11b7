"""Numbers of rows that are not known, as a part of another number: n, n/3."""

from __future__ import annotations

import math
from fractions import Fraction

from lstm_lint.script import Reshaped, Selected, Series, Shape, Step


def rows_after(series: Series, start: int) -> Fraction | None:
    """How many rows are left of each row that there was before the step `start`; None where a step may drop some.

    Choosing columns and casting keep the rows. A reshape keeps the numbers: of 36 in a row, 3 x 36 take three rows.
    """
    share = Fraction(1)
    for at in range(start, len(series.steps)):
        step = series.steps[at]
        if isinstance(step.detail, Reshaped):
            own, new = _numbers_in_a_row(step.detail.of), _numbers_in_a_row(_shape_after(series, at))
            if not own or not new:
                return None
            share *= Fraction(own, new)
        elif not _keeps_rows(step):
            return None
    return share


def _keeps_rows(step: Step) -> bool:
    """Whether it takes columns, `x[:, 1:]`, or another dtype."""
    if step.kind == "cast":
        return step.what == "astype"
    return step.kind == "select" and step.what == "slice" and step.detail in (None, Selected())


def _shape_after(series: Series, at: int) -> Shape | None:
    """The shape that a step made, where a later reshape or the end says it."""
    if at == len(series.steps) - 1:
        return series.shape
    following = series.steps[at + 1].detail
    return following.of if isinstance(following, Reshaped) else None


def _numbers_in_a_row(shape: Shape | None) -> int | None:
    sizes = [size for size in shape[1:] if isinstance(size, int)] if shape else []
    return math.prod(sizes) if shape and len(sizes) == len(shape) - 1 else None
