"""Expressions."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.ir.records import dataclass
from lstm_lint.nodes.base import BaseDictElement, BaseElement, BaseExpression, BaseSlice, CSTNode
from lstm_lint.nodes.operators import BaseBinaryOp, BaseBooleanOp, BaseCompOp, BaseUnaryOp


@dataclass(eq=False, slots=True)
class Name(BaseExpression):
    value: str


@dataclass(eq=False, slots=True)
class Integer(BaseExpression):
    evaluated_value: int | None  # None: it has more digits than Python converts


@dataclass(eq=False, slots=True)
class Float(BaseExpression):
    evaluated_value: float


@dataclass(eq=False, slots=True)
class Imaginary(BaseExpression):
    pass


@dataclass(eq=False, slots=True)
class SimpleString(BaseExpression):
    evaluated_value: str | bytes | None  # None: it is not valid


@dataclass(eq=False, slots=True)
class ConcatenatedString(BaseExpression):
    """Literals next to each other; it has no value where one of them is formatted."""

    evaluated_value: str | bytes | None
    parts: Sequence[FormattedStringText | FormattedStringExpression]


@dataclass(eq=False, slots=True)
class FormattedStringText(CSTNode):
    value: str


@dataclass(eq=False, slots=True)
class FormattedStringExpression(CSTNode):
    expression: BaseExpression
    format_spec: Sequence[FormattedStringText | FormattedStringExpression] | None


@dataclass(eq=False, slots=True)
class FormattedString(BaseExpression):
    parts: Sequence[FormattedStringText | FormattedStringExpression]


@dataclass(eq=False, slots=True)
class Ellipsis(BaseExpression):
    pass


@dataclass(eq=False, slots=True)
class Element(BaseElement):
    value: BaseExpression


@dataclass(eq=False, slots=True)
class StarredElement(BaseElement):
    value: BaseExpression


@dataclass(eq=False, slots=True)
class Tuple(BaseExpression):
    elements: Sequence[Element | StarredElement]


@dataclass(eq=False, slots=True)
class List(BaseExpression):
    elements: Sequence[Element | StarredElement]


@dataclass(eq=False, slots=True)
class Set(BaseExpression):
    elements: Sequence[Element | StarredElement]


@dataclass(eq=False, slots=True)
class DictElement(BaseDictElement):
    key: BaseExpression
    value: BaseExpression


@dataclass(eq=False, slots=True)
class StarredDictElement(BaseDictElement):
    value: BaseExpression


@dataclass(eq=False, slots=True)
class Dict(BaseExpression):
    elements: Sequence[DictElement | StarredDictElement]


@dataclass(eq=False, slots=True)
class Attribute(BaseExpression):
    value: BaseExpression
    attr: Name


@dataclass(eq=False, slots=True)
class Arg(CSTNode):
    value: BaseExpression
    keyword: Name | None
    star: str


@dataclass(eq=False, slots=True)
class Call(BaseExpression):
    func: BaseExpression
    args: Sequence[Arg]


@dataclass(eq=False, slots=True)
class BinaryOperation(BaseExpression):
    left: BaseExpression
    operator: BaseBinaryOp
    right: BaseExpression


@dataclass(eq=False, slots=True)
class UnaryOperation(BaseExpression):
    operator: BaseUnaryOp
    expression: BaseExpression


@dataclass(eq=False, slots=True)
class BooleanOperation(BaseExpression):
    left: BaseExpression
    operator: BaseBooleanOp
    right: BaseExpression


@dataclass(eq=False, slots=True)
class ComparisonTarget(CSTNode):
    operator: BaseCompOp
    comparator: BaseExpression


@dataclass(eq=False, slots=True)
class Comparison(BaseExpression):
    left: BaseExpression
    comparisons: Sequence[ComparisonTarget]


@dataclass(eq=False, slots=True)
class IfExp(BaseExpression):
    test: BaseExpression
    body: BaseExpression
    orelse: BaseExpression


@dataclass(eq=False, slots=True)
class Index(BaseSlice):
    value: BaseExpression


@dataclass(eq=False, slots=True)
class Slice(BaseSlice):
    lower: BaseExpression | None
    upper: BaseExpression | None
    step: BaseExpression | None


@dataclass(eq=False, slots=True)
class SubscriptElement(CSTNode):
    slice: Index | Slice


@dataclass(eq=False, slots=True)
class Subscript(BaseExpression):
    value: BaseExpression
    slice: Sequence[SubscriptElement]


@dataclass(eq=False, slots=True)
class CompIf(CSTNode):
    test: BaseExpression


@dataclass(eq=False, slots=True)
class CompFor(CSTNode):
    target: BaseExpression
    iter: BaseExpression
    ifs: Sequence[CompIf]
    inner_for_in: CompFor | None
    asynchronous: bool


@dataclass(eq=False, slots=True)
class ListComp(BaseExpression):
    elt: BaseExpression
    for_in: CompFor


@dataclass(eq=False, slots=True)
class SetComp(BaseExpression):
    elt: BaseExpression
    for_in: CompFor


@dataclass(eq=False, slots=True)
class GeneratorExp(BaseExpression):
    elt: BaseExpression
    for_in: CompFor


@dataclass(eq=False, slots=True)
class DictComp(BaseExpression):
    key: BaseExpression
    value: BaseExpression
    for_in: CompFor


@dataclass(eq=False, slots=True)
class Annotation(CSTNode):
    annotation: BaseExpression


@dataclass(eq=False, slots=True)
class Param(CSTNode):
    name: Name
    annotation: Annotation | None
    default: BaseExpression | None


@dataclass(eq=False, slots=True)
class Parameters(CSTNode):
    params: Sequence[Param] = ()
    star_arg: Param | None = None
    kwonly_params: Sequence[Param] = ()
    star_kwarg: Param | None = None
    posonly_params: Sequence[Param] = ()


@dataclass(eq=False, slots=True)
class Lambda(BaseExpression):
    params: Parameters
    body: BaseExpression


@dataclass(eq=False, slots=True)
class NamedExpr(BaseExpression):
    target: BaseExpression
    value: BaseExpression


@dataclass(eq=False, slots=True)
class Await(BaseExpression):
    expression: BaseExpression


@dataclass(eq=False, slots=True)
class From(CSTNode):
    item: BaseExpression


@dataclass(eq=False, slots=True)
class Yield(BaseExpression):
    value: BaseExpression | From | None


@dataclass(eq=False, slots=True)
class Unfollowed(BaseExpression):
    """An expression of a newer Python than this tree knows."""

    inside: Sequence[BaseExpression]
