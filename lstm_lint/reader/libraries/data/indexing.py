"""Subscripts of arrays, frames and texts: `x[:, 0]`, `frame["close"]`, `x[i : i + 10]`, read and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from lstm_lint import nodes as cst
from lstm_lint.ir.profile import Measured
from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Part, Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Method
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.reader.libraries.data.moved import adds_axis, moves
from lstm_lint.script import Dim, Known, Moves, Place, Selected, Shape, Split, Step, Window

_MADE_UP = ("synthetic", "literal")
_EMPTY = frozenset({"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like"})
_FEW_ROWS = 32  # a slice that leaves out fewer shifts a series, it does not split it


def of_column(it: Interpreter, subscript: Subscript) -> Abstract | None:
    """`frame.close[...]`."""
    owner = subscript.owner
    column = columns.as_column(owner, subscript.place) if isinstance(owner, Method) else None
    return take(it, column, subscript) if column is not None else None


def located(it: Interpreter, subscript: Subscript) -> Abstract | None:
    """`frame.loc[...]`, `frame.iloc[...]`; `frame.close[...]` of a column."""
    owner = subscript.owner
    if not isinstance(owner, Method) or owner.name not in _PLACES or not isinstance(owner.owner, Data):
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
        return _of_fold(value, rows.index)
    dims = _sizes(value, parts, by_number)
    shape = None if None in dims or value.shape is None else tuple(dim for dim in dims if dim != _GONE)
    if len(parts) == 1 and isinstance(rows.index, Data) and not rows.index.text:
        found = _rows_of(value, rows.index, place)
    else:
        found = _slice(it, value, parts, place, (shape,))
    found.shape, found.labels = shape, None
    if len(parts) == 1 and value.kind == "frame" and shape is not None and len(shape) == 2:
        found.labels = value.labels
    rank = len(shape) if shape is not None else None
    kind = value.kind if rank is None else "frame" if rank == 2 else "column" if rank == 1 else "array"
    if kind != value.kind:
        found.certain, found.columns, found.kind = found.certain and value.sure, {}, kind
    return found


_PLACES = frozenset({"loc", "iloc", "at", "iat"})
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
        found.append(_left(value, parts[at], size, by_number, at) if at < len(parts) else size)
    return found


def _left(value: Data, part: Part, size: Dim, by_number: bool, axis: int) -> Dim:
    index = part.index
    if index is None:
        if by_number or part.bounds == (None, None, None):
            return _slice_size(part, size)
        return "?"
    if isinstance(index, Fold):
        return "?"
    if isinstance(index, Linear) or integer(index) is not None:
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


def store_located(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`frame.loc[rows, "close"] = 0`."""
    owner, parts = subscript.owner, subscript.parts
    if not isinstance(owner, Method) or owner.name not in _PLACES or not isinstance(owner.owner, Data):
        return
    frame = owner.owner
    whole = len(parts) == 2 and parts[0].index is None and parts[0].bounds == (None, None, None)
    if len(parts) == 1 and owner.name in ("loc", "at"):  # a row, perhaps a new one
        _store(frame, value, False, subscript.place)
        if frame.shape is not None:
            frame.shape = ("?", *frame.shape[1:])
        return
    store(it, Subscript(subscript.node, frame, parts[1:] if whole else parts, subscript.locate), value)


def of_data(it: Interpreter, subscript: Subscript) -> Abstract:
    """`x[...]`."""
    assert isinstance(subscript.owner, Data)
    return take(it, subscript.owner, subscript)


