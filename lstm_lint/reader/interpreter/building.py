"""Whether a piece of the program makes a model, or a part of one: then it is read with more care."""

from __future__ import annotations

from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Function, Module
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree.syntax import LEAVES, parts


def builds(node: cst.CSTNode, machine: Machine) -> bool:
    """Whether a branch or loop adds layers, makes or compiles a model, itself or through a function of the file."""
    if node not in machine.facts.building:
        _look_for_building(node, machine)
    return machine.facts.building[node]


_ASKED = frozenset({cst.If, cst.For, cst.While, cst.IndentedBlock})


def _look_for_building(node: cst.CSTNode, machine: Machine) -> None:
    """Answers for a node, and for all branches, loops and blocks in it."""
    common = machine.registry.common
    asked: list[Any] = [node]
    around, answers = [0], [False]
    called: set[str] = set()
    made: set[str] = set()
    for at, begun in enumerate(asked):
        queue = [begun]
        while queue:
            current = queue.pop()
            kind = current.__class__
            if kind is cst.Call:
                function = current.func
                if function.__class__ is cst.Name:
                    called.add(function.value)
                    answers[at] = answers[at] or common.builds(function.value) or _calls(function, machine)
                elif function.__class__ is cst.Attribute and common.builds(function.attr.value):
                    answers[at] = True
                queue += _in_call(current)
                continue
            if kind is cst.FunctionDef or kind is cst.ClassDef:
                made.add(current.name.value)
            elif kind is cst.ImportAlias:
                made.add(current.evaluated_alias or current.evaluated_name)
            elif kind in _ASKED and current is not begun:
                asked.append(current)
                around.append(at)
                answers.append(False)
                continue
            queue += [part for part in parts(current) if part.__class__ not in LEAVES]
    for at in range(len(asked) - 1, 0, -1):
        answers[around[at]] = answers[around[at]] or answers[at]
    for inner, answer in zip(asked, answers):
        if answer or made.isdisjoint(called):  # else it may call what is made on the way to it
            machine.facts.building.setdefault(inner, answer)
    machine.facts.building[node] = answers[0]


def _calls(name: cst.Name, machine: Machine) -> bool:
    """Whether a function of this name builds."""
    called = machine.control.scope.module.names.get(name.value)
    if isinstance(called, Module):
        called = machine.resolve(called)
    return isinstance(called, Function) and _function_builds(called, machine)


def _function_builds(function: Function, machine: Machine) -> bool:
    """Whether it builds, itself or through those that it calls, however they call each other."""
    common = machine.registry.common
    came_from: dict[cst.CSTNode, cst.CSTNode | None] = {function.node.body: None}
    waiting = [function]
    while waiting:
        current = waiting.pop()
        body = current.node.body
        answer = machine.facts.building.get(body)
        if answer is None:
            names_called = _names_called(body, machine)
            answer = any(common.builds(name) for name, _ in names_called)
            module = current.scope.module
            for name, plain in names_called if not answer else ():
                called = module.names.get(name) if plain else None
                if isinstance(called, Module):
                    called = machine.resolve(called)
                if isinstance(called, Function) and called.node.body not in came_from:
                    came_from[called.node.body] = body
                    waiting.append(called)
        if answer:
            at: cst.CSTNode | None = body
            while at is not None:
                machine.facts.building[at] = True
                at = came_from[at]
            return True
    machine.facts.building.update(dict.fromkeys(came_from, False))
    return False


def _names_called(body: cst.CSTNode, machine: Machine) -> list[tuple[str, bool]]:
    """What a function calls, each once, and whether that is a plain name."""
    if body not in machine.facts.called:
        found: dict[tuple[str, bool], None] = {}
        queue: list[Any] = [body]
        while queue:
            current = queue.pop()
            if current.__class__ is cst.Call:
                if current.func.__class__ is cst.Attribute:
                    found[current.func.attr.value, False] = None
                elif current.func.__class__ is cst.Name:
                    found[current.func.value, True] = None
                queue += _in_call(current)
                continue
            queue += [part for part in parts(current) if part.__class__ not in LEAVES]
        machine.facts.called[body] = list(found)
    return machine.facts.called[body]


def _in_call(call: cst.Call) -> list[Any]:
    """What may hold more calls: what is called, and its arguments."""
    function: Any = call.func
    if function.__class__ is cst.Attribute:
        function = function.value
    found = [arg.value for arg in call.args if arg.value.__class__ not in LEAVES]
    return found if function.__class__ in LEAVES else [function, *found]


def gives_value(body: cst.CSTNode, machine: Machine) -> bool:
    """Whether a function with this body may return something, or yields: functions in it do not count."""
    known = machine.facts.giving.get(body)
    if known is None:
        known = machine.facts.giving[body] = _look_for_value(body)
    return known


def _look_for_value(body: cst.CSTNode) -> bool:
    waiting: list[Any] = [body]
    while waiting:
        current = waiting.pop()
        kind = current.__class__
        if kind is cst.Yield or (kind is cst.Return and current.value is not None):
            return True
        waiting += [part for part in parts(current) if part.__class__ not in _WITHOUT_OWN_RETURN]
    return False


_WITHOUT_OWN_RETURN = LEAVES | {cst.FunctionDef, cst.ClassDef, cst.Lambda}
