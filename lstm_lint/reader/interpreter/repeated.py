"""Loops that append the same row in each pass, for nothing in the expression depends on the pass."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree import syntax

_UNUSED = "_"  # how a variable begins that nothing is meant to use


def note_repeated(machine: Machine, node: cst.Call, value: Abstract) -> None:
    """Write down `rows.append(data[i - steps])` in the loop over `j`, of a row that a loop around it counts."""
    around = machine.control.around
    if len(around) < 2 or not isinstance(value, Data) or not value.steps or node in machine.record.repeated:
        return
    loop, moves = around[-1], value.steps[-1].moves
    if (
        moves is None
        or moves.along is None
        or not isinstance(loop, cst.For)
        or not _is_directly_in(loop, node)
        or _is_of_all(around[-2])
    ):
        return
    counted = syntax.names_in(loop.target)
    row = node.args[0].value
    changed = syntax.assigned_in(loop.body, machine.facts).union(counted)
    if len(counted) == 1 and not counted[0].startswith(_UNUSED) and _is_plain(row):
        used = syntax.names_used(row)
        if changed.isdisjoint(used) and counted[0] not in syntax.names_used(loop.body):
            machine.record.repeated[node] = (machine.place(row), counted[0], value.steps[-1])


def _is_of_all(loop: cst.For | cst.While) -> bool:
    """Whether a loop counts all rows, `for i in range(len(about))`: each is what is said of one whole sequence."""
    rows = loop.iter if isinstance(loop, cst.For) else None
    if not isinstance(rows, cst.Call) or not isinstance(rows.func, cst.Name) or rows.func.value != "range":
        return False
    return len(rows.args) == 1 and not isinstance(rows.args[0].value, cst.BinaryOperation)


def _is_directly_in(loop: cst.For, node: cst.Call) -> bool:
    """Whether each pass comes by: `rows.append(...)` is a statement of the body itself."""
    return any(isinstance(one, cst.Expr) and one.value is node for one in syntax.statements(loop.body))


def _is_plain(node: cst.CSTNode) -> bool:
    """Whether an expression has the same value whenever it is worked out: no call stands in it."""
    if isinstance(node, (cst.Call, cst.Lambda, cst.Await)):
        return False
    return all(map(_is_plain, syntax.parts(node)))
