"""Whether a piece of the program makes a model, or a part of one: then it is read with more care."""

from __future__ import annotations

import libcst as cst

from lstm_lint.reader.abstract.values import Function, Module, Scope
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree.syntax import parts


def builds(node: cst.CSTNode, machine: Machine) -> bool:
    """Whether a branch or loop adds layers, makes or compiles a model, itself or through a function of the file."""
    known = machine.building.get(node)
    if known is None:
        known = machine.building[node] = _builds(node, machine, machine.control.scope.module, set())
    return known


def _builds(node: cst.CSTNode, machine: Machine, module: Scope, seen: set[cst.CSTNode]) -> bool:
    builds = machine.registry.common.builds
    queue = [node]
    while queue:
        current = queue.pop()
        if isinstance(current, cst.Call):
            function = current.func
            name = function.attr.value if isinstance(function, cst.Attribute) else None
            if isinstance(function, cst.Name):
                name = function.value
                called = module.names.get(name)
                if isinstance(called, Module):
                    called = machine.resolve(called)
                if isinstance(called, Function) and called.node not in seen:
                    seen.add(called.node)
                    if _builds(called.node.body, machine, called.scope.module, seen):
                        return True
            if name is not None and builds(name):
                return True
        queue.extend(parts(current))
    return False
