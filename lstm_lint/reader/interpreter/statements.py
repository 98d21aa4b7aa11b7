"""Statements: assignments, imports, definitions, branches and loops, read symbolically."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.control import Jumps, Signal
from lstm_lint.reader.abstract.join import join
from lstm_lint.reader.abstract.values import Abstract, Class, Function, Instance, Items, Module, Scope
from lstm_lint.reader.interpreter.arithmetic import binary
from lstm_lint.reader.interpreter.building import builds
from lstm_lint.reader.interpreter.containers import extend
from lstm_lint.reader.interpreter.elements import folded
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, Unknown

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


def _expression(machine: Machine, node: cst.Expr) -> None:
    before = len(machine.record.transformations)
    machine.evaluate(node.value)
    machine.record.discard(node.value, before)


def _assign(machine: Machine, node: cst.Assign) -> None:
    value = machine.evaluate(node.value)
    for target in node.targets:
        machine.assign(target.target, value)


def _annotated(machine: Machine, node: cst.AnnAssign) -> None:
    if node.value is not None:
        machine.assign(node.target, machine.evaluate(node.value))


def _augmented(machine: Machine, node: cst.AugAssign) -> None:
    left, right = machine.evaluate(node.target), machine.evaluate(node.value)
    if isinstance(left, Items) and left.mutable and isinstance(node.operator, cst.AddAssign):
        extend(machine, left, right)
        return
    kind = syntax.AUGMENTED.get(type(node.operator))
    value = binary(machine, node, kind, left, right) if kind else Unknown("an operation that is not followed")
    machine.assign(node.target, value)


def _delete(machine: Machine, node: cst.Del) -> None:
    for name in syntax.names_in(node.target):
        machine.control.scope.names.pop(name, None)


def _return(machine: Machine, node: cst.Return) -> Signal:
    value: Abstract = Known(None) if node.value is None else machine.evaluate(node.value)
    machine.control.frames[-1].returns.append(value)
    return "return"


def _raise(machine: Machine, node: cst.Raise) -> Signal:
    return "raise"


def _break(machine: Machine, node: cst.Break) -> Signal:
    return "break"


def _continue(machine: Machine, node: cst.Continue) -> Signal:
    return "continue"


def _global(machine: Machine, node: cst.Global) -> None:
    machine.leak()
    machine.control.scope.globals_declared.update(item.name.value for item in node.names)


def _import(machine: Machine, node: cst.Import) -> None:
    for alias in node.names:
        path = syntax.dotted(alias.name)
        _imported(machine, path, alias.name, node)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            machine.bind(alias.asname.name.value, Module(path, machine.control.scope.module.path))
        else:
            root = path.partition(".")[0]
            machine.bind(root, Module(root, machine.control.scope.module.path))


def _import_from(machine: Machine, node: cst.ImportFrom) -> None:
    path = "." * len(node.relative) + (syntax.dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        machine.control.scope.module.stars.append(path)
        _imported(machine, path, node.module or node, node)
        return
    for alias in node.names:
        name = syntax.dotted(alias.name)
        full = f"{path}.{name}" if not path.endswith(".") else path + name
        _imported(machine, full, alias.name, node)
        bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
        machine.bind(bound, Module(full, machine.control.scope.module.path))


def _imported(machine: Machine, path: str, name: cst.CSTNode, statement: cst.CSTNode) -> None:
    machine.record.imports.append(path)
    if machine.registry.common.notes(path, "import"):
        machine.mention(path, "import", name, statement)


def _function(machine: Machine, node: cst.FunctionDef) -> None:
    function = Function(node, machine.control.scope, node.name.value, kind=syntax.decoration(node))
    if machine.control.scope.module is machine.main:
        machine.functions.append((function, None))
    machine.bind(node.name.value, function)


def _class(machine: Machine, node: cst.ClassDef) -> None:
    bases = tuple(machine.evaluate(base.value) for base in node.bases)
    body = Scope({}, machine.control.scope, is_class=True)
    mine = len(machine.functions)
    with machine.within(body):
        machine.block(node.body)
    cls = Class(node, node.name.value, body.names, bases, _library(machine, bases))
    machine.functions[mine:] = [(function, owner or cls) for function, owner in machine.functions[mine:]]
    machine.bind(node.name.value, cls)


def _library(machine: Machine, bases: Sequence[Abstract]) -> str:
    """The class of a library that a class of the program derives from; empty where it is none that is known."""
    for base in bases:
        if isinstance(base, Class) and base.library:
            return base.library
        if isinstance(base, Module):
            path = machine.registry.common.canonical(base.path)
            if machine.registry.base(path) is not None:
                return path
    return ""


def _with(machine: Machine, node: cst.With) -> Signal | None:
    if any(syntax.expects_error(item.item) for item in node.items):
        machine.record.note(node, "a block that is meant to raise", "a test asserts the error")
        machine.record.passed.append((node.body, "a test asserts that it raises"))
        return None
    for item in node.items:
        value = machine.evaluate(item.item)
        if item.asname is not None:
            followed = isinstance(value, Instance) or (isinstance(value, Data) and value.text)
            machine.assign(item.asname.name, value if followed else Unknown("a context"))
    return machine.block(node.body)


def _try(machine: Machine, node: cst.Try) -> Signal | None:
    machine.control.guards += 1
    signal = machine.block(node.body)
    kept = dict(machine.control.scope.names)
    for handler in node.handlers:
        with machine.undecided():
            machine.block(handler.body)
        machine.control.scope.names.update(kept)  # the body is the path that is meant
    machine.control.guards -= 1
    if signal is None and node.orelse is not None:
        signal = machine.block(node.orelse.body)
    if node.finalbody is not None:
        signal = machine.block(node.finalbody.body) or signal
    return signal


def _if(machine: Machine, node: cst.If) -> Signal | None:
    guard = syntax.asks_version(node.test)
    machine.control.guards += guard
    try:
        return _decide(machine, node)
    finally:
        machine.control.guards -= guard


def _decide(machine: Machine, node: cst.If) -> Signal | None:
    truth = machine.truth(machine.evaluate(node.test))
    if (
        truth is None
        and not machine.control.endless
        and not machine.control.importing
        and _decides_a_model(machine, node)
    ):
        truth = _fork(machine, node.test)
    if truth is None:
        return _merge(machine, node)
    other = node.orelse if truth else node.body
    if other is not None:
        machine.record.passed.append((other, "the script sets its condition so that it is never run"))
    return machine.block(node.body) if truth else _else(machine, node.orelse)


def _else(machine: Machine, orelse: cst.If | cst.Else | None) -> Signal | None:
    if orelse is None:
        return None
    return _if(machine, orelse) if isinstance(orelse, cst.If) else machine.block(orelse.body)


def _fork(machine: Machine, test: cst.BaseExpression) -> bool | None:
    """Which way this path goes at an undecided condition; the same condition goes the same way throughout."""
    condition = machine.text(test)
    if condition not in machine.choices.taken:
        if len(machine.choices.met) >= MAX_FORKS:
            return None
        machine.choices.taken[condition] = True
    if condition not in machine.choices.met:
        machine.choices.met.append(condition)
    machine.choices.met_in.setdefault(condition, set()).add(machine.control.home)
    return machine.choices.taken[condition]


def _decides_a_model(machine: Machine, node: cst.If) -> bool:
    """Whether it decides which layers a model has, by what it does or by jumping past what does."""
    jumps = (
        bool(machine.control.bodies) and syntax.jumps(node) and builds(machine.control.bodies[-1], machine)
    )
    if not jumps and not builds(node, machine):
        return False
    return not any(names & syntax.names_used(node.test) for names in machine.control.varying)


def _merge(machine: Machine, node: cst.If) -> Signal | None:
    before = dict(machine.control.scope.names)
    with machine.undecided():
        inside = machine.control.depth
        first = machine.block(node.body)
        after_body = machine.control.scope.names
        jumped, machine.control.depth = machine.control.depth > inside, inside
        machine.control.scope.names = before
        second = _else(machine, node.orelse)
        jumped = jumped or machine.control.depth > inside
    after_else = machine.control.scope.names
    machine.control.depth += jumped  # by a jump inside one of the arms: it passes what follows here too
    if first is not None and second is not None:
        goes_on = _GOES_ON.index(first) >= _GOES_ON.index(second)
        machine.control.scope.names = after_body if goes_on else after_else
        return first if goes_on else second
    if first is not None or second is not None:  # only the other arm goes on
        machine.control.scope.names = after_else if first is not None else after_body
        _jump(machine, first or second, after_body if first is not None else after_else)
        return None
    merged = dict(after_body)
    for name, value in after_else.items():
        merged[name] = join(after_body[name], value) if name in after_body else value
    machine.control.scope.names = merged
    return None


def _jump(machine: Machine, signal: Signal | None, names: dict[str, Abstract]) -> None:
    """What follows in this loop or function happens on one path only, until its end lowers the depth again."""
    if signal == "raise":
        return
    machine.control.depth += 1
    if machine.control.jumps:
        machine.control.jumps[-1].append((signal or "return", names))


def _land(machine: Machine, signal: Signal, jumps: Jumps) -> None:
    """Where the jumps of this kind end: names are as they were left there, or as they are here."""
    for kind, names in jumps:
        if kind == signal:
            here = machine.control.scope.names
            machine.control.scope.names = {
                name: join(value, names[name]) if name in names else value for name, value in here.items()
            }


def _for(machine: Machine, node: cst.For) -> Signal | None:
    iterable = machine.evaluate(node.iter)
    values = machine.elements(iterable, MAX_UNROLLED if builds(node, machine) else _SHORT)
    if values is None or len(values) * machine.control.passes > MAX_PASSES:
        _endless(machine, node, iterable)
        return None
    around, machine.control.passes = machine.control.passes, machine.control.passes * max(len(values), 1)
    machine.control.loops += 1
    depth, signal = machine.control.depth, None
    jumps: Jumps = []
    machine.control.jumps.append(jumps)
    machine.control.varying.append(set(syntax.names_in(node.target)) | syntax.assigned_in(node.body))
    if outermost := not machine.control.bodies:
        machine.control.bodies.append(node)
    for value in values:
        machine.assign(node.target, value)
        signal = machine.block(node.body)
        _land(machine, "continue", jumps)
        jumps[:] = [jump for jump in jumps if jump[0] != "continue"]
        if not jumps:
            machine.control.depth = depth
        if signal in ("break", "return", "raise"):
            break
    _land(machine, "break", jumps)
    machine.control.depth = depth + any(kind == "return" for kind, _ in jumps)
    machine.control.loops -= 1
    machine.control.passes = around
    machine.control.jumps.pop()
    machine.control.varying.pop()
    if outermost:
        machine.control.bodies.pop()
    return signal if signal in ("return", "raise") else None


def _while(machine: Machine, node: cst.While) -> Signal | None:
    if machine.truth(machine.evaluate(node.test)) is False:
        return None
    _endless(machine, node, None)
    forever = isinstance(node.test, (cst.Name, cst.Integer)) and node.test.value in ("True", "1")
    return "return" if forever and not syntax.breaks(node.body) else None


def _endless(machine: Machine, node: cst.For | cst.While, iterable: Abstract | None) -> None:
    """A loop of unknown length: one pass, with everything it assigns forgotten before."""
    assigned = syntax.assigned_in(node.body)
    before = dict(machine.control.scope.names)
    for name in assigned:
        if name in before:
            machine.control.scope.names[name] = Unknown("changes in a loop")
    machine.control.loops += 1
    machine.control.endless += 1
    folds = len(machine.control.folds)
    machine.control.jumps.append([])
    with machine.undecided():
        if isinstance(node, cst.For) and iterable is not None:
            element = machine.element(iterable, node.iter)
            machine.control.folds.extend((step, len(machine.record.networks)) for step in folded(element))
            machine.assign(node.target, element)
        machine.block(node.body)
    del machine.control.folds[folds:]
    _land(machine, "break", machine.control.jumps.pop())
    machine.control.endless -= 1
    machine.control.loops -= 1
    for name in assigned:
        if name in before and name in machine.control.scope.names:
            machine.control.scope.names[name] = join(before[name], machine.control.scope.names[name])


def _match(machine: Machine, node: cst.Match) -> None:
    machine.evaluate(node.subject)
    for case in node.cases:
        with machine.undecided():
            machine.block(case.body)
    for name in syntax.assigned_in(node):
        machine.control.scope.names[name] = Unknown("differs between cases")


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
    cst.Nonlocal: lambda machine, node: None,
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
