"""Gaps: operations of frames that leave NaN in the first or last rows."""

from __future__ import annotations

from collections.abc import Iterable

from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.script import Gaps, Known, Moves, Step, StepKind


def shifted(it: Interpreter, call: Call) -> Data | None:
    """`shift`, `diff` and `pct_change`: as many rows without a value as the shift has steps."""
    owner, name, args = call.owner, call.name, call.args
    assert isinstance(owner, Data)
    if owner.kind not in ("frame", "column"):
        return owner.then(Step("scale", name, call.place), shape=owner.shape) if name != "shift" else None
    first = args.at(0, "periods")
    fills = args.at(None, "fill_value") is not None or (first is not None and integer(first) == 0)
    known = first is None or integer(first) is not None
    kind: StepKind = "scale" if name != "shift" else "select"
    gaps = Gaps(name if known and not fills else None)
    by = 1 if first is None else integer(first)
    moves = None
    if by is not None:
        moves = Moves(-by, -by) if name == "shift" else Moves(min(-by, 0), max(-by, 0))
    return owner.then(Step(kind, name, call.place, gaps, moves=moves), shape=owner.shape)


def moving(it: Interpreter, call: Call) -> Data:
    """`rolling(n)`, of which a statistic comes next: the first n - 1 rows are NaN unless `min_periods` says less."""
    owner, name, args = call.owner, call.name, call.args
    assert isinstance(owner, Data)
    least = args.at(1, "min_periods")
    window = args.at(0, "window")
    leaves = name == "rolling" and not (window is not None and integer(window) == 1)
    if least is not None:
        leaves = (
            leaves and integer(least) is not None and integer(least) == (integer(window) if window else 0)
        )
    size = integer(window) if window is not None else None
    ahead = (size - 1) // 2 if args.at(2, "center") == Known(True) and size is not None else None
    gaps = Gaps(name if leaves else None, ahead) if leaves or ahead else None
    sides = args.at(2, "center") if name == "rolling" else None
    moves = Moves(-_FAR, 0)
    if name == "rolling" and size is not None:
        moves = Moves(1 - size + (ahead or 0), ahead or 0)
    known = sides in (None, Known(False), Known(True)) and (size is not None or sides != Known(True))
    step = Step("arithmetic", name, call.place, gaps, moves=moves if known else None)
    return owner.then(step, shape=owner.shape)


_FAR = 1_000_000  # rows: all that there are


def left_by(steps: Iterable[Step]) -> str | None:
    """The operation whose NaN are still there after all steps, as far as they are known."""
    found: str | None = None
    for step in steps:
        if step.nan is not None:
            found = step.nan
        elif step.kind == "clean":
            found = None
    return found


def in_column(steps: Iterable[Step], column: str) -> tuple[Step, ...]:
    """Steps of a column that becomes a part of a frame: what they do, they do to that column only."""
    return tuple(replace(step, column=column) for step in steps)
