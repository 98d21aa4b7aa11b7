"""Questions about a piece of syntax that need no values: which names it assigns, whether it may jump."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from lstm_lint import nodes as cst
from lstm_lint.ir.records import fields

AUGMENTED: dict[type[cst.BaseAugOp], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.PowerAssign: cst.Power,
    cst.ModuloAssign: cst.Modulo,
}


_NO_PARTS = frozenset(
    {"at", "operator", "asynchronous", "annotation", "returns", "star", "relative", "evaluated_value"}
)

LEAVES = frozenset({cst.Name, cst.SimpleString, cst.Integer, cst.Float, cst.Pass})
_NO_NODES = frozenset({str, type(None)})


@cache
def _values(kind: type) -> Callable[[cst.CSTNode], tuple[Any, ...]]:
    """Reads the fields that may hold nodes of such a node, all at once."""
    names = [field.name for field in fields(kind) if field.name not in _NO_PARTS]
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
    kind: Any = node.__class__
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


def statements(body: cst.BaseSuite) -> list[cst.CSTNode]:
    """The statements of a body in order, those of one line each by itself, also where they stand beside the colon."""
    found: list[cst.CSTNode] = []
    for line in body.body:
        found += line.body if isinstance(line, cst.SimpleStatementLine) else (line,)
    return found


def own_nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes below one in the order of the text, without those of functions and classes in it."""
    waiting = parts(node)[::-1]
    while waiting:
        current = waiting.pop()
        yield current
        if not isinstance(current, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            waiting += reversed(parts(current))


def dotted(node: cst.BaseExpression | None) -> str:
    """`a.b.c` of an import; empty for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return ""


def returns_in(node: cst.CSTNode) -> list[cst.Return]:
    """The `return`s below one in the order of the text, without those of functions and classes in it."""
    found: list[cst.Return] = []
    waiting: list[Any] = parts(node)[::-1]  # told apart by `__class__`: see _NO_NODES
    while waiting:
        current = waiting.pop()
        kind = current.__class__
        if kind is cst.Return:
            found.append(current)
        elif kind in _INSIDE:
            waiting += parts(current)[::-1]
    return found


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
        if name in ("setter", "deleter", "getter"):
            return name
    return "plain"


def functions_in(body: cst.CSTNode) -> int:
    """How many functions the statements of a function define."""
    statements = body.body if isinstance(body, cst.IndentedBlock) else ()
    return sum(isinstance(statement, cst.FunctionDef) for statement in statements)


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


_SHARED = re.compile(r"\b(?:global|nonlocal)[ \t]+([\w, \t]+)")
_GROWS = frozenset({"append", "extend", "appendleft"})
_CHANGES = frozenset(
    {
        "insert",
        "pop",
        "popleft",
        "popitem",
        "remove",
        "clear",
        "sort",
        "reverse",
        "update",
        "setdefault",
        "add",
        "discard",
    }
)


class Change(NamedTuple):
    """What is changed in place: `path` is the dotted name of it. `entry` and `attribute` have a name of their own, and
    where a method changes it that is the name."""

    path: tuple[str, ...]
    kind: Literal["grows", "changes", "entry", "attribute"]
    name: object = None


class Called(NamedTuple):
    """A call of something by its dotted name, with the names that are its positional arguments; others are empty."""

    path: tuple[str, ...]
    args: tuple[tuple[str, ...], ...]


class Taken(NamedTuple):
    """What a function takes from outside: names that it does not assign, and the attributes of anything."""

    names: frozenset[str]
    attributes: frozenset[str]


class Facts:
    """What was found out of the syntax of a file, so that nothing is asked twice: not by the next path through it,
    and not by the loop or branch around."""

    def __init__(self, source: str = "") -> None:
        self.walrus = ":=" in source  # then names are assigned in expressions too
        self.building: dict[cst.CSTNode, bool] = {}
        self.giving: dict[cst.CSTNode, bool] = {}
        self.called: dict[cst.CSTNode, list[tuple[str, bool]]] = {}
        self.assigned: dict[cst.CSTNode, frozenset[str]] = {}
        self.leaving: dict[cst.CSTNode, frozenset[type]] = {}
        self.attributes: dict[cst.CSTNode, frozenset[str]] = {}
        self.changes: dict[cst.CSTNode, tuple[list[Change], list[Called]]] = {}
        self.taken: dict[cst.CSTNode, Taken | None] = {}
        self._shared: frozenset[str] | None = None

    def shared(self, source: str) -> frozenset[str]:
        """The names that functions declare `global` or `nonlocal`."""
        if self._shared is None:
            found = _SHARED.findall(source) if "global " in source or "nonlocal " in source else []
            self._shared = frozenset(name.strip() for names in found for name in names.split(","))
        return self._shared


def assigned_in(node: cst.CSTNode, facts: Facts) -> frozenset[str]:
    """Every name that a block assigns, functions and classes inside it left out."""
    known = facts.assigned.get(node)
    if known is not None:
        return known
    found: set[str] = set()
    queue: list[Any] = [node]  # told apart by `__class__`: see _NO_NODES
    while queue:
        current = queue.pop()
        kind = current.__class__
        if kind not in _MAY_BIND and not facts.walrus:
            continue
        if kind is cst.FunctionDef or kind is cst.ClassDef:
            found.add(current.name.value)
            continue
        if kind is cst.Assign:
            for target in current.targets:
                found.update(names_in(target.target))
        elif kind in _BINDS:
            found.update(names_in(current.target))
        elif kind is cst.With:
            for item in current.items:
                found.update(names_in(item.asname.name) if item.asname else [])
        elif kind is cst.ImportAlias:
            found.add(current.evaluated_alias or current.evaluated_name.partition(".")[0])
        elif kind is cst.MatchAs or kind is cst.MatchStar:
            found.update([current.name.value] if current.name is not None else [])
        elif kind is cst.MatchMapping:
            found.update([current.rest.value] if current.rest is not None else [])
        if kind in _LOOPS and current is not node:
            found |= assigned_in(current, facts)
        elif kind is cst.ExceptHandler or kind is cst.ExceptStarHandler:
            found.update(names_in(current.name.name) if current.name is not None else [])
            queue.append(current.body)
        elif kind in _INSIDE or facts.walrus or kind in _PATTERNS:
            queue.extend(parts(current))
    facts.assigned[node] = answer = frozenset(found)
    return answer


_BINDS = frozenset({cst.AugAssign, cst.AnnAssign, cst.NamedExpr, cst.For})
_NAMES = frozenset({cst.With, cst.ExceptHandler, cst.Match, cst.Import, cst.ImportFrom})
_PATTERNS = frozenset(
    {cst.Import, cst.ImportFrom, cst.MatchAs, cst.MatchOr, cst.MatchOrElement, cst.MatchList, cst.MatchTuple,
     cst.MatchSequenceElement, cst.MatchMapping, cst.MatchMappingElement, cst.MatchClass, cst.MatchKeywordElement}
)  # fmt: skip
# What binds a name or has something in it that does, where no expression assigns.
_MAY_BIND = (
    _INSIDE | _BINDS | _PATTERNS | {cst.FunctionDef, cst.ClassDef, cst.Assign, cst.ImportAlias, cst.MatchStar}
)


def assigned_times(node: cst.CSTNode, name: str) -> int:
    """How often a statement assigns a name, or may, functions and classes inside it left out."""
    times = 0
    queue: list[Any] = [node]  # told apart by `__class__`: see _NO_NODES
    while queue:
        current = queue.pop()
        kind = current.__class__
        if kind is cst.AssignTarget or kind in _BINDS:
            times += name in names_in(current.target)
        elif kind is cst.FunctionDef or kind is cst.ClassDef or kind is cst.Lambda:
            continue
        elif kind in _NAMES:
            times += name in assigned_in(current, Facts())
        queue.extend(parts(current))
    return times


def everything(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and all that is in it, in the order of the text."""
    waiting: list[Any] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += parts(current)[::-1]


def bindings(module: cst.CSTNode, name: str) -> int:
    """How often something in a module gets a name, in whatever scope; in a `match` more often rather than less."""
    times = 0
    for current in everything(module):
        if isinstance(current, (cst.FunctionDef, cst.ClassDef, cst.Param)):
            times += current.name.value == name
        elif isinstance(
            current, (cst.AssignTarget, cst.CompFor, cst.AugAssign, cst.AnnAssign, cst.NamedExpr, cst.For)
        ):
            times += name in names_in(current.target)
        elif isinstance(current, cst.With):
            times += any(name in names_in(item.asname.name) for item in current.items if item.asname)
        elif isinstance(current, (cst.ExceptHandler, cst.ExceptStarHandler)):
            times += current.name is not None and name in names_in(current.name.name)
        elif isinstance(current, (cst.Import, cst.ImportFrom, cst.Match)):
            times += name in assigned_in(current, Facts())
    return times


def misfit(params: cst.Parameters, args: Sequence[cst.Arg]) -> tuple[str, ...]:
    """What is wrong with the arguments of a call, in a word, and which; nothing where some of them are not written."""
    if isinstance(params.star_arg, cst.Param) or params.star_kwarg is not None or params.posonly_params:
        return ()
    if any(one.star for one in args):
        return ()
    ordered = [one.name.value for one in params.params]
    named = [one.keyword.value for one in args if one.keyword is not None]
    count = len(args) - len(named)
    strange = [
        name for name in named if name not in {*ordered, *(one.name.value for one in params.kwonly_params)}
    ]
    given = {*ordered[:count], *named}
    several = (*params.params, *params.kwonly_params)
    lacks = [one.name.value for one in several if one.default is None and one.name.value not in given]
    if count > len(ordered):
        return "surplus-argument", str(len(ordered)), str(count)
    if strange:
        return "strange-argument", strange[0]
    return ("missing-argument", *lacks) if lacks else ()


def changes_in(node: cst.CSTNode, facts: Facts) -> tuple[list[Change], list[Called]]:
    """What a body changes in place, and what it calls; functions and classes inside it left out.

    The blocks in it are answered with it: a `try` or loop in this one asks about them again.
    """
    known = facts.changes.get(node)
    if known is not None:
        return known
    changes: list[Change] = []
    calls: list[Called] = []
    queue: list[Any] = [node]  # told apart by `__class__`: see _NO_NODES
    while queue:
        current = queue.pop()
        kind = current.__class__
        if kind is cst.Call:
            path = _path(current.func)
            if path:
                method = path[-1]
                if len(path) > 1 and (method in _GROWS or method in _CHANGES):
                    changes.append(Change(path[:-1], "grows" if method in _GROWS else "changes", method))
                else:
                    args = [arg for arg in current.args if arg.keyword is None]
                    calls.append(Called(path, tuple(_path(arg.value) for arg in args)))
        elif kind is cst.AssignTarget or kind is cst.AnnAssign:
            changes += _stored(current.target)
        elif kind is cst.AugAssign:
            target = current.target
            path = _path(target)
            changes += [Change(path, "grows")] if path else []
            changes += _stored(target)
        elif kind is cst.Del and current.target.__class__ is cst.Subscript:
            changes.append(Change(_path(current.target.value), "changes"))
        elif kind is cst.FunctionDef or kind is cst.ClassDef or kind is cst.Lambda:
            continue
        elif kind is cst.IndentedBlock and current is not node:
            inside = changes_in(current, facts)
            changes += inside[0]
            calls += inside[1]
            continue
        queue.extend(parts(current))
    facts.changes[node] = answer = [change for change in changes if change.path], calls
    return answer


def _path(node: Any) -> tuple[str, ...]:
    """The parts of `a.b.c`; empty for anything else."""
    if node.__class__ is cst.Name:
        return (str(node.value),)
    if node.__class__ is cst.Attribute:
        owner = _path(node.value)
        return (*owner, str(node.attr.value)) if owner else ()
    return ()


def _stored(target: cst.BaseExpression) -> Iterator[Change]:
    """What an assignment to `a.b` or `a[0]` changes."""
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from _stored(element.value)
    elif isinstance(target, cst.Attribute):
        yield Change(_path(target.value), "attribute", target.attr.value)
    elif isinstance(target, cst.Subscript):
        index = target.slice[0].slice
        key = index.value if isinstance(index, cst.Index) and len(target.slice) == 1 else None
        if isinstance(key, (cst.SimpleString, cst.Integer)):
            yield Change(_path(target.value), "entry", key.evaluated_value)
        else:
            yield Change(_path(target.value), "changes")


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
    return any(
        isinstance(node, cst.Name)
        and ("version" in node.value.lower() or node.value in ("hasattr", "getattr"))
        for node in everything(test)
    )


def names_used(node: cst.CSTNode) -> set[str]:
    """Every plain name in an expression."""
    found: set[str] = set()
    queue = [node]
    while queue:
        current = queue.pop()
        if current.__class__ is cst.Name:
            found.add(current.value)
        else:
            queue += parts(current)
    return found


def jumps(node: cst.CSTNode, facts: Facts) -> bool:
    """Whether it may leave the function or loop around it: `return`, `break` or `continue`."""
    return not leaves_by(node, facts).isdisjoint((cst.Return, cst.Break, cst.Continue))


def breaks(node: cst.CSTNode, facts: Facts) -> bool:
    """Whether a loop with this body may end by itself."""
    return not leaves_by(node, facts).isdisjoint((cst.Break, cst.Return, cst.Raise))


_LEAVING = frozenset({cst.Return, cst.Break, cst.Continue, cst.Raise})


def leaves_by(node: cst.CSTNode, facts: Facts) -> frozenset[type]:
    """The kinds of statements in it that leave it. All branches and blocks in it are answered with it."""
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
        if kind is cst.If or kind is cst.IndentedBlock or at == 0:
            facts.leaving[nodes[at]] = frozenset(found[at])
    return facts.leaving[node]


_READ_NOTHING = LEAVES | {cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal}


SHAPES = frozenset({"shape", "ndim", "size", "dtype"})  # what is asked of an array, and not of its values


def names_without_use(module: cst.CSTNode, beyond_shape: bool = False) -> frozenset[str]:
    """Names that are assigned, and of which nothing is made in the end but other such names.

    `beyond_shape`: names of several that one statement binds count as well, and to ask for a shape is no use.
    """
    made_of: dict[str, set[str]] = {}
    live: set[str] = set()
    queue: list[Any] = [module]  # told apart by `__class__`: see _NO_NODES
    while queue:
        current = queue.pop()
        kind = current.__class__
        if kind is cst.Name:
            live.add(current.value)
        elif beyond_shape and _asks_shape(current):
            continue
        elif kind is cst.Attribute:
            queue.append(current.value)
        elif kind is cst.Assign:
            targets = [one.target for one in current.targets]
            if beyond_shape and len(targets) == 1 and isinstance(targets[0], cst.Tuple):
                targets = [element.value for element in targets[0].elements]
            if (len(targets) == 1 or beyond_shape) and all(one.__class__ is cst.Name for one in targets):
                for target, value in zip(targets, _value_of_each(current.value, len(targets))):
                    made_of.setdefault(target.value, set()).update(names_read(value))
            else:
                live |= names_used(current)
        elif kind is cst.AugAssign:
            live |= names_used(current)
        elif kind is cst.Global or kind is cst.Nonlocal:
            live.update(item.name.value for item in current.names)
        elif kind not in _READ_NOTHING:
            queue += parts(current)
    waiting = [name for name in live if name in made_of]
    while waiting:
        new = made_of[waiting.pop()] - live
        live |= new
        waiting += [name for name in new if name in made_of]
    return frozenset(made_of.keys() - live)


def _asks_shape(node: cst.CSTNode) -> bool:
    """Whether it is `x.shape` or `len(x)` of a name."""
    if isinstance(node, cst.Attribute):
        return node.attr.value in SHAPES and isinstance(node.value, cst.Name)
    if not isinstance(node, cst.Call) or len(node.args) != 1 or not isinstance(node.args[0].value, cst.Name):
        return False
    return isinstance(node.func, cst.Name) and node.func.value in ("len", "type")


def _value_of_each(value: cst.BaseExpression, count: int) -> list[cst.BaseExpression]:
    """What each of several names gets: its own element of a tuple of as many, else all of it."""
    if count > 1 and isinstance(value, cst.Tuple) and len(value.elements) == count:
        return [element.value for element in value.elements]
    return [value] * count


def names_read(node: cst.CSTNode) -> frozenset[str]:
    """Every name that stands anywhere but as a target, a keyword, a definition or an import."""
    found: set[str] = set()
    queue: list[Any] = [node]  # told apart by `__class__`: see _NO_NODES
    while queue:
        current = queue.pop()
        kind = current.__class__
        if kind is cst.Name:
            found.add(current.value)
        elif kind is cst.Attribute or kind is cst.Arg:
            queue.append(current.value)
        elif kind is cst.AssignTarget:
            if current.target.__class__ is not cst.Name:
                queue.append(current.target)
        elif kind is cst.Param:
            queue.extend([current.default] if current.default is not None else [])
        elif kind is cst.FunctionDef or kind is cst.ClassDef:
            queue.extend(part for part in parts(current) if part is not current.name)
        elif kind not in _READ_NOTHING:
            queue.extend(parts(current))
    return frozenset(found)
