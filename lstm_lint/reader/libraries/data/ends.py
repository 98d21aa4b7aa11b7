"""Windows that a loop over all rows cuts, and the last of them: `[x[i : i + 10] for i in range(len(x))]`."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Part
from lstm_lint.reader.abstract.values import Abstract, Items, Linear
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Window

_LEAVES = (cst.If, cst.Break, cst.Continue, cst.Return, cst.Raise, cst.Try, cst.While)


def running_over(it: Interpreter, node: object, part: Part) -> int:
    """How many of the windows that a subscript cuts certainly are shorter than the others; 0 where that is not known.

    Of windows of rows `i + a` to `i + b` with `i` below `len(x) - k` these are the last `b - k - 1`.
    """
    lower, upper, step = part.bounds
    if step is not None or not isinstance(lower, Linear) or not isinstance(upper, Linear):
        return 0
    loop = lower.base
    if loop is not upper.base or not isinstance(loop, cst.Call) or not isinstance(node, cst.Subscript):
        return 0
    counts = syntax.dotted(loop.func) == "range" and 1 <= len(loop.args) <= 2
    plain = counts and all(one.keyword is None and not one.star for one in loop.args)
    if not plain or not isinstance(node.value, cst.Name) or upper.offset - lower.offset < 2:
        return 0
    left_out = _before_the_end(it, loop.args[-1].value, node.value.value)
    if left_out is None or left_out < 0 or lower.offset < 0 or not _comes_to_its_end(it, loop):
        return 0
    return max(upper.offset - left_out - 1, 0)


def _before_the_end(it: Interpreter, stop: cst.BaseExpression, name: str) -> int | None:
    """k of `len(x) - k` and of `x.shape[0] - k`."""
    if isinstance(stop, cst.BinaryOperation) and isinstance(stop.operator, (cst.Subtract, cst.Add)):
        inner, more = _before_the_end(it, stop.left, name), integer(it.evaluate(stop.right))
        if inner is None or more is None:
            return None
        return inner + (more if isinstance(stop.operator, cst.Subtract) else -more)
    return 0 if it.text(stop) in (f"len({name})", f"{name}.shape[0]") else None


def _comes_to_its_end(it: Interpreter, loop: cst.Call) -> bool:
    """Whether nothing in the loop leaves out a pass; a comprehension with a condition says so of its list."""
    around = it.control.around[-1] if it.control.around else None
    if not isinstance(around, cst.For) or around.iter is not loop:
        return True
    return not any(isinstance(one, _LEAVES) for one in syntax.own_nodes(around.body))


def short_windows(value: Abstract) -> tuple[int, cst.CSTNode | None]:
    """How many of the windows of a list, one of each pass of a loop, are shorter than the others, and the loop."""
    only = value.items[0] if isinstance(value, Items) and value.open and len(value.items) == 1 else None
    if not isinstance(value, Items) or value.spoiled or not value.each or not isinstance(only, Data):
        return 0, None
    for step in reversed(only.steps):
        if isinstance(step.detail, Window):
            loop = step.moves.along if step.moves is not None else None
            return step.detail.short_by, loop if isinstance(loop, cst.Call) else None
        if step.kind not in ("cast", "select"):
            return 0, None
    return 0, None