def take(it: Interpreter, value: Data, subscript: Subscript) -> Abstract:
    """A part of an array, a frame or a text."""
    parts, place = _without_dots(value, subscript.parts), subscript.place
    first = parts[0]
    if len(parts) == 1 and first.index is not None:
        index = first.index
        if isinstance(index, Fold) and index.step is not None:
            return _of_fold(value, index)
        if value.text and value.kind != "frame" and not isinstance(index, Items):
            return value  # a line, a word or a character
        names = columns.column_names(index)
        if names is not None:
            single = isinstance(index, Known)
            return columns.column(value, names[0], place) if single else columns.columns(value, names, place)
        if value.kind == "frame" and (integer(index) is not None or isinstance(index, Linear)):
            return columns.column(value, str(integer(index)), place)  # frame[0] is the column of that name
        if isinstance(index, Data) and index.dtype == "bool":
            return _masked(it, value, index, subscript)
        if isinstance(index, Data) and not index.text:
            return _looked_up(value, index, place)
        if value.kind == "frame" and isinstance(index, Items):  # frame[[1]] are columns, frame.iloc[[1]] rows
            return _listed(value, index, place)
    if value.text and len(parts) == 1:
        return _of_text(it, value, first, place)
    return _slice(it, value, parts, place)


def _listed(value: Data, index: Items, place: Place) -> Data:
    """`frame[[1, 2]]`: columns that are called so, or rows where the list holds truth values."""
    found = value.then(Step("select", "slice", place), magnitude=value.magnitude)
    found.measured = value.measured.made_loose() if value.measured is not None else None
    known = not index.open and not index.spoiled
    if value.shape is None or len(value.shape) != 2 or not known:
        return found
    if any(isinstance(item, Known) and isinstance(item.value, bool) for item in index.items):
        found.shape, found.labels = ("?", value.shape[1]), value.labels
    elif all(isinstance(item, (Known, Linear)) for item in index.items):
        found.shape = (value.shape[0], len(index.items))
    return found


def _without_dots(value: Data, parts: Sequence[Part]) -> Sequence[Part]:
    """`x[..., 0]`: the dots are all axes that no other index takes."""
    at = next((at for at, part in enumerate(parts) if _is_dots(part)), None)
    if at is None or value.shape is None or len(parts) < 2:
        return parts
    taken = sum(part.index is None or not adds_axis(part.index) for part in parts) - 1
    whole = [Part(parts[at].node)] * max(0, len(value.shape) - taken)
    return [*parts[:at], *whole, *parts[at + 1 :]]


def _is_dots(part: Part) -> bool:
    return isinstance(part.node, cst.Index) and isinstance(part.node.value, cst.Ellipsis)


def _of_fold(value: Data, fold: Fold) -> Data:
    """`x[train]`."""
    assert fold.step is not None
    shape = ("?", *value.shape[1:]) if value.shape else None
    return value.then(fold.step, shape=shape, magnitude=value.magnitude, integer=value.integer)


def _slice(
    it: Interpreter,
    value: Data,
    parts: Sequence[Part],
    place: Place,
    stated: tuple[Shape | None] | None = None,
) -> Data:
    """A part by subscripts; `stated`: its shape, where numpy's rules do not hold."""
    rows_known = all(part.index is None or _is_followed(value, part.index) for part in parts)
    final = _left_of(value.shape, parts) if value.shape is not None and rows_known else None
    if stated is not None:
        final = stated[0]
    detail = _taken(it, parts[0], value.single) if rows_known else Selected(picked=True)
    if _is_strided(parts):
        detail = replace(detail or Selected(), strided=True)
    if _halves(parts):
        kept = detail if isinstance(detail, Selected) else Selected()
        step = Step("split", "slice", place, replace(kept, shuffle=False), moves=moves(it, parts))
    else:
        followed = rows_known or _adds_last_axes(parts)
        step = Step("select", "slice", place, detail, moves=moves(it, parts) if followed else None)
    taken = value.then(step, shape=final, magnitude=value.magnitude, integer=value.integer)
    taken.measured = _measured(value, parts, rows_known)
    taken.dtype, taken.range = value.dtype, value.range
    taken.most = _at_most(parts[0]) if value.kind == "array" and not value.text else None
    taken.single = value.single or (value.kind == "array" and _is_number(parts[0].index))
    if value.kind == "frame" and len(parts) == 1 and parts[0].index is None:
        taken.labels = value.labels
        if value.labels is not None and final is not None and not _counts(parts[0]):
            taken.shape = ("?", *final[1:])
    if isinstance(detail, Selected) and detail.rows is not None:
        it.record.portions.append(taken.series())
    return taken


