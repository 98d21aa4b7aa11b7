"""Statements: assignments, imports, definitions, branches and loops, read symbolically."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from lstm_lint.reader import calls, syntax, tools
from lstm_lint.reader.arithmetic import binary
from lstm_lint.reader.contents import join
from lstm_lint.reader.elements import folded
from lstm_lint.reader.names import is_keras
from lstm_lint.reader.values import Abstract, Class, Data, Function, Instance, Items, Module, Scope
from lstm_lint.script import Known, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Signal, Walk

MAX_UNROLLED = 40
MAX_PASSES = 400  # of nested loops that are read pass by pass: three loops over eight values are one too many
MAX_FORKS = 3  # undecided conditions that make alternatives: at most 8 paths
_GOES_ON: tuple[Signal, ...] = (
    "raise",
    "return",
    "break",
    "continue",
)  # the last keeps most of the program running
_SHORT = 12  # loops up to this length are always read pass by pass


def read(walk: Walk, node: cst.BaseStatement | cst.BaseSmallStatement) -> Signal | None:
    if isinstance(node, cst.SimpleStatementLine):
        return walk.execute(node.body)
    walk.spend(1)
    handler: Any = STATEMENTS.get(type(node))
    return handler(walk, node) if handler is not None else None


def _expression(walk: Walk, node: cst.Expr) -> None:
    before = len(walk.transformations)
    walk.evaluate(node.value)
    tools.discard(walk, node.value, before)


def _assign(walk: Walk, node: cst.Assign) -> None:
    value = walk.evaluate(node.value)
    for target in node.targets:
        walk.assign(target.target, value)


def _annotated(walk: Walk, node: cst.AnnAssign) -> None:
    if node.value is not None:
        walk.assign(node.target, walk.evaluate(node.value))


def _augmented(walk: Walk, node: cst.AugAssign) -> None:
    left, right = walk.evaluate(node.target), walk.evaluate(node.value)
    if isinstance(left, Items) and left.mutable and isinstance(node.operator, cst.AddAssign):
        calls.extend(walk, left, right)
        return
    kind = syntax.AUGMENTED.get(type(node.operator))
    value = binary(walk, node, kind, left, right) if kind else Unknown("an operation that is not followed")
    walk.assign(node.target, value)


def _delete(walk: Walk, node: cst.Del) -> None:
    for name in syntax.names_in(node.target):
        walk.scope.names.pop(name, None)


def _return(walk: Walk, node: cst.Return) -> Signal:
    value: Abstract = Known(None) if node.value is None else walk.evaluate(node.value)
    walk.frames[-1].returns.append(value)
    return "return"


def _raise(walk: Walk, node: cst.Raise) -> Signal:
    return "raise"


def _break(walk: Walk, node: cst.Break) -> Signal:
    return "break"


def _continue(walk: Walk, node: cst.Continue) -> Signal:
    return "continue"


def _global(walk: Walk, node: cst.Global) -> None:
    walk.leak()
    walk.scope.globals_declared.update(item.name.value for item in node.names)


def _import(walk: Walk, node: cst.Import) -> None:
    for alias in node.names:
        path = syntax.dotted(alias.name)
        walk.imports.append(path)
        if is_keras(path):
            walk.name(path, "import", alias.name, node)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            walk.bind(alias.asname.name.value, Module(path, walk.scope.module.path))
        else:
            root = path.partition(".")[0]
            walk.bind(root, Module(root, walk.scope.module.path))


def _import_from(walk: Walk, node: cst.ImportFrom) -> None:
    path = "." * len(node.relative) + (syntax.dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        walk.imports.append(path)
        walk.scope.module.stars.append(path)
        if is_keras(path) and node.module is not None:
            walk.name(path, "import", node.module, node)
        return
    for alias in node.names:
        name = syntax.dotted(alias.name)
        full = f"{path}.{name}" if not path.endswith(".") else path + name
        walk.imports.append(full)
        if is_keras(full):
            walk.name(full, "import", alias.name, node)
        bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
        walk.bind(bound, Module(full, walk.scope.module.path))


def _function(walk: Walk, node: cst.FunctionDef) -> None:
    function = Function(node, walk.scope, node.name.value, kind=syntax.decoration(node))
    if walk.scope.module is walk.main:
        walk.functions.append((function, None))
    walk.bind(node.name.value, function)


def _class(walk: Walk, node: cst.ClassDef) -> None:
    bases = tuple(walk.evaluate(base.value) for base in node.bases)
    body = Scope({}, walk.scope, is_class=True)
    outer, walk.scope = walk.scope, body
    mine = len(walk.functions)
    try:
        walk.block(node.body)
    finally:
        walk.scope = outer
    cls = Class(node, node.name.value, body.names, bases, calls.keras_base(bases))
    walk.functions[mine:] = [(function, owner or cls) for function, owner in walk.functions[mine:]]
    walk.bind(node.name.value, cls)


def _with(walk: Walk, node: cst.With) -> Signal | None:
    if any(syntax.expects_error(item.item) for item in node.items):
        walk.note(node, "a block that is meant to raise", "a test asserts the error")
        walk.passed.append((node.body, "a test asserts that it raises"))
        return None
    for item in node.items:
        value = walk.evaluate(item.item)
        if item.asname is not None:
            followed = isinstance(value, Instance) or (isinstance(value, Data) and value.text)
            walk.assign(item.asname.name, value if followed else Unknown("a context"))
    return walk.block(node.body)


def _try(walk: Walk, node: cst.Try) -> Signal | None:
    walk.guards += 1
    signal = walk.block(node.body)
    kept = dict(walk.scope.names)
    for handler in node.handlers:
        with walk.undecided():
            walk.block(handler.body)
        walk.scope.names.update(kept)  # the body is the path that is meant
    walk.guards -= 1
    if signal is None and node.orelse is not None:
        signal = walk.block(node.orelse.body)
    if node.finalbody is not None:
        signal = walk.block(node.finalbody.body) or signal
    return signal


def _if(walk: Walk, node: cst.If) -> Signal | None:
    guard = syntax.asks_version(node.test)
    walk.guards += guard
    try:
        return _decide(walk, node)
    finally:
        walk.guards -= guard


def _decide(walk: Walk, node: cst.If) -> Signal | None:
    truth = walk.truth(walk.evaluate(node.test))
    if truth is None and not walk.endless and not walk.importing and _decides_a_model(walk, node):
        truth = _fork(walk, node.test)
    if truth is None:
        return _merge(walk, node)
    other = node.orelse if truth else node.body
    if other is not None:
        walk.passed.append((other, "the script sets its condition so that it is never run"))
    return walk.block(node.body) if truth else _else(walk, node.orelse)


def _else(walk: Walk, orelse: cst.If | cst.Else | None) -> Signal | None:
    if orelse is None:
        return None
    return _if(walk, orelse) if isinstance(orelse, cst.If) else walk.block(orelse.body)


def _fork(walk: Walk, test: cst.BaseExpression) -> bool | None:
    """Which way this path goes at an undecided condition; the same condition goes the same way throughout."""
    condition = walk.module.code_for_node(test)
    if condition not in walk.choices:
        if len(walk.met) >= MAX_FORKS:
            return None
        walk.choices[condition] = True
    if condition not in walk.met:
        walk.met.append(condition)
    walk.met_in.setdefault(condition, set()).add(walk.home)
    return walk.choices[condition]


def _decides_a_model(walk: Walk, node: cst.If) -> bool:
    """Whether it decides which layers a model has, by what it does or by jumping past what does."""
    jumps = bool(walk.bodies) and syntax.jumps(node) and syntax.builds(walk.bodies[-1], walk)
    if not jumps and not syntax.builds(node, walk):
        return False
    return not any(names & syntax.names_used(node.test) for names in walk.varying)


def _merge(walk: Walk, node: cst.If) -> Signal | None:
    before = dict(walk.scope.names)
    with walk.undecided():
        inside = walk.depth
        first = walk.block(node.body)
        after_body = walk.scope.names
        jumped, walk.depth = walk.depth > inside, inside
        walk.scope.names = before
        second = _else(walk, node.orelse)
        jumped = jumped or walk.depth > inside
    after_else = walk.scope.names
    walk.depth += jumped  # by a jump inside one of the arms: it passes what follows here too
    if first is not None and second is not None:
        goes_on = _GOES_ON.index(first) >= _GOES_ON.index(second)
        walk.scope.names = after_body if goes_on else after_else
        return first if goes_on else second
    if first is not None or second is not None:  # only the other arm goes on
        walk.scope.names = after_else if first is not None else after_body
        _jump(walk, first or second, after_body if first is not None else after_else)
        return None
    merged = dict(after_body)
    for name, value in after_else.items():
        merged[name] = join(after_body[name], value) if name in after_body else value
    walk.scope.names = merged
    return None


def _jump(walk: Walk, signal: Signal | None, names: dict[str, Abstract]) -> None:
    """What follows in this loop or function happens on one path only, until its end lowers the depth again."""
    if signal == "raise":
        return
    walk.depth += 1
    if walk.jumps:
        walk.jumps[-1].append((signal or "return", names))


def _land(walk: Walk, signal: Signal, jumps: list[tuple[Signal, dict[str, Abstract]]]) -> None:
    """Where the jumps of this kind end: names are as they were left there, or as they are here."""
    for kind, names in jumps:
        if kind == signal:
            here = walk.scope.names
            walk.scope.names = {
                name: join(value, names[name]) if name in names else value for name, value in here.items()
            }


def _for(walk: Walk, node: cst.For) -> Signal | None:
    iterable = walk.evaluate(node.iter)
    values = walk.elements(iterable, MAX_UNROLLED if syntax.builds(node, walk) else _SHORT)
    if values is None or len(values) * walk.passes > MAX_PASSES:
        _endless(walk, node, node.iter)
        return None
    around, walk.passes = walk.passes, walk.passes * max(len(values), 1)
    walk.loops += 1
    depth, signal = walk.depth, None
    jumps: list[tuple[Signal, dict[str, Abstract]]] = []
    walk.jumps.append(jumps)
    walk.varying.append(set(syntax.names_in(node.target)) | syntax.assigned_in(node.body))
    if outermost := not walk.bodies:
        walk.bodies.append(node)
    for value in values:
        walk.assign(node.target, value)
        signal = walk.block(node.body)
        _land(walk, "continue", jumps)
        jumps[:] = [jump for jump in jumps if jump[0] != "continue"]
        if not jumps:
            walk.depth = depth
        if signal in ("break", "return", "raise"):
            break
    _land(walk, "break", jumps)
    walk.depth = depth + any(kind == "return" for kind, _ in jumps)
    walk.loops -= 1
    walk.passes = around
    walk.jumps.pop()
    walk.varying.pop()
    if outermost:
        walk.bodies.pop()
    return signal if signal in ("return", "raise") else None


def _while(walk: Walk, node: cst.While) -> Signal | None:
    if walk.truth(walk.evaluate(node.test)) is False:
        return None
    _endless(walk, node, None)
    forever = isinstance(node.test, (cst.Name, cst.Integer)) and node.test.value in ("True", "1")
    return "return" if forever and not syntax.breaks(node.body) else None


def _endless(walk: Walk, node: cst.For | cst.While, iterable: cst.BaseExpression | None) -> None:
    """A loop of unknown length: one pass, with everything it assigns forgotten before."""
    assigned = syntax.assigned_in(node.body)
    before = dict(walk.scope.names)
    for name in assigned:
        if name in before:
            walk.scope.names[name] = Unknown("changes in a loop")
    walk.loops += 1
    walk.endless += 1
    folds = len(walk.folds)
    walk.jumps.append([])
    with walk.undecided():
        if isinstance(node, cst.For) and iterable is not None:
            element = walk.any_element(iterable)
            walk.folds.extend((step, len(walk.networks)) for step in folded(element))
            walk.assign(node.target, element)
        walk.block(node.body)
    del walk.folds[folds:]
    _land(walk, "break", walk.jumps.pop())
    walk.endless -= 1
    walk.loops -= 1
    for name in assigned:
        if name in before and name in walk.scope.names:
            walk.scope.names[name] = join(before[name], walk.scope.names[name])


def _match(walk: Walk, node: cst.Match) -> None:
    walk.evaluate(node.subject)
    for case in node.cases:
        with walk.undecided():
            walk.block(case.body)
    for name in syntax.assigned_in(node):
        walk.scope.names[name] = Unknown("differs between cases")


STATEMENTS: dict[type, Any] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Del: _delete,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Global: _global,
    cst.Nonlocal: lambda walk, node: None,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.With: _with,
    cst.Try: _try,
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.Match: _match,
}
