"""The tree of Python's own parser, which is faster than libcst's and knows the places."""

from __future__ import annotations

import ast
import warnings


def parsed_by_python(text: str) -> ast.Module | None:
    """The module that a text is, `await` at its top level allowed as in a notebook; none where it does not parse."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes, which are the user's own affair
            tree = compile(text, "<read>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    assert isinstance(tree, ast.Module)
    return tree