def _measured(value: Data, parts: Sequence[Part], understood: bool) -> Measured | None:
    """The columns of files that are left of an array, by the index of its last axis."""
    held = value.held()
    if held is None or len(held.columns) == 1:
        return held
    if value.shape is None or not understood:
        return held.made_loose()
    axes = [part for part in parts if part.index is None or not adds_axis(part.index)]
    rank = len(value.shape)
    if len(axes) < rank:
        return held
    return held.at(_places(axes[rank - 1], len(held.columns)) if rank > 1 else None)


def _places(part: Part, size: int) -> list[int] | None:
    """The places that a subscript takes of an axis; None where that is not known."""
    if part.index is None:
        bounds = [None if bound is None else integer(bound) for bound in part.bounds]
        if (
            any(bound is not None and found is None for bound, found in zip(part.bounds, bounds))
            or bounds[2] == 0
        ):
            return None
        return list(range(size))[slice(*bounds)]
    one = integer(part.index)
    if one is not None:
        return [one]
    if isinstance(part.index, Items) and not part.index.open and not part.index.spoiled:
        several = [integer(item) for item in part.index.items]
        known = [at for at in several if at is not None]
        return known if len(known) == len(several) else None
    return None


def _at_most(part: Part) -> int | None:
    """How many rows `x[:1]`, `x[-1:]`, `x[3:5]`, `x[i : i + 1]` and `x[None]` have at most."""
    if part.index is not None:
        return 1 if adds_axis(part.index) else None
    lower, upper, step = part.bounds
    if step is not None:
        return None
    if isinstance(lower, Linear) and isinstance(upper, Linear) and lower.base is upper.base:
        return max(0, upper.offset - lower.offset)
    low = 0 if lower is None else integer(lower)
    high = integer(upper) if upper is not None else None
    if low is None or (high is None and (upper is not None or low >= 0)):
        return None
    if high is None:
        return -low
    return max(0, high - low) if (low < 0) == (high < 0) else None


def _counts(part: Part) -> bool:
    """Whether the bounds of a slice are row numbers, and not what rows are called."""
    return all(
        bound is None or not isinstance(bound, Known) or integer(bound) is not None for bound in part.bounds
    )


def _taken(it: Interpreter, part: Part, inside: bool = False) -> Selected | Window | None:
    """What a slice of the first axis says: its bounds as written, or the stride of a window. `inside`: of one row."""
    node = part.node
    if not isinstance(node, cst.Slice):
        at = part.index
        return Window(at.stride, True, inside=inside) if isinstance(at, Linear) else None
    if node.step is not None:
        return None
    bounds = part.bounds[:2]
    moving = next((bound for bound in bounds if isinstance(bound, Linear)), None)
    if moving is not None:
        return Window(moving.stride, _is_single(bounds), inside=inside)
    if any(isinstance(bound, Data) and bound.single for bound in bounds):
        return Window(None, inside=inside)  # `x[i - 24 : i]` for each `i` of an array of row numbers
    begin, end = (it.text(bound) if bound is not None else "" for bound in (node.lower, node.upper))
    begin = "" if begin == "0" else begin
    return Selected(rows=(begin, end)) if begin or end else None


def _is_single(bounds: Sequence[Abstract | None]) -> bool:
    """Whether a window holds one row only, so that two of them share none."""
    lower, upper = bounds
    return (
        isinstance(lower, Linear)
        and isinstance(upper, Linear)
        and lower.base is upper.base
        and upper.offset - lower.offset <= 1
    )


def _of_text(it: Interpreter, value: Data, part: Part, place: Place) -> Data:
    """`text[i : i + 40]`: windows of one length where both ends move along together, else a part of it."""
    moving = _taken(it, part)
    lower, upper, _ = part.bounds
    if part.index is not None or not isinstance(moving, Window) or lower is None or upper is None:
        return value
    return value.then(Step("window", "slice", place, moving))


