"""Reading: concrete syntax tree -> `Script`. One parse, one symbolic walk; nothing of the program is run."""

from lstm_lint.source import thawed

thawed.import_libcst()  # before anything else does

from lstm_lint.reader.read import read  # noqa: E402

__all__ = ["read"]
