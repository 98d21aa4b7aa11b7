"""LL751: a target that lies inside the window which predicts it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import Alignment, alignment
from lstm_lint.notions.training import trained
from lstm_lint.script import Script


@check("target-inside-window")
def target_inside_window(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if not any(model.recurrent for model in models):
            continue
        found = alignment(fit)
        cut = found.target.at if found is not None else None
        if found is None or cut is None or cut.place is None or not _is_inside(found):
            continue
        if id(cut.place.node) not in reported:
            reported.add(id(cut.place.node))
            yield Problem(_message(found), cut.place.span, model=models[0].name)


def _is_inside(found: Alignment) -> bool:
    """Whether one row is aimed at that the window shows, with all columns; a sequence of targets copies its input."""
    window, target = found.window, found.target
    single = target.first == target.last and window.last > window.first
    return single and window.whole and window.first <= target.first <= window.last


def _message(found: Alignment) -> str:
    start = found.window.first
    last, at = found.window.last - start, found.target.first - start
    return (
        f"the window holds steps 0 to {last}, the target is step {at}: the input already holds it; "
        f"use step {last + 1}"
    )
