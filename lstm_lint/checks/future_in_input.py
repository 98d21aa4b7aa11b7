"""LL752: an input column that was shifted from the future, as far as its target."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import Alignment, aligned, touches
from lstm_lint.notions.training import trained
from lstm_lint.script import Script, Step

_SHIFTS = frozenset({"shift", "roll"})
_DIFFERENCES = frozenset({"diff", "pct_change"})


@check("future-in-input", needs="recurrent fits")
def future_in_input(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if not any(model.recurrent for model in models):
            continue
        found = aligned(script, fit)
        for step in _from_the_future(found) if found is not None else ():
            if step.place is not None and id(step.place.node) not in reported:
                reported.add(id(step.place.node))
                yield Problem(_message(step), step.place.span, model=models[0].name)


def _from_the_future(found: Alignment) -> Iterator[Step]:
    """What gives an input as late a row as the last one that the target knows, which comes after the sample."""
    for cell in found.window.cells:
        if cell.by is None or cell.by.what not in _SHIFTS | _DIFFERENCES:
            continue
        aims = [aim.reach for aim in found.target.cells if touches(cell, aim)]
        if aims and found.window.end < max(aims) <= cell.reach:
            yield cell.by


def _message(step: Step) -> str:
    assert step.moves is not None
    ahead = step.moves.last
    if step.what in _DIFFERENCES:
        return (
            f"`{step.what}({-ahead})` of an input is the change up to the row to come, and the target with it; "
            f"write {step.what}({ahead})"
        )
    what = "the next row" if ahead == 1 else f"the row {ahead} steps ahead"
    brings = f"`{step.what}({-ahead})` brings {what} into an input, and the target with it"
    return f"{brings}; shift the target alone"
