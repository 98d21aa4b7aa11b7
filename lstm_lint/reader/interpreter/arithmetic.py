"""Operators on what is known: arithmetic, comparisons, `and` and `or`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Number, Statistic
from lstm_lint.reader.abstract.join import constant, integer, is_among, is_keras_object, same_object
from lstm_lint.reader.abstract.swept import at_bounds, each
from lstm_lint.reader.abstract.values import MAX_ITEMS, Abstract, Items, Linear, Module, Table
from lstm_lint.reader.interpreter.formats import note_percent
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Ending, Known, OneOf, Swept, Unknown

_BIG = 1 << 128
_BINARY: dict[type[cst.BaseBinaryOp], Callable[[Any, Any], Any]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Divide: operator.truediv,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: operator.pow,
}


_LONGEST_REPEATED = 5_000  # characters of `"a line " * 6`
_LINEAR = (cst.Add, cst.Subtract, cst.Multiply)
SYMBOLS: dict[type, str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.MatrixMultiply: "@", cst.BitAnd: "&", cst.BitOr: "|", cst.BitXor: "^", cst.LeftShift: "<<",
    cst.RightShift: ">>", cst.Minus: "neg", cst.Plus: "pos", cst.BitInvert: "~", cst.Equal: "==", cst.NotEqual: "!=",
    cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">", cst.GreaterThanEqual: ">=",
    cst.In: "in", cst.NotIn: "not in",
}  # fmt: skip


def binary_operation(machine: Machine, node: cst.BinaryOperation) -> Abstract:
    left, right = machine.evaluate(node.left), machine.evaluate(node.right)
    if isinstance(node.operator, cst.Modulo) and isinstance(left, Known) and isinstance(left.value, str):
        note_percent(machine, node, left.value, right)
    return binary(machine, node, type(node.operator), left, right)


def _is_over_members(mean: Abstract) -> bool:
    """Whether it may be a mean of several predictions beside each other, which is one for each row: along an axis."""
    if not isinstance(mean, Statistic) or not isinstance(mean.node, cst.Call):
        return False
    along = any(
        one.keyword.value == "axis" if one.keyword is not None else isinstance(one.value, cst.Integer)
        for one in mean.node.args
    )
    return along and any(step.kind == "stack" for step in mean.of)


def binary(machine: Machine, node: cst.CSTNode, kind: type, left: Abstract, right: Abstract) -> Abstract:
    """`left op right` for every pair of values that can meet."""
    if isinstance(left, Known) and isinstance(right, Known):
        return _arithmetic(kind, left.value, right.value)
    if left.__class__ is Swept or right.__class__ is Swept:
        found = each([left, right], lambda one, other: binary(machine, node, kind, one, other))
        return found if found is not None else _between(kind, left, right)
    found = machine.operator(node, SYMBOLS.get(kind, ""), left, right)
    if found is not None:
        return found
    if isinstance(left, Statistic) or isinstance(right, Statistic):
        if kind is cst.Power and right == Known(2) and not _is_over_members(left):
            machine.record.raise_mean(node, left)
        return _of_statistics(kind, left, right)
    if (isinstance(left, Number) or isinstance(right, Number)) and _is_number(left) and _is_number(right):
        return Number("arithmetic on a number that is not known", fraction=_is_fraction(kind, left, right))
    if isinstance(left, Linear) or isinstance(right, Linear):
        return _linear(kind, left, right)
    if isinstance(left, Items) and isinstance(right, Items) and kind is cst.Add:
        if len(left.items) + len(right.items) > MAX_ITEMS:
            return Unknown("a very long list")
        spoiled = left.spoiled or right.spoiled
        return Items(
            [*left.items, *right.items], left.mutable, left.open or right.open, machine.control.depth, spoiled
        )
    if isinstance(left, Items) and kind is cst.Multiply:
        times = integer(right)
        if times is not None and 0 <= times * len(left.items) <= 1000 and not left.open:
            return Items(left.items * times, left.mutable, False, machine.control.depth, left.spoiled)
    if isinstance(left, (Unknown, Module)) and kind in (
        cst.Add,
        cst.Divide,
    ):  # a path: `folder + "/best.h5"`, `folder / "best.h5"`
        end = right.value if isinstance(right, Known) else right.text if isinstance(right, Ending) else None
        between = "" if kind is cst.Add else "/"
        before = left.text if isinstance(left, Ending) and kind is cst.Add else between
        if isinstance(end, str):
            return Ending("the end of a string", before + end)
    if isinstance(right, Ending) and kind is cst.Add:
        return right
    if isinstance(left, Known) and isinstance(left.value, str) and kind is cst.Modulo:
        return Ending("a formatted string", _after_last_directive(left.value))
    return Unknown("arithmetic on values that are not known")


_OF_WHOLE = (cst.Add, cst.Subtract, cst.Multiply, cst.FloorDivide)
_OF_FRACTIONS = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide)


def _is_fraction(kind: type, *values: Abstract) -> bool:
    """Whether the result certainly is a float: a quotient, or what is worked out of one."""
    floats = any(
        (isinstance(one, Number) and one.fraction)
        or (isinstance(one, Known) and isinstance(one.value, float))
        for one in values
    )
    return kind is cst.Divide or (floats and kind in _OF_FRACTIONS)


def _is_number(value: Abstract) -> bool:
    return isinstance(value, (Number, Linear)) or (
        isinstance(value, Known) and isinstance(value.value, (int, float))
    )


def _of_statistics(kind: type, left: Abstract, right: Abstract) -> Statistic:
    """A statistic and something else: of the same shape beside a number or another of that shape.

    One that is whole stays so beside a whole number.
    """
    found, other = (left, right) if isinstance(left, Statistic) else (right, left)
    assert isinstance(found, Statistic)
    alike = _is_number(other) or (isinstance(other, Statistic) and other.shape == found.shape)
    whole = isinstance(other, Known) and isinstance(other.value, int) and kind in _OF_WHOLE
    return replace(found, shape=found.shape if alike else None, dtype=found.dtype if whole else None)


def _between(kind: type, left: Abstract, right: Abstract) -> Abstract:
    """A draw between two bounds, plus or times a number."""
    draw, number = (left, right) if isinstance(left, Swept) else (right, left)
    if isinstance(draw, Swept) and isinstance(number, Known) and draw.low is not None and kind in _LINEAR:
        first = number is left
        ends = [
            _arithmetic(kind, number.value, end) if first else _arithmetic(kind, end, number.value)
            for end in (draw.low, draw.high)
        ]
        found = [end.value for end in ends if isinstance(end, Known) and isinstance(end.value, (int, float))]
        if len(found) == 2:
            return replace(draw, values=(), drawn=(), low=min(found), high=max(found))
    return Unknown("arithmetic on a draw of a search")


def _after_last_directive(text: str) -> str:
    """What follows the last `%d` of a string that is formatted."""
    found = list(re.finditer(r"%[-+ #0-9.*]*[a-zA-Z%]|%\(\w+\)[-+ #0-9.*]*[a-zA-Z]", text))
    return text[found[-1].end() :] if found else text


def _arithmetic(kind: type, left: object, right: object) -> Abstract:
    function = _BINARY.get(kind)
    plain = (int, float, str)
    if function is None or not isinstance(left, plain) or not isinstance(right, plain):
        return Unknown("an operation that is not followed")
    if (
        kind is cst.Power
        and isinstance(left, (int, float))
        and isinstance(right, (int, float))
        and abs(right) > 128
    ):
        return Unknown("a large power")
    if kind is cst.Multiply and (isinstance(left, str) or isinstance(right, str)):
        text, times = (left, right) if isinstance(left, str) else (right, left)
        short = isinstance(text, str) and isinstance(times, int) and times * len(text) <= _LONGEST_REPEATED
        return Known(text * times, "computed") if short else Unknown("a repeated string")  # type: ignore[operator]
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) > MAX_ITEMS:
        return Unknown("a very long string")
    if kind is cst.Divide and isinstance(left, str) and isinstance(right, str):  # `Path("models") / "a.h5"`
        return Known(f"{left.rstrip('/')}/{right}", "computed")
    if kind is cst.Modulo and isinstance(left, str):
        return Ending("a formatted string", _after_last_directive(left))
    try:
        result = function(left, right)
    except (ArithmeticError, TypeError, ValueError):
        return Unknown("arithmetic that fails")
    if isinstance(result, complex) or (isinstance(result, int) and abs(result) > _BIG):
        return Unknown("a number out of range")
    return Known(result, "computed")


def _linear(kind: type, left: Abstract, right: Abstract) -> Abstract:
    step = integer(right)
    if isinstance(left, Linear) and step is not None and kind in (cst.Add, cst.Subtract):
        return replace(left, offset=left.offset + (step if kind is cst.Add else -step))
    step = integer(left)
    if isinstance(right, Linear) and step is not None and kind is cst.Add:
        return replace(right, offset=right.offset + step)
    if (
        isinstance(left, Linear)
        and isinstance(right, Linear)
        and left.base is right.base
        and kind is cst.Subtract
    ):
        return Known(left.offset - right.offset, "computed")
    return Unknown("depends on a loop")


def unary_operation(machine: Machine, node: cst.UnaryOperation) -> Abstract:
    value = machine.evaluate(node.expression)
    if isinstance(node.operator, cst.Not):
        truth = machine.truth(value)
        if truth is not None:
            return Known(not truth, "computed")
        return each([value], lambda one: Known(not one.value)) or Unknown("a condition")
    if (
        isinstance(value, Known)
        and isinstance(value.value, (int, float))
        and not isinstance(node.operator, cst.BitInvert)
    ):
        return Known(-value.value if isinstance(node.operator, cst.Minus) else +value.value, value.origin)
    found = machine.operator(node, SYMBOLS.get(type(node.operator), ""), value)
    return found if found is not None else Unknown("an operation that is not followed")


_COMPARE: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
}


def comparison(machine: Machine, node: cst.Comparison) -> Abstract:
    left = machine.evaluate(node.left)
    if len(node.comparisons) == 1:
        kind, right = type(node.comparisons[0].operator), machine.evaluate(node.comparisons[0].comparator)
        if left.__class__ is Swept or right.__class__ is Swept:
            return _compare_draws(kind, left, right)
        found = machine.operator(node, SYMBOLS.get(kind, ""), left, right)
        if found is not None:
            return found
        holds = _compare(kind, left, right)
        return Unknown("a condition") if holds is None else Known(holds, "computed")
    results: list[bool | None] = []
    for target in node.comparisons:
        right = machine.evaluate(target.comparator)
        results.append(_compare(type(target.operator), left, right))
        left = right
    if False in results:
        return Known(False, "computed")
    return Known(True, "computed") if None not in results else Unknown("a condition")


def _compare_draws(kind: type, left: Abstract, right: Abstract) -> Abstract:
    """A draw of a search beside another value."""

    def compared(one: Abstract, other: Abstract) -> Abstract:
        holds = _compare(kind, one, other)
        return Unknown("a condition") if holds is None else Known(holds, "computed")

    found = each([left, right], compared)
    if found is None and kind in _COMPARE and kind not in (cst.Equal, cst.NotEqual):
        holds = at_bounds([left, right], _COMPARE[kind])
        found = None if holds is None else Known(holds, "computed")
    return found if found is not None else Unknown("a condition")


def _compare(kind: type, left: Abstract, right: Abstract) -> bool | None:
    if kind in (cst.Is, cst.IsNot):
        return _identity(left, right, kind is cst.Is)
    if kind in (cst.Equal, cst.NotEqual) and (is_keras_object(left) or is_keras_object(right)):
        equal = same_object(left, right)
        return None if equal is None else equal is (kind is cst.Equal)
    if kind in (cst.In, cst.NotIn) and is_keras_object(left):
        found = is_among(left, right)
        return None if found is None else found is (kind is cst.In)
    if kind in (cst.In, cst.NotIn):
        if isinstance(right, Table) and not right.open and isinstance(left, Known):
            return (left.value in right.entries) is (kind is cst.In)
        try:
            return (constant(left) in constant(right)) is (kind is cst.In)  # type: ignore[operator]
        except (LookupError, TypeError):
            return None
    function = _COMPARE.get(kind)
    if function is None:
        return None
    try:
        return bool(function(constant(left), constant(right)))
    except (LookupError, TypeError):
        return None


def _identity(left: Abstract, right: Abstract, positive: bool) -> bool | None:
    if isinstance(left, Known) and isinstance(right, Known):
        equal = left.value is right.value or (
            left.value == right.value and type(left.value) is type(right.value)
        )
        return equal is positive
    if is_keras_object(left) and is_keras_object(right):
        alike = same_object(left, right)
        return None if alike is None else alike is positive
    for first, second in ((left, right), (right, left)):
        if (
            isinstance(first, Known)
            and first.value is None
            and not isinstance(second, (Known, OneOf, Unknown))
        ):
            return not positive
    return None


def boolean_operation(machine: Machine, node: cst.BooleanOperation) -> Abstract:
    left = machine.evaluate(node.left)
    truth = machine.truth(left)
    is_or = isinstance(node.operator, cst.Or)
    if truth is not None:
        return left if truth is is_or else machine.evaluate(node.right)
    right = machine.evaluate(node.right)
    if (
        isinstance(right, Known) and right.value is is_or
    ):  # `x or True`, `x and False`; `x or 60` may be any number
        return Known(is_or, "computed")
    return Unknown("a condition")
