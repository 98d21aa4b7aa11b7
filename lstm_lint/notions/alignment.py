"""Alignment in time: which rows of the series a sample of `fit` reads, and which of them it aims at."""

from __future__ import annotations

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.notions.rows import FAR, IN_PLACE, Cell, Rows, rows_of
from lstm_lint.script import Fit, Fitted, Script, Series, Step

__all__ = [
    "FAR",
    "Alignment",
    "Cell",
    "Rows",
    "aligned",
    "alignment",
    "holds",
    "rows_of",
    "steps_ahead",
    "touches",
]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The rows that a sample reads and those that it aims at, counted from one row."""

    window: Rows
    target: Rows


@once
def aligned(script: Script, fit: Fit) -> Alignment | None:
    """The same as `alignment`, worked out once for all rules that ask."""
    return alignment(fit)


def alignment(fit: Fit) -> Alignment | None:
    """How inputs and targets lie in the series that both were cut from; None where that is not known."""
    x, y = fit.x, fit.y
    if x is None or y is None or not (x.certain and y.certain) or len(fit.inputs) > 1 or len(fit.targets) > 1:
        return None
    window, target = rows_of(x), rows_of(y)
    if window is None or target is None or window.along != target.along or window.base != target.base:
        return None
    common = {cell.source for cell in window.cells} & {cell.source for cell in target.cells}
    return Alignment(window, target) if common else None


def holds(cell: Cell, other: Cell) -> bool:
    """Whether the first is certainly made of that column which the second is made of."""
    if cell.source != other.source or not cell.whole or cell.form != other.form:
        return False
    if cell.column is None:
        return other.column not in cell.without and (not cell.without or other.column is not None)
    if isinstance(cell.column, tuple):
        return isinstance(other.column, int) and other.whole and _is_within(other.column, cell.column)
    return cell.column == other.column and other.whole


def _is_within(number: int, bounds: tuple[int | None, int | None]) -> bool:
    """Whether a slice of some unknown size certainly holds that place."""
    lower, upper = bounds
    alike = all(bound is None or (bound < 0) == (number < 0) for bound in (lower or None, upper))
    return alike and (not lower or lower <= number) and (upper is None or number < upper)


def touches(cell: Cell, other: Cell) -> bool:
    """Whether both are made of one column, or either of all."""
    same = cell.column == other.column or None in (cell.column, other.column) or holds(cell, other)
    return cell.source == other.source and same


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
    if x is None or y is None or len(fit.inputs) > 1:
        return None
    common = _common(x, y)
    if not common or not (x.certain and y.certain or x.shape == y.shape != None):  # noqa: E711
        return None  # what came before both were cut from it is the same for both
    tails = x.steps[common:], y.steps[common:]
    if x.shape == y.shape and None not in (pieces := [_of_stream(tail) for tail in tails]):
        return pieces[1] - pieces[0]  # type: ignore[operator]
    read, aimed = map(_later, tails)
    return aimed - read if read is not None and aimed is not None else None


def _of_stream(steps: tuple[Step, ...]) -> int | None:
    """Rows of a stream that are left out before it is cut into pieces, `ids[1 : n * steps + 1].reshape(n, steps)`."""
    *cuts, folded = steps or (None,)
    if folded is None or folded.what != "reshape" or not cuts:
        return None
    moves = [step.moves for step in cuts]
    plain = all(one is not None and one.along is None and one.first == one.last for one in moves)
    return sum(one.first for one in moves if one is not None) if plain else None


def _later(steps: tuple[Step, ...]) -> int | None:
    """How many time steps of each sequence are left out at its start."""
    later = 0
    for step in steps:
        moves = step.moves
        if step.kind in IN_PLACE or (step.kind == "scale" and isinstance(step.detail, Fitted)):
            continue
        if moves is None or moves.later is None or moves.along is not None or moves.first or moves.last:
            return None
        later += moves.later
    return later
