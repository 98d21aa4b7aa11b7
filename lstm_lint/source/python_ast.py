"""The tree of Python's own parser."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

# Calls for an expression: one for each level of it. `limits.strenuous` lets no statement have more characters than that
# in a process that others depend on.
_DEEPEST = 5_000


@lru_cache(maxsize=1)  # the reading and the search for what it left out ask for the same
def parsed_by_python(text: str) -> ast.Module | None:
    """The module that a text is, `await` at its top level allowed as in a notebook; none where it does not parse."""
    return new_tree(text)


def new_tree(text: str) -> ast.Module | None:
    """The same, made anew: whoever asks may change it."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        with warnings.catch_warnings(), deeply():
            warnings.simplefilter("ignore")  # of invalid escapes, which are the user's own affair
            tree = compile(text, "<read>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    assert isinstance(tree, ast.Module)
    return tree


@contextmanager
def deeply() -> Iterator[None]:
    """Work on a tree that calls itself once for each level of it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
