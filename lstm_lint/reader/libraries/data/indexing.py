"""Subscripts of arrays, frames and texts: `x[:, 0]`, `frame["close"]`, `x[i : i + 10]`, read and written."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Part, Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Method, Module
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.script import Dim, Known, Place, Step

_MADE_UP = ("synthetic", "literal")
_EMPTY = frozenset({"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like"})
_FEW_ROWS = 32  # a slice that leaves out fewer shifts a series, it does not split it


def of_column(it: Interpreter, subscript: Subscript) -> Abstract | None:
    """`frame.close[...]`."""
    owner = subscript.owner
    column = columns.as_column(owner, subscript.place) if isinstance(owner, Method) else None
    return take(it, column, subscript) if column is not None else None


def of_data(it: Interpreter, subscript: Subscript) -> Abstract:
    """`x[...]`."""
    assert isinstance(subscript.owner, Data)
    return take(it, subscript.owner, subscript)


def take(it: Interpreter, value: Data, subscript: Subscript) -> Abstract:
    """A part of an array, a frame or a text."""
    parts, place = subscript.parts, subscript.place
    first = parts[0]
    if len(parts) == 1 and first.index is not None:
        index = first.index
        if isinstance(index, Fold) and index.step is not None:
            return _of_fold(value, index)
        if value.text and not isinstance(index, Items):
            return value  # a line, a word or a character
        names = columns.column_names(index)
        if names is not None:
            single = isinstance(index, Known)
            return columns.column(value, names[0], place) if single else columns.columns(value, names, place)
        if isinstance(index, Data) and index.dtype == "bool":
            return _masked(value, index, place)
        if isinstance(index, Data) and not index.text:
            return _looked_up(value, index, place)
        if value.kind == "frame" and isinstance(index, Items):  # frame[[1]] are columns, frame.iloc[[1]] rows
            return value.then(Step("select", "slice", place), magnitude=value.magnitude)
    if value.text and len(parts) == 1:
        return _of_text(it, value, first, place)
    return _slice(it, value, parts, place)


def _of_fold(value: Data, fold: Fold) -> Data:
    """`x[train]`."""
    assert fold.step is not None
    shape = ("?", *value.shape[1:]) if value.shape else None
    return value.then(fold.step, shape=shape, magnitude=value.magnitude, integer=value.integer)


def _slice(it: Interpreter, value: Data, parts: Sequence[Part], place: Place) -> Data:
    dims: list[Dim] | None = list(value.shape) if value.shape is not None else None
    shape: list[Dim] | None = [] if dims is not None else None
    rows_known = True
    for part in parts:
        if part.index is None:
            size = _slice_size(part, dims[0] if dims else "?")
            if shape is not None:
                shape.append(size)
                dims = dims[1:] if dims else dims
            continue
        rows_known = _index(part.index, shape) and rows_known
        if shape is not None and dims is not None and not _adds_axis(part.index):
            dims = dims[1:]
    final = (*shape, *dims) if shape is not None and dims is not None and rows_known else None
    detail: dict[str, object] = {"strided": True} if _is_strided(parts) else {}
    detail.update(_taken(it, parts[0]) if rows_known else {"picked": True})
    step = (
        Step("split", "slice", place, {**detail, "shuffle": False})
        if _halves(parts)
        else Step("select", "slice", place, detail)
    )
    taken = value.then(step, shape=final, magnitude=value.magnitude, integer=value.integer)
    taken.dtype, taken.range = value.dtype, value.range
    if "rows" in detail:
        it.record.portions.append(taken.series())
    return taken


def _taken(it: Interpreter, part: Part) -> dict[str, object]:
    """What a slice of the first axis says: `rows`, its bounds as written, or `slides_by`, the stride of a window."""
    node = part.node
    if not isinstance(node, cst.Slice):
        at = part.index
        return {"slides_by": at.stride, "single": True} if isinstance(at, Linear) else {}
    if node.step is not None:
        return {}
    bounds = part.bounds[:2]
    moving = next((bound for bound in bounds if isinstance(bound, Linear)), None)
    if moving is not None:
        return {"slides_by": moving.stride, "single": _is_single(bounds)}
    texts = tuple(it.text(bound) if bound is not None else "" for bound in (node.lower, node.upper))
    if texts[0] == "0":
        texts = ("", texts[1])
    return {"rows": texts} if any(texts) else {}


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
    if part.index is not None or "slides_by" not in moving or lower is None or upper is None:
        return value
    return value.then(Step("window", "slice", place, moving))


def _masked(value: Data, mask: Data, place: Place) -> Data:
    """`x[x > 0]`: the rows, or of a mask with more axes the numbers, for which it holds."""
    step = Step("select", "slice", place, {"picked": True})
    found = value.then(step, magnitude=value.magnitude, integer=value.integer)
    if value.shape is not None and mask.shape is not None and len(mask.shape) <= len(value.shape):
        found.shape = ("?", *value.shape[len(mask.shape) :])
    found.dtype, found.range, found.labels = value.dtype, value.range, value.labels
    return found


def _looked_up(value: Data, index: Data, place: Place) -> Data:
    """`x[order]`: rows in a made-up order, one-hot rows of `np.eye`, or entries of a table by their number."""
    if value.steps and value.steps[-1].what in ("eye", "identity"):
        return index.then(Step("one-hot", value.steps[-1].what, place), magnitude=1.0)
    if index.steps and index.steps[0].kind in ("literal", "synthetic") and index.certain:
        mixed = [step for step in index.steps if step.kind == "shuffle"]
        found = value.then(Step("select", "slice", place, {"picked": True}), magnitude=value.magnitude)
        found.steps, found.integer = (*found.steps, *mixed), value.integer
        return found
    return Data((*index.steps, Step("unknown", "lookup", place)), None, False)


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


def _adds_axis(value: Abstract) -> bool:
    return (isinstance(value, Known) and value.value is None) or (
        isinstance(value, Module) and value.path.endswith(".newaxis")
    )


def _index(value: Abstract, shape: list[Dim] | None) -> bool:
    """Apply one plain index to the shape; False where it cannot be told what it does."""
    if _adds_axis(value):
        if shape is not None:
            shape.append(1)
        return True
    if isinstance(value, Linear) or integer(value) is not None:
        return True
    if (
        isinstance(value, Data)
        and value.dtype == "bool"
        and value.shape is not None
        and len(value.shape) == 1
    ):
        if shape is not None:
            shape.append("?")
        return True
    if isinstance(value, Items) and shape is not None:
        shape.append(len(value.items) if not value.open and not value.spoiled else "?")
        return True
    return False


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


def store(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`x[...] = value`: a new column, one-hot rows written into zeros, rows filled in one by one, or something else."""
    owner, place, parts = subscript.owner, subscript.place, subscript.parts
    assert isinstance(owner, Data)
    if isinstance(value, Items):
        value = as_data(it, value, subscript.node) or value
    last = parts[-1].index
    if owner.kind == "frame" and isinstance(last, Known) and isinstance(last.value, str):
        if len(parts) > 1:  # `frame.loc[rows, "close"] = 0`: of some rows only
            whole = columns.column(owner, last.value, place)
            _store(whole, value, False, place)
            value = whole
        columns.store_column(owner, value, last.value, place)
    else:
        _store(owner, value, _is_whole_row(parts), place)


