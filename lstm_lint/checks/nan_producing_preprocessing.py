"""LL708: rows without a value that reach the network as NaN."""

from __future__ import annotations

from collections.abc import Iterator

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
    gaps: list[Step] = []
    for step in series.steps if series.certain else ():
        gaps = [gap for gap in gaps if not _ends(step, gap)]
        if step.nan is not None:
            gaps.append(step)
    return gaps


def _ends(step: Step, gap: Step) -> bool:
    """Whether this step takes the NaN away, or may."""
    if step.column is not None and step.column != gap.column:
        return False  # it happened to another column
    detail = step.detail
    rows = detail.rows if isinstance(detail, Selected) else None
    picked = isinstance(detail, Selected) and detail.picked
    at_end = gap.moves is not None and gap.moves.first > 0  # a shift from the future leaves its NaN there
    moves = step.moves
    from_start = moves is not None and moves.first == 0 and moves.from_start
    if isinstance(detail, Window) and (at_end or not from_start):
        return True  # which rows a loop begins and ends with is not known
    if at_end and rows and rows[1]:
        return True
    if step.kind == "clean" or picked or step.what in _MAY_DROP_ROWS or (rows and rows[0]):
        return True
    if gap.column is None or step.column is not None:
        return False
    if isinstance(detail, Columns):
        return gap.column not in detail.columns
    return step.what == "slice" and rows is None and not isinstance(detail, Window)
