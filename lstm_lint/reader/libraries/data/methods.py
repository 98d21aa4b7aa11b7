"""Methods of arrays, frames and datasets: `x.reshape(...)`, `frame.dropna()`, `dataset.batch(...)`."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer, shape_value
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Given, Items, Method
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.array_effects import ADD, DIVIDE, MULTIPLY, OPERATORS, SUBTRACT
from lstm_lint.reader.libraries.data.conversion import merged
from lstm_lint.reader.libraries.data.history import written_call
from lstm_lint.reader.libraries.data.indexing import of_data, store
from lstm_lint.script import Cast, Dim, Known, Selected, Shape, Shuffle, Step, StepKind, Unknown

_LARGEST = 1 << 128  # elements of an array; a program that squares it 60 times means no array


def _statistic(it: Interpreter, call: Call) -> Abstract:
    """`x.mean()` sums up all rows."""
    owner = call.owner
    assert isinstance(owner, Data)
    return Statistic("a statistic of the data", owner.steps, call.node)


def _total(it: Interpreter, call: Call) -> Abstract:
    """`x.cumsum()`."""
    owner = call.owner
    assert isinstance(owner, Data)
    return owner.then(Step("arithmetic", call.name, call.place), shape=owner.shape)


def _elementwise(it: Interpreter, call: Call) -> Data:
    assert isinstance(call.owner, Data)
    return call.owner.then(Step("arithmetic", call.name, call.place), shape=call.owner.shape)


def _operator(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.sub(other)`."""
    if not call.args.positional:
        return other(it, call)
    rest = Args([Given(call.owner), *call.args.positional]) if call.owner is not None else call.args
    return _OPERATORS[call.name[:3]](it, Call(call.node, rest, call.name, call.path, call.locate))


def _shuffled(it: Interpreter, call: Call) -> Data:
    """`dataset.shuffle(n)`."""
    owner, again = call.owner, call.args.at(2, "reshuffle_each_iteration")
    assert isinstance(owner, Data)
    anew = True if again is None or again == Known(None) else _flag(again)
    written = written_call(it, call, reshuffle_each_iteration=True)
    step = Step("shuffle", call.name, call.place, Shuffle(anew, written))
    return owner.then(step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer)


def _joined(it: Interpreter, call: Call) -> Data:
    """`frame.append(other)`, `frame.merge(other)`."""
    owner = call.owner
    assert isinstance(owner, Data)
    others = [value for value in call.args.values() if isinstance(value, Data)]
    joined = merged(it, [owner, *others], call.node)
    joined.kind, joined.target, joined.text = owner.kind, owner.target, owner.text
    return joined


def _report(it: Interpreter, call: Call) -> Abstract:
    return Unknown("a report on the data")


def other(it: Interpreter, call: Call) -> Data:
    """A method that is not followed."""
    assert isinstance(call.owner, Data)
    return call.owner.then(Step("unknown", call.name, call.place), certain=False)


def _unchanged(it: Interpreter, call: Call) -> Abstract:
    """Methods that leave the values, or all but some that were not there."""
    owner = call.owner
    assert isinstance(owner, Data)
    kind: StepKind = "clean" if call.name in ("dropna", "fillna", "ffill", "bfill", "interpolate") else "cast"
    kept = None if call.name == "dropna" else owner.shape
    step = Step(kind, call.name, call.place)
    if _in_place(call.args):
        owner.steps, owner.shape = (*owner.steps, step), kept
        return Known(None)
    changed = owner.then(step, shape=kept, magnitude=owner.magnitude, integer=owner.integer)
    if call.name in ("to_numpy", "tolist", "to_list", "numpy"):
        changed.kind = "array"
        if owner.columns:
            changed.certain, changed.columns = owner.sure, {}
    return changed


