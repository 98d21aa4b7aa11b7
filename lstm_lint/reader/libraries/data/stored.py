"""Subscripts that are written: `x[i] = window`, `frame["ratio"] = ...`, `frame.loc[rows, "close"] = 0`."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import is_number
from lstm_lint.reader.abstract.registry import Part, Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Method, PublishedWord
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data, origin
from lstm_lint.reader.libraries.data.located import PLACES
from lstm_lint.reader.libraries.data.missing import is_nan
from lstm_lint.reader.libraries.data.row_names import note_other_rows
from lstm_lint.reader.libraries.keras.word_numbers import note_number
from lstm_lint.script import Fitted, Gaps, Known, Moves, Pad, Place, Selected, Step, Written

_MADE_UP = ("synthetic", "literal")
_EMPTY = frozenset({"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like"})
_ZEROS = ("zeros", "zeros_like")
_FULL = ("full", "full_like")
_NUMBERS = ("bool", "int", "uint", "float", "complex")


def store_located(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`frame.loc[rows, "close"] = 0`."""
    owner, parts = subscript.owner, subscript.parts
    if not isinstance(owner, Method) or owner.name not in PLACES or not isinstance(owner.owner, Data):
        return
    frame = owner.owner
    whole = len(parts) == 2 and parts[0].index is None and parts[0].bounds == (None, None, None)
    if len(parts) == 1 and owner.name in ("loc", "at"):  # a row, perhaps a new one
        _store(frame, value, False, subscript.place)
        if frame.shape is not None:
            frame.shape = ("?", *frame.shape[1:])
        return
    store(it, Subscript(subscript.node, frame, parts[1:] if whole else parts, subscript.locate), value)


