"""What the objective of a search returns: the name of the measure, `history.history["val_loss"][-1]`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Abstract, Function
from lstm_lint.reader.tree.syntax import names_in, own_nodes

_MOST = 4000  # nodes of a function that are looked at


def measure(objective: Abstract) -> str | None:
    """The measure that all returns of a function give as it is; None where that is not known."""
    if not isinstance(objective, Function) or isinstance(objective.node, cst.Lambda):
        return None
    body = objective.node.body
    returned = [node.value for node in _own(body) if isinstance(node, cst.Return) and node.value is not None]
    found = {_measure_in(_worked_out(body, value)) for value in returned}
    return found.pop() if len(found) == 1 else None


def _own(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and those below it, those of functions in it left out."""
    yield node
    yield from islice(own_nodes(node), _MOST)


def _worked_out(body: cst.CSTNode, value: cst.BaseExpression) -> cst.BaseExpression | None:
    """What a returned name was given, where the function does that once."""
    if not isinstance(value, cst.Name):
        return value
    given = [
        node.value
        for node in _own(body)
        if isinstance(node, cst.Assign) and any(value.value in names_in(one.target) for one in node.targets)
    ]
    changed = any(
        isinstance(node, (cst.AugAssign, cst.For)) and value.value in names_in(node.target)
        for node in _own(body)
    )
    return given[0] if len(given) == 1 and not changed else None


def _measure_in(node: cst.BaseExpression | None) -> str | None:
    """The one measure that an expression names, where nothing turns it round: `-score`, `1 - accuracy`."""
    if node is None:
        return None
    names: list[str] = []
    for one in _own(node):
        if isinstance(one, (cst.BinaryOperation, cst.UnaryOperation, cst.IfExp, cst.Lambda)) and not _is_last(
            one
        ):
            return None
        if isinstance(one, cst.SimpleString) and isinstance(one.evaluated_value, str):
            names.append(one.evaluated_value)
        elif isinstance(one, cst.Call) and isinstance(one.func, cst.Name) and "_" in one.func.value:
            names.append(one.func.value)
    return names[0] if len(names) == 1 else None


def _is_last(node: cst.CSTNode) -> bool:
    """`-1` of `losses[-1]`."""
    return isinstance(node, cst.UnaryOperation) and isinstance(node.expression, cst.Integer)