def _part(it: Interpreter, call: Call) -> Abstract:
    """Methods that leave some rows or columns out."""
    owner = call.owner
    assert isinstance(owner, Data)
    first = call.args.positional[0].value if call.args.positional else None
    names = columns.column_names(call.args.at(None, "columns") or first or Unknown("columns"))
    place = call.place
    if call.name == "pop" and names is not None and owner.kind == "frame":
        taken = columns.column(owner, names[0], place)
        rest = columns.without(owner, set(names))
        owner.steps, owner.columns, owner.shape = rest.steps, rest.columns, None
        return taken
    if call.name == "drop" and names is not None and owner.kind == "frame":
        owner, before = columns.without(owner, set(names)), owner
        if _in_place(call.args):
            before.steps, before.columns = owner.steps, owner.columns
            owner = before
    step = Step("select", call.name, place, _taken_by(it, call))
    if call.name == "drop" and _in_place(call.args):
        owner.steps, owner.shape = (*owner.steps, step), None
        return Known(None)
    part = owner.then(step, magnitude=owner.magnitude, integer=owner.integer)
    if step.detail is not None:
        it.record.portions.append(part.series())
    return part


def _in_place(args: Args) -> bool:
    given = args.at(None, "inplace")
    return isinstance(given, Known) and given.value is True


def _flag(value: Abstract) -> bool | None:
    return value.value if isinstance(value, Known) and isinstance(value.value, bool) else None


def _taken_by(it: Interpreter, call: Call) -> Selected | None:
    """The rows that `take` and `skip` of a dataset leave, `head` and `tail` of a frame, as bounds of a slice."""
    given, name = call.node.args, call.name
    if len(given) != 1 or name not in ("take", "skip", "head", "tail"):
        return None
    count = it.text(given[0].value)
    if name == "tail":
        return Selected(rows=(f"-{count}", ""))
    return Selected(rows=(count, "") if name == "skip" else ("", count))


def reshaped(it: Interpreter, call: Call) -> Data:
    """`reshape` and its kin: the values stay, the shape changes."""
    owner = call.owner
    assert isinstance(owner, Data)
    place = call.place
    kept = {"magnitude": owner.magnitude, "integer": owner.integer}
    if call.name == "astype":
        dtype = call.args.at(0, "dtype")
        named = dtype.value if isinstance(dtype, Known) else getattr(dtype, "path", None)
        stated = Cast(named.rpartition(".")[2]) if isinstance(named, str) else None
        is_text = owner.text or (stated is not None and stated.dtype in ("str", "string"))
        return owner.then(Step("cast", call.name, place, stated), shape=owner.shape, text=is_text, **kept)
    shape: Shape | None = None
    if call.name == "reshape":
        values = call.args.values()
        if len(values) == 1 and isinstance(values[0], Items):
            values = values[0].items
        shape = new_shape(owner.shape, values)
    elif call.name in ("flatten", "ravel"):
        total = _size(owner.shape)
        shape = (total if total is not None else "?",)
    elif call.name == "transpose" and not call.args.values() and owner.shape is not None:
        shape = tuple(reversed(owner.shape))
    return owner.then(Step("reshape", call.name, place), shape=shape, **kept)


def new_shape(old: Shape | None, values: Sequence[Abstract]) -> Shape | None:
    """The shape after `reshape(*values)`, -1 worked out where it can be."""
    dims: list[Dim] = []
    for value in values:
        number = integer(value)
        dims.append(number if number is not None else "?")
    if not dims:
        return None
    if -1 in dims:
        rest = [dim for dim in dims if dim != -1]
        total = _size(old)
        known = [dim for dim in rest if isinstance(dim, int)]
        product = math.prod(known)
        free: Dim = total // product if total is not None and len(known) == len(rest) and product else "?"
        dims = [free if dim == -1 else dim for dim in dims]
    return tuple(dims)


def _size(shape: Shape | None) -> int | None:
    if shape is None:
        return None
    known = [dim for dim in shape if isinstance(dim, int)]
    size = math.prod(known)
    return size if len(known) == len(shape) and size <= _LARGEST else None


