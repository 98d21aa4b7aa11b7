"""What the benchmarks have to know of the parse: its results are kept for later, which a measure must not see."""

from __future__ import annotations

from lstm_lint.reader import forget as forget_trees

__all__ = ["forget_trees"]
