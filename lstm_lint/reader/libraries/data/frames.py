"""What frames do and a table cannot say: how they are made, lose and rename columns."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint.ir.records import replace
from lstm_lint.keras_api.dims import NotDeterminable
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.record import is_predicted
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Args, Function, Given, Items, Linear, Table
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data, first_data, origin, same_data
from lstm_lint.reader.libraries.data.row_names import has_numbered_rows
from lstm_lint.reader.libraries.effects import Bound, described, parameters
from lstm_lint.reader.libraries.rules import frames
from lstm_lint.script import Dim, Dropped, Known, Step, Unknown

_NONE = Known(None)


def names(value: Abstract | None) -> tuple[str, ...] | None:
    """The columns that an argument names, one or several."""
    return columns.column_names(value) if value is not None else None


def overwrite(owner: Data, found: Data) -> Known:
    """A method that changes its owner and returns None."""
    for name in Data.__slots__:
        setattr(owner, name, getattr(found, name))
    return Known(None)


def in_place(bound: Bound) -> bool:
    return bound.arguments.get("inplace") == Known(True)


# Constructors


@described("data|index columns dtype copy")
def frame(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.DataFrame(data, columns=...)`."""
    first = call.args.at(0, "data")
    named = call.args.at(2, "columns")
    given = names(named) if named is not None else None
    plain = False  # an array, and no frame of which columns are taken
    if first is None or first == _NONE:
        count: Dim = len(given) if given is not None else "?" if named is not None else 0
        made = Data((Step("cast", "DataFrame", call.place),), ("?", count), kind="frame", labels=given)
        made.labels = given if named is not None else ()
        return made
    if isinstance(first, Table):
        read = {name: as_data(it, item, call.node) or origin(item) for name, item in first.entries.items()}
        _note_tables(it, call, first, read)
        found = columns.of_table(first, read, Step("select", "DataFrame", call.place))
        if "index" in call.args.keywords and found.shape is not None:
            found.shape = ("?", *found.shape[1:])
        plain = not first.open and all(part.kind == "array" for part in read.values())
    else:
        made_of = same_data(it, call)
        if not isinstance(made_of, Data):
            return made_of
        found = made_of
        before, plain = found.shape, found.kind == "array"
        if before is not None and len(before) < 2:
            found.shape = (*before, 1) if before else None
        if found.kind not in ("frame", "column"):
            found.labels = None
        if found.kind in ("frame", "column") and call.args.at(1, "index") is not None and found.shape:
            found.shape = ("?", *found.shape[1:])  # those rows of the frame
        if found.kind == "frame" and named is not None:  # those columns of the frame
            found.columns = {} if given is None else found.columns
        if found.kind != "frame":
            found.certain, found.columns = found.sure, {}
        found.kind = "frame"
        found.text = False  # of its columns some may be numbers, or become some
    if named is not None:
        size = given or as_data(it, named, call.node)
        width: Dim = len(given) if given else size.shape[0] if isinstance(size, Data) and size.shape else "?"
        rows: Dim = found.shape[0] if found.shape else "?"
        if (
            width == "?"
            and plain
            and not isinstance(first, Table)
            and found.shape is not None
            and len(found.shape) == 2
        ):
            width = found.shape[1]  # as many names as the array has columns
        found.shape = (rows, width)
        found.labels = given
    if "dtype" in call.args.keywords or len(call.args.positional) > 3:
        found.dtype = found.range = None
    if plain and call.args.complete and call.args.at(1, "index") is None:
        found.numbered = found.steps
    return found


def _note_tables(it: Interpreter, call: Call, made_of: Table, read: Mapping[object, Data]) -> None:
    """`pd.DataFrame({"forecast": model.predict(x)})`: an array with an axis more than a column has."""
    for name, item in made_of.entries.items():
        part = read[name]
        if not isinstance(item, Data) or part.kind != "array" or part.shape is None or len(part.shape) < 2:
            continue
        if it.control.guards or not (part.sure or is_predicted(part)) or _may_be_listed(it, call, part):
            continue
        sizes = ", ".join("n" if dim == "?" else str(dim) for dim in part.shape)
        it.record.refuse(call.node, "table-axes", str(name), f"({sizes})")
        return


