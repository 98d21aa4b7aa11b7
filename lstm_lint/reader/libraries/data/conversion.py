"""Data: what arrays, frames and lists of numbers stand for, with their history from the source to `fit`.

Every operation that is understood adds a `Step` and keeps the shape where it can. One that is not understood ends
certainty: from then on only what was seen is known, never what was not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lstm_lint.ir.profile import Measured
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.sources import source
from lstm_lint.reader.abstract.arrays import MAX_HISTORY, Data, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import MAX_NESTED, constant, integer, is_number, tensors
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Method
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.looked_at import profiled, reading_of
from lstm_lint.reader.libraries.data.missing import marked
from lstm_lint.reader.libraries.data.runs import blocks_of, joined_runs, runs_of
from lstm_lint.script import Dim, Joined, Known, Moves, Read, Shape, Step, Unknown, Window

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

# Names that functions have for what they work on, where it is not given by position.
_FIRST = ("sequences", "arrays", "tensors", "data", "array", "x", "a", "y", "X", "objs", "arys", "indices")


def as_data(
    it: Interpreter, value: Abstract, node: CSTNode, lists: dict[int, Data | None] | None = None
) -> Data | None:
    """A list of numbers, or of arrays, as the array that numpy makes of it.

    `lists`: what was made of the lists around and beside this one; a list may be in several, and in itself.
    """
    if isinstance(value, Data):
        return value
    if isinstance(value, Method):
        return columns.as_column(value, it.place(node))
    if isinstance(value, Known) and isinstance(value.value, range):
        bounds = [abs(value.value[0]), abs(value.value[-1])] if len(value.value) else [0]
        return Data(
            (Step("literal", "range", it.place(node)),),
            (len(value.value),),
            True,
            float(max(bounds)),
            True,
            dtype="int64",
        )
    if not isinstance(value, Items):
        return None
    lists = {} if lists is None else lists
    if id(value) not in lists:
        lists[id(value)] = None
        lists[id(value)] = _of_list(it, value, node, lists)
    return lists[id(value)]


def _of_list(it: Interpreter, value: Items, node: CSTNode, lists: dict[int, Data | None]) -> Data | None:
    if (words := _texts(it, value, node)) is not None:
        return words
    if value.open and not value.spoiled and len(value.items) == 1:
        return _windows(it, value, node, lists)
    try:
        plain = constant(value)
    except LookupError:
        return _stacked(it, value, node, lists)
    leaves = _flat(plain)
    numbers = [leaf for leaf in leaves if isinstance(leaf, (int, float))]
    if not numbers or len(numbers) < len(leaves):
        return None
    shape = _literal_shape(plain)
    magnitude = float(max(map(abs, numbers)))
    whole = all(isinstance(number, int) for number in numbers)
    runs = runs_of(list(map(float, numbers))) if shape is not None and len(shape) == 1 else None
    kinds = {type(number) for number in numbers}
    dtype = "bool" if kinds == {bool} else "int64" if whole else "float64"
    step = Step("literal", "array", it.place(node), runs)
    return Data((step,), shape, True, magnitude, whole, dtype=dtype)


def _texts(it: Interpreter, value: Items, node: CSTNode) -> Data | None:
    """A list of strings of the program."""
    if not value.items or not all(
        isinstance(item, Known) and isinstance(item.value, str) for item in value.items
    ):
        return None
    rows: Dim = "?" if value.open or value.spoiled else len(value.items)
    whole = not value.open and not value.spoiled
    words = frozenset(str(item.value) for item in value.items if isinstance(item, Known)) if whole else None
    return Data((Step("literal", "texts", it.place(node)),), (rows,), text=True, words=words)


def _windows(it: Interpreter, filled: Items, node: CSTNode, lists: dict[int, Data | None]) -> Data | None:
    """An array of what a loop appended: one more axis."""
    element, rows = filled.items[0], filled.count
    length: Dim = rows if rows is not None else "?"
    if filled.blocks:
        return _labels(it, filled, length, node)
    inner = as_data(it, element, node, lists)
    if inner is None:
        if isinstance(element, Number):
            return Data((Step("unknown", element.reason),), (length,), False)
        if isinstance(element, Linear) and is_number(element):
            return Data((Step("synthetic", "loop", it.place(node)),), (length,))
        return None
    if inner.text and not inner.shape:
        return inner.some_texts().copy()  # lines of a file, words of a line
    each = Moves(0, 0, begins=0) if filled.each else None
    step = Step("window" if _is_window(inner) else "stack", "loop", it.place(node), moves=each)
    if filled.appended is not None and step.kind == "stack":
        both = tuple(one.steps for one in filled.appended if isinstance(one, Data))
        step = replace(step, joined=Joined(both)) if len(both) == 2 else step
    if filled.limit is not None:
        if not inner.single:
            return None
        length = filled.limit  # a window of so many rows, which goes on by one with each row
        step = Step("select", "deque", it.place(node), Window(1, length == 1))
    shape: Shape | None = (length, *inner.shape) if inner.shape is not None else None
    return inner.then(
        step,
        shape=shape,
        magnitude=inner.magnitude,
        integer=inner.integer,
        dtype=inner.dtype,
        range=inner.range,
        kind="array",
        single=False,
    )


def _labels(it: Interpreter, filled: Items, rows: Dim, node: CSTNode) -> Data:
    """An array of the numbers that loops appended, one number each."""
    numbers = [number for _, number in filled.blocks]
    whole = all(type(number) is int for number in numbers)
    step = Step("literal", "loop", it.place(node), blocks_of(numbers))
    magnitude = float(max(map(abs, numbers)))
    return Data((step,), (rows,), True, magnitude, whole, dtype="int64" if whole else "float64")


def _is_window(element: Data) -> bool:
    """Whether a loop cut it out at a place that moves along."""
    for step in reversed(element.steps):
        if step.kind == "window":
            return False
        if isinstance(step.detail, Window):
            return True
    return False


def origin(value: Abstract | None) -> Data:
    """Data of which nothing is known but why: the first step of its history says so."""
    for _ in range(MAX_NESTED):
        if isinstance(value, Items) and value.items:
            value = value.items[0]
    reason = value.reason if isinstance(value, Unknown) and value.reason else "a value that is not followed"
    return Data((Step("unknown", reason),), None, False)


def _stacked(it: Interpreter, value: Items, node: CSTNode, lists: dict[int, Data | None]) -> Data | None:
    parts = [as_data(it, item, node, lists) or _one_number(item) for item in value.items]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    joined = merged(it, known, node) if len(known) > 1 else _one_more_axis(it, known[0], node)
    shapes = {part.shape for part in known}
    if len(shapes) == 1 and not value.open and not value.spoiled:
        only = shapes.pop()
        joined.shape = (len(known), *only) if only is not None else None
    return joined


def _one_number(value: Abstract) -> Data | None:
    """A number of which no more is known, as an element of a list."""
    if isinstance(value, Number) or (isinstance(value, Linear) and is_number(value)):
        return Data((Step("unknown", "a number"),), (), False)
    plain = isinstance(value, Known) and type(value.value) in (int, float)
    return Data((Step("unknown", "a number"),), (), False) if plain else None


def _one_more_axis(it: Interpreter, part: Data, node: CSTNode) -> Data:
    if part.text:
        return part.some_texts().copy()
    return part.then(
        Step("stack", "list", it.place(node)),
        magnitude=part.magnitude,
        integer=part.integer,
        kind="array",
        single=False,
    )


def merged(it: Interpreter, parts: Sequence[Data], node: CSTNode) -> Data:
    """Several arrays put together: the steps of all of them, certain only where all are."""
    steps = [*columns.together(part.steps for part in parts)]
    followed = all(part.sure for part in parts) and len(steps) < MAX_HISTORY
    del steps[MAX_HISTORY:]
    if all(part.text for part in parts):
        return Data(tuple(steps), None, followed, text=True)
    steps.append(Step("stack", "concatenate", it.place(node), joined_runs(list(parts))))
    magnitudes = [part.magnitude for part in parts]
    known = [magnitude for magnitude in magnitudes if magnitude is not None]
    magnitude = max(known) if len(known) == len(magnitudes) and known else None
    found = Data(tuple(steps), None, followed, magnitude)
    found.measured = Measured.together([part.held() for part in parts])
    if all(part.kind == "frame" for part in parts):
        found.kind = "frame"
        columns.join_columns(found, parts)
    return found


def _flat(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple, range)):
        return [leaf for item in value for leaf in _flat(item)]
    return [value]


def _literal_shape(value: object) -> Shape | None:
    if not isinstance(value, (list, tuple, range)):
        return ()
    inner = {_literal_shape(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or ())) if inner else (0,)


def first_data(it: Interpreter, call: Call) -> Data | None:
    """The data that a function works on; data of unknown origin where it is given something else than data."""
    value = call.args.positional[0].value if call.args.positional else None
    if value is None:
        value = next((call.args.keywords[name].value for name in _FIRST if name in call.args.keywords), None)
    if value is None:
        return None
    return as_data(it, value, call.node) or origin(value)


def has_tensor(value: Abstract) -> bool:
    return next(tensors(value), None) is not None


def dim(value: Abstract) -> Dim:
    """A size that the program gives."""
    number = integer(value)
    return number if number is not None else "?"


def same_data(it: Interpreter, call: Call) -> Abstract | None:
    """`np.array(x)`, `copy.deepcopy(x)`: the same data in another container."""
    first = call.args.positional[0].value if call.args.positional else call.args.at(None, "data")
    made = as_data(it, first, call.node) if first is not None else None
    if made is not None:
        found = made.copy()
        found.listed = False
        if call.path.startswith("numpy.") and found.kind in ("frame", "column", "bunch"):
            found.measured = found.held()
            found.kind, found.certain, found.columns, found.labels = "array", found.sure, {}, None
        return found
    if isinstance(first, Known) and isinstance(first.value, (int, float)):
        return first
    return None if first is not None and has_tensor(first) else origin(first)


def read(it: Interpreter, call: Call) -> Data:
    """What a function of the table of sources reads."""
    row = source(call.name)
    reading = reading_of(call, _path(call))
    detail = Read(row.numbers, _path(call), reading, marked(call)) if row is not None else None
    step = Step("read", call.name, call.place, detail)
    if reading is not None:
        it.record.readings.setdefault((call.node, reading.key), reading)
        profile = it.record.profiles.get(reading.key)
        if profile is not None:
            return profiled(step, reading, profile)
    if row is None or row.numbers == "stored":
        return Data((step,), None, False)  # it may be anything
    shape: Shape | None = ("?", _columns_read(call)) if row.frame else None
    return Data((step,), shape, not _is_own_file(it, call), kind="frame", named=_has_a_header(call))


_WRITERS = ("to_csv(", "to_excel(", "savetxt(")
_AS_THEY_WERE = frozenset({"read", "select", "cast", "clean", "split", "shuffle"})


def note_written(it: Interpreter, call: Call) -> None:
    """`frame.to_csv("train.csv")`: whether the file holds numbers as they were read."""
    owner, given = call.owner, call.args.at(0, "path_or_buf")
    if isinstance(owner, Data) and isinstance(given, Known) and isinstance(given.value, str):
        plain = owner.sure and all(step.kind in _AS_THEY_WERE for step in owner.steps)
        it.record.written[given.value] = plain and it.record.written.get(given.value, True)


def _is_own_file(it: Interpreter, call: Call) -> bool:
    """Whether the program writes the file itself, with something else than what it read."""
    node = call.args.positional[0].node if call.args.positional else None
    path = _path(call)
    if path is not None and path in it.record.written:
        return not it.record.written[path]
    if node is None:
        return False
    spelled = {it.text(node), *([] if path is None else [f'"{path}"', f"'{path}'"])}
    return any(call.place.locator.occurrences(writer + name) for writer in _WRITERS for name in spelled)


def _has_a_header(call: Call) -> bool:
    """Whether the columns of a table are called as the file says, which is text."""
    header = call.args.keywords.get("header")
    plain = header is None or integer(header.value) is not None
    return (
        call.path.removeprefix("pandas.read_") in ("csv", "table")
        and plain
        and call.args.complete
        and len(call.args.positional) < 4
        and not call.args.keywords.keys() & {"names", *_NO_TABLES}
    )


_NO_TABLES = ("squeeze", "chunksize", "iterator")


def _path(call: Call) -> str | None:
    """The file that is read, where it is known: also through a function of the program that reads it."""
    given = call.args.at(0, "filepath_or_buffer") or call.args.at(None, "io") or call.args.at(None, "fname")
    return given.value if isinstance(given, Known) and isinstance(given.value, str) else None


def _columns_read(call: Call) -> Dim:
    """How many columns a table of pandas has that is read by `usecols=[...]`."""
    args = call.args
    given = args.keywords.get("usecols")
    plain = given is not None and args.complete and not any(name in args.keywords for name in _OTHER_TABLES)
    if given is None or not plain or not call.path.startswith("pandas."):
        return "?"
    try:
        names = constant(given.value)
    except LookupError:
        return "?"
    listed = isinstance(names, (list, tuple)) and all(isinstance(name, (str, int)) for name in names)
    return len(set(names)) if listed and isinstance(names, (list, tuple)) else "?"


_OTHER_TABLES = ("index_col", "squeeze", "chunksize", "iterator", "sheet_name")


def cast(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.to_datetime(x)`."""
    owner = first_data(it, call) or origin(None)
    return owner.then(Step("cast", call.name, call.place), shape=owner.shape, text=False)


def untensored(handler: Handler) -> Handler:
    """The same for data alone: what is done to tensors is an operation."""

    def guarded(it: Interpreter, call: Call) -> Abstract | None:
        return None if any(map(has_tensor, call.args.values())) else handler(it, call)

    if hasattr(handler, "params"):
        guarded.params = handler.params  # type: ignore[attr-defined]
    return guarded
