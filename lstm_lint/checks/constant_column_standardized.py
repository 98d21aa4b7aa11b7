"""LL782: a column of one value, divided by its own spread."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.before_split import span_here
from lstm_lint.notions.measured import exact, named, number
from lstm_lint.notions.training import trained
from lstm_lint.script import ByZero, Centered, Column, Division, Script, Series, Step

_SPREADS = frozenset({"std", "ptp", "var"})
_KEEPS = frozenset({"read", "select", "cast", "split", "shuffle", "reshape"})
# What NaN and infinite numbers go through as they are.
_PASSED = frozenset({"select", "cast", "split", "shuffle", "reshape", "window", "stack", "scale"})
_BY_ZERO = "this column is one number in every row, so its spread here is 0, and {} becomes nan; leave it out"


@check("constant-column-standardized", needs="recurrent fits")
def constant_column_standardized(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for fit, models in trained(script):
        for name, series in (*(("x", one) for one in fit.inputs or (fit.x,)), ("y", fit.y)):
            found = (_found(series) or _by_zero(series)) if series is not None else None
            if found is None or found[1].place is None or found[1].place.node in reported:
                continue
            column, step = found
            reported.add(step.place.node if step.place is not None else None)
            message = _BY_ZERO.format(name)
            if column is not None:
                value = number(column.maximum)
                message = (
                    f"{named(column)} is {value} in every row: its spread is 0, and {name} becomes nan; "
                    "leave it out"
                )
            span = span_here(step.place, fit)
            yield Problem(message, span, model=models[0].name)


def _found(series: Series) -> tuple[Column, Step] | None:
    """The constant column and the division, where all that comes before it leaves the column constant."""
    at = next((n for n, step in enumerate(series.steps) if _divides(step)), None)
    if at is None or not all(_keeps(step) for step in series.steps[:at]):
        return None
    constant = (one.column for one in exact(series) if one.column is not None and one.column.numeric)
    column = next((one for one in constant if one.constant), None)
    return (column, series.steps[at]) if column is not None else None


def _by_zero(series: Series) -> tuple[None, Step] | None:
    """A division of all rows of a column by 0, after which nothing mends what it leaves."""
    at = next((n for n, step in enumerate(series.steps) if isinstance(step.detail, ByZero)), None)
    if at is None or not all(step.kind in _PASSED for step in series.steps[at + 1 :]):
        return None
    return None, series.steps[at]


def _divides(step: Step) -> bool:
    return isinstance(step.detail, Division) and step.detail.by in _SPREADS and step.detail.by_column


def _keeps(step: Step) -> bool:
    return step.kind in _KEEPS or isinstance(step.detail, Centered)
