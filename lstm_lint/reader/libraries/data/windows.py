"""Windows along the rows of an array that a function of numpy gives."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.libraries.data.conversion import dim, first_data, origin
from lstm_lint.reader.libraries.effects import Effect, described
from lstm_lint.reader.libraries.rules import dtypes, sizes, values
from lstm_lint.script import Known, Moves, Step, Unknown, Window

_ROWS = (None, Known(None), Known(0))
_WINDOWS = Effect("x|window_shape axis", "window", sizes.windowed, dtypes.same_dtype, values.same_magnitude,
                  values.same_range, detail=lambda bound: Window(1, inside=bound.arguments.get("axis") not in _ROWS),
                  makes="array")  # fmt: skip


def _needed(it: Interpreter, call: Call, effect: Effect) -> Abstract | None:
    """The effect, on data of unknown origin where the argument is nothing that is known."""
    found = effect(it, call)
    values = call.args.values()
    if found is None and values and type(values[0]) is Unknown:
        unknown = origin(values[0])
        step = Step(effect.step or "unknown", call.name, call.place)
        return unknown.then(step)
    return found


@described("x|window_shape axis")
def window_view(it: Interpreter, call: Call) -> Abstract | None:
    """`np.lib.stride_tricks.sliding_window_view(x, n)`."""
    found = _needed(it, call, _WINDOWS)
    size, axis = call.args.at(1, "window_shape"), call.args.at(2, "axis")
    length = integer(size) if size is not None else None
    if isinstance(size, Items) and len(size.items) == 1 and not size.open and not size.spoiled:
        length = integer(size.items[0])
    before = first_data(it, call)
    rank = len(before.shape) if before is not None and before.shape is not None else None
    plain = axis in (None, Known(None)) or rank == 1
    if isinstance(found, Data) and length is not None and (plain or axis == Known(0)):
        # Of a table the steps come last: (rows, columns, steps).
        moves = Moves(0, length - 1, call.node, begins=0, axes=plain)
        found.steps = (*found.steps[:-1], replace(found.steps[-1], moves=moves))
    return found


@described("x|shape strides")
def strided_view(it: Interpreter, call: Call) -> Abstract | None:
    """`as_strided(x, (n, size), (x.strides[0], x.strides[0]))`: windows along the rows."""
    owner = first_data(it, call) or origin(None)
    shape = call.args.at(1, "shape")
    several = shape.items if isinstance(shape, Items) and not shape.open and not shape.spoiled else []
    dims = tuple(dim(size) for size in several) or None
    length = integer(several[1]) if len(several) in (2, 3) else None
    if length is None or not _same_strides(it, call):
        return owner.then(Step("unknown", call.name, call.place), certain=False, shape=dims, kind="array")
    moves = Moves(0, length - 1, call.node, begins=0)
    kept = {"magnitude": owner.magnitude, "integer": owner.integer, "kind": "array"}
    return owner.then(Step("window", call.name, call.place, Window(1), moves=moves), shape=dims, **kept)


def _same_strides(it: Interpreter, call: Call) -> bool:
    """Whether the first two strides are one and the same: a window goes on by one row, as its steps do."""
    node = next((arg.value for arg in call.node.args if arg.keyword and arg.keyword.value == "strides"), None)
    if node is None and len(call.node.args) > 2:
        node = call.node.args[2].value
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        left, right = it.text(node.left), it.text(node.right)  # `x.strides[:1] + x.strides`, `x.strides * 2`
        return left == f"{right}[:1]" or left.replace(" ", "") == f"({right}[0],)"
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Multiply):
        return it.text(node.right) == "2" and it.text(node.left).endswith(".strides")
    if not isinstance(node, (cst.Tuple, cst.List)) or len(node.elements) < 2:
        return False
    first, second = (it.text(element.value) for element in node.elements[:2])
    return first == second