_TIME = re.compile(r"index\b|date|time|year|month|week|day|hour|stamp", re.IGNORECASE)
_BEFORE, _AFTER = (cst.LessThan, cst.LessThanEqual), (cst.GreaterThan, cst.GreaterThanEqual)


def _side_in_time(it: Interpreter, node: cst.BaseSlice) -> tuple[str, str] | None:
    """The bounds of `frame[frame.index < cut]` and of `frame[frame.index >= cut]`, as those of a slice are written."""
    test = node.value if isinstance(node, cst.Index) else None
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return None
    left, other = it.text(test.left), test.comparisons[0]
    if not _TIME.search(left):
        return None
    border = f"{left} < {it.text(other.comparator)}"
    if isinstance(other.operator, _BEFORE):
        return "", border
    return (border, "") if isinstance(other.operator, _AFTER) else None


_DRAWS = frozenset({"rand", "random", "uniform", "random_sample", "binomial", "choice"})


def _masked(it: Interpreter, value: Data, mask: Data, subscript: Subscript) -> Data:
    """`x[x > 0]`: the rows, or of a mask with more axes the numbers, for which it holds."""
    drawn = next((step for step in mask.steps if step.what in _DRAWS), None)
    if drawn is not None and mask.steps[0] is drawn:  # `x[np.random.rand(len(x)) < 0.8]`, and `x[~mask]`
        part: Literal["train", "test"] = "test" if mask.steps[-1].what == "invert" else "train"
        return _where(value, mask, Step("split", drawn.what, drawn.place, Split(part, True)))
    rows = _side_in_time(it, subscript.parts[0].node)
    found = _where(value, mask, Step("select", "slice", subscript.place, Selected(rows=rows, picked=True)))
    if rows is not None:
        it.record.portions.append(found.series())
    return found


def _where(value: Data, mask: Data, step: Step) -> Data:
    found = value.then(step, magnitude=value.magnitude, integer=value.integer)
    if value.kind in ("frame", "column") and mask.shape is not None and len(mask.shape) == 2:
        found.shape, found.labels, found.dtype = value.shape, value.labels, None
        return found  # numbers for which it does not hold become NaN
    if value.shape is not None and mask.shape is not None and len(mask.shape) <= len(value.shape):
        found.shape = ("?", *value.shape[len(mask.shape) :])
    found.dtype, found.range, found.labels = value.dtype, value.range, value.labels
    return found


def _looked_up(value: Data, index: Data, place: Place) -> Data:
    """`x[order]`: rows in a made-up order, one-hot rows of `np.eye`, or entries of a table by their number."""
    if value.steps and value.steps[-1].what in ("eye", "identity"):
        known = index.shape is not None and value.shape is not None and len(value.shape) == 2
        shape = (*(index.shape or ()), *(value.shape or ())[1:]) if known else None
        return index.then(Step("one-hot", value.steps[-1].what, place), magnitude=1.0, shape=shape)
    if index.steps and index.steps[0].kind in ("literal", "synthetic") and index.certain:
        found = value.then(Step("select", "slice", place, Selected(picked=True)), magnitude=value.magnitude)
        found.steps, found.integer = (*found.steps, *_order(index)), value.integer
        return found
    return Data((*index.steps, Step("unknown", "lookup", place)), None, False)


def _adds_last_axes(parts: Sequence[Part]) -> bool:
    """`x[..., None]`, of whatever rank."""
    return len(parts) > 1 and all(part.index is not None and adds_axis(part.index) for part in parts[1:])


def _order(index: Data) -> tuple[Step, ...]:
    """What is done to row numbers from where they are mixed on, which then is done to the rows that they pick."""
    for at, step in enumerate(index.steps):
        if step.kind == "shuffle" or step.what == "permutation":
            return replace(step, kind="shuffle"), *index.steps[at + 1 :]
    return ()


