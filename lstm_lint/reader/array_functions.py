"""Functions of numpy on arrays, and those of the same name elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import made_up
from lstm_lint.reader.contents import integer, tensors
from lstm_lint.reader.data import as_data, merged, origin
from lstm_lint.reader.data_methods import reshaped
from lstm_lint.reader.made_up import dim
from lstm_lint.reader.rows import repeated_runs
from lstm_lint.reader.values import Abstract, Data, Items, Statistic
from lstm_lint.script import Known, Shape, Step

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_STACKS = frozenset(
    {"concatenate", "vstack", "hstack", "column_stack", "dstack", "append", "stack", "concat", "r_", "c_"}
)
_BOUNDED = frozenset({"sin", "cos", "tanh"})
_RESCALED = frozenset({"log", "log1p", "log10", "log2", "sqrt", "diff"})
_ELEMENTWISE = frozenset(
    {"exp", "abs", "absolute", "fabs", "square", "power", "round", "around", "floor", "ceil", "clip", "maximum",
     "minimum", "multiply", "add", "subtract", "cumsum", "cumprod", "mod", "sign", "negative", "dot", "matmul"}
)  # fmt: skip
_STATISTICS = frozenset(
    {"max", "min", "mean", "std", "var", "sum", "median", "amax", "amin", "percentile", "nanmax", "nanmin"}
)
_PARTS = frozenset(
    {"unique", "sort", "flip", "fliplr", "flipud", "repeat", "tile", "split", "array_split", "delete", "roll"}
)
_FILLED = frozenset({"zeros", "ones", "full", "empty", "zeros_like", "ones_like", "empty_like", "full_like"})
_NEEDS_DATA = frozenset({"reshape", "squeeze", "transpose", "ravel", "swapaxes", "expand_dims"})


def call(walk: Walk, node: cst.Call, path: str, name: str, args: Args) -> Abstract | None:
    """The value of a call of numpy; None where the function is not known here."""
    place = walk.places.of(node)
    if path.startswith("numpy.random."):
        return made_up.random(walk, node, name, args)
    if name in _FILLED:
        return made_up.filled(walk, node, name, args)
    if name in ("arange", "linspace"):
        return made_up.counted(walk, node, name, args)
    if name in ("eye", "identity"):
        return Data((Step("synthetic", name, place),), None, True, 1.0)
    given = args.positional[0].value if args.positional else next(iter(args.values()), None)
    first = as_data(walk, given, node) if given is not None else None
    if name in _STATISTICS:
        return Statistic("a statistic of the data", first.steps if first is not None else (), node)
    if name == "where":
        return _chosen(walk, node, args)
    if first is None and name in _NEEDS_DATA | _STACKS and given is not None and not list(tensors(given)):
        first = origin(given)
    if first is None:
        return None
    if name in _STACKS:
        return stacked(walk, node, name, args)
    if name in ("reshape", "squeeze", "transpose", "ravel", "swapaxes"):
        return reshaped(walk, node, first, name, type(args)(args.positional[1:], args.keywords))
    if name == "expand_dims":
        return expanded(walk, node, name, args)
    if name in _BOUNDED:
        return first.then(Step("arithmetic", name, place), shape=first.shape, magnitude=1.0)
    if name in _RESCALED:
        return first.then(Step("scale", name, place), shape=first.shape if name != "diff" else None)
    if name in _ELEMENTWISE:
        return first.then(Step("arithmetic", name, place), shape=first.shape if "mul" not in name else None)
    if name == "divide":
        return first.then(Step("scale", "division", place), shape=first.shape)
    if name in ("argmax", "argmin"):
        shape = first.shape[:-1] if first.shape else None
        return first.then(Step("class-ids", name, place), shape=shape, integer=True)
    if name in _PARTS:
        found = repeated_runs(first, args.at(1, "repeats")) if name == "repeat" else {}
        return first.then(
            Step("select", name, place, found), magnitude=first.magnitude, integer=first.integer
        )
    if name == "nan_to_num":
        return first.then(Step("clean", name, place), shape=first.shape, magnitude=first.magnitude)
    return None


def _chosen(walk: Walk, node: cst.Call, args: Args) -> Abstract | None:
    """`np.where(condition, x, y)`; of a condition alone it gives row numbers."""
    options = [given.value for given in args.positional[1:3]]
    read = [part for part in (as_data(walk, value, node) for value in options) if part is not None]
    if len(options) < 2 or not read:
        return None
    plain = [
        value.value for value in options if isinstance(value, Known) and isinstance(value.value, (int, float))
    ]
    found = merged(walk, read, node) if len(read) > 1 else read[0].copy()
    found.steps = (
        *found.steps[: -1 if len(read) > 1 else None],
        Step("arithmetic", "where", walk.places.of(node)),
    )
    found.certain = found.certain and len(read) + len(plain) == 2
    found.magnitude = None
    return found


def stacked(walk: Walk, node: cst.Call, name: str, args: Args) -> Data | None:
    """`np.concatenate([x, y])` and its kin."""
    values = args.positional[0].value if args.positional else None
    if isinstance(values, Items) and values.open:
        rows = as_data(walk, values, node)
        if rows is not None and name not in ("stack", "array"):
            rows.shape = None
        return rows
    items = values.items if isinstance(values, Items) else [given.value for given in args.positional]
    result = merged(walk, [_part(walk, item, node) for item in items], node)
    if isinstance(values, Items) and values.spoiled:
        result.certain = False
    return result


def _part(walk: Walk, value: Abstract, node: cst.CSTNode) -> Data:
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        step = Step("literal", "number", walk.places.of(node))
        return Data((step,), (1,), True, float(abs(value.value)), isinstance(value.value, int))
    return as_data(walk, value, node) or origin(value)


def expanded(walk: Walk, node: cst.Call, name: str, args: Args) -> Data:
    """`np.expand_dims(x, axis)`, also that of TensorFlow and Keras."""
    given = args.positional[0].value if args.positional else next(iter(args.values()), None)
    first = (as_data(walk, given, node) if given is not None else None) or origin(given)
    axis = args.at(1, "axis")
    at = integer(axis) if axis is not None else None
    shape: Shape | None = None
    if first.shape is not None and at is not None:
        at = at if at >= 0 else len(first.shape) + 1 + at
        shape = (*first.shape[:at], 1, *first.shape[at:])
    step = Step("reshape", "expand_dims", walk.places.of(node))
    return first.then(step, shape=shape, magnitude=first.magnitude, integer=first.integer)


def window_view(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`np.lib.stride_tricks.sliding_window_view(x, n)`."""
    given = args.at(0, "x")
    owner = (as_data(walk, given, node) if given is not None else None) or origin(given)
    size = args.at(1, "window_shape")
    rest = owner.shape[1:] if owner.shape else None
    shape: Shape | None = ("?", *rest, dim(size)) if rest is not None and size is not None else None
    step = Step("window", name, walk.places.of(node), {"slides_by": 1})
    return owner.then(step, shape=shape, magnitude=owner.magnitude)
