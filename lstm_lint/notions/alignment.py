"""Alignment in time: which rows of the series a sample of `fit` reads, and which of them it aims at."""

from __future__ import annotations

from lstm_lint.ir.records import dataclass
from lstm_lint.notions.lineage import same_step
from lstm_lint.script import Fit, Fitted, Selected, Series, Split, Step, StepKind

# They change values one by one, or the form of an array, and leave the rows where they are.
_IN_PLACE: frozenset[StepKind] = frozenset({"cast", "reshape", "one-hot", "class-ids"})


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a series from the first to the last that a sample holds, counted from where its window begins."""

    first: int
    last: int
    along: object  # what the window moves along; None where there is none
    whole: bool  # with all columns
    at: Step | None  # the step that cuts the window


@dataclass(frozen=True, slots=True)
class Alignment:
    """The rows that a sample reads and the one row that it aims at, of the same array."""

    window: Rows
    target: Rows


def alignment(fit: Fit) -> Alignment | None:
    """How inputs and targets lie in the series that both were cut from; None where that is not known."""
    x, y = fit.x, fit.y
    if x is None or y is None or not (x.certain and y.certain) or len(fit.inputs) > 1:
        return None
    common = _common(x, y)
    if not common:
        return None
    window, target = rows_of(x.steps[common:], x, y), rows_of(y.steps[common:], y, x)
    if window is None or target is None or window.along is None or window.along is not target.along:
        return None
    return Alignment(window, target)


def _common(first: Series, second: Series) -> int:
    """How many steps the histories of two arrays share from the start."""
    shared = 0
    for one, other in zip(first.steps, second.steps):
        if one is not other:
            break
        shared += 1
    return shared


def steps_ahead(fit: Fit) -> int | None:
    """How many time steps the targets of a sequence lie behind the inputs, of one array; None where not known."""
    x, y = fit.x, fit.y
    if x is None or y is None or not (x.certain and y.certain) or len(fit.inputs) > 1:
        return None
    common = _common(x, y)
    read, aimed = _later(x.steps[common:]), _later(y.steps[common:])
    return aimed - read if common and read is not None and aimed is not None else None


def _later(steps: tuple[Step, ...]) -> int | None:
    """How many time steps of each sequence are left out at its start."""
    later = 0
    for step in steps:
        moves = step.moves
        if step.kind in _IN_PLACE or (step.kind == "scale" and isinstance(step.detail, Fitted)):
            continue
        if moves is None or moves.later is None or moves.along is not None or moves.first or moves.last:
            return None
        later += moves.later
    return later


def rows_of(steps: tuple[Step, ...], series: Series, other: Series) -> Rows | None:
    """What is left of an array after these steps; None where one of them does not say."""
    first = last = 0
    along: object = None
    at: Step | None = None
    whole = True
    for step in steps:
        moves = step.moves
        if at is not None and step.kind in ("window", "stack") and step.what == "loop":
            continue  # the list of what a loop cut
        if step.kind in _IN_PLACE or (step.kind == "scale" and isinstance(step.detail, Fitted)):
            continue
        if isinstance(step.detail, Split) or step.kind == "shuffle":
            if not any(same_step(step, one) for one in other.steps) and not _is_of_window(step, at):
                return None  # its rows go where those of the other array do not
            continue
        if moves is None:
            return None
        if at is not None:
            if not isinstance(step.detail, Selected) or moves.first or moves.last:
                return None  # a part of the windows, or other ones of them
            continue
        first, last, whole = first + moves.first, last + moves.last, whole and moves.whole
        if moves.along is not None:
            along, at = moves.along, step
    return Rows(first, last, along, whole, at)


def _is_of_window(step: Step, window: Step | None) -> bool:
    """Whether a call cuts windows and shuffles them, each with its target."""
    return window is not None and same_step(step, window)
