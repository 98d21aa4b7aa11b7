"""Subscripts of arrays, frames and texts: `x[:, 0]`, `frame["close"]`, `x[i : i + 10]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from lstm_lint import nodes as cst
from lstm_lint.ir.profile import Measured
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer, is_number
from lstm_lint.reader.abstract.registry import Part, Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Linear
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.beyond import note_beyond
from lstm_lint.reader.libraries.data.ends import running_over
from lstm_lint.reader.libraries.data.moved import adds_axis, is_dots, is_new, moves
from lstm_lint.script import Dim, Joined, Known, Place, Selected, Shape, Split, Step, Unknown, Window

ONE_HOT = ("eye", "identity")
_MOST_PLACES = 1000  # of a range from the end or backwards, which is read as a list
_FEW_ROWS = 32  # a slice that leaves out fewer shifts a series, it does not split it


def of_data(it: Interpreter, subscript: Subscript) -> Abstract:
    """`x[...]`."""
    assert isinstance(subscript.owner, Data)
    return take(it, subscript.owner, subscript)


def take(it: Interpreter, value: Data, subscript: Subscript) -> Abstract:
    """A part of an array, a frame or a text."""
    parts, place = _without_dots(value, subscript.parts), subscript.place
    if value.kind != "frame":  # frame[range(4)] are columns
        parts = _ranges_as_slices(parts)
    first = parts[0]
    if len(parts) == 1 and first.index is not None:
        index = first.index
        if isinstance(index, Fold) and index.step is not None:
            return of_fold(value, index)
        if value.text and value.kind != "frame" and not isinstance(index, (Items, Data)):
            return value.some_texts()  # a line, a word or a character
        if value.text and value.words is None and value.kind != "frame" and isinstance(index, Data):
            return _picked_texts(value, index, place)
        names = columns.column_names(index)
        if names is not None:
            single = isinstance(index, Known)
            return columns.column(value, names[0], place) if single else columns.columns(value, names, place)
        if value.kind == "frame" and is_number(index):
            return columns.column(value, str(integer(index)), place)  # frame[0] is the column of that name
        if isinstance(index, Data) and index.dtype == "bool":
            return _masked(it, value, index, subscript)
        if isinstance(index, Data) and not index.text:
            if value.steps and value.steps[-1].what in ONE_HOT and value.shape is not None:
                note_beyond(
                    it, subscript.node, f"np.{value.steps[-1].what}", index, value.shape[-1], value.counted
                )
            return _looked_up(value, index, place)
        if value.kind == "frame" and isinstance(index, Items):  # frame[[1]] are columns, frame.iloc[[1]] rows
            return _listed(value, index, place)
    if value.text and len(parts) == 1 and value.words is None:
        return _of_text(it, value, first, place)
    return sliced(it, value, parts, place)


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


def _ranges_as_slices(parts: Sequence[Part]) -> Sequence[Part]:
    """`x[range(i - 10, i)]` takes the rows of `x[i - 10 : i]`; two ranges are taken in pairs, and stay."""
    found = [_as_slice(part) for part in parts]
    changed = [one is not part for one, part in zip(found, parts)]
    others = (part for part, its in zip(parts, changed) if not its and part.index is not None)
    plain = all(_is_number(one.index) or is_new(one) or is_dots(one) for one in others)
    return found if sum(changed) == 1 and plain else parts


def _as_slice(part: Part) -> Part:
    index = part.index
    if isinstance(index, Linear) and index.bounds is not None:
        begin, end, step = index.bounds
        return Part(part.node, None, (begin, end, None if step is not None and integer(step) == 1 else step))
    if isinstance(index, Known) and isinstance(index.value, range):
        places = index.value
        if places.start >= 0 and places.step > 0:
            every = Known(places.step) if places.step > 1 else None
            return Part(part.node, None, (Known(places.start), Known(places.stop), every))
        if len(places) <= _MOST_PLACES:
            return Part(part.node, Items([Known(at) for at in places], False, False, 0))
    return part


def _without_dots(value: Data, parts: Sequence[Part]) -> Sequence[Part]:
    """`x[..., 0]`: the dots are all axes that no other index takes."""
    at = next((at for at, part in enumerate(parts) if is_dots(part)), None)
    if at is None or value.shape is None or len(parts) < 2:
        return parts
    taken = sum(not is_new(part) for part in parts) - 1
    whole = [Part(parts[at].node)] * max(0, len(value.shape) - taken)
    return [*parts[:at], *whole, *parts[at + 1 :]]


def of_fold(value: Data, fold: Fold) -> Data:
    """`x[train]`."""
    assert fold.step is not None
    shape = ("?", *value.shape[1:]) if value.shape else None
    return value.then(fold.step, shape=shape, magnitude=value.magnitude, integer=value.integer)


def sliced(
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
    elif final == () and value.may_hold_arrays:
        final = None
    detail = _taken(it, parts[0], value.single) if rows_known else Selected(picked=True)
    if isinstance(detail, Window) and (short := running_over(it, place.node, parts[0])):
        detail = replace(detail, short_by=short)
    if _is_strided(parts):
        stride = parts[0].bounds[2]
        last_first = parts[0].bounds[:2] == (None, None) and stride is not None and integer(stride) == -1
        detail = replace(detail or Selected(), strided=True)
        if isinstance(detail, Selected):
            detail = replace(detail, backwards=last_first)
    if _halves(parts):
        kept = detail if isinstance(detail, Selected) else Selected()
        step = Step("split", "slice", place, replace(kept, shuffle=False), moves=moves(it, parts))
    else:
        followed = rows_known or _adds_last_axes(parts)
        step = Step("select", "slice", place, detail, moves=moves(it, parts) if followed else None)
    taken = value.then(step, shape=final, magnitude=value.magnitude, integer=value.integer)
    taken.measured = _measured(value, parts, rows_known)
    taken.dtype, taken.range = value.dtype, value.range
    if final == () and value.dtype == "object":
        taken.dtype = None  # the element itself
    taken.words = _words_left(value, final)
    taken.listed = value.listed and len(parts) == 1 and parts[0].index is None
    taken.most = _at_most(parts[0]) if value.kind == "array" and not value.text else None
    taken.single = value.single or (value.kind == "array" and _is_number(parts[0].index))
    if value.kind == "frame" and len(parts) == 1 and parts[0].index is None:
        taken.labels = value.labels
        if value.labels is not None and final is not None and not _counts(parts[0]):
            taken.shape = ("?", *final[1:])
    if isinstance(detail, Selected) and detail.rows is not None:
        it.record.portions.append(taken.series())
    return taken


def _words_left(value: Data, shape: Shape | None) -> frozenset[str] | None:
    """The different texts of a part: of what was drawn at random all of them, where the part is large."""
    rows = shape[0] if shape else None
    words = value.words
    drawn = bool(value.steps) and value.steps[0].what == "choice"
    enough = words is not None and isinstance(rows, int) and rows >= _ENOUGH * len(words)
    return words if drawn and enough else None


_ENOUGH = 16  # rows for each text, so that none is missing by chance


def _measured(value: Data, parts: Sequence[Part], understood: bool) -> Measured | None:
    """The columns of files that are left of an array, by the index of its last axis."""
    held = value.held()
    if held is None or len(held.columns) == 1:
        return held
    if not value.shape or not understood or value.shape[-1] != len(held.columns):
        return held.made_loose()
    axes = [part for part in parts if not is_new(part)]
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
    node, at = part.node, part.index
    if at is not None:
        return Window(at.stride, True, inside=inside) if isinstance(at, Linear) else None
    if part.bounds[2] is not None:
        return None
    bounds = part.bounds[:2]
    moving = next((bound for bound in bounds if isinstance(bound, Linear)), None)
    if moving is not None:
        begins = node.lower if isinstance(node, cst.Slice) else None
        # `x[start:i]`: where the last piece ended, which the program keeps, so that pieces need not overlap
        pieces = isinstance(begins, cst.Name) and bounds[0] is not None and type(bounds[0]) is Unknown
        return Window(None if pieces else moving.stride, _is_single(bounds), inside=inside)
    if any(isinstance(bound, Data) and bound.single for bound in bounds):
        return Window(None, inside=inside)  # `x[i - 24 : i]` for each `i` of an array of row numbers
    if not isinstance(node, cst.Slice):
        return None  # of a range, or the axes that dots stand for
    begin, end = (_bound(it.text(bound)) if bound is not None else "" for bound in (node.lower, node.upper))
    begin = "" if begin == "0" else begin
    return Selected(rows=(begin, end)) if begin or end else None


_WHOLE = re.compile(r"int\(([\w.]+)\)")


def _bound(text: str) -> str:
    """A bound of rows as it is written, `int(border)` as the border that it is."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found is not None else text


