"""The lists, dicts and objects that a piece of the program changes in place, before it is read.

A loop of unknown length may have changed them when a pass begins, and an exception may have come before the change.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.values import Abstract, Function, Instance, Items, Scope, Table
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, OneOf, Unknown

_MAX_FUNCTIONS = 30  # that a body leads to
_GROW_SETS = ("add", "update")


@dataclass(slots=True)
class _One:
    """A list or dict, and how it was before."""

    value: Items | Table
    items: list[Abstract]
    entries: dict[object, Abstract]
    open: bool
    spoiled: bool


class Held:
    """What a `try` may change in place."""

    def __init__(self, values: list[Items | Table]) -> None:
        self._before = [_state(value) for value in values]
        self._after: list[_One] = []

    def may_be_undone(self) -> None:
        """After the body: what it changed may not have been changed when an exception came."""
        for one in self._before:
            now = _state(one.value)
            if now != one:
                self._after.append(now)
                if isinstance(one.value, Table):
                    one.value.forget()
                elif not (one.open and now.open):  # else it says of no element that it is there
                    one.value.spoiled = True

    def is_done(self, but: Held | None = None) -> None:
        """Nothing goes on after an exception: what the body changed is changed, `but` what was changed again."""
        changed = {id(one.value) for one in but._before} if but is not None else set()
        for one in self._after:
            if id(one.value) in changed:
                continue
            if isinstance(one.value, Table):
                one.value.entries.update(one.entries)
                one.value.open = one.open
            else:
                one.value.spoiled = one.spoiled


def _state(value: Items | Table) -> _One:
    if isinstance(value, Table):
        return _One(value, [], dict(value.entries), value.open, False)
    return _One(value, list(value.items), {}, value.open, value.spoiled)


def changed_by(machine: Machine, body: cst.BaseSuite) -> Held:
    """The lists and dicts that a body changes in place."""
    found: dict[int, Items | Table] = {}
    for scope, change in _changes(machine, body, []):
        value = _at(scope, change.path)
        if isinstance(value, (Items, Table)):
            found[id(value)] = value
    return Held(list(found.values()))


def forget_changes(machine: Machine, node: cst.For | cst.While) -> list[Items | Table]:
    """Before a loop of unknown length: what its passes change in place may be changed already. Returns the lists and
    dicts that were empty before."""
    called: list[Function] = []
    empty: list[Items | Table] = []
    for scope, change in _changes(machine, node, called):
        value = _at(scope, change.path)
        if isinstance(value, Items):
            if not value.items and not value.open and not value.spoiled:
                empty.append(value)
            grows = change.kind == "grows" or change.name in _GROW_SETS
            value.open = value.open or grows
            value.spoiled = value.spoiled or not grows and change.kind in ("changes", "entry")
        elif isinstance(value, Table):
            if not value.entries and not value.open:
                empty.append(value)
            if change.kind == "changes":
                value.forget()
            elif change.kind == "entry":
                value.entries.pop(change.name, None)
                value.open = True
        elif isinstance(value, Instance) and change.kind == "attribute":
            name = str(change.name)
            if isinstance(value.names.get(name) or value.cls.find(name), (Known, OneOf)):
                value.names[name] = Unknown("changes in a loop")
    if called:
        _forget_shared(machine)
    return empty


def _forget_shared(machine: Machine) -> None:
    """Names that functions assign outside of themselves."""
    for name in machine.facts.shared(machine.source):
        scope: Scope | None = machine.control.scope
        while scope is not None:
            if isinstance(scope.names.get(name), (Known, OneOf)):
                scope.names[name] = Unknown("changes in a loop")
            scope = scope.outer


def _changes(
    machine: Machine, body: cst.CSTNode, called: list[Function]
) -> Iterator[tuple[Scope, syntax.Change]]:
    """The changes in a body and in the functions of the program that it calls, with the scope of their names."""
    seen: set[cst.CSTNode] = set()
    waiting: list[tuple[Scope, cst.CSTNode]] = [(machine.control.scope, body)]
    while waiting and len(seen) < _MAX_FUNCTIONS:
        scope, node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        changes, calls = syntax.changes_in(node, machine.facts)
        for change in changes:
            yield scope, change
        for call in calls:
            function = _at(scope, call.path)
            if isinstance(function, Function):
                called.append(function)
                waiting.append((_inside(function, call, scope), function.node.body))


def _inside(function: Function, call: syntax.Called, scope: Scope) -> Scope:
    """The names that a function has when it is called so: its parameters."""
    given = [_at(scope, path) if path else None for path in call.args]
    owner = _at(scope, call.path[:-1]) if len(call.path) > 1 else None
    if isinstance(owner, Instance):
        given.insert(0, owner)
    parameters = [parameter.name.value for parameter in function.node.params.params]
    names = {name: value for name, value in zip(parameters, given) if value is not None}
    return Scope(Names(names), function.scope)


def _at(scope: Scope, path: tuple[str, ...]) -> Abstract | None:
    """What `a.b` stands for, without evaluating anything."""
    value: Abstract | None = None
    around: Scope | None = scope
    while around is not None and value is None:
        value = around.names.get(path[0])
        around = around.outer
    for name in path[1:]:
        if isinstance(value, Instance):
            value = value.names.get(name) or value.cls.find(name)
        else:
            return None
    return value
