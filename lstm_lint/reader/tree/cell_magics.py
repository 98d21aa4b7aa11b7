"""Cells that a converted notebook keeps as text: `get_ipython().run_cell_magic('time', '', 'model.fit(x, y)')`.

nbconvert writes a cell with a magic that way, on one line. Where the magic runs Python, the statements of the text take
the place of the call, each node where it is written: within the literal.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import accumulate

from lstm_lint.reader.tree.text import Text
from lstm_lint.source import ipython
from lstm_lint.source.python_ast import new_tree

_OPENS = re.compile(r"'(?!'')|\"(?!\"\")")
# What one character of a text is written as, in a literal without prefix.
_CHARACTER = re.compile(
    r"\\(?:[\\'\"abfnrtv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3})|[^\\\n]", re.DOTALL
)


def unfolded(tree: ast.Module, text: Text) -> ast.Module:
    """The module with the statements of such cells in place of the calls; what does not parse stays a call."""
    body: list[ast.stmt] = []
    for statement in tree.body:
        body += _cell(statement, text) or [statement]
    return ast.Module(body, tree.type_ignores)


def _cell(statement: ast.stmt, text: Text) -> Sequence[ast.stmt]:
    literal = _python_of(statement)
    if literal is None:
        return ()
    code = str(literal.value)
    places = _written_at(literal, text, code)
    inner = new_tree(ipython.blank(code))
    if places is None or inner is None:
        return ()
    _Moved(literal.lineno, code, places, text.lines[literal.lineno - 1]).all(inner)
    return inner.body


def _python_of(statement: ast.stmt) -> ast.Constant | None:
    """The literal with the text of a cell whose magic runs Python."""
    match statement:
        case ast.Expr(
            ast.Call(
                ast.Attribute(ast.Call(ast.Name("get_ipython"), [], []), "run_cell_magic"),
                [ast.Constant(str() as magic), ast.Constant(str()), ast.Constant(str()) as literal],
                [],
            )
        ) if magic in ipython.PYTHON_CELL_MAGICS:
            return literal
    return None


def _written_at(literal: ast.Constant, text: Text, code: str) -> list[int] | None:
    """The column, in characters, of each character of the text, and of the end; None where that cannot be said."""
    if literal.lineno != literal.end_lineno or "\r" in code or "\f" in code:
        return None
    written = text.written(literal)
    if not _OPENS.match(written):
        return None
    parts = _CHARACTER.findall(written[1:-1])
    if len(parts) != len(code) or sum(map(len, parts)) != len(written) - 2:
        return None
    first = text.position(text.offset(literal.lineno, literal.col_offset))[1]
    return [first + at for at in accumulate(map(len, parts), initial=0)]


class _Moved:
    """Gives the nodes of a cell the places that they have in the line of the literal."""

    def __init__(self, line: int, code: str, places: Sequence[int], written: str) -> None:
        self.line = line
        self.lines = code.split("\n")
        self.starts = [0, *accumulate(len(one) + 1 for one in self.lines)]
        self.places = places
        self.bytes = [0, *accumulate(len(char.encode()) for char in written)]

    def all(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(
                node, (ast.expr, ast.stmt, ast.arg, ast.keyword, ast.alias, ast.excepthandler, ast.pattern)
            ):
                node.col_offset = self._column(node.lineno, node.col_offset)
                if node.end_lineno is not None and node.end_col_offset is not None:
                    node.end_col_offset = self._column(node.end_lineno, node.end_col_offset)
                    node.end_lineno = self.line
                node.lineno = self.line

    def _column(self, line: int, column: int) -> int:
        """The column in bytes, from 0. Before Python 3.12 the parser gets some in formatted strings wrong."""
        number = min(line, len(self.lines)) - 1
        text = self.lines[number]
        within = column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))
        return self.bytes[self.places[self.starts[number] + min(within, len(text))]]
