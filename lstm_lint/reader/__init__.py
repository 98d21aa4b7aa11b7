"""Reading: concrete syntax tree -> `Script`. One parse, one symbolic walk; nothing of the program is run."""

from lstm_lint.reader.read import read

__all__ = ["read"]
