"""Expressions: what a piece of syntax stands for."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from lstm_lint.reader import data, operation_formulas
from lstm_lint.reader.attributes import attribute
from lstm_lint.reader.siblings import resolve
from lstm_lint.reader.values import (
    Abstract,
    Built,
    Data,
    Function,
    Instance,
    Items,
    Linear,
    Module,
    Network,
    Statistic,
    Table,
    Tensor,
    as_set,
    constant,
    integer,
    join,
)
from lstm_lint.script import Ending, Known, OneOf, Symbol, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_MAX_UNROLLED = 40  # elements of a comprehension that are read one by one
_BIG = 1 << 128
_MAX_LENGTH = (
    20_000  # of a string or list that is put together: doubling one 60 times is more than a machine holds
)


_SINGLETONS = {"True": Known(True), "False": Known(False), "None": Known(None)}


def _name(walk: Walk, node: cst.Name) -> Abstract:
    value = _SINGLETONS.get(node.value) or walk.lookup(node.value)
    return resolve(walk, value) if isinstance(value, Module) else value


def _integer(walk: Walk, node: cst.Integer) -> Abstract:
    if len(node.value) > 40:
        return Unknown("a very long integer")
    return Known(int(node.value.replace("_", ""), 0) if node.value[0] != "0" else node.evaluated_value)


def _float(walk: Walk, node: cst.Float) -> Abstract:
    return Known(float(node.value))


def _string(walk: Walk, node: cst.SimpleString | cst.ConcatenatedString) -> Abstract:
    try:
        value = node.evaluated_value
    except (ValueError, SyntaxError):
        return Unknown("a string that does not evaluate")
    return Known(value) if isinstance(value, (str, bytes)) else Unknown("a formatted string")


def _formatted(walk: Walk, node: cst.FormattedString) -> Abstract:
    text = ""
    whole = True
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text += part.value
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        value = walk.evaluate(part.expression)
        if not isinstance(value, Known) or isinstance(value.value, (Symbol, float)) or part.format_spec:
            whole, text = False, value.text if isinstance(value, Ending) and not part.format_spec else ""
        else:
            text += str(value.value)
    return Known(text, "computed") if whole else Ending("a formatted string", text)


def _sequence(walk: Walk, node: cst.Tuple | cst.List | cst.Set) -> Abstract:
    items: list[Abstract] = []
    is_open = False
    for element in node.elements:
        value = walk.evaluate(element.value)
        if isinstance(element, cst.StarredElement):
            if isinstance(value, Items) and not value.open and not value.spoiled:
                items.extend(value.items)
            else:
                is_open = True
        else:
            items.append(value)
    if isinstance(node, cst.Set):
        return as_set(Items(items, True, is_open, walk.depth))
    return Items(items, not isinstance(node, cst.Tuple), is_open, walk.depth)


def _dict(walk: Walk, node: cst.Dict) -> Abstract:
    table = Table({}, depth=walk.depth)
    for element in node.elements:
        value = walk.evaluate(element.value)
        if isinstance(element, cst.DictElement):
            key = walk.evaluate(element.key)
            if isinstance(key, Known) and isinstance(key.value, (str, int, float, bool, type(None))):
                table.entries[key.value] = value
            else:
                table.open = True
        elif isinstance(value, Table):
            table.entries.update(value.entries)
            table.open = table.open or value.open
        else:
            table.open = True
    return table


def _attribute(walk: Walk, node: cst.Attribute) -> Abstract:
    value = attribute(walk, walk.evaluate(node.value), node.attr.value)
    return resolve(walk, value) if isinstance(value, Module) else value


def _call(walk: Walk, node: cst.Call) -> Abstract:
    return walk.call(node)


_BINARY: dict[type[cst.BaseBinaryOp], Callable[[Any, Any], Any]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Divide: operator.truediv,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: operator.pow,
}


def _binary(walk: Walk, node: cst.BinaryOperation) -> Abstract:
    left, right = walk.evaluate(node.left), walk.evaluate(node.right)
    return binary(walk, node, type(node.operator), left, right)


def binary(walk: Walk, node: cst.CSTNode, kind: type, left: Abstract, right: Abstract) -> Abstract:
    """`left op right` for every pair of values that can meet."""
    if isinstance(left, Known) and isinstance(right, Known):
        return _arithmetic(kind, left.value, right.value)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        found = [value for value in (left, right) if isinstance(value, Tensor)]
        return walk.operation(node, found, operation_formulas.of_operator(left, right))
    if isinstance(left, Data) or isinstance(right, Data):
        return data.arithmetic(walk, node, kind, left, right)
    if isinstance(left, Statistic) or isinstance(right, Statistic):
        return left if isinstance(left, Statistic) else right
    if isinstance(left, Linear) or isinstance(right, Linear):
        return _linear(kind, left, right)
    if isinstance(left, Items) and isinstance(right, Items) and kind is cst.Add:
        if len(left.items) + len(right.items) > _MAX_LENGTH:
            return Unknown("a very long list")
        spoiled = left.spoiled or right.spoiled
        return Items([*left.items, *right.items], left.mutable, left.open or right.open, walk.depth, spoiled)
    if isinstance(left, Items) and kind is cst.Multiply:
        times = integer(right)
        if times is not None and 0 <= times * len(left.items) <= 1000 and not left.open:
            return Items(left.items * times, left.mutable, False, walk.depth, left.spoiled)
    if isinstance(left, (Unknown, Module)) and kind in (
        cst.Add,
        cst.Divide,
    ):  # a path: `folder + "/best.h5"`, `folder / "best.h5"`
        end = right.value if isinstance(right, Known) else right.text if isinstance(right, Ending) else None
        before = left.text if isinstance(left, Ending) and kind is cst.Add else ""
        if isinstance(end, str):
            return Ending("the end of a string", before + end)
    if isinstance(right, Ending) and kind is cst.Add:
        return right
    if isinstance(left, Known) and isinstance(left.value, str) and kind is cst.Modulo:
        return Ending("a formatted string", _after_last_directive(left.value))
    return Unknown("arithmetic on values that are not known")


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
        return Unknown("a repeated string")
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) > _MAX_LENGTH:
        return Unknown("a very long string")
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
        return Linear(left.base, left.offset + (step if kind is cst.Add else -step), left.stride)
    step = integer(left)
    if isinstance(right, Linear) and step is not None and kind is cst.Add:
        return Linear(right.base, right.offset + step, right.stride)
    if (
        isinstance(left, Linear)
        and isinstance(right, Linear)
        and left.base is right.base
        and kind is cst.Subtract
    ):
        return Known(left.offset - right.offset, "computed")
    return Unknown("depends on a loop")


def _unary(walk: Walk, node: cst.UnaryOperation) -> Abstract:
    value = walk.evaluate(node.expression)
    if isinstance(node.operator, cst.Not):
        truth = walk.truth(value)
        return Unknown("a condition") if truth is None else Known(not truth, "computed")
    if (
        isinstance(value, Known)
        and isinstance(value.value, (int, float))
        and not isinstance(node.operator, cst.BitInvert)
    ):
        return Known(-value.value if isinstance(node.operator, cst.Minus) else +value.value, value.origin)
    if isinstance(value, Data):
        return data.arithmetic(walk, node, cst.Multiply, value, Known(-1))
    if isinstance(value, Tensor):
        return walk.operation(node, [value], operation_formulas.of_operator(value))
    return Unknown("an operation that is not followed")


_COMPARE: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
}


def _comparison(walk: Walk, node: cst.Comparison) -> Abstract:
    left = walk.evaluate(node.left)
    results: list[bool | None] = []
    for target in node.comparisons:
        right = walk.evaluate(target.comparator)
        results.append(_compare(type(target.operator), left, right))
        left = right
    if False in results:
        return Known(False, "computed")
    return Known(True, "computed") if None not in results else Unknown("a condition")


def _compare(kind: type, left: Abstract, right: Abstract) -> bool | None:
    if kind in (cst.Is, cst.IsNot):
        return _identity(left, right, kind is cst.Is)
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
    for first, second in ((left, right), (right, left)):
        if (
            isinstance(first, Known)
            and first.value is None
            and not isinstance(second, (Known, OneOf, Unknown))
        ):
            return not positive
    return None


def _boolean(walk: Walk, node: cst.BooleanOperation) -> Abstract:
    left = walk.evaluate(node.left)
    truth = walk.truth(left)
    is_or = isinstance(node.operator, cst.Or)
    if truth is not None:
        return left if truth is is_or else walk.evaluate(node.right)
    right = walk.evaluate(node.right)
    decided = walk.truth(right)
    if decided is is_or:  # x or True, x and False
        return Known(is_or, "computed")
    return Unknown("a condition")


def _if_expression(walk: Walk, node: cst.IfExp) -> Abstract:
    truth = walk.truth(walk.evaluate(node.test))
    if truth is not None:
        return walk.evaluate(node.body if truth else node.orelse)
    with walk.undecided():
        return join(walk.evaluate(node.body), walk.evaluate(node.orelse))


def _lambda(walk: Walk, node: cst.Lambda) -> Abstract:
    return Function(node, walk.scope, "<lambda>")


def _comprehension(walk: Walk, node: cst.ListComp | cst.GeneratorExp | cst.SetComp) -> Abstract:
    with walk.inner_scope():
        found: list[Abstract] = []
        complete = _comprehend(walk, node.for_in, lambda: found.append(walk.evaluate(node.elt)))
    made = Items(found, True, not complete, walk.depth)
    return as_set(made) if isinstance(node, cst.SetComp) else made


def _dict_comprehension(walk: Walk, node: cst.DictComp) -> Abstract:
    table = Table({}, depth=walk.depth)

    def add() -> None:
        key, value = walk.evaluate(node.key), walk.evaluate(node.value)
        if isinstance(key, Known) and isinstance(key.value, (str, int)):
            table.entries[key.value] = value
        else:
            table.open = True

    with walk.inner_scope():
        table.open = not _comprehend(walk, node.for_in, add) or table.open
    return table


def _comprehend(walk: Walk, clause: cst.CompFor, body: Callable[[], None]) -> bool:
    """Run the body for each element; False where the elements could not all be listed."""
    values = walk.elements(walk.evaluate(clause.iter), _MAX_UNROLLED)
    complete = values is not None
    for value in values if values is not None else [walk.any_element(clause.iter)]:
        walk.assign(clause.target, value)
        decided = [walk.truth(walk.evaluate(condition.test)) for condition in clause.ifs]
        if False in decided:
            continue
        complete = complete and None not in decided
        if clause.inner_for_in is not None:
            complete = _comprehend(walk, clause.inner_for_in, body) and complete
        else:
            body()
    return complete


def _named(walk: Walk, node: cst.NamedExpr) -> Abstract:
    value = walk.evaluate(node.value)
    walk.assign(node.target, value)
    return value


def _subscript(walk: Walk, node: cst.Subscript) -> Abstract:
    value = walk.evaluate(node.value)
    slices = [element.slice for element in node.slice]
    if isinstance(value, Data):
        return data.subscript(walk, node, value, slices)
    if isinstance(value, Tensor):
        return walk.operation(node, [value], operation_formulas.of_slices(walk, slices))
    if len(slices) != 1:
        return Unknown("an element that is not known")
    only = slices[0]
    if isinstance(only, cst.Index):
        return _element(walk, value, walk.evaluate(only.value))
    return _part(walk, value, only)


def _element(walk: Walk, value: Abstract, index: Abstract) -> Abstract:
    if isinstance(value, Table) and isinstance(index, Known):
        found = value.entries.get(index.value) if isinstance(index.value, (str, int, bool, float)) else None
        return found if found is not None else Unknown("a key that is not known")
    at = integer(index)
    if isinstance(value, Items) and not value.spoiled and not value.unordered:
        if at is not None and -len(value.items) <= at < len(value.items) and (not value.open or at == 0):
            return value.items[at]
        return Unknown("an element that is not known")
    if isinstance(value, Known) and isinstance(value.value, (str, tuple)) and at is not None:
        return (
            Known(value.value[at], "computed")
            if -len(value.value) <= at < len(value.value)
            else Unknown("range")
        )
    if isinstance(value, (Instance, Network, Built, Module)):
        return Unknown("an element of an object")
    return Unknown("an element that is not known")


def _part(walk: Walk, value: Abstract, part: cst.BaseSlice) -> Abstract:
    assert isinstance(part, cst.Slice)
    bounds = [
        None if bound is None else walk.evaluate(bound) for bound in (part.lower, part.upper, part.step)
    ]
    whole = isinstance(value, Items) and not value.open and not value.spoiled
    if not whole or any(bound is not None and integer(bound) is None for bound in bounds):
        if isinstance(value, Items):
            return Items(list(value.items), value.mutable, True, walk.depth, value.spoiled)
        return Unknown("a part that is not known")
    assert isinstance(value, Items)
    lower, upper, step = (None if bound is None else integer(bound) for bound in bounds)
    if step == 0:
        return Unknown("a step of zero")
    return Items(value.items[lower:upper:step], value.mutable, False, walk.depth)


def _yield(walk: Walk, node: cst.Yield) -> Abstract:
    if isinstance(node.value, cst.BaseExpression):
        walk.evaluate(node.value)
    walk.frames[-1].is_generator = True
    return Unknown("what is sent to a generator")


EVALUATE: dict[type, Callable[[Walk, Any], Abstract]] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _string,
    cst.FormattedString: _formatted,
    cst.Tuple: _sequence,
    cst.List: _sequence,
    cst.Set: _sequence,
    cst.Dict: _dict,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.BooleanOperation: _boolean,
    cst.IfExp: _if_expression,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _dict_comprehension,
    cst.NamedExpr: _named,
    cst.Subscript: _subscript,
    cst.Yield: _yield,
}
