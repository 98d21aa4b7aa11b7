"""Columns: frames by name, what the program writes into them, and what is true of all other columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from lstm_lint.ir.profile import Held
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import MAX_HISTORY, Column, Data
from lstm_lint.reader.abstract.values import Abstract, Items, Method, Table
from lstm_lint.reader.libraries.data.gaps import in_column
from lstm_lint.script import Columns, Dim, Joined, Known, Place, Shape, Step

_MAX_OF_FRAME = 2_000  # steps of a frame, those of all its columns together
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


def as_column(value: Abstract, place: Place) -> Data | None:
    """The array that a value is, be it a column written as an attribute, `frame.close`."""
    if isinstance(value, Method) and isinstance(value.owner, Data) and value.owner.kind == "frame":
        return column(value.owner, value.name, place)
    return value if isinstance(value, Data) else None


def column(value: Data, name: str, place: Place | None) -> Data:
    """`frame["close"]`: the history of that column alone."""
    rows: Dim = value.shape[0] if value.shape else "?"
    single = value.kind == "frame" and (value.labels or ()).count(name) < 2
    single = single and not (value.repeats and value.labels is None)
    shape: Shape | None = (rows,) if single else None  # of another table it may be anything
    step = Step("select", "column", place, Columns((name,)))
    held = value.held() if value.kind == "frame" else None
    if name not in value.columns:
        kept = tuple(step for step in value.steps if step.column is None)
        return Data(
            (*kept, step), shape, value.certain, None, None, "column", text=value.text, dtype=value.dtype,
            measured=held.by_name((name,)) if held is not None else None,
        )  # fmt: skip
    assigned = value.columns[name]
    own = assigned.data
    later = [step for step in value.steps[assigned.since :] if step.column is None]
    later = later[: max(MAX_HISTORY - len(own.steps), 0)]
    certain = (value.certain or not assigned.certain) and all(step.kind != "unknown" for step in later)
    magnitude = (
        own.magnitude if not any(step.kind in ("scale", "arithmetic", "unknown") for step in later) else None
    )
    return Data(
        (*own.steps, *later, step),
        shape,
        own.sure and certain,
        magnitude,
        own.integer,
        "column",
        text=own.text,
        dtype=own.dtype if not later else None,
        measured=own.measured if not later else None,
        words=own.words if not later else None,
    )


def columns(value: Data, names: tuple[str, ...], place: Place | None) -> Data:
    """`frame[["open", "close"]]`."""
    rows: Dim = value.shape[0] if value.shape else "?"
    found = without(value, set(value.columns) - set(names))
    step = Step("select", "column", place, Columns(names))
    kept = value.dtype if not value.columns else None
    held = value.held() if value.kind == "frame" else None
    measured = held.by_name(names) if held is not None else None
    found = found.then(step, shape=(rows, len(names)), labels=names, dtype=kept, measured=measured)
    found.magnitude = _largest_of(value, names)
    return found


def _largest_of(value: Data, names: tuple[str, ...] | None) -> float | None:
    """The largest magnitude of columns that the program made, each of a known one."""
    if names is None or not names or not set(names) <= set(value.columns):
        return None
    found = [column(value, name, None).magnitude for name in names]
    known = [magnitude for magnitude in found if magnitude is not None]
    return max(known) if len(known) == len(found) else None


def without(value: Data, names: set[str]) -> Data:
    """The frame without these columns, as far as the program made them."""
    found = value.copy()
    found.columns = {name: item for name, item in value.columns.items() if name not in names}
    found.steps = tuple(step for step in value.steps if step.column not in names)
    if value.measured is not None and value.labels is not None:
        found.measured = value.measured.without(names)
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
    if not _followed(parts, names):
        whole.certain = False
        return
    for name in sorted(names):
        own = [column(part, name, None) for part in parts]
        made = Data(
            together(one.steps[:-1] for one in own),
            None,
            all(one.certain for one in own),
            None,
            own[0].integer,
            text=own[0].text,
        )
        whole.columns[name] = Column(made, len(whole.steps) - 1, whole.certain)


def beside(found: Data, parts: Sequence[Data], names: tuple[str, ...] | None = None) -> None:
    """The last step of a frame put its columns together, of which each has a history of its own."""
    joined = Joined(tuple(part.steps for part in parts), True, names)
    found.steps = (*found.steps[:-1], replace(found.steps[-1], joined=joined))


def side_by_side(found: Data, parts: Sequence[Data]) -> None:
    """`concat(axis=1)`, `join`: the columns that the program assigned are those of all frames."""
    found.columns = {}
    if any(part.kind != "frame" for part in parts):
        return
    found.certain = all(part.certain for part in parts)
    if not _followed(parts, set().union(*(part.columns for part in parts))):
        found.certain = False
        return
    for part in parts:
        for name in part.columns:
            own = column(part, name, None)
            made = own.copy()
            made.steps = own.steps[:-1]
            found.columns[name] = Column(made, len(found.steps), found.certain)


def together(histories: Iterable[Sequence[Step]]) -> tuple[Step, ...]:
    """The steps of several histories, one after the other and each once."""
    steps = list(chain.from_iterable(histories))
    return tuple(dict(zip(map(id, steps), steps)).values())


def _followed(parts: Sequence[Data], names: set[str]) -> bool:
    """Whether the histories of so many columns are still followed into another frame, one by one."""
    lengths = [len(item.data.steps) for part in parts for name, item in part.columns.items() if name in names]
    return sum(lengths) <= _MAX_OF_FRAME


def of_table(table: Table, read: dict[object, Data], step: Step) -> Data:
    """`pd.DataFrame({"x": x, "y": y})`."""
    steps = together(part.steps for part in read.values())
    sure = all(part.sure for part in read.values()) and len(steps) < _MAX_OF_FRAME
    kept = steps[:_MAX_OF_FRAME]
    found = Data((*kept, step), (_rows_of(read), len(read)), sure, kind="frame")
    if table.open:
        found.shape = ("?", "?")
    elif all(isinstance(name, str) for name in read):
        found.labels = tuple(map(str, read))
    found.certain = found.certain and not table.open
    found.columns = {str(name): Column(_alone(part), len(found.steps)) for name, part in read.items()}
    beside(found, list(read.values()), tuple(map(str, read)))
    found.magnitude = _largest_of(found, found.labels)
    return found


def _alone(value: Data) -> Data:
    """What becomes a column, without columns of its own."""
    if not value.columns:
        return value
    found = value.copy()
    found.certain, found.columns = value.sure, {}
    return found


def _rows_of(read: dict[object, Data]) -> Dim:
    """How many rows a frame of these columns has: columns of other frames come together by what rows are called."""
    sizes = {part.shape[0] for part in read.values() if part.shape and part.kind == "array"}
    plain = all(part.kind == "array" for part in read.values())
    known = [size for size in sizes if isinstance(size, int)]
    return known[0] if plain and len(known) == 1 else "?"


_LARGEST = {
    "month": 12.0, "day": 31.0, "hour": 23.0, "minute": 59.0, "second": 59.0, "dayofweek": 6.0, "day_of_week": 6.0,
    "weekday": 6.0, "dayofyear": 366.0, "day_of_year": 366.0, "week": 53.0, "weekofyear": 53.0, "quarter": 4.0,
}  # fmt: skip


def date_part(owner: Data, name: str) -> Data | None:
    """`frame["date"].dt.month`."""
    if name not in _DATES:
        return None
    shape, largest = owner.shape, _LARGEST.get(name)
    return owner.then(Step("arithmetic", name), shape=shape, integer=True, magnitude=largest, text=False)


def store_column(owner: Data, value: Abstract, name: str, place: Place) -> None:
    """`frame["lag"] = frame["close"].shift(1)`: of the other columns nothing changes."""
    if len(owner.steps) >= _MAX_OF_FRAME:
        owner.certain, owner.columns, owner.measured = False, {}, None
        return
    if isinstance(value, Data):
        held = set(map(id, owner.steps))
        new = [step for step in value.steps if id(step) not in held]
        own = _alone(value)
    elif isinstance(value, Known):
        new = [Step("select", "assignment", place)]
        magnitude = float(abs(value.value)) if isinstance(value.value, (int, float)) else None
        own = Data((Step("literal", "constant", place),), owner.shape and owner.shape[:1], True, magnitude)
    else:
        new = [Step("unknown", "assignment", place)]
        own = Data((*owner.steps, *new), None, False)
    owner.steps = (*owner.steps, *in_column(new, name))
    owner.columns = {**owner.columns, name: Column(own, len(owner.steps), owner.certain)}
    if owner.measured is not None:
        one = own.measured.single(name) if own.measured is not None else Held(name)
        owner.measured = owner.measured.storing(name, one)
    owner.magnitude = owner.dtype = owner.range = None
    rows: Dim = owner.shape[0] if owner.shape is not None and owner.shape != (0,) else "?"
    if owner.labels == () and own.shape:
        rows = own.shape[0] if own.kind == "array" else "?"  # the first column of an empty frame
    if owner.labels is not None and name in owner.labels:
        owner.magnitude = _largest_of(owner, owner.labels)
        return
    owner.labels = (*owner.labels, name) if owner.labels is not None else None
    owner.magnitude = _largest_of(owner, owner.labels)
    if owner.shape is not None and len(owner.shape) > 1:
        owner.shape = (rows, len(owner.labels) if owner.labels is not None else "?")
