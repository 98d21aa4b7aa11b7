"""Functions on the values of frames and columns: `apply`, `map`, `agg`, `pipe`."""

from __future__ import annotations

from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Items,
    Method,
    Module,
    Table,
)
from lstm_lint.reader.libraries.effects import described
from lstm_lint.script import Dim, Known, Step, StepKind, Tokens


@described("self|func axis")
def apply(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.apply(f)`, `column.apply(f)`, `column.map({...})`: what f gives for one column, row or number."""
    owner, function = call.owner, call.args.at(0, "func") or call.args.at(0, "arg")
    assert isinstance(owner, Data)
    found = owner.then(Step("unknown", call.name, call.place), certain=False)
    shape = owner.shape
    if shape is None or function is None or not call.args.complete:
        return found
    axis = call.args.at(1, "axis") if call.name == "apply" and owner.kind == "frame" else None
    along = axis not in (None, Known(0), Known("index"))
    if isinstance(function, Module):
        return _library_function(it, call, owner, function, found) if not along else found
    if owner.kind == "frame" and call.name == "apply":
        if along and axis not in (Known(1), Known("columns")):
            return found
        part = Data(owner.steps, shape[1:] if along else shape[:1], owner.sure, kind="column")
        given = it.trial(function, Args([Given(part)])) if isinstance(function, Function) else Known(None)
        rank = _rank(given)
        if rank == 0:
            found.shape, found.kind, found.columns = shape[:1] if along else shape[1:], "column", {}
        elif rank == 1 and isinstance(given, Data) and given.shape is not None and given.kind == "column":
            same = given.shape == part.shape
            size: Dim = given.shape[0] if same else "?"
            found.shape = (shape[0], size) if along else (size, shape[1])
        return found
    if isinstance(function, Table):
        return _looked_up(owner, function, call)
    if isinstance(function, Function):
        each = Data(owner.steps, (), owner.sure)
        given = it.trial(function, Args([Given(each)]))
        if not (isinstance(given, Data) and given.kind == "column"):
            found.shape = shape
    return found


@described("self|func")
def map_values(it: Interpreter, call: Call) -> Abstract | None:
    """`column.apply(f)`, `frame.map(f)`: a value for each value; `column.map({"low": 0, "high": 1})`."""
    by, owner = call.args.at(0, "func") or call.args.at(None, "arg"), call.owner
    if isinstance(by, Table) and by.numbers and not by.entries and isinstance(owner, Data):
        return _numbered(owner, by, call)
    if not isinstance(by, Table) or not isinstance(owner, Data) or by.open or by.unsure:
        return apply(it, call)
    return _by_table(owner, by, call)


def _numbered(owner: Data, by: Table, call: Call) -> Data:
    """The ids of the words of a column, by a dict that numbers them."""
    tokens = Tokens("the dict", None, tokenizer=by, first=by.first if by.bare else None)
    return owner.then(
        Step("tokens", call.name, call.place, tokens),
        shape=owner.shape,
        certain=owner.certain,
        integer=True,
        text=False,
    )


def _by_table(owner: Data, by: Table, call: Call) -> Data:
    """The numbers that a dict gives for the values of a column."""
    values = [item.value if isinstance(item, Known) else None for item in by.entries.values()]
    whole = bool(values) and all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    ids = whole and min(values) >= 0 and not any(isinstance(key, (int, float)) for key in by.entries)  # type: ignore[type-var, operator]
    step = Step("class-ids" if ids else "unknown", call.name, call.place)
    found = owner.then(step, shape=owner.shape, certain=owner.certain and whole)
    if whole:
        numbers = [value for value in values if isinstance(value, int)]
        found.integer, found.magnitude = True, float(max(map(abs, numbers)))
        found.range, found.text = (float(min(numbers)), float(max(numbers))), False
    return found


def _rank(value: Abstract) -> int | None:
    if isinstance(value, (Data, Statistic)):
        return len(value.shape) if value.shape is not None else None
    return 0 if isinstance(value, Known) and isinstance(value.value, (int, float, str, bool)) else None


def _library_function(
    it: Interpreter, call: Call, owner: Data, function: Module, found: Data
) -> Abstract | None:
    """`frame.apply(np.sqrt)`."""
    given_more = len(call.args.positional) + len(call.args.keywords) - ("axis" in call.args.keywords)
    if function.path == "pandas.Series" or given_more > 1:
        return found
    if function.path.startswith("builtins."):  # `apply(int)`: each number of a column
        if owner.kind == "column" or call.name != "apply":
            found.shape = owner.shape
        return found
    part = owner if owner.kind == "column" or call.name != "apply" else _a_column(owner)
    if owner.kind == "column" or call.name != "apply":
        part = Data(owner.steps, (), owner.sure)
    given = it.call(function, Args([Given(part)]), call.node)
    rank = _rank(given)
    if (
        part.shape == ()
        and rank == 0
        or (
            part.shape != ()
            and rank == 1
            and isinstance(given, (Data, Statistic))
            and given.shape == part.shape
        )
    ):
        found.shape = owner.shape
    elif part.shape != () and rank == 0 and owner.shape is not None:
        found.shape, found.kind, found.columns = owner.shape[1:], "column", {}
    if isinstance(given, Data) and found.shape == owner.shape and given.certain and given.steps:
        found.certain, found.steps = owner.certain, (*owner.steps, given.steps[-1])
    return found


def _a_column(owner: Data) -> Data:
    return Data(owner.steps, owner.shape[:1] if owner.shape else ("?",), owner.sure, kind="column")


def _looked_up(owner: Data, table: Table, call: Call) -> Data:
    """`column.map({"neg": 0, "pos": 1})`."""
    numbers = [item.value for item in table.entries.values() if isinstance(item, Known)]
    plain = [number for number in numbers if isinstance(number, (int, float))]
    whole = not table.open and len(plain) == len(table.entries) and bool(plain)
    ids = whole and all(isinstance(number, int) for number in plain)
    kind: StepKind = "class-ids" if ids else "arithmetic" if whole else "unknown"
    found = owner.then(Step(kind, call.name, call.place), shape=owner.shape, text=False)
    if whole:
        found.magnitude = float(max(map(abs, plain)))
        found.integer = ids
    else:
        found.certain = False
    return found


@described("self|func axis")
def aggregate(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.agg("mean")`, `frame.agg(["mean", "std"])`."""
    owner, function = call.owner, call.args.at(0, "func")
    assert isinstance(owner, Data)
    axis = call.args.at(1, "axis")
    if isinstance(function, Known) and isinstance(function.value, str):
        rest = Args([], {"axis": Given(axis)} if axis is not None else {})
        return it.call(Method(owner, function.value), rest, call.node)
    statistic = Statistic("a statistic of the data", owner.seen, call.node)
    if owner.shape is None or axis not in (None, Known(0), Known("index")):
        return statistic
    if isinstance(function, Items) and not function.open and not function.spoiled:
        return replace(statistic, shape=(len(function.items), *owner.shape[1:]))
    if isinstance(function, Table) and not function.open and owner.kind == "frame":
        several = function.entries.values()
        plain = all(isinstance(item, Known) and isinstance(item.value, str) for item in several)
        return replace(statistic, shape=(len(several),)) if plain else statistic
    return statistic


@described("self|func")
def pipe(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.pipe(f)` is `f(frame)`."""
    function = call.args.at(0, "func")
    if not isinstance(function, (Function, Module, Class)) or call.owner is None:
        return None
    rest = Args([Given(call.owner), *call.args.positional[1:]], dict(call.args.keywords), call.args.complete)
    return it.call(function, rest, call.node)