def _store(owner: Data, value: Abstract, whole: bool, place: Place) -> None:
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        _store_number(owner, float(value.value), place)
    elif isinstance(value, Data):
        _store_data(owner, value, whole, place)
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
    written = Step("synthetic" if made_up else "select", "assignment", place, {"picked": True})
    owner.steps = (*owner.steps, written)
    owner.magnitude = max(owner.magnitude, abs(number)) if owner.magnitude is not None else None
    owner.integer = None


def _store_data(owner: Data, value: Data, whole: bool, place: Place) -> None:
    fresh = bool(owner.steps) and all(step.what in _EMPTY for step in owner.steps)
    if (
        fresh and owner.steps[0] not in value.steps
    ):  # what stood there before is gone where whole rows are filled in, and is padding where parts of them are
        before = () if whole else owner.steps
        owner.steps = (*before, *value.steps, Step("stack", "assignment", place))
        owner.magnitude = value.magnitude
        owner.integer = value.integer if whole else None
    else:
        new = [step for step in value.steps if not any(_is_same(step, other) for other in owner.steps)]
        owner.steps = (*owner.steps, *new)
        owner.magnitude = None
        owner.columns = {}
    owner.certain = owner.certain and value.sure


def _is_same(first: Step, second: Step) -> bool:
    """Whether two steps are one, also where a loop was read pass by pass."""
    if first is second:
        return True
    places = first.place, second.place
    return first.what == second.what and all(places) and places[0].node is places[1].node  # type: ignore[union-attr]


def _is_whole_row(parts: Sequence[Part]) -> bool:
    """Whether `x[i] = ...` or `x[i, :, 0] = ...` writes over everything in a row."""
    first = parts[0]
    if first.index is None and first.bounds[:2] != (None, None):
        return len(parts) == 1  # a stretch of rows
    return all(part.index is None and part.bounds[:2] == (None, None) for part in parts[1:2])
