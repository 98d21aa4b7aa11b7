"""marimo notebooks: scripts whose cells are functions, of which one returns what others take as parameters.

Source: what marimo 0.25 writes. It runs a cell with the names that other cells define, so all of them are one scope.
"""

from __future__ import annotations

import ast

from lstm_lint.source.ipython import spaces

_OPEN = "if 1:"  # narrower than `def _(`: columns stay


def flattened(text: str, tree: ast.Module) -> str:
    """The text with the bodies of its cells at the top level: line for line and column for column, as marimo runs them.

    The head of a cell becomes `if 1:`, what it returns `pass`. The order is that of the file.
    """
    app = _app(tree)
    lines = text.split("\n")
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        kind = _kind(node, app)
        if kind in ("function", "class_definition"):
            _blank(lines, node.decorator_list[0].lineno, node.lineno)
        elif kind == "cell" and node.body[0].lineno > node.lineno:
            _blank(lines, node.decorator_list[0].lineno, node.body[0].lineno)
            lines[node.lineno - 1] = _OPEN + lines[node.lineno - 1][len(_OPEN) :]
            for statement in node.body:
                if isinstance(statement, ast.Return):
                    _pass(lines, statement)
    return "\n".join(lines)


def _app(tree: ast.Module) -> str:
    """The name of the app: `app = marimo.App()`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            called, target = node.value.func, node.targets[0]
            if isinstance(called, ast.Attribute) and called.attr == "App" and isinstance(target, ast.Name):
                return target.id
    return ""


def _kind(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, app: str) -> str:
    """What a function or class is to the app: `cell` for `@app.cell` and `@app.cell(hide_code=True)`."""
    for decorator in node.decorator_list[:1]:
        made = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(made, ast.Attribute) and isinstance(made.value, ast.Name) and made.value.id == app:
            return made.attr
    return ""


def _blank(lines: list[str], first: int, end: int) -> None:
    """Spaces in place of the lines up to `end`, but for comments, which may say something to the linter."""
    for number in range(first, end):
        if not lines[number - 1].lstrip().startswith("#"):
            lines[number - 1] = spaces(lines[number - 1])


def _pass(lines: list[str], statement: ast.Return) -> None:
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    start = len(lines[first - 1].encode()[: statement.col_offset].decode())
    after = lines[first - 1][start:]
    _blank(lines, first + 1, last + 1)
    lines[first - 1] = lines[first - 1][:start] + "pass".ljust(len(after))
