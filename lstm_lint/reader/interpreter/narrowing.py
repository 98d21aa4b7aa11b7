"""What a condition says of the names in it, on the way where it holds and on the one where it does not."""

from __future__ import annotations

from collections.abc import Callable

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Known, OneOf, Symbol

_EQUAL = frozenset({cst.Equal, cst.NotEqual})
_IDENTITY = frozenset({cst.Is, cst.IsNot})
_MEMBER = frozenset({cst.In, cst.NotIn})


def narrow(machine: Machine, test: cst.BaseExpression, holds: bool) -> None:
    """Of the values that a name may have, those stay with which the condition goes this way."""
    if isinstance(test, cst.Name):
        _keep(machine, test, lambda value: bool(value) is holds)
    elif isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        narrow(machine, test.expression, not holds)
    elif isinstance(test, cst.BooleanOperation):
        # `a and b` holds where both do; `a or b` does not hold where neither does.
        if isinstance(test.operator, cst.And) is holds:
            narrow(machine, test.left, holds)
            narrow(machine, test.right, holds)
    elif isinstance(test, cst.Comparison) and isinstance(test.left, cst.Name) and len(test.comparisons) == 1:
        _compared(machine, test.left, test.comparisons[0], holds)


def _compared(machine: Machine, name: cst.Name, target: cst.ComparisonTarget, holds: bool) -> None:
    operator = type(target.operator)
    if operator not in _EQUAL | _IDENTITY | _MEMBER or not isinstance(_held(machine, name), OneOf):
        return
    try:
        other = constant(machine.evaluate(target.comparator))
    except LookupError:
        return
    positive = (operator in (cst.Equal, cst.Is, cst.In)) is holds
    if operator in _MEMBER:
        if isinstance(other, (list, tuple, dict)):
            _keep(machine, name, lambda value: (value in other) is positive)
    elif operator in _EQUAL or other is None or isinstance(other, bool):
        _keep(machine, name, lambda value: (value == other) is positive)


def _held(machine: Machine, name: cst.Name) -> object:
    return machine.control.scope.names.get(name.value)


def _keep(machine: Machine, name: cst.Name, fits: Callable[[object], bool]) -> None:
    held = _held(machine, name)
    if isinstance(held, OneOf) and not any(isinstance(value, Symbol) for value in held.values):
        left = tuple(value for value in held.values if fits(value))
        if left and len(left) < len(held.values):
            narrowed = OneOf(left) if len(left) > 1 else Known(left[0], "computed")
            machine.control.scope.names[name.value] = narrowed
