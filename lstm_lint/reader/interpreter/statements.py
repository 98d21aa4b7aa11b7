"""Statements: assignments, imports, definitions, branches and loops, read symbolically."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from lstm_lint.ir.records import dataclass
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Changes, Jump, Names, left_by, several
from lstm_lint.reader.abstract.control import Filling, Jumps, Signal
from lstm_lint.reader.abstract.join import join
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Method,
    Module,
    Scope,
)
from lstm_lint.reader.interpreter.arithmetic import binary
from lstm_lint.reader.interpreter.building import builds
from lstm_lint.reader.interpreter.containers import extend
from lstm_lint.reader.interpreter.elements import folded, length
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, Unknown

MAX_UNROLLED = 40
MAX_PASSES = 400  # of nested loops that are read pass by pass: three loops over eight values are one too many
MAX_FORKS = 3  # undecided conditions that make alternatives: at most 8 paths
_MAX_LOOPS = 12  # in each other
_MAX_STARS = 32  # modules of which everything is imported; a name that nothing assigns is looked for in each
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
        machine.control.scope.names.drop(name)
    targets = (
        [item.value for item in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
    )
    for target in targets:
        if isinstance(target, cst.Subscript) and isinstance(target.slice[0].slice, cst.Index):
            owner = machine.evaluate(target.value)
            if isinstance(owner, Data):  # `del frame["close"]`
                index = Given(machine.evaluate(target.slice[0].slice.value))
                machine.call(Method(owner, "pop"), Args([index]), target)


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
        stars = machine.control.scope.module.stars
        if path not in stars and len(stars) < _MAX_STARS:
            stars.append(path)
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
    machine.registry.imported(path)
    if machine.registry.common.notes(path, "import"):
        machine.mention(path, "import", name, statement)


def _function(machine: Machine, node: cst.FunctionDef) -> None:
    function = Function(node, machine.control.scope, node.name.value, kind=syntax.decoration(node))
    if machine.control.scope.module is machine.main:
        machine.functions.append((function, None))
    machine.bind(node.name.value, function)


def _class(machine: Machine, node: cst.ClassDef) -> None:
    bases = tuple(machine.evaluate(base.value) for base in node.bases)
    body = Scope(Names(), machine.control.scope, is_class=True)
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
    contexts = len(machine.control.contexts)
    for item in node.items:
        value = machine.evaluate(item.item)
        made_by = machine.evaluate(item.item.func) if isinstance(item.item, cst.Call) else None
        if isinstance(made_by, Module):
            machine.control.contexts.append(machine.registry.common.canonical(made_by.path))
        if item.asname is not None:
            followed = isinstance(value, Instance) or (isinstance(value, Data) and value.text)
            machine.assign(item.asname.name, value if followed else Unknown("a context"))
    try:
        return machine.block(node.body)
    finally:
        del machine.control.contexts[contexts:]


def _try(machine: Machine, node: cst.Try) -> Signal | None:
    machine.control.guards += 1
    signal = machine.block(node.body)
    names, fresh = machine.control.scope.names, set()
    for handler in node.handlers:
        names.branch()
        with machine.undecided():
            machine.block(handler.body)
        for name, before in names.keep().items():
            if before is None:
                fresh.add(name)
            elif name not in fresh:
                names[name] = before  # the body is the path that is meant
    machine.control.guards -= 1
    if signal is None and node.orelse is not None:
        signal = machine.block(node.orelse.body)
    if node.finalbody is not None:
        signal = machine.block(node.finalbody.body) or signal
    return signal


@dataclass(slots=True)
class _Arm:
    """An arm of an undecided `if` that was read: how it ended, what it changed, at which depth it began."""

    signal: Signal | None
    changes: Changes[Abstract]
    depth: int
    jumped: bool  # a part of it may be jumped past


def _if(machine: Machine, node: cst.If) -> Signal | None:
    """An `if` with all its `elif`s, one after the other: a ladder may be longer than any stack is deep."""
    control, names = machine.control, machine.control.scope.names
    arms: list[_Arm] = []
    guards = 0
    rest: cst.If | cst.Else | None = node
    try:
        while isinstance(rest, cst.If):
            guard = syntax.asks_version(rest.test)
            control.guards += guard
            guards += guard
            truth = _decide(machine, rest)
            if truth:
                break
            if truth is None:
                depth, control.depth = control.depth, control.depth + 1
                names.branch()
                signal = machine.block(rest.body)
                arms.append(_Arm(signal, names.take_back(), depth, control.depth > depth + 1))
                control.depth = depth + 1
            rest = rest.orelse
        if arms:
            names.branch()
        signal = machine.block(rest.body) if rest is not None else None
        return _meet(machine, arms, signal, names.take_back()) if arms else signal
    finally:
        control.guards -= guards


def _decide(machine: Machine, node: cst.If) -> bool | None:
    """Whether a test holds on this path; None where both arms are read."""
    truth, control = machine.truth(machine.evaluate(node.test)), machine.control
    if truth is None and not (control.endless or control.importing) and _decides_a_model(machine, node):
        truth = _fork(machine, node.test)
    if truth is not None:
        other = node.orelse if truth else node.body
        if other is not None:
            machine.record.passed.append((other, "the script sets its condition so that it is never run"))
    return truth


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
    bodies, varying = machine.control.bodies, machine.control.varying
    jumps = bool(bodies) and syntax.jumps(node, machine.facts) and builds(bodies[-1], machine)
    if not jumps and not builds(node, machine):
        return False
    if not varying:
        return True
    asked = syntax.names_used(node.test)
    return all(names.isdisjoint(asked) for names in varying)


def _meet(
    machine: Machine, arms: list[_Arm], signal: Signal | None, changes: Changes[Abstract]
) -> Signal | None:
    """What holds after the arms of an undecided `if`, of which the last ended so, and how all of it ends."""
    control, names = machine.control, machine.control.scope.names
    going_on = [changes]
    for arm in reversed(arms):
        # A jump inside one of the arms passes what follows here too.
        control.depth = arm.depth + (arm.jumped or control.depth > arm.depth + 1)
        if arm.signal is not None and signal is not None:
            if _GOES_ON.index(arm.signal) >= _GOES_ON.index(signal):
                signal, going_on = arm.signal, [arm.changes]
        elif arm.signal is not None:
            _jump(machine, arm.signal, arm.changes)
        elif signal is not None:  # only this arm goes on
            _jump(machine, signal, going_on[0])
            signal, going_on = None, [arm.changes]
        else:
            going_on.append(arm.changes)
    if len(going_on) == 1:
        names.apply(going_on[0])
        return signal
    going_on.reverse()
    for name, values in several(going_on, names):
        if values:
            found = values.pop()
            while values:
                found = join(values.pop(), found)
            names[name] = found
        else:
            names.drop(name)
    return None


def _jump(machine: Machine, signal: Signal, changes: Changes[Abstract]) -> None:
    """What follows in this loop or function happens on one path only, until its end lowers the depth again."""
    if signal == "raise":
        return
    control = machine.control
    control.depth += 1
    if control.jumps:
        control.jumps[-1].append((signal, Jump(control.scope.names.leave(), changes)))


def _land(machine: Machine, signal: Signal, jumps: Jumps) -> None:
    """Where the jumps of this kind end: names are as they were left there, or as they are here."""
    names = machine.control.scope.names
    for name, values in left_by(names, [jump for kind, jump in jumps if kind == signal]).items():
        for value in values:
            if value is not None and name in names:
                names[name] = join(names[name], value)


def _too_deep(machine: Machine, node: cst.For | cst.While) -> None:
    """A loop in more loops than any program has: what it does is not known."""
    names = machine.control.scope.names
    for name in sorted(syntax.assigned_in(node, machine.facts)):
        names[name] = Unknown("changes in a loop")
    machine.record.passed.append((node.body, "loops are nested too deeply"))
    if builds(node, machine):
        machine.record.doubt("loops are nested too deeply")


def _for(machine: Machine, node: cst.For) -> Signal | None:
    if machine.control.loops >= _MAX_LOOPS:
        _too_deep(machine, node)
        return None
    iterable = machine.evaluate(node.iter)
    if not _has_end(iterable):
        machine.control.frames[-1].goes_on = True
    values = machine.elements(iterable, MAX_UNROLLED if builds(node, machine) else _SHORT)
    if values is None or len(values) * machine.control.passes > MAX_PASSES:
        _endless(machine, node, iterable)
        return None
    around, machine.control.passes = machine.control.passes, machine.control.passes * max(len(values), 1)
    machine.control.loops += 1
    depth, signal = machine.control.depth, None
    jumps: Jumps = []
    names = machine.control.scope.names
    waiting = len(names.left)
    machine.control.jumps.append(jumps)
    varying = syntax.assigned_in(node.body, machine.facts).union(syntax.names_in(node.target))
    machine.control.varying.append(varying)
    if outermost := not machine.control.bodies:
        machine.control.bodies.append(node)
    for value in values:
        machine.assign(node.target, value)
        signal = machine.block(node.body)
        _land(machine, "continue", jumps)
        jumps[:] = [jump for jump in jumps if jump[0] != "continue"]
        if not jumps:
            machine.control.depth = depth
            names.forget(waiting)
        if signal in ("break", "return", "raise"):
            break
    _land(machine, "break", jumps)
    names.forget(waiting)
    machine.control.depth = depth + any(kind == "return" for kind, _ in jumps)
    machine.control.loops -= 1
    machine.control.passes = around
    machine.control.jumps.pop()
    machine.control.varying.pop()
    if outermost:
        machine.control.bodies.pop()
    return signal if signal in ("return", "raise") else None


def _has_end(iterable: Abstract) -> bool:
    """Whether a loop over it certainly ends: a range, a list, an array."""
    if isinstance(iterable, Data):
        return iterable.kind not in ("dataset", "generator")
    return isinstance(iterable, (Items, Linear)) or (
        isinstance(iterable, Known) and isinstance(iterable.value, (range, str, tuple))
    )


def _while(machine: Machine, node: cst.While) -> Signal | None:
    if machine.control.loops >= _MAX_LOOPS:
        _too_deep(machine, node)
        return None
    if machine.truth(machine.evaluate(node.test)) is False:
        return None
    machine.control.frames[-1].goes_on = True
    _endless(machine, node, None)
    forever = isinstance(node.test, (cst.Name, cst.Integer)) and node.test.value in ("True", "1")
    return "return" if forever and not syntax.breaks(node.body, machine.facts) else None


def _endless(machine: Machine, node: cst.For | cst.While, iterable: Abstract | None) -> None:
    """A loop of unknown length: one pass, with everything it assigns forgotten before."""
    names = machine.control.scope.names
    assigned = sorted(syntax.assigned_in(node.body, machine.facts))
    before = {name: names[name] for name in assigned if name in names}
    for name in before:
        names[name] = Unknown("changes in a loop")
    waiting = len(names.left)
    machine.control.loops += 1
    machine.control.endless += 1
    folds = len(machine.control.folds)
    machine.control.jumps.append([])
    around = machine.control.filling
    passes = length(iterable) if iterable is not None else None
    filling = machine.control.filling = Filling(passes, machine.control.depth + 1)
    with machine.undecided():
        if isinstance(node, cst.For) and iterable is not None:
            element = machine.element(iterable, node.iter)
            machine.control.folds.extend((step, len(machine.record.networks)) for step in folded(element))
            machine.assign(node.target, element)
        signal = machine.block(node.body)
    del machine.control.folds[folds:]
    jumps = machine.control.jumps.pop()
    if signal not in (None, "continue") or any(kind != "continue" for kind, _ in jumps):
        for filled in filling.lists:
            filled.count = None
    machine.control.filling = around
    _land(machine, "break", jumps)
    names.forget(waiting)
    machine.control.endless -= 1
    machine.control.loops -= 1
    for name, value in before.items():
        if name in names:
            names[name] = join(value, names[name])


def _match(machine: Machine, node: cst.Match) -> None:
    machine.evaluate(node.subject)
    for case in node.cases:
        with machine.undecided():
            machine.block(case.body)
    for name in sorted(syntax.assigned_in(node, machine.facts)):
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
