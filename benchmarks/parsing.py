"""What the benchmarks have to know of the parse: its results are kept for later, which a measure must not see."""

from __future__ import annotations

from lstm_lint.reader.tree.parse import parse
from lstm_lint.source.python_ast import parsed_by_python


def forget_trees() -> None:
    """The next reading parses its text, whatever was parsed before."""
    parse.cache_clear()
    parsed_by_python.cache_clear()
