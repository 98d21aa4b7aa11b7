"""Alignment in time: which rows of the series a sample of `fit` reads, and which of them it aims at."""

from __future__ import annotations

from lstm_lint.ir.records import dataclass
from lstm_lint.notions.lineage import same_step
from lstm_lint.script import Fit, Fitted, Series, Split, Step, StepKind, Taken, Window

# They change values one by one, or the form of an array, and leave the rows where they are.
_IN_PLACE: frozenset[StepKind] = frozenset({"cast", "reshape", "one-hot", "class-ids"})
_OF_DATASETS = frozenset({"batch", "cache", "prefetch", "with_options"})


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
    cuts = [at for at in range(common) if _along(x.steps[at]) is not None]
    start = cuts[-1] if cuts else common  # one array of windows, of which both take their steps
    window, target = rows_of(x.steps[start:], x, y), rows_of(y.steps[start:], y, x)
    if window is None or target is None or window.along is None:
        return None
    if target.along is None:
        target = _beside(window, target)
    return Alignment(window, target) if target is not None and window.along is target.along else None


def _along(step: Step) -> object:
    return step.moves.along if step.moves is not None else None


def _beside(window: Rows, target: Rows) -> Rows | None:
    """Row for row beside windows that begin at a known row: `y = series[24:]`."""
    cut = window.at
    begins = cut.moves.begins if cut is not None and cut.moves is not None else None
    by_one = cut is not None and isinstance(cut.detail, Window) and cut.detail.slides_by == 1
    if begins is None or not by_one:
        return None
    return Rows(target.first - begins, target.last - begins, window.along, target.whole, cut)


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
    reshaped = False  # whether the second axis is that of the steps is not known any more
    single = False  # one step of each window was taken: there is no axis of steps any more
    for step in steps:
        moves = step.moves
        if at is not None and step.kind in ("window", "stack") and step.what == "loop":
            continue  # the list of what a loop cut
        if step.kind in _IN_PLACE or (step.kind == "scale" and isinstance(step.detail, Fitted)):
            reshaped = reshaped or (at is not None and step.kind == "reshape")
            continue
        if isinstance(step.detail, Split) or step.kind == "shuffle":
            if not any(same_step(step, one) for one in other.steps) and not _is_of_window(step, at):
                return None  # its rows go where those of the other array do not
            continue
        if at is not None and moves is None and _is_of_pairs(step, other):
            continue
        if moves is None:
            return None
        if at is not None:
            if moves.first or moves.last or moves.along is not None or not moves.rest and not single:
                whole = False  # other columns, or other windows
            if moves.first or moves.last or moves.along is not None:
                return None
            if not single and moves.second != (None, None):
                inside = _inside(moves.second, first, last) if not reshaped else None
                if inside is None:
                    return None
                first, last = inside
                single = isinstance(moves.second, int)
            elif single and moves.second != (None, None):
                whole = False
            continue
        first, last, whole = first + moves.first, last + moves.last, whole and moves.whole
        if moves.along is not None:
            along, at = moves.along, step
            single = step.moves is not None and first == last and step.kind != "window" and _is_index(step)
    return Rows(first, last, along, whole, at)


def _is_index(step: Step) -> bool:
    """Whether one row was taken, which is no window of one row: `series[i]`."""
    return (
        isinstance(step.detail, Window)
        and step.detail.single is True
        and step.moves is not None
        and (step.moves.later is None)
    )


def _inside(kept: Taken, first: int, last: int) -> tuple[int, int] | None:
    """The rows that a subscript keeps of a window; None where that is not known."""
    if kept == "?" or isinstance(kept, str):
        return None
    rows = range(first, last + 1)
    if isinstance(kept, int):
        return (rows[kept], rows[kept]) if -len(rows) <= kept < len(rows) else None
    some = rows[slice(*kept)]
    return (some[0], some[-1]) if some else None


def _is_of_pairs(step: Step, other: Series) -> bool:
    """Whether inputs and targets went through it together, or it leaves the elements of a dataset as they are."""
    together = step.kind in ("select", "cast") and any(same_step(step, one) for one in other.steps)
    return together or (other.kind == "dataset" and step.what in _OF_DATASETS)


def _is_of_window(step: Step, window: Step | None) -> bool:
    """Whether a call cuts windows and shuffles them, each with its target."""
    return window is not None and same_step(step, window)