def store_unknown(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`table["close"] = scaler.fit_transform(...)` of what another package gave: from here on it is taken for a frame.

    What is known of it is that column; a list or dict of the program is not unknown.
    """
    index = subscript.parts[0].index if len(subscript.parts) == 1 else None
    target = subscript.node.value if isinstance(subscript.node, cst.Subscript) else None
    scaled = isinstance(value, Data) and bool(value.steps) and isinstance(value.steps[-1].detail, Fitted)
    names = columns.column_names(index) if index is not None else None
    if not scaled or not names or not isinstance(target, cst.Name):
        return
    frame = origin(subscript.owner)
    frame.kind = "frame"
    it.assign(target, frame)
    for name in names:
        columns.store_column(frame, value, name, subscript.place)


def store(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`x[...] = value`: a new column, one-hot rows written into zeros, rows filled in one by one, or something else."""
    owner, place, parts = subscript.owner, subscript.place, subscript.parts
    assert isinstance(owner, Data)
    if parts and isinstance(parts[0].index, Linear) and isinstance(parts[0].index.base, PublishedWord):
        note_number(it, parts[0].index, subscript.node)
    if owner.kind != "frame":
        owner.measured = None
    elif isinstance(value, Data) and value.numbered is value.steps:
        note_other_rows(it, subscript.node, owner)
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
        if len(parts) == 1 and not it.control.guards and not it.control.depth:
            _note_length(it, subscript, last.value, value)
        if len(parts) > 1:  # `frame.loc[rows, "close"] = 0`: of some rows only
            whole = columns.column(owner, last.value, place)
            _store(whole, value, False, place, masked=_is_masked(parts))
            value = whole
        columns.store_column(owner, value, last.value, place)
    else:
        owner.named = False  # `frame[0] = ...` makes a column of that name
        several_places = last is None  # `labels[i, start:end] = 1` makes no one-hot rows
        row, written = _row_of(parts), _written(it, parts)
        side, filled = _padded_side(owner, value, parts), owner.range[0] if owner.range is not None else 0.0
        _store(owner, value, _is_whole_row(parts), place, row, written, several_places, _is_masked(parts))
        if side is not None:
            steps = owner.shape[1] if owner.shape is not None and len(owner.shape) > 1 else None
            pad = Pad(side, steps if isinstance(steps, int) else None, None, None, filled)
            owner.steps = (*owner.steps, Step("pad", "assignment", place, pad))
        elif len(parts) > 1 and parts[1].bounds[0] is not None:  # the rest of the rows is filled in as well
            owner.steps = tuple(
                step for step in owner.steps if (step.kind, step.what) != ("pad", "assignment")
            )


def _note_length(it: Interpreter, subscript: Subscript, name: str, value: Abstract) -> None:
    """Write down an array that becomes a column of a frame of another length; a Series is aligned instead."""
    owner = subscript.owner
    if not isinstance(value, Data) or not isinstance(owner, Data) or value.kind != "array" or value.single:
        return
    sizes = [one.shape[0] if one.shape else None for one in (value, owner)]
    known = all(isinstance(size, int) for size in sizes) and owner.sure and value.shape != (1,)
    if known and sizes[0] != sizes[1] and owner.shape != (0, 0) and not owner.repeats:
        it.record.refuse(subscript.node, "column-length", name, str(sizes[0]), str(sizes[1]))


def _padded_side(owner: Data, value: Abstract, parts: Sequence[Part]) -> str | None:
    """At which end one number is left in rows that a loop fills: at that of `x[i, : len(words)] = words`."""
    one_number = owner.range is not None and owner.range[0] == owner.range[1]
    fresh = bool(owner.steps) and all(
        step.what in _ZEROS or (step.what in _FULL and one_number) for step in owner.steps
    )
    if not fresh or not isinstance(value, Data) or len(parts) < 2 or not isinstance(parts[0].index, Linear):
        return None
    begin, end, step = parts[1].bounds
    if parts[1].index is not None or step is not None or isinstance(begin, Known) or isinstance(end, Known):
        return None
    return (
        "post" if begin is None and end is not None else "pre" if end is None and begin is not None else None
    )


def _is_masked(parts: Sequence[Part]) -> bool:
    """Whether a condition picks the rows: `x[x < 0]`."""
    index = parts[0].index
    return isinstance(index, Data) and index.dtype == "bool"


def _is_element(owner: Data, parts: Sequence[Part]) -> bool:
    """Whether the subscripts lead to a single element: a number for each axis."""
    numbers = [part.index for part in parts if part.index is not None]
    single = all(map(is_number, numbers))
    return single and owner.shape is not None and len(numbers) == len(parts) == len(owner.shape)


def _row_of(parts: Sequence[Part]) -> Moves | None:
    """Which row a loop writes, counted from the number that it counts: row `i - 24` of `x[i - 24] = ...`."""
    at = parts[0].index
    return Moves(at.offset, at.offset, at.base) if isinstance(at, Linear) else None


def _written(it: Interpreter, parts: Sequence[Part]) -> Written | None:
    """The element that a loop over the rows and one over the steps write: `x[i, t, ids[word]]`, `x[i, t]`."""
    row, step = (part.index for part in parts[:2]) if len(parts) in (2, 3) else (None, None)
    if not isinstance(row, Linear) or not isinstance(step, Linear) or row.base is step.base:
        return None
    ids = it.text(parts[2].node) if len(parts) > 2 else ""
    return Written((row.base, row.offset), (step.base, step.offset), ids)


def _store(
    owner: Data,
    value: Abstract,
    whole: bool,
    place: Place,
    row: Moves | None = None,
    written: Written | None = None,
    several_places: bool = False,
    masked: bool = False,
) -> None:
    owner.measured = None
    if masked and is_nan(value):
        owner.steps = (*owner.steps, Step("select", "assignment", place, Gaps("np.nan", between=True)))
        return
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        _store_number(owner, float(value.value), place, written, several_places)
    elif isinstance(value, Data):
        _store_data(owner, value, whole, place, row, written)
    else:
        owner.steps = (*owner.steps, Step("unknown", "assignment", place))
        owner.certain = False
        owner.magnitude = None


_WHOLE = frozenset(f"{sign}int{bits}" for sign in ("", "u") for bits in ("8", "16", "32", "64"))


def _store_number(
    owner: Data, number: float, place: Place, element: Written | None, several_places: bool
) -> None:
    last = owner.steps[-1].what if owner.steps else ""
    if number == 1 and last in ("zeros", "one-hot") and not several_places:
        owner.steps = (*owner.steps, Step("one-hot", "one-hot", place, element))
        owner.magnitude = 1.0
        return
    made_up = bool(owner.steps) and all(step.kind in _MADE_UP for step in owner.steps)
    written = Step("synthetic" if made_up else "select", "assignment", place, Selected(picked=True))
    owner.steps = (*owner.steps, written)
    owner.magnitude = max(owner.magnitude, abs(number)) if owner.magnitude is not None else None
    owner.integer = True if owner.dtype in _WHOLE else None


def _store_data(
    owner: Data, value: Data, whole: bool, place: Place, row: Moves | None, written: Written | None
) -> None:
    fresh = bool(owner.steps) and all(step.what in _EMPTY for step in owner.steps)
    if (
        fresh and owner.steps[0] not in value.steps
    ):  # what stood there before is gone where whole rows are filled in, and is padding where parts of them are
        before = () if whole else owner.steps
        owner.steps = (*before, *value.steps, Step("stack", "assignment", place, written, moves=row))
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
