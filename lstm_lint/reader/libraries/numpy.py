"""numpy: functions on arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Items
from lstm_lint.reader.libraries.data import made_up
from lstm_lint.reader.libraries.data.conversion import (
    as_data,
    dim,
    has_tensor,
    merged,
    origin,
    read,
    same_data,
    untensored,
)
from lstm_lint.reader.libraries.data.indexing import of_data, store
from lstm_lint.reader.libraries.data.methods import reshaped
from lstm_lint.reader.libraries.data.operators import operator
from lstm_lint.reader.libraries.data.runs import repeated_runs
from lstm_lint.script import Known, Shape, Step, StepKind, Unknown

if TYPE_CHECKING:
    from libcst import CSTNode


def _first(it: Interpreter, call: Call) -> Data | None:
    given = call.args.positional[0].value if call.args.positional else next(iter(call.args.values()), None)
    return as_data(it, given, call.node) if given is not None else None


def _needed(it: Interpreter, call: Call) -> Data | None:
    """The array that a function works on; of unknown origin where it is no tensor and nothing else that is known."""
    given = call.args.positional[0].value if call.args.positional else next(iter(call.args.values()), None)
    found = as_data(it, given, call.node) if given is not None else None
    return origin(given) if found is None and given is not None and not has_tensor(given) else found


def _stepping(
    kind: StepKind, keeps_shape: bool = True, magnitude: float | None = None, what: str = ""
) -> Handler:
    def handler(it: Interpreter, call: Call) -> Abstract | None:
        first = _first(it, call)
        if first is None:
            return None
        shape = first.shape if keeps_shape else None
        return first.then(Step(kind, what or call.name, call.place), shape=shape, magnitude=magnitude)

    return handler


def _statistic(it: Interpreter, call: Call) -> Abstract:
    first = _first(it, call)
    return Statistic("a statistic of the data", first.steps if first is not None else (), call.node)


def _identity(it: Interpreter, call: Call) -> Data:
    return Data((Step("synthetic", call.name, call.place),), None, True, 1.0)


def _largest(it: Interpreter, call: Call) -> Abstract | None:
    """`argmax`, `argmin`."""
    first = _first(it, call)
    if first is None:
        return None
    shape = first.shape[:-1] if first.shape else None
    return first.then(Step("class-ids", call.name, call.place), shape=shape, integer=True)


def _part_of(it: Interpreter, call: Call) -> Abstract | None:
    """Functions that leave rows out, or put them in another order."""
    first = _first(it, call)
    if first is None:
        return None
    found = repeated_runs(first, call.args.at(1, "repeats")) if call.name == "repeat" else {}
    step = Step("select", call.name, call.place, found)
    return first.then(step, magnitude=first.magnitude, integer=first.integer)


def _filled(it: Interpreter, call: Call) -> Abstract | None:
    first = _first(it, call)
    if first is None:
        return None
    return first.then(Step("clean", call.name, call.place), shape=first.shape, magnitude=first.magnitude)


def _reshaped(it: Interpreter, call: Call) -> Abstract | None:
    first = _needed(it, call)
    if first is None:
        return None
    rest = Args(call.args.positional[1:], call.args.keywords)
    return reshaped(it, Call(call.node, rest, call.name, call.path, call.locate, first))


def _chosen(it: Interpreter, call: Call) -> Abstract | None:
    """`np.where(condition, x, y)`; of a condition alone it gives row numbers."""
    options = [given.value for given in call.args.positional[1:3]]
    read = [part for part in (as_data(it, value, call.node) for value in options) if part is not None]
    if len(options) < 2 or not read:
        return None
    plain = [
        value.value for value in options if isinstance(value, Known) and isinstance(value.value, (int, float))
    ]
    found = merged(it, read, call.node) if len(read) > 1 else read[0].copy()
    found.steps = (
        *found.steps[: -1 if len(read) > 1 else None],
        Step("arithmetic", "where", call.place),
    )
    found.certain = found.certain and len(read) + len(plain) == 2
    found.magnitude = None
    return found


def stacked(it: Interpreter, call: Call) -> Data | None:
    """`np.concatenate([x, y])` and its kin."""
    if _needed(it, call) is None:
        return None
    values = call.args.positional[0].value if call.args.positional else None
    if isinstance(values, Items) and values.open:
        rows = as_data(it, values, call.node)
        if rows is not None and call.name not in ("stack", "array"):
            rows.shape = None
        return rows
    items = values.items if isinstance(values, Items) else [given.value for given in call.args.positional]
    result = merged(it, [_part(it, item, call.node) for item in items], call.node)
    if isinstance(values, Items) and values.spoiled:
        result.certain = False
    return result


def joined(it: Interpreter, call: Call) -> Abstract:
    """`pd.concat([a, b])`, `tf.concat([a, b], 0)`."""
    return stacked(it, call) or Unknown("joined data")


def _part(it: Interpreter, value: Abstract, node: CSTNode) -> Data:
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        step = Step("literal", "number", it.place(node))
        return Data((step,), (1,), True, float(abs(value.value)), isinstance(value.value, int))
    return as_data(it, value, node) or origin(value)


def expanded(it: Interpreter, call: Call) -> Data | None:
    """`np.expand_dims(x, axis)`, also that of TensorFlow and Keras."""
    first = _needed(it, call)
    if first is None:
        return None
    axis = call.args.at(1, "axis")
    at = integer(axis) if axis is not None else None
    shape: Shape | None = None
    if first.shape is not None and at is not None:
        at = at if at >= 0 else len(first.shape) + 1 + at
        shape = (*first.shape[:at], 1, *first.shape[at:])
    step = Step("reshape", "expand_dims", call.place)
    return first.then(step, shape=shape, magnitude=first.magnitude, integer=first.integer)


def window_view(it: Interpreter, call: Call) -> Abstract:
    """`np.lib.stride_tricks.sliding_window_view(x, n)`."""
    given = call.args.at(0, "x")
    owner = (as_data(it, given, call.node) if given is not None else None) or origin(given)
    size = call.args.at(1, "window_shape")
    rest = owner.shape[1:] if owner.shape else None
    shape: Shape | None = ("?", *rest, dim(size)) if rest is not None and size is not None else None
    step = Step("window", call.name, call.place, {"slides_by": 1})
    return owner.then(step, shape=shape, magnitude=owner.magnitude)


def _table(handler: Handler, *names: str) -> dict[str, Handler]:
    return {f"numpy.{name}": handler for name in names}


FUNCTIONS: dict[str, Handler] = {
    **made_up.FUNCTIONS,
    **_table(same_data, "array", "asarray", "asanyarray", "ascontiguousarray", "copy", "float32"),
    **_table(stacked, "concatenate", "vstack", "hstack", "column_stack", "dstack", "append", "stack", "concat",
             "r_", "c_"),
    **_table(_stepping("arithmetic", magnitude=1.0), "sin", "cos", "tanh"),
    **_table(_stepping("scale"), "log", "log1p", "log10", "log2", "sqrt"),
    **_table(_stepping("scale", False), "diff"),
    **_table(_stepping("arithmetic"), "exp", "abs", "absolute", "fabs", "square", "power", "round", "around", "floor",
             "ceil", "clip", "maximum", "minimum", "add", "subtract", "cumsum", "cumprod", "mod", "sign", "negative",
             "dot"),
    **_table(_stepping("arithmetic", False), "multiply", "matmul"),
    **_table(_stepping("scale", what="division"), "divide"),
    **dict.fromkeys(functions("numpy"), read),
    **_table(_statistic, "max", "min", "mean", "std", "var", "sum", "median", "amax", "amin", "percentile", "nanmax",
             "nanmin"),
    **_table(_part_of, "unique", "sort", "flip", "fliplr", "flipud", "repeat", "tile", "split", "array_split", "delete",
             "roll"),
    **_table(_reshaped, "reshape", "squeeze", "transpose", "ravel", "swapaxes"),
    **_table(_identity, "eye", "identity"),
    **_table(_largest, "argmax", "argmin"),
    **_table(untensored(expanded), "expand_dims"),
    **_table(_chosen, "where"),
    **_table(_filled, "nan_to_num"),
    **_table(window_view, "lib.stride_tricks.sliding_window_view"),
}  # fmt: skip
CONSTANTS: dict[str, Abstract] = {
    "numpy.pi": Known(math.pi, "computed"),
    "numpy.e": Known(math.e, "computed"),
}
_KINDS = ("array", "frame", "column", "dataset", "generator", "bunch")
LIBRARY = Library(
    FUNCTIONS,
    operators={(kind, "*"): operator for kind in _KINDS},
    subscripts=dict.fromkeys(_KINDS, of_data),
    stores=dict.fromkeys(_KINDS, store),
    constants=CONSTANTS,
)