def _is_strided(parts: Sequence[Part]) -> bool:
    return any(part.bounds[2] is not None for part in parts)


def _halves(parts: Sequence[Part]) -> bool:
    """Whether a slice of the rows takes one side of a border, `x[:n]` or `x[n:]`, and not all but a few: `x[1:]`."""
    only = parts[0]
    if len(parts) != 1 or only.index is not None or only.bounds[2] is not None:
        return False
    bounds = [bound for bound in only.bounds if bound is not None]
    if len(bounds) != 1 or isinstance(bounds[0], Linear):
        return False
    border = integer(bounds[0])
    return border is None or abs(border) >= _FEW_ROWS


def _is_number(index: Abstract | None) -> bool:
    return isinstance(index, Linear) or (index is not None and integer(index) is not None)


def _is_followed(value: Data, index: Abstract) -> bool:
    """Whether it can be told what a plain index does: a new axis, a number, a list of places or of truth values."""
    if adds_axis(index) or _is_number(index):
        return True
    if isinstance(index, Data):
        return index.dtype == "bool" and index.shape is not None and len(index.shape) == 1
    return (
        isinstance(index, Items)
        and value.shape is not None
        and not any(isinstance(item, (Items, Data)) for item in index.items)
    )


def _left_of(before: Shape, parts: Sequence[Part]) -> Shape:
    """The shape that subscripts leave. Lists and masks make one axis together, at the place of the first of them; where
    something else stands between them, or between one and a number, it is the first of all axes."""
    dims, shape = list(before), list[Dim]()
    sizes = [_places_taken(part.index) for part in parts if isinstance(part.index, (Items, Data))]
    at: int | None = None
    ended = apart = False
    for part in parts:
        if part.index is not None and not adds_axis(part.index):
            apart = apart or ended
            at = len(shape) if at is None else at
            dims = dims[1:]
            continue
        ended = at is not None
        shape.append(_slice_size(part, dims[0] if dims else "?") if part.index is None else 1)
        if part.index is None:
            dims = dims[1:]
    if sizes:
        several = [size for size in sizes if size != 1]
        shape.insert(0 if apart else at or 0, several[0] if several else 1)
    return (*shape, *dims)


def _places_taken(index: Items | Data) -> Dim:
    """How many places of its axis a list or a mask takes."""
    if isinstance(index, Data) or index.open or index.spoiled:
        return "?"
    held = [item.value if isinstance(item, Known) else None for item in index.items]
    if not any(isinstance(one, bool) for one in held):
        return len(held)
    return held.count(True) if all(isinstance(one, bool) for one in held) else "?"


def _slice_size(part: Part, size: Dim) -> Dim:
    start, upper, step = part.bounds
    if step is not None:
        return size if start is None and upper is None and integer(step) == -1 else "?"
    lower: Abstract = start if start is not None else Known(0)
    if upper is None and start is None:
        return size
    if isinstance(lower, Linear) and isinstance(upper, Linear) and lower.base is upper.base:
        return max(0, upper.offset - lower.offset)
    low, high = integer(lower), integer(upper) if upper is not None else None
    if isinstance(size, int) and low is not None and (high is not None or upper is None):
        return len(range(size)[low:high])
    if low is not None and high is not None and 0 <= low <= high and size is not None and size != "?":
        return high - low
    if low is not None and high is not None and 0 <= low <= high and high - low <= 1:
        return high - low  # one column by position: x[:, 3:4]
    return "?"


_NUMBERS = ("bool", "int", "uint", "float", "complex")


