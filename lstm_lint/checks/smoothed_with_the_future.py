"""LL775: inputs of a forecast that were smoothed, or taken apart, over rows to come."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.alignment import FAR, Alignment, Cell, aligned
from lstm_lint.notions.training import trained
from lstm_lint.script import Gaps, Script, Step

_TO_BE_LEFT = frozenset({"shift", "roll", "diff", "pct_change"})  # LL752


@check("smoothed-with-the-future", needs="recurrent fits")
def smoothed_with_the_future(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        found = aligned(script, fit) if any(model.recurrent for model in models) else None
        step = _smoothing(found) if found is not None else None
        if step is not None and step.place is not None and id(step.place.node) not in reported:
            reported.add(id(step.place.node))
            severity = Severity.ADVICE if step.what == "interpolate" else None
            yield Problem(_message(step), step.place.span, severity, model=models[0].name)


def _smoothing(found: Alignment) -> Step | None:
    """What smooths the series, before windows are cut of it that predict a later row."""
    for cell in found.window.cells:
        if cell.by is None or cell.by.what in _TO_BE_LEFT or not cell.ahead:
            continue
        aims = [aim for aim in found.target.cells if aim.source == cell.source]
        later = [aim.last for aim in aims if aim.last > found.window.end]
        if later and (len(later) == len(aims) or _is_one_number(aims)) and min(later) <= cell.reach:
            return cell.by
    return None


def _is_one_number(aims: list[Cell]) -> bool:
    """Whether rows were put together: the change from the last row of the window to one after it."""
    return len({aim.form for aim in aims}) == 1 and bool(aims[0].form)


def _message(step: Step) -> str:
    ahead = step.detail.ahead if isinstance(step.detail, Gaps) else None
    if ahead and ahead < FAR:
        rows = "1 row" if ahead == 1 else f"{ahead} rows"
        return f"a centered window averages {rows} to come: the input holds part of the target; remove center=True"
    if step.kind == "clean" and step.moves is not None:
        return f"`{step.what}` fills gaps with rows to come: a window that ends in one holds its target; use `ffill`"
    return f"`{step.what}` over the series reads rows to come: the input holds part of the target; smooth each window"
