"""LL708: rows without a value that reach the network as NaN."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import arrays
from lstm_lint.notions.training import trained
from lstm_lint.script import Columns, Script, Selected, Series, Step, Window

_MAY_DROP_ROWS = frozenset({"drop", "sample", "tail", "skip", "query", "filter", "unique", "get"})


@check("nan-producing-preprocessing")
def nan_producing_preprocessing(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if any(layer.cls == "Masking" for model in models for layer in model.layers):
            continue
        for series in arrays(fit):
            for step in _leave_gaps(series):
                if step.place is None or id(step.place.node) in reported:
                    continue
                reported.add(id(step.place.node))
                yield Problem(
                    f"`{step.nan}` leaves rows of NaN that reach `{fit.method}`: the loss becomes NaN; "
                    "add `dropna()`",
                    step.place.span,
                    model=models[0].name,
                )


def _leave_gaps(series: Series) -> list[Step]:
    """The operations whose NaN nothing takes away, where every step is understood."""
    gaps: dict[tuple[str | None, bool], list[int]] = {}  # by column, and whether the NaN are in the last rows
    for number, step in enumerate(series.steps if series.certain else ()):
        of_column = ((step.column, False), (step.column, True)) if step.column is not None else tuple(gaps)
        for place in of_column:
            if place in gaps and _ends(step, *place):
                del gaps[place]
        if step.nan is not None:  # a shift from the future leaves its NaN at the end
            at_end = step.moves is not None and step.moves.first >= 0 and step.moves.last > 0
            gaps.setdefault((step.column, at_end), []).append(number)
    return [series.steps[number] for number in sorted(chain.from_iterable(gaps.values()))]


def _ends(step: Step, column: str | None, at_end: bool) -> bool:
    """Whether this step takes the NaN away that a column has in its first or last rows, or may."""
    detail = step.detail
    rows = detail.rows if isinstance(detail, Selected) else None
    picked = isinstance(detail, Selected) and detail.picked
    moves = step.moves
    from_start = moves is not None and moves.first == 0 and moves.begins == 0
    if isinstance(detail, Window) and (at_end or not from_start):
        return True  # which rows a loop begins and ends with is not known
    if at_end and rows and rows[1]:
        return True
    if step.kind == "clean" or picked or step.what in _MAY_DROP_ROWS or (rows and rows[0]):
        return True
    if column is None or step.column is not None:
        return False
    if isinstance(detail, Columns):
        return column not in detail.columns
    return step.what == "slice" and rows is None and not isinstance(detail, Window)
