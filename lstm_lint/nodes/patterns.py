"""Patterns of `match`."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.ir.records import dataclass
from lstm_lint.nodes.base import BaseExpression, CSTNode, MatchPattern
from lstm_lint.nodes.expressions import Name


@dataclass(eq=False, slots=True)
class MatchAs(MatchPattern):
    pattern: MatchPattern | None
    name: Name | None


@dataclass(eq=False, slots=True)
class MatchValue(MatchPattern):
    value: BaseExpression


@dataclass(eq=False, slots=True)
class MatchSingleton(MatchPattern):
    value: Name


@dataclass(eq=False, slots=True)
class MatchStar(CSTNode):
    name: Name | None


@dataclass(eq=False, slots=True)
class MatchSequenceElement(CSTNode):
    value: MatchPattern


@dataclass(eq=False, slots=True)
class MatchList(MatchPattern):
    patterns: Sequence[MatchSequenceElement | MatchStar]


@dataclass(eq=False, slots=True)
class MatchTuple(MatchPattern):
    patterns: Sequence[MatchSequenceElement | MatchStar]


@dataclass(eq=False, slots=True)
class MatchOrElement(CSTNode):
    pattern: MatchPattern


@dataclass(eq=False, slots=True)
class MatchOr(MatchPattern):
    patterns: Sequence[MatchOrElement]


@dataclass(eq=False, slots=True)
class MatchMappingElement(CSTNode):
    key: BaseExpression
    pattern: MatchPattern


@dataclass(eq=False, slots=True)
class MatchMapping(MatchPattern):
    elements: Sequence[MatchMappingElement]
    rest: Name | None


@dataclass(eq=False, slots=True)
class MatchKeywordElement(CSTNode):
    key: Name
    pattern: MatchPattern


@dataclass(eq=False, slots=True)
class MatchClass(MatchPattern):
    cls: BaseExpression
    patterns: Sequence[MatchSequenceElement]
    kwds: Sequence[MatchKeywordElement]
