"""LL751: a target that lies inside the window which predicts it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import Alignment, aligned, holds, touches
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Place, Script, Selected, Step, Window


@check("target-inside-window", needs="recurrent fits")
def target_inside_window(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if not any(model.recurrent for model in models):
            continue
        found = aligned(script, fit)
        message = _message(found) if found is not None else None
        place = _place(found, fit) if found is not None else None
        if found is not None and (shifted := _shifted_back(found, fit)) is not None:
            message, place = shifted
        if found is not None and message is None and (cut := _cut_at_its_end(found, fit)) is not None:
            message, place = cut
        if message is None or place is None or id(place.node) in reported:
            continue
        reported.add(id(place.node))
        yield Problem(message, place.span, model=models[0].name)


def _place(found: Alignment, fit: Fit) -> Place | None:
    """Where the target is taken, else where the window is, else where the target was moved last."""
    cut = found.target.at or found.window.at
    if cut is not None:
        return cut.place
    steps = fit.y.steps if fit.y is not None else ()
    return next((step.place for step in reversed(steps) if step.moves is not None and step.place), None)


def _shifted_back(found: Alignment, fit: Fit) -> tuple[str, Place | None] | None:
    """`frame["close"].shift(1)` as the target: what the row before it had, and the window shows."""
    steps = fit.y.steps if fit.y is not None else ()
    inputs = {id(step) for step in fit.x.steps} if fit.x is not None else set()
    back = [step for step in _with_operands(steps) if _goes_back(step) and id(step) not in inputs]
    cut = found.target.at.detail if found.target.at is not None else None
    if len(back) != 1 or (isinstance(cut, Window) and cut.single is not True) or not found.target.cells:
        return None
    for aim in found.target.cells:
        held = [cell for cell in found.window.cells if touches(cell, aim)]
        if aim.ahead or aim.last > found.window.end or not any(cell.last >= aim.last for cell in held):
            return None
    moves = back[0].moves
    assert moves is not None
    by = -moves.last
    written = f"`{back[0].what}({by})`"
    if len({(aim.first, aim.last) for aim in found.target.cells}) > 1:
        message = (
            f"{written} takes an earlier row, so y is made of rows that the window has; aim at a row to come"
        )
    else:
        rows = "the row before, not of the next one" if by == 1 else f"the row {by} steps before, not after"
        message = f"{written} makes y the value of {rows}; write {back[0].what}({-by})"
    return message, back[0].place


def _with_operands(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps of an array, and those of what was compared with it or added to it."""
    for step in steps:
        yield step
        if step.joined is not None and not step.joined.across:
            for part in step.joined.parts:
                yield from part


def _goes_back(step: Step) -> bool:
    moves = step.moves
    return step.what in ("shift", "roll") and moves is not None and moves.first == moves.last < 0


def _cut_at_its_end(found: Alignment, fit: Fit) -> tuple[str, Place | None] | None:
    """Labels beside the series, `y[: len(y) - 10]` for `x[i : i + 10]`: each is that of the first step."""
    window, target = found.window, found.target
    oldest = target.first == target.last == window.first < window.last
    exact = all(cell.exact for cell in (*window.cells, *target.cells))
    cuts = [step for step in (fit.y.steps if fit.y is not None else ()) if _leaves_out_the_end(step, found)]
    if not oldest or not exact or not cuts:
        return None
    last = window.last - window.first
    steps = f"the window holds steps 0 to {last}, the target is that of step 0, the oldest"
    return f"{steps}; cut it at its start, y[{last + 1}:]", cuts[-1].place


def _leaves_out_the_end(step: Step, found: Alignment) -> bool:
    """Whether a slice takes rows from the first on, up to about a window before the end."""
    rows = step.detail.rows if isinstance(step.detail, Selected) else None
    if rows is None or rows[0] not in ("", "0"):
        return False
    return "-" in rows[1] and "*" not in rows[1] and "//" not in rows[1]


def _message(found: Alignment) -> str | None:
    """What is wrong, where rows are aimed at that the window shows; a sequence of targets copies its input."""
    window, target = found.window, found.target
    pairs = [[cell for cell in window.cells if cell.exact and holds(cell, aim)] for aim in target.cells]
    shown = [cell for cells in pairs for cell in cells]
    if not all(pairs) or not all(aim.exact for aim in target.cells) or window.last == window.first:
        return None
    first, last = min(cell.first for cell in shown), max(cell.last for cell in shown)
    start = window.first
    steps = f"the window holds steps 0 to {last - start}"
    if target.first == target.last:
        if not all(any(cell.first <= target.first <= cell.last for cell in cells) for cells in pairs):
            return None
        at = target.first - start
        return f"{steps}, the target is step {at}: the input already holds it; use step {last - start + 1}"
    if target.first == last and target.last - target.first != last - first and first < last:
        at, end = target.first - start, target.last - start
        return f"{steps}, the targets are {at} to {end}: the input already holds the first; begin with step {at + 1}"
    return None
