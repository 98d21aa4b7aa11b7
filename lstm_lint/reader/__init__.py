"""Reading: concrete syntax tree -> `Script`. One parse, one symbolic walk; nothing of the program is run."""

from lstm_lint.reader.read import read
from lstm_lint.reader.tree.parse import forget

__all__ = ["forget", "read"]