def attribute(it: Interpreter, owner: Data, name: str) -> Abstract:
    if name == "shape":
        return shape_value(owner.shape)
    if owner.kind == "bunch" and name == "target" and owner.target is not None:
        return owner.target
    if owner.kind == "bunch" and name == "data":
        found = owner.copy()
        found.kind, found.target = "array", None
        return found
    if name == "values" and owner.kind in ("frame", "column"):
        return Data(owner.steps, owner.shape, owner.sure, owner.magnitude, owner.integer, text=owner.text)
    if name in _SAME_DATA:
        return owner
    if name == "str":
        found = owner.copy()
        found.text = True
        return found
    if name == "dt":
        return owner
    if owner.kind in ("frame", "column") and (date := columns.date_part(owner, name)) is not None:
        return date
    if name == "T":
        shape = tuple(reversed(owner.shape)) if owner.shape else None
        return owner.then(Step("reshape", "T"), shape=shape, magnitude=owner.magnitude, integer=owner.integer)
    if name == "size" and owner.shape and all(isinstance(dim, int) for dim in owner.shape):
        size = math.prod(dim for dim in owner.shape if isinstance(dim, int))
        return Known(size, "computed") if size <= _LARGEST else Unknown("a number out of range")
    if name == "ndim" and owner.shape:
        return Known(len(owner.shape), "computed")
    if name in ("columns", "index", "dtype", "dtypes"):
        return Unknown("a property of the data")
    return Method(owner, name)


def _set(it: Interpreter, owner: Data, name: str, value: Abstract) -> None:
    """`x.shape = (10, 3)`."""
    if name == "shape":
        owner.certain = False


def _table(handler: Handler, *names: str) -> dict[str, Handler]:
    return dict.fromkeys(names, handler)


_SAME_DATA = frozenset({"values", "loc", "iloc", "at", "iat", "data"})
_OPERATORS = {"add": ADD, "sub": SUBTRACT, "mul": MULTIPLY, "div": DIVIDE, "tru": DIVIDE}
_METHODS: dict[str, Handler] = {
    **_table(_statistic, "max", "min", "mean", "std", "var", "sum", "median", "ptp", "nunique", "quantile", "item"),
    **_table(_total, "cumsum", "cumprod", "cummax", "cummin"),
    **_table(_unchanged, "copy", "to_numpy", "numpy", "dropna", "fillna", "ffill", "bfill", "replace",
             "sort_values", "reset_index", "rename", "tolist", "compute",
             "prefetch", "cache", "round", "nan_to_num",
             "toarray", "todense", "with_options", "to_list"),
    **_table(reshaped, "reshape", "astype", "flatten", "ravel", "transpose", "squeeze", "swapaxes"),
    **_table(_part, "head", "tail", "sample", "drop", "take", "skip", "filter",
             "pop", "unique", "get"),
    **_table(_elementwise, "abs", "clip", "pow", "mod", "floordiv", "dot"),
    **_table(_operator, "add", "sub", "mul", "div", "divide", "truediv", "subtract", "multiply"),
    **_table(_shuffled, "shuffle"),
    **_table(_joined, "append", "join", "merge", "concat", "concatenate"),
    **_table(_report, "info", "describe", "plot", "hist", "to_csv", "close", "value_counts", "isnull", "isna", "notna",
             "isin", "any", "all", "equals", "duplicated", "as_numpy_iterator", "memory_usage"),
    "*": other,
}  # fmt: skip
LIBRARY = Library(
    methods={("data", name): handler for name, handler in _METHODS.items()},
    attributes={("data", "*"): attribute},
    setters={"data": _set},
    operators={("data", symbol): effect for symbol, effect in OPERATORS.items()},
    subscripts={"data": of_data},
    stores={"data": store},
)
