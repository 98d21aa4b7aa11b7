"""LL752: an input column that was shifted from the future, as far as its target."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.training import trained
from lstm_lint.script import Columns, Fit, Script, Series, Step


@check("future-in-input")
def future_in_input(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if not any(model.recurrent for model in models):
            continue
        shift = _from_the_future(fit)
        if shift is None or shift.place is None or shift.moves is None:
            continue
        if id(shift.place.node) not in reported:
            reported.add(id(shift.place.node))
            ahead = shift.moves.first
            what = "the next row" if ahead == 1 else f"the row {ahead} steps ahead"
            message = f"`shift({-ahead})` brings {what} into an input, and the target with it; shift the target alone"
            yield Problem(message, shift.place.span, model=models[0].name)


def _from_the_future(fit: Fit) -> Step | None:
    """The shift of an input that looks as far ahead as the target does, at what the target is made of."""
    x, y = fit.x, fit.y
    if x is None or y is None or not (x.certain and y.certain):
        return None
    aims = _shifts(y)
    for at, step in _shifts(x):
        if any(same_step(step, one) for _, one in aims):
            continue  # the same column on both sides: what of it is input is not known
        if not _stays(x.steps[at + 1 :]):
            continue
        for behind, aim in aims:
            assert step.moves is not None and aim.moves is not None
            if aim.moves.first <= step.moves.first and _share(x.steps[:at], y.steps[:behind]):
                return step
    return None


def _shifts(series: Series) -> list[tuple[int, Step]]:
    """The steps that bring later rows up, and where they stand in the history."""
    return [
        (at, step)
        for at, step in enumerate(series.steps)
        if step.what == "shift" and step.moves is not None and step.moves.first > 0
    ]


def _stays(after: tuple[Step, ...]) -> bool:
    """Whether a column is certainly still there: nothing takes columns away but by name."""
    for step in after:
        if step.kind in ("unknown", "stack"):
            return False
        by_name = isinstance(step.detail, Columns) or step.what in ("DataFrame", "shift")
        if step.kind == "select" and not by_name and (step.moves is None or not step.moves.whole):
            return False
    return True


def _share(first: tuple[Step, ...], second: tuple[Step, ...]) -> bool:
    """Whether two columns are made of one: the same column of a frame was taken for both."""
    mine = [step for step in first if isinstance(step.detail, Columns)]
    return any(same_step(step, other) for step in mine for other in second)