def _is_single(bounds: Sequence[Abstract | None]) -> bool:
    """Whether a window holds one row only, so that two of them share none."""
    lower, upper = bounds
    return (
        isinstance(lower, Linear)
        and isinstance(upper, Linear)
        and lower.base is upper.base
        and upper.offset - lower.offset <= 1
    )


def _picked_texts(value: Data, index: Data, place: Place) -> Data:
    """`names[ids]`, `texts[mask]`: as many as there are numbers, or as the mask holds for."""
    found = value.then(Step("select", "slice", place, Selected(picked=True)))
    found.dtype, found.text, found.steps = value.dtype, value.text, (*found.steps, *_order(index))
    is_listed = value.shape is not None and len(value.shape) == 1 and index.shape is not None
    found.shape = (("?",) if index.dtype == "bool" else index.shape) if is_listed else None
    return found


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
    step = Step(
        "select", "slice", subscript.place, Selected(rows=rows, picked=True), joined=Joined((mask.steps,))
    )
    found = _where(value, mask, step)
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
    if value.steps and value.steps[-1].what in ONE_HOT:
        known = index.shape is not None and value.shape is not None and len(value.shape) == 2
        shape = (*(index.shape or ()), *(value.shape or ())[1:]) if known else None
        return index.then(Step("one-hot", value.steps[-1].what, place), magnitude=1.0, shape=shape)
    if index.steps and index.steps[0].kind in ("literal", "synthetic") and index.certain:
        found = value.then(Step("select", "slice", place, Selected(picked=True)), magnitude=value.magnitude)
        found.steps, found.integer = (*found.steps, *_order(index)), value.integer
        numbers = index.integer is True and index.shape is not None and value.kind == "array"
        if numbers and value.shape is not None and index.shape is not None:
            found.shape, found.dtype, found.range = (*index.shape, *value.shape[1:]), value.dtype, value.range
        return found
    return Data((*index.steps, Step("unknown", "lookup", place)), None, False)


def _adds_last_axes(parts: Sequence[Part]) -> bool:
    """`x[..., None]`, of whatever rank."""
    return len(parts) > 1 and all(map(is_new, parts[1:]))


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
    return index is not None and is_number(index)


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
        shape.append(size_of_slice(part, dims[0] if dims else "?") if part.index is None else 1)
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


def size_of_slice(part: Part, size: Dim) -> Dim:
    start, upper, step = part.bounds
    every = 1 if step is None else integer(step)
    if every is None or every < 1:
        return size if start is None and upper is None and every == -1 else "?"
    lower: Abstract = start if start is not None else Known(0)
    if upper is None and start is None and every == 1:
        return size
    if isinstance(lower, Linear) and isinstance(upper, Linear) and lower.base is upper.base:
        return len(range(lower.offset, upper.offset, every))
    low, high = integer(lower), integer(upper) if upper is not None else None
    if isinstance(size, int) and low is not None and (high is not None or upper is None):
        return len(range(size)[low:high:every])
    if low is None or high is None or not 0 <= low <= high:
        return "?"
    if (size is not None and size != "?") or high - low <= 1:  # one column by position: x[:, 3:4]
        return len(range(low, high, every))
    return "?"
