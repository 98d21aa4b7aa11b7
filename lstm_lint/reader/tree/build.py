"""The tree out of that of Python's own parser.

It parses at a tenth of libcst's price, and making the nodes costs as much again. What it leaves out is found in the
text: literals next to each other, `elif`, brackets around a tuple in a subscript, statements on one line.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.tree import formatted
from lstm_lint.reader.tree.text import Text
from lstm_lint.source.python_ast import deeply


def build(tree: ast.Module, text: Text) -> tuple[cst.Module, list[ast.JoinedStr]]:
    """The tree of a text that Python has parsed, and the formatted strings in it, the outer ones first.

    Raises RecursionError where it is nested too deeply.
    """
    builder = _Builder(text)
    with deeply():
        module = cst.Module(cst.NOWHERE, builder.block(tree.body))
    builder.make.clear()  # its methods hold it: it would keep the tree until a garbage collection
    return module, builder.strings


class _Builder:
    """Makes the nodes of one text. One method a kind of node, without helpers between: most of the time goes there."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.strings: list[ast.JoinedStr] = []
        self.make: dict[type, Callable[[Any], Any]] = {kind: getattr(self, name) for kind, name in _KINDS}

    # Expressions

    def expression(self, node: ast.expr) -> Any:
        return self.make.get(node.__class__, self.unfollowed)(node)

    def unfollowed(self, node: ast.expr) -> cst.Unfollowed:
        make = self.make
        inside = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        return cst.Unfollowed(node, [make.get(one.__class__, self.unfollowed)(one) for one in inside])

    def Name(self, node: ast.Name) -> cst.Name:
        return cst.Name(node, node.id)

    def Constant(self, node: ast.Constant) -> cst.BaseExpression:
        value: Any = node.value
        kind = value.__class__
        if kind is str or kind is bytes:
            length = node.end_col_offset - node.col_offset  # type: ignore[operator]
            if len(value) + 2 == length and node.lineno == node.end_lineno and value.isascii():
                return cst.SimpleString(node, value)  # no room for a second literal
            if formatted.STRING.fullmatch(self.text.written(node)):
                return cst.SimpleString(node, value)
            return cst.ConcatenatedString(node, value, ())
        if kind is int:
            return cst.Integer(node, value)
        if kind is float:
            return cst.Float(node, value)
        if kind is bool or value is None:
            return cst.Name(node, str(value))
        return cst.Ellipsis(node) if value is ... else cst.Imaginary(node)

    def JoinedStr(self, node: ast.JoinedStr) -> cst.FormattedString | cst.ConcatenatedString:
        self.strings.append(node)
        if formatted.is_one_literal(node, self.text):
            return cst.FormattedString(node, self.formatted(node))
        return cst.ConcatenatedString(node, None, self.formatted(node))

    def formatted(self, node: ast.JoinedStr) -> list[cst.FormattedStringText | cst.FormattedStringExpression]:
        make = self.make
        found: list[cst.FormattedStringText | cst.FormattedStringExpression] = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                value, spec = make.get(part.value.__class__, self.unfollowed)(part.value), part.format_spec
                inner = self.formatted(spec) if isinstance(spec, ast.JoinedStr) else None
                found.append(cst.FormattedStringExpression(part, value, inner))
            elif isinstance(part, ast.Constant):
                found.append(cst.FormattedStringText(part, str(part.value)))
        return found

    def Attribute(self, node: ast.Attribute) -> cst.Attribute:
        value = node.value
        if isinstance(value, ast.Name):
            return cst.Attribute(node, cst.Name(value, value.id), cst.Name(node, node.attr))
        owner = self.make.get(value.__class__, self.unfollowed)(value)
        return cst.Attribute(node, owner, cst.Name(node, node.attr))

    def Call(self, node: ast.Call) -> cst.Call:
        make, other = self.make, self.unfollowed
        args: list[cst.Arg] = []
        for one in node.args:
            if isinstance(one, ast.Starred):
                value = one.value
                args.append(cst.Arg(one, make.get(value.__class__, other)(value), None, "*"))
            else:
                args.append(cst.Arg(one, make.get(one.__class__, other)(one), None, ""))
        for given in node.keywords:
            value = given.value
            made = make.get(value.__class__, other)(value)
            name = given.arg
            if name is not None:
                args.append(cst.Arg(given, made, cst.Name(given, name), ""))
            else:
                args.append(cst.Arg(given, made, None, "**"))
        if node.keywords and node.args:
            last, first = node.args[-1], node.keywords[0]
            if (last.lineno, last.col_offset) > (first.lineno, first.col_offset):
                args.sort(key=_begins)
        function = node.func
        return cst.Call(node, make.get(function.__class__, other)(function), args)

    def BinOp(self, node: ast.BinOp) -> cst.BinaryOperation:
        make, other, left, right = self.make, self.unfollowed, node.left, node.right
        first = make.get(left.__class__, other)(left)
        return cst.BinaryOperation(
            node, first, _BINARY[node.op.__class__], make.get(right.__class__, other)(right)
        )

    def UnaryOp(self, node: ast.UnaryOp) -> cst.UnaryOperation:
        operand = node.operand
        value = self.make.get(operand.__class__, self.unfollowed)(operand)
        return cst.UnaryOperation(node, _UNARY[node.op.__class__], value)

    def BoolOp(self, node: ast.BoolOp) -> cst.BooleanOperation:
        operator = _BOOLEAN[node.op.__class__]
        found, *others = map(self.expression, node.values)
        for one in others:
            found = cst.BooleanOperation(node, found, operator, one)
        assert isinstance(found, cst.BooleanOperation)
        return found

    def Compare(self, node: ast.Compare) -> cst.Comparison:
        make, other, left = self.make, self.unfollowed, node.left
        first = make.get(left.__class__, other)(left)
        return cst.Comparison(
            node,
            first,
            [
                cst.ComparisonTarget(
                    right, _COMPARED[operator.__class__], make.get(right.__class__, other)(right)
                )
                for operator, right in zip(node.ops, node.comparators)
            ],
        )

    def IfExp(self, node: ast.IfExp) -> cst.IfExp:
        return cst.IfExp(
            node, self.expression(node.test), self.expression(node.body), self.expression(node.orelse)
        )

    def elements(self, several: Sequence[ast.expr]) -> list[cst.Element | cst.StarredElement]:
        make, other = self.make, self.unfollowed
        found: list[cst.Element | cst.StarredElement] = []
        for one in several:
            if isinstance(one, ast.Starred):
                value = one.value
                found.append(cst.StarredElement(one, make.get(value.__class__, other)(value)))
            else:
                found.append(cst.Element(one, make.get(one.__class__, other)(one)))
        return found

    def Tuple(self, node: ast.Tuple) -> cst.Tuple:
        return cst.Tuple(node, self.elements(node.elts))

    def List(self, node: ast.List) -> cst.List:
        return cst.List(node, self.elements(node.elts))

    def Set(self, node: ast.Set) -> cst.Set:
        return cst.Set(node, self.elements(node.elts))

    def Dict(self, node: ast.Dict) -> cst.Dict:
        elements: list[cst.DictElement | cst.StarredDictElement] = []
        for key, value in zip(node.keys, node.values):
            if key is None:
                elements.append(cst.StarredDictElement(value, self.expression(value)))
            else:
                elements.append(cst.DictElement(key, self.expression(key), self.expression(value)))
        return cst.Dict(node, elements)

    def Subscript(self, node: ast.Subscript) -> cst.Subscript:
        inside, owner = node.slice, node.value
        several: Sequence[ast.expr] = (inside,)
        if isinstance(inside, ast.Tuple) and not self.text.is_bracketed(inside, inside.elts):
            several = inside.elts
        value = self.make.get(owner.__class__, self.unfollowed)(owner)
        return cst.Subscript(node, value, [cst.SubscriptElement(one, self.index(one)) for one in several])

    def index(self, node: ast.expr) -> cst.Index | cst.Slice:
        make, other = self.make, self.unfollowed
        if isinstance(node, ast.Slice):
            lower, upper, step = node.lower, node.upper, node.step
            return cst.Slice(
                node,
                None if lower is None else make.get(lower.__class__, other)(lower),
                None if upper is None else make.get(upper.__class__, other)(upper),
                None if step is None else make.get(step.__class__, other)(step),
            )
        if isinstance(node, ast.Starred):
            node = node.value
        return cst.Index(node, make.get(node.__class__, other)(node))

    def comprehension(self, generators: Sequence[ast.comprehension]) -> cst.CompFor:
        inner: cst.CompFor | None = None
        for one in reversed(generators):
            ifs = [cst.CompIf(test, self.expression(test)) for test in one.ifs]
            target, iterable = self.expression(one.target), self.expression(one.iter)
            inner = cst.CompFor(one.target, target, iterable, ifs, inner, bool(one.is_async))
        assert inner is not None
        return inner

    def ListComp(self, node: ast.ListComp) -> cst.ListComp:
        return cst.ListComp(node, self.expression(node.elt), self.comprehension(node.generators))

    def SetComp(self, node: ast.SetComp) -> cst.SetComp:
        return cst.SetComp(node, self.expression(node.elt), self.comprehension(node.generators))

    def GeneratorExp(self, node: ast.GeneratorExp) -> cst.GeneratorExp:
        return cst.GeneratorExp(node, self.expression(node.elt), self.comprehension(node.generators))

    def DictComp(self, node: ast.DictComp) -> cst.DictComp:
        key, value = self.expression(node.key), self.expression(node.value)
        return cst.DictComp(node, key, value, self.comprehension(node.generators))

    def Lambda(self, node: ast.Lambda) -> cst.Lambda:
        return cst.Lambda(node, self.parameters(node.args, node), self.expression(node.body))

    def NamedExpr(self, node: ast.NamedExpr) -> cst.NamedExpr:
        return cst.NamedExpr(node, self.expression(node.target), self.expression(node.value))

    def Await(self, node: ast.Await) -> cst.Await:
        return cst.Await(node, self.expression(node.value))

    def Yield(self, node: ast.Yield) -> cst.Yield:
        return cst.Yield(node, None if node.value is None else self.expression(node.value))

    def YieldFrom(self, node: ast.YieldFrom) -> cst.Yield:
        return cst.Yield(node, cst.From(node.value, self.expression(node.value)))

    def parameters(self, given: ast.arguments, node: cst.At) -> cst.Parameters:
        places = [*given.posonlyargs, *given.args]
        defaults: list[ast.expr | None] = [*[None] * (len(places) - len(given.defaults)), *given.defaults]
        several = [self.parameter(one, default) for one, default in zip(places, defaults)]
        return cst.Parameters(
            node,
            several[len(given.posonlyargs) :],
            None if given.vararg is None else self.parameter(given.vararg, None),
            [self.parameter(one, default) for one, default in zip(given.kwonlyargs, given.kw_defaults)],
            None if given.kwarg is None else self.parameter(given.kwarg, None),
            several[: len(given.posonlyargs)],
        )

    def parameter(self, node: ast.arg, default: ast.expr | None) -> cst.Param:
        annotation = node.annotation
        return cst.Param(
            node,
            cst.Name(node, node.arg),
            None if annotation is None else cst.Annotation(annotation, self.expression(annotation)),
            None if default is None else self.expression(default),
        )

    # Statements

    def block(self, statements: Sequence[ast.stmt]) -> list[cst.BaseStatement]:
        """What a block consists of; statements that a semicolon joins are one line."""
        make = self.make
        found: list[cst.BaseStatement] = []
        line: list[cst.BaseSmallStatement] = []
        ended = 0
        for statement in statements:
            made = make[statement.__class__](statement)
            if isinstance(made, cst.BaseStatement):
                found.append(made)
                ended = 0
            elif statement.lineno == ended:
                line.append(made)
            else:
                line = [made]
                found.append(cst.SimpleStatementLine(statement, line))
                ended = statement.end_lineno or 0
        return found

    def suite(self, statements: Sequence[ast.stmt]) -> cst.BaseSuite:
        """The body of a statement: a block of its own, or on the line of the colon."""
        first = statements[0]
        if self.text.lines[first.lineno - 1][: first.col_offset].strip():
            made = [self.make[one.__class__](one) for one in statements]
            if not any(
                isinstance(one, cst.BaseStatement) for one in made
            ):  # else a cell that is kept as text
                return cst.SimpleStatementSuite(first, made)
        return cst.IndentedBlock(first, self.block(statements))

    def otherwise(self, statements: Sequence[ast.stmt]) -> cst.Else | None:
        return cst.Else(statements[0], self.suite(statements)) if statements else None

    def Pass(self, node: ast.Pass) -> cst.Pass:
        return cst.Pass(node)

    def Break(self, node: ast.Break) -> cst.Break:
        return cst.Break(node)

    def Continue(self, node: ast.Continue) -> cst.Continue:
        return cst.Continue(node)

    def Expr(self, node: ast.Expr) -> cst.Expr:
        value = node.value
        return cst.Expr(node, self.make.get(value.__class__, self.unfollowed)(value))

    def Assign(self, node: ast.Assign) -> cst.Assign:
        make, other, value = self.make, self.unfollowed, node.value
        targets = [cst.AssignTarget(one, make.get(one.__class__, other)(one)) for one in node.targets]
        return cst.Assign(node, targets, make.get(value.__class__, other)(value))

    def AnnAssign(self, node: ast.AnnAssign) -> cst.AnnAssign:
        annotation = cst.Annotation(node.annotation, self.expression(node.annotation))
        value = None if node.value is None else self.expression(node.value)
        return cst.AnnAssign(node, self.expression(node.target), annotation, value)

    def AugAssign(self, node: ast.AugAssign) -> cst.AugAssign:
        operator = _AUGMENTED[node.op.__class__]
        return cst.AugAssign(node, self.expression(node.target), operator, self.expression(node.value))

    def TypeAlias(self, node: Any) -> cst.TypeAlias:
        return cst.TypeAlias(node, self.expression(node.name), self.expression(node.value))

    def Return(self, node: ast.Return) -> cst.Return:
        return cst.Return(node, None if node.value is None else self.expression(node.value))

    def Raise(self, node: ast.Raise) -> cst.Raise:
        cause = None if node.cause is None else cst.From(node.cause, self.expression(node.cause))
        return cst.Raise(node, None if node.exc is None else self.expression(node.exc), cause)

    def Assert(self, node: ast.Assert) -> cst.Assert:
        message = None if node.msg is None else self.expression(node.msg)
        return cst.Assert(node, self.expression(node.test), message)

    def Delete(self, node: ast.Delete) -> cst.Del:
        if len(node.targets) == 1:
            return cst.Del(node, self.expression(node.targets[0]))
        first, last = node.targets[0], node.targets[-1]
        ends = last.end_lineno, last.end_col_offset
        at = cst.Stretch(first.lineno, first.col_offset, *ends)
        return cst.Del(node, cst.Tuple(at, self.elements(node.targets)))

    def dotted(self, node: cst.At, path: str) -> cst.Name | cst.Attribute:
        first, *rest = path.split(".")
        found: cst.Name | cst.Attribute = cst.Name(node, first)
        for name in rest:
            found = cst.Attribute(node, found, cst.Name(node, name))
        return found

    def alias(self, node: ast.alias) -> cst.ImportAlias:
        name = None if node.asname is None else cst.AsName(node, cst.Name(node, node.asname))
        return cst.ImportAlias(node, self.dotted(node, node.name), name)

    def Import(self, node: ast.Import) -> cst.Import:
        return cst.Import(node, list(map(self.alias, node.names)))

    def ImportFrom(self, node: ast.ImportFrom) -> cst.ImportFrom:
        star = node.names[0].name == "*"
        names = cst.ImportStar(node.names[0]) if star else list(map(self.alias, node.names))
        module = None if node.module is None else self.dotted(node, node.module)
        return cst.ImportFrom(node, module, names, node.level)

    def Global(self, node: ast.Global) -> cst.Global:
        return cst.Global(node, [cst.NameItem(node, cst.Name(node, name)) for name in node.names])

    def Nonlocal(self, node: ast.Nonlocal) -> cst.Nonlocal:
        return cst.Nonlocal(node, [cst.NameItem(node, cst.Name(node, name)) for name in node.names])

    def If(self, node: ast.If) -> cst.If:
        # From the last `elif` on: a chain of them may be longer than Python may call.
        chain = [node]
        while len(chain[-1].orelse) == 1 and self.is_elif(chain[-1].orelse[0]):
            chain.append(chain[-1].orelse[0])  # type: ignore[arg-type]
        tests = [(self.expression(one.test), self.suite(one.body)) for one in chain]
        rest: cst.If | cst.Else | None = self.otherwise(chain[-1].orelse)
        for one, (test, body) in zip(reversed(chain), reversed(tests)):
            rest = cst.If(one, test, body, rest)
        assert isinstance(rest, cst.If)
        return rest

    def is_elif(self, node: ast.stmt) -> bool:
        return node.__class__ is ast.If and self.text.begins_with(node, "elif")

    def While(self, node: ast.While) -> cst.While:
        return cst.While(node, self.expression(node.test), self.suite(node.body), self.otherwise(node.orelse))

    def For(self, node: ast.For | ast.AsyncFor) -> cst.For:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        body, orelse = self.suite(node.body), self.otherwise(node.orelse)
        return cst.For(node, target, iterable, body, orelse, node.__class__ is ast.AsyncFor)

    AsyncFor = For

    def With(self, node: ast.With | ast.AsyncWith) -> cst.With:
        items = []
        for item in node.items:
            target = item.optional_vars
            name = None if target is None else cst.AsName(target, self.expression(target))
            items.append(cst.WithItem(item.context_expr, self.expression(item.context_expr), name))
        return cst.With(node, items, self.suite(node.body), node.__class__ is ast.AsyncWith)

    AsyncWith = With

    def Try(self, node: ast.Try) -> cst.Try:
        last = cst.Finally(node.finalbody[0], self.suite(node.finalbody)) if node.finalbody else None
        handlers = [cst.ExceptHandler(one, *self.handler(one)) for one in node.handlers]
        return cst.Try(node, self.suite(node.body), handlers, self.otherwise(node.orelse), last)

    def TryStar(self, node: Any) -> cst.TryStar:
        last = cst.Finally(node.finalbody[0], self.suite(node.finalbody)) if node.finalbody else None
        handlers = [cst.ExceptStarHandler(one, *self.handler(one)) for one in node.handlers]
        return cst.TryStar(node, self.suite(node.body), handlers, self.otherwise(node.orelse), last)

    def handler(
        self, node: ast.ExceptHandler
    ) -> tuple[cst.BaseSuite, cst.BaseExpression | None, cst.AsName | None]:
        kind = None if node.type is None else self.expression(node.type)
        name = None if node.name is None else cst.AsName(node, cst.Name(node, node.name))
        return self.suite(node.body), kind, name

    def FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> cst.FunctionDef:
        returns = node.returns
        return cst.FunctionDef(
            node,
            cst.Name(node, node.name),
            self.parameters(node.args, node),
            self.suite(node.body),
            [cst.Decorator(one, self.expression(one)) for one in node.decorator_list],
            None if returns is None else cst.Annotation(returns, self.expression(returns)),
            node.__class__ is ast.AsyncFunctionDef,
        )

    AsyncFunctionDef = FunctionDef

    def ClassDef(self, node: ast.ClassDef) -> cst.ClassDef:
        bases = []
        for one in node.bases:
            star = "*" if isinstance(one, ast.Starred) else ""
            bases.append(
                cst.Arg(one, self.expression(one.value if isinstance(one, ast.Starred) else one), None, star)
            )
        keywords = []
        for given in node.keywords:
            name = None if given.arg is None else cst.Name(given, given.arg)
            keywords.append(cst.Arg(given, self.expression(given.value), name, "" if name else "**"))
        decorators = [cst.Decorator(one, self.expression(one)) for one in node.decorator_list]
        return cst.ClassDef(
            node, cst.Name(node, node.name), self.suite(node.body), bases, keywords, decorators
        )

    # Patterns

    def Match(self, node: ast.Match) -> cst.Match:
        cases = []
        for case in node.cases:
            guard = None if case.guard is None else self.expression(case.guard)
            cases.append(
                cst.MatchCase(case.pattern, self.pattern(case.pattern), self.suite(case.body), guard)
            )
        return cst.Match(node, self.expression(node.subject), cases)

    def pattern(self, node: ast.pattern) -> Any:
        return self.make[node.__class__](node)

    def MatchValue(self, node: ast.MatchValue) -> cst.MatchValue:
        return cst.MatchValue(node, self.expression(node.value))

    def MatchSingleton(self, node: ast.MatchSingleton) -> cst.MatchSingleton:
        return cst.MatchSingleton(node, cst.Name(node, str(node.value)))

    def MatchSequence(self, node: ast.MatchSequence) -> cst.MatchList | cst.MatchTuple:
        parts = [
            self.pattern(one)
            if isinstance(one, ast.MatchStar)
            else cst.MatchSequenceElement(one, self.pattern(one))
            for one in node.patterns
        ]
        if self.text.is_bracketed(node, node.patterns):
            return cst.MatchTuple(node, parts)
        return cst.MatchList(node, parts)

    def MatchStar(self, node: ast.MatchStar) -> cst.MatchStar:
        return cst.MatchStar(node, None if node.name is None else cst.Name(node, node.name))

    def MatchMapping(self, node: ast.MatchMapping) -> cst.MatchMapping:
        elements = [
            cst.MatchMappingElement(key, self.expression(key), self.pattern(pattern))
            for key, pattern in zip(node.keys, node.patterns)
        ]
        return cst.MatchMapping(node, elements, None if node.rest is None else cst.Name(node, node.rest))

    def MatchClass(self, node: ast.MatchClass) -> cst.MatchClass:
        keywords = [
            cst.MatchKeywordElement(pattern, cst.Name(pattern, name), self.pattern(pattern))
            for name, pattern in zip(node.kwd_attrs, node.kwd_patterns)
        ]
        patterns = [cst.MatchSequenceElement(one, self.pattern(one)) for one in node.patterns]
        return cst.MatchClass(node, self.expression(node.cls), patterns, keywords)

    def MatchAs(self, node: ast.MatchAs) -> cst.MatchAs:
        pattern = None if node.pattern is None else self.pattern(node.pattern)
        return cst.MatchAs(node, pattern, None if node.name is None else cst.Name(node, node.name))

    def MatchOr(self, node: ast.MatchOr) -> cst.MatchOr:
        return cst.MatchOr(node, [cst.MatchOrElement(one, self.pattern(one)) for one in node.patterns])