def store(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`x[...] = value`: a new column, one-hot rows written into zeros, rows filled in one by one, or something else."""
    owner, place, parts = subscript.owner, subscript.place, subscript.parts
    assert isinstance(owner, Data)
    if owner.kind != "frame":
        owner.measured = None
    if isinstance(value, Items):
        value = as_data(it, value, subscript.node) or value
    if owner.kind == "array" and _is_element(owner, parts) and it.control.guards == 0:
        of_numbers = owner.dtype is not None and owner.dtype.startswith(_NUMBERS)
        it.record.convert(subscript.node, "=", value, of_numbers)
    last = parts[-1].index
    several = columns.column_names(last) if isinstance(last, Items) and len(parts) == 1 else None
    if owner.kind == "frame" and several is not None and isinstance(value, (Data, Known)):
        for name in several:  # `frame[["open", "close"]] = scaled`
            columns.store_column(owner, value, name, place)
        return
    if owner.kind == "frame" and isinstance(last, Known) and isinstance(last.value, str):
        if len(parts) > 1:  # `frame.loc[rows, "close"] = 0`: of some rows only
            whole = columns.column(owner, last.value, place)
            _store(whole, value, False, place)
            value = whole
        columns.store_column(owner, value, last.value, place)
    else:
        _store(owner, value, _is_whole_row(parts), place, _row_of(parts))


def _is_element(owner: Data, parts: Sequence[Part]) -> bool:
    """Whether the subscripts lead to a single element: a number for each axis."""
    numbers = [part.index for part in parts if part.index is not None]
    single = all(isinstance(index, Linear) or integer(index) is not None for index in numbers)
    return single and owner.shape is not None and len(numbers) == len(parts) == len(owner.shape)


def _row_of(parts: Sequence[Part]) -> Moves | None:
    """Which row a loop writes, counted from the number that it counts: row `i - 24` of `x[i - 24] = ...`."""
    at = parts[0].index
    return Moves(at.offset, at.offset, at.base) if isinstance(at, Linear) else None


def _store(owner: Data, value: Abstract, whole: bool, place: Place, row: Moves | None = None) -> None:
    owner.measured = None
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        _store_number(owner, float(value.value), place)
    elif isinstance(value, Data):
        _store_data(owner, value, whole, place, row)
    else:
        owner.steps = (*owner.steps, Step("unknown", "assignment", place))
        owner.certain = False
        owner.magnitude = None


def _store_number(owner: Data, number: float, place: Place) -> None:
    last = owner.steps[-1].what if owner.steps else ""
    if number == 1 and last in ("zeros", "one-hot"):
        owner.steps = (*owner.steps, Step("one-hot", "one-hot", place))
        owner.magnitude = 1.0
        return
    made_up = bool(owner.steps) and all(step.kind in _MADE_UP for step in owner.steps)
    written = Step("synthetic" if made_up else "select", "assignment", place, Selected(picked=True))
    owner.steps = (*owner.steps, written)
    owner.magnitude = max(owner.magnitude, abs(number)) if owner.magnitude is not None else None
    owner.integer = None


def _store_data(owner: Data, value: Data, whole: bool, place: Place, row: Moves | None = None) -> None:
    fresh = bool(owner.steps) and all(step.what in _EMPTY for step in owner.steps)
    if (
        fresh and owner.steps[0] not in value.steps
    ):  # what stood there before is gone where whole rows are filled in, and is padding where parts of them are
        before = () if whole else owner.steps
        owner.steps = (*before, *value.steps, Step("stack", "assignment", place, moves=row))
        owner.magnitude = value.magnitude
        owner.integer = value.integer if whole else None
    else:
        held = set(map(_mark, owner.steps))
        owner.steps = (*owner.steps, *(step for step in value.steps if _mark(step) not in held))
        owner.magnitude = None
        owner.columns = {}
    owner.certain = owner.certain and value.sure


def _mark(step: Step) -> tuple[str, int]:
    """What two steps share that are one, also where a loop was read pass by pass."""
    return step.what, id(step if step.place is None else step.place.node)


def _is_whole_row(parts: Sequence[Part]) -> bool:
    """Whether `x[i] = ...` or `x[i, :, 0] = ...` writes over everything in a row."""
    first = parts[0]
    if first.index is None and first.bounds[:2] != (None, None):
        return len(parts) == 1  # a stretch of rows
    return all(part.index is None and part.bounds[:2] == (None, None) for part in parts[1:2])