# What makes a list of an array: pandas takes its elements one by one, whatever each of them is.
_MAKE_LISTS = frozenset({"tolist", "to_list", "list", "sorted", "reversed"})


def _may_be_listed(it: Interpreter, call: Call, part: Data) -> bool:
    """Whether it is a list or was one on the way: `predicted.tolist() * 2`, `sorted(predicted.tolist())`."""
    made = part.listed or any(step.what in _MAKE_LISTS for step in part.steps)
    return made or "tuple(" in it.text(call.node)


@described("data|index dtype name")
def column(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.Series(data)`."""
    first = call.args.at(0, "data")
    rows: Dim = "?"
    if isinstance(first, Table):
        rows = len(first.entries) if not first.open and "index" not in call.args.keywords else "?"
        parts = [as_data(it, item, call.node) for item in first.entries.values()]
        known = [part for part in parts if part is not None]
        return Data(
            (Step("cast", "Series", call.place),), (rows,), not first.open and not known, kind="column"
        )
    if first is None or first == _NONE:
        return Data((Step("cast", "Series", call.place),), ("?",), kind="column")
    found = same_data(it, call)
    if isinstance(found, Data):
        of_array = found.kind == "array" and call.args.complete and call.args.at(1, "index") is None
        found.numbered = found.steps if of_array else None
        if found.shape is None or len(found.shape) != 1:
            found.shape = ("?",)
        if found.kind == "column" and call.args.at(1, "index") is not None:
            found.shape = ("?",)
        found.certain, found.columns, found.kind = found.sure, {}, "column"
        found.dtype = None
        return found
    if isinstance(first, (Known, Linear)):
        step = Step("literal", "Series", call.place)
        return Data((step,), ("?",), kind="column")
    return found


# Columns that go, come, and get other names


def _called_like_rows(it: Interpreter, call: Call, labels: Abstract) -> str | None:
    """The first name of a column that `drop("close")` without an axis looks for among the rows of a table."""
    owner, wanted = call.owner, names(labels)
    given = call.args.keywords.keys() & {"index", "columns", "errors", "level"}
    if not isinstance(owner, Data) or not wanted or given or it.control.guards or not call.args.complete:
        return None
    written = call.place.locator
    if written.occurrences(".index =") or written.occurrences(".index="):
        return None
    called = next((one for one in wanted if isinstance(one, str)), None)
    return called if called is not None and has_numbered_rows(owner) else None


@described("self|labels axis index columns level inplace errors")
def drop(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.drop(columns=[...])`: columns, or rows by what they are called."""
    bound = Bound(it, call, parameters("self|labels axis index columns level inplace errors"))
    owner = call.owner
    assert isinstance(owner, Data)
    given = bound.arguments
    of_rows = owner.kind != "frame"
    gone = given.get("columns")
    if "labels" in given and not of_rows:
        axis = given.get("axis", Known(0))
        if axis in (Known(1), Known("columns"), Known(-1)):
            gone = given["labels"]
        elif axis not in (Known(0), Known("index"), Known("rows")):
            gone = Unknown("an axis that is not known")
        elif (called := _called_like_rows(it, call, given["labels"])) is not None:
            it.record.refuse(call.node, "rows-by-name", called, it.text(call.node.func.value))  # type: ignore[attr-defined]
            gone = given["labels"]
        else:
            of_rows = True
    elif gone is None:
        of_rows = True
    wanted = names(gone)
    kept = owner
    if wanted is not None and not of_rows:
        kept = columns.without(owner, {*wanted})
    step = Step("select", "drop", call.place, Dropped(None if of_rows else wanted))
    found = kept.then(step, magnitude=owner.magnitude, integer=owner.integer, dtype=owner.dtype)
    found.certain = found.certain and call.args.complete
    if of_rows or "index" in given:
        found.measured = None  # which rows is not followed
    if owner.shape is not None:
        also_rows = "index" in given or of_rows
        rows: Dim = "?" if also_rows else owner.shape[0]
        if of_rows:
            found.shape, found.labels = (rows, *owner.shape[1:]), owner.labels
        elif len(owner.shape) == 2:
            found.shape, found.labels = _without(owner, wanted, gone, rows, "errors" in given)
    return overwrite(owner, found) if in_place(bound) else found


def _without(
    owner: Data, wanted: tuple[str, ...] | None, gone: Abstract | None, rows: Dim, lenient: bool
) -> tuple[tuple[Dim, ...], tuple[str, ...] | None]:
    if wanted is not None and owner.labels is not None:
        left = tuple(name for name in owner.labels if name not in wanted)
        return (rows, len(left)), left
    before = owner.shape[1] if owner.shape else "?"
    count = len({*wanted}) if wanted is not None else None
    if isinstance(gone, Items) and not gone.open and not gone.spoiled and wanted is None:
        count = len(gone.items) if all(integer(item) is not None for item in gone.items) else None
    if integer(gone or _NONE) is not None:
        count = 1
    if count is None or lenient or not isinstance(before, int):
        return (rows, "?"), None
    return (rows, before - count if before >= count else "?"), None


@described("self|mapper index columns axis copy inplace level errors")
def rename(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.rename(columns={"old": "new"})`."""
    bound = Bound(it, call, parameters("self|mapper index columns axis copy inplace level errors"))
    owner = call.owner
    assert isinstance(owner, Data)
    step = Step("cast", "rename", call.place)
    found = owner.then(
        step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer, dtype=owner.dtype,
        range=owner.range, labels=owner.labels,
    )  # fmt: skip
    given = bound.arguments
    mapped = given.get("columns")
    if mapped is None and given.get("axis") in (Known(1), Known("columns")):
        mapped = given.get("mapper")
    if owner.kind == "frame" and mapped is not None:
        try:
            _rename(found, dict(frames.mapping(mapped)))
        except NotDeterminable:
            _forget_columns(found)
    return overwrite(owner, found) if in_place(bound) else found


def _rename(found: Data, new: dict[str, str]) -> None:
    if found.labels is not None:
        found.labels = tuple(new.get(name, name) for name in found.labels)
    if found.measured is not None:
        found.measured = found.measured.renamed(new)
    if not new.keys() & found.columns.keys():
        return
    found.columns = {new.get(name, name): item for name, item in found.columns.items()}
    found.steps = tuple(
        replace(step, column=new[step.column]) if step.column is not None and step.column in new else step
        for step in found.steps
    )


def _forget_columns(found: Data) -> None:
    """The columns have names that are not known: what was true of one may be true of any."""
    found.measured = found.measured.made_loose() if found.measured is not None else None
    found.labels, found.named = None, False
    found.certain, found.columns = found.sure, {}


def set_columns(it: Interpreter, owner: Data, value: Abstract) -> None:
    """`frame.columns = [...]`."""
    new = names(value) if isinstance(value, Items) else None
    if owner.labels is not None and new is not None and len(owner.labels) == len(new):
        _rename(owner, dict(zip(owner.labels, new, strict=True)))
    else:
        held = owner.measured
        _forget_columns(owner)
        if held is not None and new is not None and len(held.columns) == len(new) == len(set(new)):
            owner.measured = held.renamed({one.name: name for one, name in zip(held.columns, new)})
    owner.labels = new
    if new is not None and owner.shape is not None and len(owner.shape) == 2:
        owner.shape = (owner.shape[0], len(new))


@described("self|loc column value allow_duplicates")
def insert(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.insert(0, "year", values)`."""
    owner, name, value = call.owner, call.args.at(1, "column"), call.args.at(2, "value")
    assert isinstance(owner, Data)
    if not isinstance(name, Known) or not isinstance(name.value, str) or value is None:
        owner.certain, owner.labels = False, None
        owner.shape = (*owner.shape[:-1], "?") if owner.shape else None
        return Known(None)
    before = owner.labels
    columns.store_column(owner, as_data(it, value, call.node) or value, name.value, call.place)
    at = integer(call.args.at(0, "loc") or _NONE)
    owner.labels = None
    if before is not None and at is not None and at >= 0:
        owner.labels = (*before[:at], name.value, *before[at:])
    return Known(None)


def assign(it: Interpreter, call: Call) -> Data:
    """`frame.assign(lag=...)`: functions get the frame."""
    owner = call.owner
    assert isinstance(owner, Data)
    found = owner.copy()
    for name, given in call.args.keywords.items():
        value = given.value
        if isinstance(value, Function):
            value = it.call(value, Args([Given(found)]), call.node)
        columns.store_column(found, value, name, call.place)
    found.certain = found.certain and call.args.complete
    return found


@described("self|item")
def pop(it: Interpreter, call: Call) -> Abstract | None:
    """`y = frame.pop("label")`."""
    owner = call.owner
    assert isinstance(owner, Data)
    wanted = names(call.args.at(0, "item"))
    if owner.kind != "frame" or wanted is None:
        owner.certain, owner.labels = False, None
        owner.shape = (owner.shape[0], "?") if owner.kind == "frame" and owner.shape else None
        return owner.then(Step("unknown", "pop", call.place), certain=False)
    taken = columns.column(owner, wanted[0], call.place)
    rest = columns.without(owner, {*wanted})
    step = Step("select", "pop", call.place, Dropped(wanted))
    owner.steps, owner.columns = (*rest.steps, step), rest.columns
    if owner.shape is not None and len(owner.shape) == 2:
        owner.shape, owner.labels = _without(owner, wanted, None, owner.shape[0], False)
    return taken


@described("values|")
def factorize(it: Interpreter, call: Call) -> Abstract | None:
    """`codes, values = pd.factorize(column)`."""
    owner = call.owner if isinstance(call.owner, Data) else first_data(it, call)
    if owner is None:
        return None
    codes = owner.then(
        Step("class-ids", "factorize", call.place), shape=owner.shape, integer=True, dtype="int64",
        kind="array", text=False, magnitude=float(len(owner.words) - 1) if owner.words else None,
    )  # fmt: skip
    values = owner.then(Step("select", "factorize", call.place), shape=("?",))
    values.kind = "array" if owner.kind == "array" else "column"
    return Items([codes, values], False)


# Rows one by one


@described("self|")
def rows(it: Interpreter, call: Call) -> Abstract | None:
    """`for name, row in frame.iterrows()`."""
    owner = call.owner
    assert isinstance(owner, Data)
    if owner.kind != "frame":
        return columns_of(it, call)
    row = Data(
        owner.steps, owner.shape[1:] if owner.shape else None, owner.sure, owner.magnitude, kind="column"
    )
    return Items([Items([Unknown("the name of a row"), row], False)], True, True, it.control.depth)


@described("self|")
def columns_of(it: Interpreter, call: Call) -> Abstract | None:
    """`for name, column in frame.items()`."""
    owner = call.owner
    assert isinstance(owner, Data)
    part = Data(
        owner.steps, owner.shape[:1] if owner.shape else None, owner.sure, owner.magnitude, kind="column"
    )
    if owner.kind == "column":
        part = Data(owner.steps, (), owner.sure, owner.magnitude)
    return Items([Items([Unknown("the name of a column"), part], False)], True, True, it.control.depth)


@described("self|index name")
def tuples(it: Interpreter, call: Call) -> Abstract | None:
    """`for row in frame.itertuples()`."""
    return Items([Unknown("a row of a frame")], True, True, it.control.depth)
