"""What all nodes are, and kinds of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lstm_lint.ir.records import dataclass


class At(Protocol):
    """A stretch of the text: lines from 1, columns in bytes from 0."""

    @property
    def lineno(self) -> int: ...

    @property
    def col_offset(self) -> int: ...

    @property
    def end_lineno(self) -> int | None: ...

    @property
    def end_col_offset(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """The place of a node that Python's parser does not know, without parentheses around it."""

    lineno: int
    col_offset: int
    end_lineno: int | None
    end_col_offset: int | None


# Of the module as a whole, and of what the program does not say.
NOWHERE = Stretch(1, 0, 1, 0)


@dataclass(eq=False, slots=True)
class CSTNode:
    """Any part of a program."""

    at: At


class BaseExpression(CSTNode):
    __slots__ = ()


class BaseSmallStatement(CSTNode):
    __slots__ = ()


class BaseStatement(CSTNode):
    __slots__ = ()


class BaseElement(CSTNode):
    __slots__ = ("value",)
    value: BaseExpression


class BaseDictElement(CSTNode):
    __slots__ = ("value",)
    value: BaseExpression


class BaseSlice(CSTNode):
    __slots__ = ()


class MatchPattern(CSTNode):
    __slots__ = ()


class BaseSuite(CSTNode):
    __slots__ = ("body",)
    body: Sequence[BaseStatement] | Sequence[BaseSmallStatement]
