"""LL776: the column that is predicted is one of the inputs of the same row."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import Alignment, aligned, holds
from lstm_lint.notions.training import trained
from lstm_lint.script import Columns, Fit, Place, Script


@check("target-among-inputs", needs="recurrent fits")
def target_among_inputs(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        found = aligned(script, fit) if any(model.recurrent for model in models) else None
        name = _shared(found) if found is not None else None
        place = _place(fit) if name is not None else None
        if place is None or id(place.node) in reported:
            continue
        reported.add(id(place.node))
        message = (
            f"y is {name}, which x holds in the same row: it is copied, not predicted; leave it out of x"
        )
        yield Problem(message, place.span, model=models[0].name)


def _shared(found: Alignment) -> str | None:
    """What the target is, where the inputs of the same row have it too, beside others."""
    window, target = found.window, found.target
    if window.first != window.last or len(target.cells) != 1:
        return None
    (aim,) = target.cells
    if (
        aim.column is None
        or not aim.exact
        or not aim.whole
        or aim.first != window.first
        or aim.last != aim.first
    ):
        return None
    several = len({(cell.source, cell.column) for cell in window.cells}) > 1
    if not any(cell.exact and holds(cell, aim) and (several or cell.column is None) for cell in window.cells):
        return None
    return f"'{aim.column}'" if isinstance(aim.column, str) else f"column {aim.column}"


def _place(fit: Fit) -> Place | None:
    """Where the target is taken out of the table."""
    for step in reversed(fit.y.steps if fit.y is not None else ()):
        if isinstance(step.detail, Columns) or (step.moves is not None and step.moves.second != (None, None)):
            return step.place
    return None
