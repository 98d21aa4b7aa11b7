"""Questions about a piece of syntax that need no values: which names it assigns, whether it may jump."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

import libcst as cst

AUGMENTED: dict[type[cst.BaseAugOp], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.PowerAssign: cst.Power,
    cst.ModuloAssign: cst.Modulo,
}


_TRIVIA = frozenset(
    {"lpar", "rpar", "lbracket", "rbracket", "lbrace", "rbrace", "comma", "semicolon", "colon", "equal",
     "header", "footer", "leading_lines", "lines_after_decorators", "lines_after_module_decorators",
     "trailing_whitespace", "dot", "operator", "asynchronous", "annotation", "returns", "star"}
)  # fmt: skip

LEAVES = frozenset({cst.Name, cst.SimpleString, cst.Integer, cst.Float, cst.Pass})
# A test by `isinstance` would ask an abstract base class, at four times the cost.
_NO_NODES = frozenset({str, bool, type(None), cst.MaybeSentinel})


@cache
def _values(kind: type[cst.CSTNode]) -> Callable[[cst.CSTNode], tuple[Any, ...]]:
    """Reads the fields that may hold nodes of such a node, all at once."""
    names = [
        field.name
        for field in fields(kind)
        if field.name not in _TRIVIA and not field.name.startswith("whitespace")
    ]
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda node: (getattr(node, names[0]),)) if names else (lambda node: ())


# The commonest nodes, at a third of the cost.
_COMMON: dict[type[cst.CSTNode], Callable[[Any], list[cst.CSTNode]]] = {
    cst.Arg: lambda node: [node.value] if node.keyword is None else [node.keyword, node.value],
    cst.Call: lambda node: [node.func, *node.args],
    cst.Attribute: lambda node: [node.value, node.attr],
    cst.SimpleStatementLine: lambda node: list(node.body),
    cst.Expr: lambda node: [node.value],
    cst.Assign: lambda node: [*node.targets, node.value],
    cst.AssignTarget: lambda node: [node.target],
    cst.Element: lambda node: [node.value],
    cst.Subscript: lambda node: [node.value, *node.slice],
    cst.SubscriptElement: lambda node: [node.slice],
    cst.Index: lambda node: [node.value],
    cst.Tuple: lambda node: list(node.elements),
    cst.List: lambda node: list(node.elements),
    cst.IndentedBlock: lambda node: list(node.body),
}


def parts(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly below, without whitespace and punctuation: `node.children` has those too, at 30 x the cost."""
    kind = node.__class__
    if kind in LEAVES:
        return []
    common = _COMMON.get(kind)
    if common is not None:
        return common(node)
    found: list[Any] = []
    for value in _values(kind)(node):
        inner = value.__class__
        if inner is tuple or inner is list:
            found += value
        elif inner not in _NO_NODES:
            found.append(value)
    return found


