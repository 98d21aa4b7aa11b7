"""Statements: assignments, imports, definitions, branches and loops, read symbolically."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.control import Signal
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Module,
    Network,
    Scope,
    Table,
)
from lstm_lint.reader.interpreter import siblings
from lstm_lint.reader.interpreter.arithmetic import binary
from lstm_lint.reader.interpreter.branches import read_if, read_match, read_try
from lstm_lint.reader.interpreter.containers import extend
from lstm_lint.reader.interpreter.functions import define
from lstm_lint.reader.interpreter.loops import read_for, read_while
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.interpreter.narrowing import narrow
from lstm_lint.reader.interpreter.subscripts import get_item, set_item, subscripts
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, Unknown

_MAX_STARS = 32  # modules of which everything is imported; a name that nothing assigns is looked for in each
_EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit"})
_LAST_OF_EXITS = frozenset(path.rpartition(".")[2] for path in _EXITS)


def _expression(machine: Machine, node: cst.Expr) -> Signal | None:
    before = len(machine.record.transformations)
    value = machine.evaluate(node.value)
    machine.record.discard(node.value, before)
    if isinstance(value, Data) and len(value.steps) > 1:
        last = value.steps[-1]
        if last.place is not None and last.place.node is node.value:
            machine.record.slip(node.value, "thrown-away", last.what, value.kind, data=value)
    elif isinstance(node.value, cst.Call) and isinstance(node.value.func, cst.Attribute):
        if isinstance(node.value.func.value, cst.Attribute):
            machine.registry.common.discards(machine, node.value.func)
    elif (
        isinstance(node.value, (cst.Name, cst.Attribute, cst.Subscript)) and len(machine.control.frames) == 1
    ):
        machine.record.transcript = True
    return "raise" if _exits(machine, node.value) else None


def _exits(machine: Machine, node: cst.BaseExpression) -> bool:
    """`sys.exit()`: what follows is not reached."""
    if not isinstance(node, cst.Call):
        return False
    last = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    if not isinstance(last, cst.Name) or last.value not in _LAST_OF_EXITS:
        return False
    path = syntax.dotted(node.func)
    value = machine.control.scope.module.names.get(path.partition(".")[0])
    return path in _EXITS and (value is None or isinstance(value, Module))


def _assign(machine: Machine, node: cst.Assign) -> None:
    weighed = len(machine.record.class_weights)
    value = machine.evaluate(node.value)
    if len(node.targets) == 1 and isinstance(node.targets[0].target, cst.Name):
        weights = len(machine.record.class_weights) > weighed
        machine.record.prepare(node, node.targets[0].target.value, value, weights)
    for target in node.targets:
        machine.assign(target.target, value)


def _annotated(machine: Machine, node: cst.AnnAssign) -> None:
    if node.value is not None:
        machine.assign(node.target, machine.evaluate(node.value))


def _augmented(machine: Machine, node: cst.AugAssign) -> None:
    target, parts = node.target, []
    if isinstance(target, (cst.Attribute, cst.Subscript)):  # evaluated once, read and written
        owner = machine.evaluate(target.value)
    if isinstance(target, cst.Subscript):
        parts = subscripts(machine, target)
        left = get_item(machine, target, owner, parts)
    elif isinstance(target, cst.Attribute):
        left = machine.attribute(owner, target.attr.value)
    else:
        left = machine.evaluate(target)
    right = machine.evaluate(node.value)
    if isinstance(left, Items) and left.mutable and isinstance(node.operator, cst.AddAssign):
        extend(machine, left, right)
        return
    kind = syntax.AUGMENTED.get(type(node.operator))
    value = binary(machine, node, kind, left, right) if kind else Unknown("an operation that is not followed")
    if isinstance(target, cst.Subscript):
        set_item(machine, target, owner, parts, value)
    elif isinstance(target, cst.Attribute):
        machine.set_attribute(owner, target.attr.value, value)
    else:
        machine.assign(target, value)


def _delete(machine: Machine, node: cst.Del) -> None:
    names = machine.control.scope.names
    for name in syntax.names_in(node.target):
        # Who names a deleted model again without making another one ran these cells in another order.
        if not isinstance(names.get(name), Network):
            names.drop(name)
    targets = (
        [item.value for item in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
    )
    for target in targets:
        if isinstance(target, cst.Subscript) and isinstance(target.slice[0].slice, cst.Index):
            owner = machine.evaluate(target.value)
            if isinstance(owner, Items):
                owner.spoiled = True
            elif isinstance(owner, Table):
                _delete_entry(machine, owner, machine.evaluate(target.slice[0].slice.value))
            elif isinstance(owner, Data):  # `del frame["close"]`
                index = Given(machine.evaluate(target.slice[0].slice.value))
                machine.call(Method(owner, "pop"), Args([index]), target)


def _delete_entry(machine: Machine, owner: Table, key: Abstract) -> None:
    if isinstance(key, Known) and owner.depth >= machine.control.depth:
        owner.entries.pop(key.value, None)
    else:
        owner.forget()


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


def _nonlocal(machine: Machine, node: cst.Nonlocal) -> None:
    machine.control.scope.nonlocals_declared.update(item.name.value for item in node.names)


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
    path = "." * node.relative + (syntax.dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        module = machine.control.scope.module
        if path in module.stars:
            module.stars.remove(path)
        if len(module.stars) < _MAX_STARS and siblings.gives_names(machine, path, module.path):
            module.stars.append(path)
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
    function = define(machine, node, node.name.value, syntax.decoration(node))
    if machine.control.scope.module is machine.main:
        machine.functions.append((function, None))
    if function.kind in ("setter", "deleter"):  # beside the property of the same name
        machine.bind(f"{node.name.value}.{function.kind}", function)
        return
    machine.bind(node.name.value, function)
    for decorator in reversed(node.decorators):
        _note_by(machine, decorator.decorator, function)


def _note_by(machine: Machine, decorator: cst.BaseExpression, function: Function) -> None:
    """`@register` and `@register("name")` of the program are called; what wraps a function is passed over."""
    name = decorator.func if isinstance(decorator, cst.Call) else decorator
    found = machine.lookup(name.value) if isinstance(name, cst.Name) else None
    inner = 1 if isinstance(decorator, cst.Call) else 0
    if isinstance(found, Function) and syntax.functions_in(found.node.body) == inner:
        called = machine.evaluate(decorator)
        if isinstance(called, Function):
            machine.call(called, Args([Given(function)]), function.node)


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
        machine.control.left.update(dict.fromkeys(machine.control.contexts[contexts:], node))
        del machine.control.contexts[contexts:]


def _assert(machine: Machine, node: cst.Assert) -> None:
    """The program goes on where it holds. One that seems not to hold is more often read wrong than meant so."""
    if machine.truth(machine.evaluate(node.test)) is None:
        narrow(machine, node.test, True)


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
    cst.Nonlocal: _nonlocal,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Assert: _assert,
    cst.With: _with,
    cst.Try: read_try,
    cst.TryStar: read_try,
    cst.If: read_if,
    cst.For: read_for,
    cst.While: read_while,
    cst.Match: read_match,
}
