"""LL776: the column that is predicted is one of the inputs of the same row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import Alignment, aligned, holds
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.training import trained
from lstm_lint.script import Columns, Fit, Place, Script, Step, Window


@check("target-among-inputs", needs="recurrent fits")
def target_among_inputs(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        view = _written_through(fit) if any(model.recurrent for model in models) else None
        if view is not None and view.place is not None and id(view.place.node) not in reported:
            reported.add(id(view.place.node))
            message = "this is a view of x: what is added in place goes into x too, and y is made of it; add .copy()"
            yield Problem(message, view.place.span, model=models[0].name)
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


_IN_PLACE = re.compile(r"^\w[\w.]*(?:\[[^\]=]*\])?\s*(?:[-+*/%&|^]|//|\*\*)=[^=]")
_BASIC = re.compile(r"\[([^\[\]]+)\]$")
_INDEX = re.compile(r"-?\d+|\.\.\.|None|np\.newaxis|[^,]*:[^,]*")


def _written_through(fit: Fit) -> Step | None:
    """The slice of x that the target is made of by writing other values into it, which x has as well then."""
    x, y = fit.x, fit.y
    if x is None or y is None or x.kind != "array" or y.kind != "array":
        return None
    common = 0
    while common < min(len(x.steps), len(y.steps)) and same_step(x.steps[common], y.steps[common]):
        common += 1
    made = y.steps[common:]
    if not common or not all(map(_is_view, x.steps[common:])):
        return None
    at = next((at for at, step in enumerate(made) if not _is_view(step)), None)
    if not at or at >= len(made):
        return None
    written = made[at]
    text = written.place.text if written.place is not None else ""
    others = written.joined is not None and not written.joined.across and any(written.joined.parts)
    return made[0] if written.kind == "arithmetic" and others and _IN_PLACE.match(text) else None


def _is_view(step: Step) -> bool:
    """Whether it certainly shares its numbers with the array before it: numbers and slices in brackets, no frame."""
    text = step.place.text if step.place is not None else ""
    found = _BASIC.search(text)
    if step.what != "slice" or isinstance(step.detail, Window) or found is None or "loc[" in text:
        return False
    return all(_INDEX.fullmatch(part.strip()) for part in found[1].split(","))


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
