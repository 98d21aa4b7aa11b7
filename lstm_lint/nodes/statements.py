"""Statements, and the module that they are."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.ir.records import dataclass
from lstm_lint.nodes.base import (
    NOWHERE,
    BaseExpression,
    BaseSmallStatement,
    BaseStatement,
    BaseSuite,
    CSTNode,
    MatchPattern,
)
from lstm_lint.nodes.expressions import Annotation, Arg, Attribute, From, Name, Parameters
from lstm_lint.nodes.operators import BaseAugOp


@dataclass(eq=False, slots=True)
class Pass(BaseSmallStatement):
    pass


@dataclass(eq=False, slots=True)
class Break(BaseSmallStatement):
    pass


@dataclass(eq=False, slots=True)
class Continue(BaseSmallStatement):
    pass


@dataclass(eq=False, slots=True)
class Expr(BaseSmallStatement):
    value: BaseExpression


@dataclass(eq=False, slots=True)
class AssignTarget(CSTNode):
    target: BaseExpression


@dataclass(eq=False, slots=True)
class Assign(BaseSmallStatement):
    targets: Sequence[AssignTarget]
    value: BaseExpression


@dataclass(eq=False, slots=True)
class AnnAssign(BaseSmallStatement):
    target: BaseExpression
    annotation: Annotation
    value: BaseExpression | None


@dataclass(eq=False, slots=True)
class AugAssign(BaseSmallStatement):
    target: BaseExpression
    operator: BaseAugOp
    value: BaseExpression


@dataclass(eq=False, slots=True)
class TypeAlias(BaseSmallStatement):
    name: Name
    value: BaseExpression


@dataclass(eq=False, slots=True)
class Return(BaseSmallStatement):
    value: BaseExpression | None


@dataclass(eq=False, slots=True)
class Raise(BaseSmallStatement):
    exc: BaseExpression | None
    cause: From | None


@dataclass(eq=False, slots=True)
class Assert(BaseSmallStatement):
    test: BaseExpression
    msg: BaseExpression | None


@dataclass(eq=False, slots=True)
class Del(BaseSmallStatement):
    target: BaseExpression


@dataclass(eq=False, slots=True)
class AsName(CSTNode):
    name: BaseExpression


@dataclass(eq=False, slots=True)
class ImportAlias(CSTNode):
    name: Name | Attribute
    asname: AsName | None

    @property
    def evaluated_name(self) -> str:
        """The dotted name of what is imported."""
        parts: list[str] = []
        node: BaseExpression = self.name
        while isinstance(node, Attribute):
            parts.append(node.attr.value)
            node = node.value
        assert isinstance(node, Name)
        return ".".join([node.value, *reversed(parts)])

    @property
    def evaluated_alias(self) -> str | None:
        """What it is called here, if that is said."""
        name = self.asname.name if self.asname is not None else None
        return name.value if isinstance(name, Name) else None


@dataclass(eq=False, slots=True)
class ImportStar(CSTNode):
    pass


@dataclass(eq=False, slots=True)
class Import(BaseSmallStatement):
    names: Sequence[ImportAlias]


@dataclass(eq=False, slots=True)
class ImportFrom(BaseSmallStatement):
    module: Name | Attribute | None
    names: Sequence[ImportAlias] | ImportStar
    relative: int  # the number of dots


@dataclass(eq=False, slots=True)
class NameItem(CSTNode):
    name: Name


@dataclass(eq=False, slots=True)
class Global(BaseSmallStatement):
    names: Sequence[NameItem]


@dataclass(eq=False, slots=True)
class Nonlocal(BaseSmallStatement):
    names: Sequence[NameItem]


@dataclass(eq=False, slots=True)
class SimpleStatementLine(BaseStatement):
    body: Sequence[BaseSmallStatement]


@dataclass(eq=False, slots=True)
class SimpleStatementSuite(BaseSuite):
    body: Sequence[BaseSmallStatement]


@dataclass(eq=False, slots=True)
class IndentedBlock(BaseSuite):
    body: Sequence[BaseStatement]


@dataclass(eq=False, slots=True)
class Module(CSTNode):
    body: Sequence[BaseStatement]


@dataclass(eq=False, slots=True)
class Else(CSTNode):
    body: BaseSuite


@dataclass(eq=False, slots=True)
class If(BaseStatement):
    test: BaseExpression
    body: BaseSuite
    orelse: If | Else | None


@dataclass(eq=False, slots=True)
class While(BaseStatement):
    test: BaseExpression
    body: BaseSuite
    orelse: Else | None


@dataclass(eq=False, slots=True)
class For(BaseStatement):
    target: BaseExpression
    iter: BaseExpression
    body: BaseSuite
    orelse: Else | None
    asynchronous: bool


@dataclass(eq=False, slots=True)
class WithItem(CSTNode):
    item: BaseExpression
    asname: AsName | None


@dataclass(eq=False, slots=True)
class With(BaseStatement):
    items: Sequence[WithItem]
    body: BaseSuite
    asynchronous: bool


@dataclass(eq=False, slots=True)
class Finally(CSTNode):
    body: BaseSuite


@dataclass(eq=False, slots=True)
class ExceptHandler(CSTNode):
    body: BaseSuite
    type: BaseExpression | None
    name: AsName | None


@dataclass(eq=False, slots=True)
class Try(BaseStatement):
    body: BaseSuite
    handlers: Sequence[ExceptHandler]
    orelse: Else | None
    finalbody: Finally | None


@dataclass(eq=False, slots=True)
class ExceptStarHandler(CSTNode):
    body: BaseSuite
    type: BaseExpression | None
    name: AsName | None


@dataclass(eq=False, slots=True)
class TryStar(BaseStatement):
    body: BaseSuite
    handlers: Sequence[ExceptStarHandler]
    orelse: Else | None
    finalbody: Finally | None


@dataclass(eq=False, slots=True)
class Decorator(CSTNode):
    decorator: BaseExpression


@dataclass(eq=False, slots=True)
class FunctionDef(BaseStatement):
    name: Name
    params: Parameters
    body: BaseSuite
    decorators: Sequence[Decorator]
    returns: Annotation | None
    asynchronous: bool


@dataclass(eq=False, slots=True)
class ClassDef(BaseStatement):
    name: Name
    body: BaseSuite
    bases: Sequence[Arg]
    keywords: Sequence[Arg]
    decorators: Sequence[Decorator]


@dataclass(eq=False, slots=True)
class MatchCase(CSTNode):
    pattern: MatchPattern
    body: BaseSuite
    guard: BaseExpression | None


@dataclass(eq=False, slots=True)
class Match(BaseStatement):
    subject: BaseExpression
    cases: Sequence[MatchCase]


def made_up_class(name: str) -> ClassDef:
    """A class that no text defines."""
    return ClassDef(NOWHERE, Name(NOWHERE, name), IndentedBlock(NOWHERE, ()), (), (), ())
