"""Sibling modules: what a script imports from other files of its project becomes values of its reading.

A module is looked for when something imported from it is used, not when it is imported. It is read as the script is:
its body once, its functions where they are called. Its places lie beyond the last line of the script (`Places.add`).
"""

from __future__ import annotations

from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.values import Abstract, Module, Network, Scope
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.source.source import Source

_MAX_PARTS = 6  # of a dotted name; each is a look at the disk
_MAX_HOPS = 4  # `from .models import build` in `__init__.py`, and so on
_MAX_STEPS = 20_000  # expressions of the body of a module


def resolve(machine: Machine, value: Module, hops: int = _MAX_HOPS) -> Abstract:
    """What an imported name stands for, where it comes from a file of the project; else the name itself."""
    found = _home(machine, value)
    if found is None or hops == 0:
        return value
    source, rest = found
    scope = _scope(machine, source) if rest else None
    if scope is None or (rest[0] not in scope.names and not scope.stars):
        return value
    with machine.within(scope):
        result: Abstract = machine.lookup(rest[0])
    if isinstance(result, Module):
        return resolve(machine, Module(".".join([result.path, *rest[1:]]), result.importer), hops - 1)
    if rest[0] not in scope.names:
        return value
    for name in rest[1:]:
        result = machine.attribute(result, name)
    if isinstance(result, Network):
        machine.record.aside.pop(result, None)
    return result


def assign(machine: Machine, owner: Module, name: str, value: Abstract) -> None:
    """`config.units = 64`, from outside of the module."""
    found = _home(machine, owner)
    scope = _scope(machine, found[0]) if found is not None and not found[1] else None
    if scope is not None:
        scope.names[name] = value


def gives_names(machine: Machine, module: str, importer: str) -> bool:
    """Whether anything is known of what `from module import *` brings: the module is of a library or of the project."""
    known = machine.registry.common.is_library(module)
    return known or machine.siblings.source(module, importer) is not None


def _home(machine: Machine, value: Module) -> tuple[Source, list[str]] | None:
    """The file that an imported name comes from, and what follows the module in its path."""
    key, homes = (value.path, value.importer), machine.siblings.homes
    if key not in homes:
        homes[key] = _look_for_home(machine, *key)
    return homes[key]


def _look_for_home(machine: Machine, path: str, importer: str) -> tuple[Source, list[str]] | None:
    if machine.registry.common.is_library(path):
        return None
    dots = path[: len(path) - len(path.lstrip("."))]
    parts = path[len(dots) :].split(".")
    if len(parts) > _MAX_PARTS:
        return None
    for end in range(len(parts), 0 if not dots else -1, -1):
        source = machine.siblings.source(dots + ".".join(parts[:end]), importer)
        if source is not None:
            return source, parts[end:]
    return None


def _scope(machine: Machine, source: Source) -> Scope | None:
    """The names of a module after its body was read; None where it cannot be, or would take too long."""
    if source.path not in machine.modules:
        tree = machine.siblings.tree(source)
        machine.modules[source.path] = None
        if tree is not None:
            scope = machine.modules[source.path] = Scope(Names(), path=source.path)
            if not machine.execute_aside(tree, scope, _MAX_STEPS):
                machine.modules[source.path] = None
    return machine.modules[source.path]
