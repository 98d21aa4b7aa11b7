"""LL797: a score that compares predictions with values of other rows than those that were predicted."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.records import replace
from lstm_lint.notions.alignment import Rows, aligned, rows_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, each_place, made_at, predicted_by
from lstm_lint.notions.rows import IN_PLACE
from lstm_lint.notions.scores import OF_NUMBERS
from lstm_lint.notions.units import INVERSE
from lstm_lint.script import Columns, Comparison, Fit, Model, Script, Series, Step, Window

_BY_HAND = frozenset({"multiply", "add", "subtract"})  # `predicted * std + mean`


@check("score-of-other-rows", needs="comparisons")
def score_of_other_rows(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for readings in each_place(one for one in script.comparisons if one.how in OF_NUMBERS):
        off = {_rows_off(script, one) for one in readings}
        by = off.pop() if len(off) == 1 else None
        if by:
            one = readings[0]
            rows = "1 row" if abs(by) == 1 else f"{abs(by)} rows"
            side = "before" if by < 0 else "after"
            message = f"`{one.how}` compares each prediction with the value {rows} {side} its own; take the same rows"
            yield Problem(message, one.place.span, related=made_at(script, one.place, one.first, one.second))


def _rows_off(script: Script, one: Comparison) -> int | None:
    """How many rows the truth lies after what was predicted; None where that is not known."""
    made = after_prediction(one.second)
    if made is None or one.first is None or after_prediction(one.first) is not None:
        return None
    truth, skipped = rows_of(_of_rows(one.first)), _skipped(made[1])
    asked = predicted_by(script, made[0])
    found = {_between(script, model, call, truth, skipped) for model, call in asked}
    return found.pop() if len(found) == 1 else None


def _between(script: Script, model: Model, call: Fit, truth: Rows | None, skipped: int | None) -> int | None:
    rows = rows_of(call.x) if call.x is not None and call.x.certain and len(call.inputs) < 2 else None
    ahead = _steps_ahead(script, model)
    if rows is None or truth is None or ahead is None or skipped is None or not model.recurrent:
        return None
    stride = rows.along[1] if isinstance(rows.along, tuple) and rows.along[:1] == ("rows",) else None
    if rows.along != truth.along or not isinstance(stride, int) or _begins(rows) != _begins(truth):
        return None
    common = {cell.source for cell in rows.cells} & {cell.source for cell in truth.cells}
    end, row = _end(rows), _row(truth)
    known = common and not truth.opaque and not rows.opaque and end is not None and row is not None
    return row - (end + ahead + skipped * stride) if known and row is not None and end is not None else None


def _end(rows: Rows) -> int | None:
    """The last row of a window, where all of its columns are of the same rows."""
    last = {cell.last for cell in rows.cells}
    return last.pop() if len(last) == 1 and all(cell.reach == cell.last for cell in rows.cells) else None


def _row(rows: Rows) -> int | None:
    """The one row that a value is of, though it may sum up those before it."""
    cut = rows.at.detail if rows.at is not None else None
    single = rows.first == rows.last or rows.at is None or (isinstance(cut, Window) and cut.single is True)
    return _end(rows) if single else None


def _begins(rows: Rows) -> tuple[object, ...]:
    """What picked the rows, but for where a slice ends."""
    return tuple(_without_end(one) for one in rows.base)


def _without_end(key: object) -> object:
    if isinstance(key, tuple) and key[:1] == ("rows",) and len(key) == 2 and isinstance(key[1], tuple):
        return "rows", key[1][0]
    return key


def _steps_ahead(script: Script, model: Model) -> int | None:
    """How many rows after its window the one value lies that the model learns to predict."""
    found: set[int | None] = set()
    for fit in model.fits:
        both = aligned(script, fit)
        end, row = (_end(both.window), _row(both.target)) if both is not None else (None, None)
        found.add(row - end if end is not None and row is not None else None)
    return found.pop() if len(found) == 1 else None


def _skipped(steps: tuple[Step, ...]) -> int | None:
    """How many of the predictions are left out at the start."""
    skipped = 0
    for step in steps:
        by_hand = step.kind == "arithmetic" and step.what in _BY_HAND and step.joined is None
        column = isinstance(step.detail, Columns)  # of a frame that holds predictions beside the truth
        if step.what == INVERSE or step.kind in IN_PLACE or by_hand or column:
            continue
        moves = step.moves
        if step.kind not in ("select", "split") or moves is None or moves.along is not None:
            return None
        if moves.first != moves.last or moves.first < 0:
            return None
        skipped += moves.first
    return skipped


def _of_rows(series: Series) -> Series:
    """The array without what brings its values back into other units."""
    steps = tuple(step for step in series.steps if step.what != INVERSE)
    return replace(series, steps=steps)
