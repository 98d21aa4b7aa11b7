"""Frames: columns by name, and what the program writes into an array or a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import gaps
from lstm_lint.reader.values import Abstract, Column, Data, Items, Method, Table
from lstm_lint.script import Dim, Known, Place, Step

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_MADE_UP = ("synthetic", "literal")
_EMPTY = frozenset({"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like"})
_DATES = frozenset(
    {"year", "month", "day", "hour", "minute", "second", "dayofweek", "dayofyear", "weekday", "week", "quarter",
     "weekofyear", "day_of_week", "day_of_year"}
)  # fmt: skip


def column_names(index: Abstract) -> tuple[str, ...] | None:
    """The columns that `frame[index]` takes, where the index is made of names."""
    if isinstance(index, Known) and isinstance(index.value, str):
        return (index.value,)
    items = index.items if isinstance(index, Items) and not index.open and not index.spoiled else []
    names = tuple(item.value for item in items if isinstance(item, Known) and isinstance(item.value, str))
    return names if names and len(names) == len(items) else None


def as_column(walk: Walk, value: Abstract, node: cst.CSTNode) -> Data | None:
    """The array that a value is, be it a column written as an attribute, `frame.close`."""
    if isinstance(value, Method) and isinstance(value.owner, Data) and value.owner.kind == "frame":
        return column(value.owner, value.name, walk.places.of(node))
    return value if isinstance(value, Data) else None


def column(value: Data, name: str, place: Place | None) -> Data:
    """`frame["close"]`: the history of that column alone."""
    rows: Dim = value.shape[0] if value.shape else "?"
    step = Step("select", "column", place, {"columns": (name,)})
    if name not in value.columns:
        kept = tuple(step for step in value.steps if "column" not in step.detail)
        return Data((*kept, step), (rows,), value.certain, None, None, "column", text=value.text)
    assigned = value.columns[name]
    own = assigned.data
    later = [step for step in value.steps[assigned.since :] if "column" not in step.detail]
    certain = (value.certain or not assigned.certain) and all(step.kind != "unknown" for step in later)
    magnitude = (
        own.magnitude if not any(step.kind in ("scale", "arithmetic", "unknown") for step in later) else None
    )
    return Data(
        (*own.steps, *later, step),
        (rows,),
        own.sure and certain,
        magnitude,
        own.integer,
        "column",
        text=own.text,
    )


def columns(value: Data, names: tuple[str, ...], place: Place | None) -> Data:
    """`frame[["open", "close"]]`."""
    rows: Dim = value.shape[0] if value.shape else "?"
    found = without(value, set(value.columns) - set(names))
    step = Step("select", "column", place, {"columns": names})
    return found.then(step, shape=(rows, len(names)))


def without(value: Data, names: set[str]) -> Data:
    """The frame without these columns, as far as the program made them."""
    found = value.copy()
    found.columns = {name: item for name, item in value.columns.items() if name not in names}
    found.steps = tuple(step for step in value.steps if step.detail.get("column") not in names)
    gone = len(value.steps) - len(found.steps)
    if gone:
        kept = {id(step) for step in found.steps}
        found.columns = {
            name: Column(item.data, sum(id(step) in kept for step in value.steps[: item.since]), item.certain)
            for name, item in found.columns.items()
        }
    return found


def join_columns(whole: Data, parts: Sequence[Data]) -> None:
    """Columns of several frames of which one is made, one below the other; its last step is that."""
    names = set.intersection(*(set(part.columns) for part in parts))
    whole.certain = all(part.certain for part in parts)
    whole.certain = whole.certain and all(
        part.columns[name].data.sure for part in parts for name in set(part.columns) - names
    )
    for name in names:
        own = [column(part, name, None) for part in parts]
        steps = list(own[0].steps[:-1])
        for other in own[1:]:
            steps.extend(step for step in other.steps[:-1] if step not in steps)
        made = Data(
            tuple(steps), None, all(one.certain for one in own), None, own[0].integer, text=own[0].text
        )
        whole.columns[name] = Column(made, len(whole.steps) - 1, whole.certain)


def of_table(table: Table, read: dict[object, Data], step: Step) -> Data:
    """`pd.DataFrame({"x": x, "y": y})`."""
    steps: list[Step] = []
    for part in read.values():
        steps.extend(one for one in part.steps if one not in steps)
    found = Data((*steps, step), ("?", len(read)), all(part.sure for part in read.values()), kind="frame")
    found.certain = found.certain and not table.open
    found.columns = {str(name): Column(part, len(found.steps)) for name, part in read.items()}
    return found


def date_part(walk: Walk, owner: Data, name: str) -> Data | None:
    """`frame["date"].dt.month`."""
    return owner.then(Step("arithmetic", name), shape=owner.shape) if name in _DATES else None


def store(walk: Walk, node: cst.Subscript, owner: Data, value: Abstract) -> None:
    """`x[...] = value`: a new column, one-hot rows written into zeros, rows filled in one by one, or something else."""
    place = walk.places.of(node)
    if owner.kind == "frame" and (name := _column_of(walk, node)) is not None:
        if len(node.slice) > 1:  # `frame.loc[rows, "close"] = 0`: of some rows only
            whole = column(owner, name, place)
            _store(whole, value, False, place)
            value = whole
        store_column(owner, value, name, place)
    else:
        _store(owner, value, _is_whole_row(node), place)


def _column_of(walk: Walk, node: cst.Subscript) -> str | None:
    """The name of the column that `frame["close"]` or `frame.loc[rows, "close"]` stands for."""
    last = node.slice[-1].slice
    name = walk.evaluate(last.value) if isinstance(last, cst.Index) else None
    return name.value if isinstance(name, Known) and isinstance(name.value, str) else None


def _store(owner: Data, value: Abstract, whole: bool, place: Place) -> None:
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        _store_number(owner, float(value.value), place)
    elif isinstance(value, Data):
        _store_data(owner, value, whole, place)
    else:
        owner.steps = (*owner.steps, Step("unknown", "assignment", place))
        owner.certain = False
        owner.magnitude = None


def store_column(owner: Data, value: Abstract, name: str, place: Place) -> None:
    """`frame["lag"] = frame["close"].shift(1)`: of the other columns nothing changes."""
    if isinstance(value, Data):
        new = [step for step in value.steps if not any(step is other for other in owner.steps)]
        own = value
    elif isinstance(value, Known):
        new = [Step("select", "assignment", place)]
        magnitude = float(abs(value.value)) if isinstance(value.value, (int, float)) else None
        own = Data((Step("literal", "constant", place),), owner.shape and owner.shape[:1], True, magnitude)
    else:
        new = [Step("unknown", "assignment", place)]
        own = Data((*owner.steps, *new), None, False)
    owner.steps = (*owner.steps, *gaps.in_column(new, name))
    owner.columns = {**owner.columns, name: Column(own, len(owner.steps), owner.certain)}
    owner.magnitude = None
    if owner.shape is not None and len(owner.shape) > 1:
        owner.shape = (*owner.shape[:-1], "?")


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


def _is_whole_row(node: cst.Subscript) -> bool:
    """Whether `x[i] = ...` or `x[i, :, 0] = ...` writes over everything in a row."""
    parts = [element.slice for element in node.slice]
    first = parts[0]
    if isinstance(first, cst.Slice) and (first.lower is not None or first.upper is not None):
        return len(parts) == 1  # a stretch of rows
    return all(
        isinstance(part, cst.Slice) and part.lower is None and part.upper is None for part in parts[1:2]
    )
