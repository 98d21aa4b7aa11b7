"""Functions that have nothing to do with models and data, whatever they are called with: helpers for text and numbers.

Nothing is written down while they are read, so those that nothing calls are not read; nor does a default of theirs
decide what is found in the rest of the program.
"""

from __future__ import annotations

from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Abstract, Function, Module, Scope
from lstm_lint.reader.interpreter.machine import BUILTINS, Machine
from lstm_lint.reader.tree.syntax import LEAVES, Facts, Taken, assigned_in, parts
from lstm_lint.script import Known, Unknown

# They bind names in ways that are not followed here, or reach further than their function.
_NOT_FOLLOWED = frozenset(
    {
        cst.FunctionDef, cst.ClassDef, cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal, cst.With, cst.Del,
        cst.Match, cst.TryStar, cst.Yield, cst.Await, cst.NamedExpr, cst.Unfollowed,
    }
)  # fmt: skip


def is_idle(machine: Machine, function: Function) -> bool:
    """Whether nothing that is written down can come of a call of the function, with any arguments."""
    met = [function]  # with those of the program that it calls, and that these call
    return all(_is_idle(machine, one, met) for one in met)


def _is_idle(machine: Machine, function: Function, met: list[Function]) -> bool:
    node = function.node
    if not isinstance(node, cst.FunctionDef) or node.decorators or node.asynchronous:
        return False
    if node not in machine.facts.taken:
        machine.facts.taken[node] = _taken(node, machine.facts)
    taken = machine.facts.taken[node]
    return (
        taken is not None
        and all(_is_plain(machine, name, function.scope, met) for name in taken.names)
        and not any(machine.registry.method("unknown", name) for name in taken.attributes)
    )


def _taken(node: cst.FunctionDef, facts: Facts) -> Taken | None:
    """None where there is more in it than is followed."""
    names: set[str] = set()
    attributes: set[str] = set()
    waiting: list[Any] = [node.body]
    while waiting:
        current = waiting.pop()
        kind = current.__class__
        if kind in _NOT_FOLLOWED:
            return None
        if kind is cst.Name:
            names.add(current.value)
        elif kind is cst.Attribute:
            attributes.add(current.attr.value)
            waiting.append(current.value)
        elif kind is cst.Arg:
            waiting.append(current.value)
        elif kind not in LEAVES:
            waiting += parts(current)
    given = node.params
    several = [*given.posonly_params, *given.params, *given.kwonly_params, given.star_arg, given.star_kwarg]
    own = {one.name.value for one in several if one is not None}
    return Taken(frozenset(names - own - assigned_in(node.body, facts)), frozenset(attributes))


def _is_plain(machine: Machine, name: str, scope: Scope, met: list[Function]) -> bool:
    """Whether a name stands for what no function can change or hand on: a constant, or something that only computes.

    A function of the program is one if it is idle itself: it is added to `met`.
    """
    common = machine.registry.common
    at: Scope | None = scope
    while at is not None:
        if name in at.names:
            value: Abstract = at.names[name]
            if isinstance(value, Module):
                return common.only_computes(value.path)
            if isinstance(value, Function):
                met += [value] if value not in met else []
                return True
            return value.__class__ is Known or value.__class__ is Unknown
        at = at.outer
    if name in BUILTINS:
        return common.only_computes(f"builtins.{name}")
    return not scope.module.stars
