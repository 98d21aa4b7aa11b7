"""Where each statement begins, by Python's own parser: it costs a tenth of libcst's, which does not say.

The two trees have the same statements in the same order, so they are walked side by side.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from lstm_lint.source.python_ast import parsed_by_python

Beginnings = dict[int, tuple[int, int]]


def beginnings(module: cst.Module, text: str) -> Beginnings:
    """Line (from 1) and column (from 0) of each statement in a block, by `id`; none where Python does not parse it."""
    tree = parsed_by_python(text)
    if tree is None:
        return {}
    found: Beginnings = {}
    waiting: list[tuple[Sequence[cst.CSTNode], list[ast.stmt]]] = [(module.body, tree.body)]
    for block, statements in waiting:
        left = iter(statements)
        for node in block:
            first = next(left, None)
            if first is None:
                break
            found[id(node)] = (first.lineno, first.col_offset)
            if isinstance(node, cst.SimpleStatementLine):
                for _ in node.body[1:]:
                    next(left, None)
            else:
                waiting += _inner(node, first)
    return found


def _inner(node: cst.CSTNode, statement: ast.stmt) -> list[tuple[Sequence[cst.CSTNode], list[ast.stmt]]]:
    """The blocks of a compound statement."""
    pairs: list[tuple[cst.CSTNode | None, list[ast.stmt]]] = []
    if isinstance(node, cst.Match):
        cases = statement.cases if isinstance(statement, ast.Match) else []
        pairs += [(case.body, other.body) for case, other in zip(node.cases, cases)]
    else:
        pairs.append((getattr(node, "body", None), getattr(statement, "body", [])))
    if isinstance(node, (cst.Try, cst.TryStar)):
        handlers = getattr(statement, "handlers", [])
        clauses: Sequence[cst.ExceptHandler | cst.ExceptStarHandler] = node.handlers
        pairs += [(clause.body, handler.body) for clause, handler in zip(clauses, handlers)]
        if node.finalbody is not None:
            pairs.append((node.finalbody.body, getattr(statement, "finalbody", [])))
    orelse = getattr(node, "orelse", None)
    otherwise: list[ast.stmt] = getattr(statement, "orelse", [])
    while isinstance(orelse, cst.If) and otherwise and isinstance(otherwise[0], ast.If):
        pairs.append((orelse.body, otherwise[0].body))
        orelse, otherwise = orelse.orelse, otherwise[0].orelse
    if isinstance(orelse, cst.Else):
        pairs.append((orelse.body, otherwise))
    return [(block.body, inside) for block, inside in pairs if isinstance(block, cst.IndentedBlock)]
