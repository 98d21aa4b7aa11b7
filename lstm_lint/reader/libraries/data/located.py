"""Rows and columns of frames by number and by name: `frame.loc[...]`, `frame.iloc[...]`, `frame.close[...]`."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer, is_number
from lstm_lint.reader.abstract.registry import Part, Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Method
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.indexing import of_fold, size_of_slice, sliced, take
from lstm_lint.script import Dim, Known, Place, Selected, Step


def of_column(it: Interpreter, subscript: Subscript) -> Abstract | None:
    """`frame.close[...]`."""
    owner = subscript.owner
    column = columns.as_column(owner, subscript.place) if isinstance(owner, Method) else None
    return take(it, column, subscript) if column is not None else None


def located(it: Interpreter, subscript: Subscript) -> Abstract | None:
    """`frame.loc[...]`, `frame.iloc[...]`; `frame.close[...]` of a column."""
    owner = subscript.owner
    if not isinstance(owner, Method) or owner.name not in PLACES or not isinstance(owner.owner, Data):
        return of_column(it, subscript)
    value, parts, place = owner.owner, subscript.parts, subscript.place
    if value.kind not in ("frame", "column") or len(parts) > 2:
        return take(it, value, subscript)
    by_number = owner.name in ("iloc", "iat")
    rows = parts[0]
    if len(parts) == 2 and value.kind == "frame":
        named = _named(value, parts[1], by_number)
        if named is not None:
            names, single = named
            value = columns.column(value, names[0], place) if single else columns.columns(value, names, place)
            parts = parts[:1]
            if rows.index is None and rows.bounds == (None, None, None):
                return value
    if len(parts) == 1 and isinstance(rows.index, Fold) and rows.index.step is not None:
        return of_fold(value, rows.index)
    dims = _sizes(value, parts, by_number)
    shape = None if None in dims or value.shape is None else tuple(dim for dim in dims if dim != _GONE)
    if len(parts) == 1 and isinstance(rows.index, Data) and not rows.index.text:
        found = _rows_of(value, rows.index, place)
    else:
        found = sliced(it, value, parts, place, (shape,))
    found.shape, found.labels = shape, None
    if len(parts) == 1 and value.kind == "frame" and shape is not None and len(shape) == 2:
        found.labels = value.labels
    rank = len(shape) if shape is not None else None
    kind = value.kind if rank is None else "frame" if rank == 2 else "column" if rank == 1 else "array"
    if kind != value.kind:
        found.certain, found.columns, found.kind = found.certain and value.sure, {}, kind
    return found


PLACES = frozenset({"loc", "iloc", "at", "iat"})
_GONE = -1


def _rows_of(value: Data, index: Data, place: Place) -> Data:
    """`frame.iloc[order]`: rows by their numbers or names, or those for which a condition holds."""
    found = value.then(
        Step("select", "slice", place, Selected(picked=True)),
        magnitude=value.magnitude,
        integer=value.integer,
    )
    found.dtype, found.range = value.dtype, value.range
    if index.dtype != "bool":
        found.steps = (*found.steps, *(step for step in index.steps if step.kind == "shuffle"))
        found.certain = found.certain and index.sure
    return found


def _named(value: Data, part: Part, by_number: bool) -> tuple[tuple[str, ...], bool] | None:
    """The columns that the second index takes, by name, and whether it is a single one."""
    index = part.index
    if index is None:
        lower, upper, step = part.bounds
        if value.labels is None or by_number or step is not None:
            return None
        first, last = (
            columns.column_names(lower or Known(value.labels[:1][0])),
            columns.column_names(upper or Known(value.labels[-1:][0])),
        )
        if not first or not last or first[0] not in value.labels or last[0] not in value.labels:
            return None
        return value.labels[value.labels.index(first[0]) : value.labels.index(last[0]) + 1], False
    if by_number:
        at = integer(index)
        if at is None or value.labels is None or not -len(value.labels) <= at < len(value.labels):
            return None
        return (value.labels[at],), True
    names = columns.column_names(index)
    return (names, isinstance(index, Known)) if names is not None else None


def _sizes(value: Data, parts: Sequence[Part], by_number: bool) -> list[Dim]:
    """What is left of each axis: its size, -1 where it is gone, None where that is not known."""
    before = list(value.shape or ())
    found: list[Dim] = []
    for at, size in enumerate(before):
        found.append(_left(value, parts[at], size, by_number) if at < len(parts) else size)
    return found


def _left(value: Data, part: Part, size: Dim, by_number: bool) -> Dim:
    index = part.index
    if index is None:
        if by_number or part.bounds == (None, None, None):
            return size_of_slice(part, size)
        return "?"
    if isinstance(index, Fold):
        return "?"
    if is_number(index):
        several = not by_number and any(step.kind == "stack" for step in value.steps)
        return None if several else _GONE  # rows of the same name come together
    if isinstance(index, Items):
        known = not index.open and not index.spoiled
        if known and any(isinstance(item, Known) and isinstance(item.value, bool) for item in index.items):
            return "?"
        return len(index.items) if known and by_number else "?"
    if isinstance(index, Data) and not index.text:
        if index.dtype == "bool":
            return "?"
        rank = len(index.shape) if index.shape is not None else None
        if rank == 1 and index.shape is not None:
            return index.shape[0] if by_number else "?"
        return _GONE if rank == 0 and by_number else None
    return None
