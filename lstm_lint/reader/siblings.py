"""Sibling modules: what a script imports from other files of its project becomes values of its reading.

A module is looked for when something imported from it is used, not when it is imported. It is read as the script is:
its body once, its functions where they are called. Its places lie beyond the last line of the script (`Places.add`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.graph import Network
from lstm_lint.reader.library import LIBRARIES
from lstm_lint.reader.names import is_keras
from lstm_lint.reader.values import Abstract, Module, Scope
from lstm_lint.run import limits
from lstm_lint.source.source import Source

if TYPE_CHECKING:
    from lstm_lint.reader.places import Places
    from lstm_lint.reader.walk import Walk

# The source of a module as an import names it (`models`, `project.models`, `..models`), seen from the file at that
# path ("": the script); None where the project has no such module.
Finder = Callable[[str, str], "Source | None"]

MAX_FILES = 8
_MAX_PARTS = 6  # of a dotted name; each is a look at the disk
_MAX_HOPS = 4  # `from .models import build` in `__init__.py`, and so on
_MAX_STEPS = 20_000  # expressions of the body of a module


class Siblings:
    """The modules that one script's reading goes into: each is found and parsed once for all paths through it."""

    def __init__(self, find: Finder | None, places: Places) -> None:
        self._find = find
        self._places = places
        self._sources: dict[tuple[str, str], Source | None] = {}
        self._trees: dict[str, cst.Module | None] = {}
        self.texts: dict[str, str] = {}

    def source(self, module: str, importer: str) -> Source | None:
        """The file of a module, if it is one of the project."""
        if self._find is None:
            return None
        key = (module, "" if not module.startswith(".") else importer)
        if key not in self._sources:
            self._sources[key] = self._find(module, importer)
        return self._sources[key]

    def tree(self, source: Source) -> cst.Module | None:
        """Its syntax tree; None where it does not parse or enough files were read."""
        if source.path not in self._trees:
            self._trees[source.path] = self._parse(source) if len(self._trees) < MAX_FILES else None
        return self._trees[source.path]

    def _parse(self, source: Source) -> cst.Module | None:
        if limits.strenuous(source.text):  # the parser may take the process down with it
            return None
        try:
            tree = cst.parse_module(source.text)
        except (cst.ParserSyntaxError, RecursionError, ValueError, cst.CSTValidationError, UnicodeError):
            return None
        self._places.add(tree, source.text, source.path)
        self.texts[source.path] = source.text
        return tree


def resolve(walk: Walk, value: Module, hops: int = _MAX_HOPS) -> Abstract:
    """What an imported name stands for, where it comes from a file of the project; else the name itself."""
    found = _home(walk, value)
    if found is None or hops == 0:
        return value
    source, rest = found
    scope = _scope(walk, source) if rest else None
    if scope is None or (rest[0] not in scope.names and not scope.stars):
        return value
    outer, walk.scope = walk.scope, scope
    try:
        result: Abstract = walk.lookup(rest[0])
    finally:
        walk.scope = outer
    if isinstance(result, Module):
        return resolve(walk, Module(".".join([result.path, *rest[1:]]), result.importer), hops - 1)
    if rest[0] not in scope.names:
        return value
    from lstm_lint.reader.attributes import attribute

    for name in rest[1:]:
        result = attribute(walk, result, name)
    if isinstance(result, Network):
        walk.aside.pop(result, None)
    return result


def assign(walk: Walk, owner: Module, name: str, value: Abstract) -> None:
    """`config.units = 64`, from outside of the module."""
    found = _home(walk, owner)
    scope = _scope(walk, found[0]) if found is not None and not found[1] else None
    if scope is not None:
        scope.names[name] = value


def _home(walk: Walk, value: Module) -> tuple[Source, list[str]] | None:
    """The file that an imported name comes from, and what follows the module in its path."""
    path = value.path
    root = path.partition(".")[0]
    if root in LIBRARIES or root == "builtins" or is_keras(path):
        return None
    dots = path[: len(path) - len(path.lstrip("."))]
    parts = path[len(dots) :].split(".")
    if len(parts) > _MAX_PARTS:
        return None
    for end in range(len(parts), 0 if not dots else -1, -1):
        source = walk.siblings.source(dots + ".".join(parts[:end]), value.importer)
        if source is not None:
            return source, parts[end:]
    return None


def _scope(walk: Walk, source: Source) -> Scope | None:
    """The names of a module after its body was read; None where it cannot be, or would take too long."""
    if source.path not in walk.modules:
        tree = walk.siblings.tree(source)
        walk.modules[source.path] = None
        if tree is not None:
            scope = walk.modules[source.path] = Scope({}, path=source.path)
            if not walk.execute_aside(tree, scope, _MAX_STEPS):
                walk.modules[source.path] = None
    return walk.modules[source.path]