def dotted(node: cst.BaseExpression | None) -> str:
    """`a.b.c` of an import; empty for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return ""


def decoration(node: cst.FunctionDef) -> str:
    """How a method is bound: plain, static, class or property."""
    for decorator in node.decorators:
        name = dotted(decorator.decorator).rpartition(".")[2]
        if name in ("property", "cached_property"):
            return "property"
        if name == "staticmethod":
            return "static"
        if name == "classmethod":
            return "class"
    return "plain"


def expects_error(node: cst.BaseExpression) -> bool:
    """Whether a context asserts that what stands in it raises: `pytest.raises(...)`, `self.assertRaises(...)`."""
    if not isinstance(node, cst.Call):
        return False
    name = dotted(node.func)
    return name == "pytest.raises" or name.startswith(("self.assertRaises", "tf.errors"))


def names_in(target: cst.CSTNode) -> list[str]:
    """The plain names of an assignment target."""
    if isinstance(target, cst.Name):
        return [target.value]
    if isinstance(target, (cst.Tuple, cst.List)):
        return [name for element in target.elements for name in names_in(element.value)]
    return []


_INSIDE = frozenset(
    {cst.IndentedBlock, cst.SimpleStatementSuite, cst.SimpleStatementLine, cst.If, cst.Else, cst.For, cst.While,
     cst.With, cst.Try, cst.TryStar, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.Match, cst.MatchCase}
)  # fmt: skip
_LOOPS = frozenset({cst.For, cst.While, cst.Match})


class Facts:
    """What was found out of the syntax of a file, so that nothing is asked twice: not by the next path through it,
    and not by the loop or branch around."""

    def __init__(self) -> None:
        self.building: dict[cst.CSTNode, bool] = {}
        self.called: dict[cst.CSTNode, list[tuple[str, bool]]] = {}
        self.assigned: dict[cst.CSTNode, frozenset[str]] = {}
        self.leaving: dict[cst.CSTNode, frozenset[type]] = {}
        self.attributes: dict[cst.CSTNode, frozenset[str]] = {}


def assigned_in(node: cst.CSTNode, facts: Facts) -> frozenset[str]:
    """Every name that a block assigns, functions and classes inside it left out."""
    known = facts.assigned.get(node)
    if known is not None:
        return known
    found: set[str] = set()
    queue: list[cst.CSTNode] = [node]
    while queue:
        current = queue.pop()
        if isinstance(current, (cst.FunctionDef, cst.ClassDef)):
            found.add(current.name.value)
            continue
        if isinstance(current, cst.Assign):
            for target in current.targets:
                found.update(names_in(target.target))
        elif isinstance(current, (cst.AugAssign, cst.AnnAssign, cst.NamedExpr, cst.For)):
            found.update(names_in(current.target))
        elif isinstance(current, cst.With):
            for item in current.items:
                found.update(names_in(item.asname.name) if item.asname else [])
        if current.__class__ in _LOOPS and current is not node:
            found |= assigned_in(current, facts)
        elif isinstance(current, (cst.ExceptHandler, cst.Finally, cst.MatchCase)):
            queue.append(current.body)
        elif current.__class__ in _INSIDE:
            queue.extend(parts(current))
    facts.assigned[node] = answer = frozenset(found)
    return answer


def attributes_set(node: cst.CSTNode, facts: Facts) -> frozenset[str]:
    """Every `name` of a `self.name = ...` in a method."""
    known = facts.attributes.get(node)
    if known is not None:
        return known
    found: set[str] = set()
    queue: list[cst.CSTNode] = [node]
    while queue:
        current = queue.pop()
        targets = [target.target for target in current.targets] if isinstance(current, cst.Assign) else []
        for target in targets:
            elements = [item.value for item in target.elements] if isinstance(target, cst.Tuple) else [target]
            found.update(item.attr.value for item in elements if isinstance(item, cst.Attribute))
        if not isinstance(current, cst.BaseExpression):
            queue.extend(parts(current))
    facts.attributes[node] = answer = frozenset(found)
    return answer


def asks_version(test: cst.BaseExpression) -> bool:
    """Whether a condition asks which version runs, or whether it has something: `tf.__version__`, `hasattr`."""
    queue: list[cst.CSTNode] = [test]
    while queue:
        current = queue.pop()
        if isinstance(current, cst.Name) and (
            "version" in current.value.lower() or current.value in ("hasattr", "getattr")
        ):
            return True
        queue.extend(parts(current))
    return False


def names_used(node: cst.CSTNode) -> set[str]:
    """Every plain name in an expression."""
    found: set[str] = set()
    queue = [node]
    while queue:
        current = queue.pop()
        if isinstance(current, cst.Name):
            found.add(current.value)
        queue.extend(parts(current))
    return found


def jumps(node: cst.CSTNode, facts: Facts) -> bool:
    """Whether it may leave the function or loop around it: `return`, `break` or `continue`."""
    return not leaves_by(node, facts).isdisjoint((cst.Return, cst.Break, cst.Continue))


def breaks(node: cst.CSTNode, facts: Facts) -> bool:
    """Whether a loop with this body may end by itself."""
    return not leaves_by(node, facts).isdisjoint((cst.Break, cst.Return, cst.Raise))


_LEAVING = frozenset({cst.Return, cst.Break, cst.Continue, cst.Raise})


def leaves_by(node: cst.CSTNode, facts: Facts) -> frozenset[type]:
    """The kinds of statements in it that leave it. All branches in it are answered with it."""
    known = facts.leaving.get(node)
    if known is not None:
        return known
    nodes, around = [node], [-1]
    for at, current in enumerate(nodes):
        if current.__class__ in _INSIDE and current not in facts.leaving:
            inner = parts(current)
            nodes += inner
            around += [at] * len(inner)
    found: list[set[type]] = [set() for _ in nodes]
    for at in range(len(nodes) - 1, -1, -1):
        kind = nodes[at].__class__
        found[at].update({kind} & _LEAVING, facts.leaving.get(nodes[at], ()))
        if at and found[at]:
            found[around[at]] |= found[at]
        if kind is cst.If or at == 0:
            facts.leaving[nodes[at]] = frozenset(found[at])
    return facts.leaving[node]


def names_read(node: cst.CSTNode) -> frozenset[str]:
    """Every name that stands anywhere but as a target, a keyword, a definition or an import."""
    found: set[str] = set()
    queue: list[cst.CSTNode] = [node]
    while queue:
        current = queue.pop()
        if isinstance(current, cst.Name):
            found.add(current.value)
        elif isinstance(current, (cst.Attribute, cst.Arg)):
            queue.append(current.value)
        elif isinstance(current, cst.AssignTarget):
            if not isinstance(current.target, cst.Name):
                queue.append(current.target)
        elif isinstance(current, cst.Param):
            queue.extend([current.default] if current.default is not None else [])
        elif isinstance(current, (cst.FunctionDef, cst.ClassDef)):
            queue.extend(part for part in parts(current) if part is not current.name)
        elif not isinstance(current, (cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal)):
            queue.extend(parts(current))
    return frozenset(found)