_KINDS = [(getattr(ast, name), name) for name in vars(_Builder) if name[0] != "_" and hasattr(ast, name)]


def _begins(node: cst.CSTNode) -> tuple[int, int]:
    return node.at.lineno, node.at.col_offset


_BINARY: dict[type, cst.BaseBinaryOp] = {
    ast.Add: cst.Add(), ast.Sub: cst.Subtract(), ast.Mult: cst.Multiply(), ast.Div: cst.Divide(),
    ast.FloorDiv: cst.FloorDivide(), ast.Mod: cst.Modulo(), ast.Pow: cst.Power(), ast.MatMult: cst.MatrixMultiply(),
    ast.LShift: cst.LeftShift(), ast.RShift: cst.RightShift(), ast.BitAnd: cst.BitAnd(), ast.BitOr: cst.BitOr(),
    ast.BitXor: cst.BitXor(),
}  # fmt: skip
_AUGMENTED: dict[type, cst.BaseAugOp] = {
    ast.Add: cst.AddAssign(), ast.Sub: cst.SubtractAssign(), ast.Mult: cst.MultiplyAssign(),
    ast.Div: cst.DivideAssign(), ast.FloorDiv: cst.FloorDivideAssign(), ast.Mod: cst.ModuloAssign(),
    ast.Pow: cst.PowerAssign(), ast.MatMult: cst.MatrixMultiplyAssign(), ast.LShift: cst.LeftShiftAssign(),
    ast.RShift: cst.RightShiftAssign(), ast.BitAnd: cst.BitAndAssign(), ast.BitOr: cst.BitOrAssign(),
    ast.BitXor: cst.BitXorAssign(),
}  # fmt: skip
_COMPARED: dict[type, cst.BaseCompOp] = {
    ast.Eq: cst.Equal(), ast.NotEq: cst.NotEqual(), ast.Lt: cst.LessThan(), ast.LtE: cst.LessThanEqual(),
    ast.Gt: cst.GreaterThan(), ast.GtE: cst.GreaterThanEqual(), ast.Is: cst.Is(), ast.IsNot: cst.IsNot(),
    ast.In: cst.In(), ast.NotIn: cst.NotIn(),
}  # fmt: skip
_BOOLEAN: dict[type, cst.BaseBooleanOp] = {ast.And: cst.And(), ast.Or: cst.Or()}
_UNARY: dict[type, cst.BaseUnaryOp] = {
    ast.Not: cst.Not(), ast.USub: cst.Minus(), ast.UAdd: cst.Plus(), ast.Invert: cst.BitInvert()
}  # fmt: skip
