"""Methods of arrays, frames and datasets: `x.reshape(...)`, `frame.dropna()`, `dataset.batch(...)`."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import shape_value
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Given, Items, Method
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.array_effects import ADD, CONCATENATE, OPERATORS, RAVEL, RESHAPE, astype
from lstm_lint.reader.libraries.data.conversion import as_data, merged, note_written, origin
from lstm_lint.reader.libraries.data.indexing import of_data
from lstm_lint.reader.libraries.data.stored import store, store_unknown
from lstm_lint.reader.libraries.rules import shapes
from lstm_lint.script import Known, Step, Unknown

_LARGEST = 1 << 128  # elements of an array; a program that squares it 60 times means no array


def other(it: Interpreter, call: Call) -> Abstract | None:
    """A method that is not followed; of what a program stored it may be one of a frame."""
    owner = call.owner
    assert isinstance(owner, Data)
    if owner.kind == "array" and owner.shape is None and not owner.text:
        return _of_frame(it, call, owner)
    return owner.then(Step("unknown", call.name, call.place), certain=False)


def _of_frame(it: Interpreter, call: Call, owner: Data) -> Abstract | None:
    """`joblib.load(path).dropna()`: what the method does where it is a frame that was stored."""
    owner.kind = "frame"
    found = it.call(Method(owner, call.name), call.args, call.node)
    owner.kind = "array"
    if isinstance(found, Data) and found.kind == "frame":
        found.kind = "array"
    return found


def _kept(it: Interpreter, call: Call) -> Abstract:
    """`tensor.numpy()`, `sparse.toarray()`: the same numbers in an array."""
    owner = call.owner
    assert isinstance(owner, Data)
    changed = owner.then(
        Step("cast", call.name, call.place),
        shape=owner.shape,
        magnitude=owner.magnitude,
        integer=owner.integer,
    )
    changed.kind = "array"
    if owner.columns:
        changed.certain, changed.columns = owner.sure, {}
    return changed


def _longer(it: Interpreter, call: Call) -> Abstract:
    """`numbers.append(x)` of a list of numbers, which changes."""
    owner, value = call.owner, call.args.at(0, "object")
    assert isinstance(owner, Data)
    added = as_data(it, value, call.node) if value is not None else None
    plain = isinstance(value, Known) and isinstance(value.value, (int, float))
    found = owner if plain else merged(it, [owner, added or origin(value)], call.node)
    row = () if plain else added.shape if added is not None else None
    if added is not None and added.shape is not None and call.name == "extend":
        row = added.shape[1:]
    alike = owner.shape is not None and row is not None and owner.shape[1:] == row
    owner.steps, owner.certain = found.steps, found.certain
    owner.shape = ("?", *owner.shape[1:]) if alike and owner.shape is not None else None
    owner.magnitude = owner.integer = owner.dtype = owner.range = owner.measured = None
    return Known(None)


def _number(it: Interpreter, call: Call) -> Abstract:
    """`x.mean().item()`: a number out of an array."""
    owner = call.owner
    assert isinstance(owner, Data)
    return Statistic("a number of the data", owner.seen, call.node, (), what=call.name)


def _report(it: Interpreter, call: Call) -> Abstract:
    return Unknown("a report on the data")


def _written(it: Interpreter, call: Call) -> Abstract:
    note_written(it, call)
    return _report(it, call)


def attribute(it: Interpreter, owner: Data, name: str) -> Abstract:
    if name == "shape":
        return shape_value(owner.shape, owner)
    if owner.kind == "bunch" and name == "target" and owner.target is not None:
        return owner.target
    if owner.kind == "bunch" and name == "data":
        found = owner.copy()
        found.kind, found.target = "array", None
        return found
    if name == "values" and owner.kind in ("frame", "column"):
        return Data(
            owner.steps, owner.shape, owner.sure, owner.magnitude, owner.integer, text=owner.text,
            measured=owner.held(),
        )  # fmt: skip
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
    if name in ("real", "imag") and owner.kind == "array":
        return owner.then(Step("arithmetic", name), shape=owner.shape)
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
        _put_in_shape(it, owner, [value])


def _resized(it: Interpreter, call: Call) -> Abstract:
    """`x.resize(10, 3)`, in place: cut off or filled with zeros."""
    assert isinstance(call.owner, Data)
    sizes = [given.value for given in call.args.positional]
    _put_in_shape(it, call.owner, sizes if call.args.complete else [])
    return Known(None)


def _put_in_shape(it: Interpreter, owner: Data, sizes: Sequence[Abstract]) -> None:
    owner.shape = shapes.put(owner.shape, sizes) if not it.control.depth else None
    owner.measured = None
    owner.certain = False


def _table(handler: Handler, *names: str) -> dict[str, Handler]:
    return dict.fromkeys(names, handler)


_SAME_DATA = frozenset({"values", "loc", "iloc", "at", "iat", "data"})


def _reshaped_unknown(it: Interpreter, call: Call) -> Abstract | None:
    """`state.reshape(1, size)` of what is not known: an array of that shape, whatever it holds."""
    owner = call.owner
    if not isinstance(owner, Unknown) or not call.args.positional or it.control.calling[0]:
        return None  # in the `call` of a layer it may be a tensor of another library
    array = Data((Step("unknown", owner.reason),), None, False)
    return it.call(Method(array, "reshape"), call.args, call.node)


# What has an entry of its own for arrays, frames and datasets is not here.
_METHODS: dict[str, Handler] = {
    **_table(_kept, "numpy", "toarray", "todense", "compute"),
    **_table(_longer, "append", "extend"),
    **_table(_number, "item"),
    **_table(_report, "info", "plot", "hist", "close", "equals", "memory_usage"),
    "to_csv": _written,
    **_table(RAVEL, "ravel", "flatten"),
    "reshape": RESHAPE,
    "resize": _resized,
    "astype": astype,
    "*": other,
}


def _added(it: Interpreter, call: Call) -> Abstract | None:
    """`x + y`; of lists it puts one behind the other, also where one of them was an array: `list(x) + [0, 0]`."""
    both = call.args.values()
    lists = [isinstance(one, Data) and one.listed and one.kind == "array" for one in both]
    if any(lists) and all(own or isinstance(one, Items) for own, one in zip(lists, both)):
        joined = CONCATENATE(it, replace(call, args=Args([Given(Items(list(both)))])))
        if isinstance(joined, Data):
            joined.listed = True
        return joined
    return ADD(it, call)


LIBRARY = Library(
    methods={
        **{("data", name): handler for name, handler in _METHODS.items()},
        ("unknown", "reshape"): _reshaped_unknown,
    },
    attributes={("data", "*"): attribute},
    setters={"data": _set},
    operators={
        **{("data", symbol): effect for symbol, effect in OPERATORS.items()},
        ("data", "+"): _added,
    },
    subscripts={"data": of_data},
    stores={"data": store, "unknown": store_unknown},
)
