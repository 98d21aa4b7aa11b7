"""Modules of the same project: each is found and parsed once, and lies beyond the last line of the script."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from lstm_lint import nodes as cst
from lstm_lint.reader.tree.parse import Tree, parse_text
from lstm_lint.reader.tree.places import Places
from lstm_lint.run import limits
from lstm_lint.source.source import Source

# The source of a module as an import names it (`models`, `project.models`, `..models`), seen from the file at that
# path ("": the script); None where the project has no such module.
Finder = Callable[[str, str], "Source | None"]

MAX_FILES = 8


class Siblings:
    """The modules that one script's reading goes into: each is found and parsed once for all paths through it."""

    def __init__(self, find: Finder | None, places: Places) -> None:
        self._find = find
        self.places = places
        self._sources: dict[tuple[str, str], Source | None] = {}
        self._trees: dict[str, cst.Module | None] = {}
        self.texts: dict[str, str] = {}
        # Of names, by path and importer: the module that each comes from, and what follows that in its path.
        self.homes: dict[tuple[str, str], tuple[Source, list[str]] | None] = {}

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
        found = _parsed(source.path, source.text)
        if found is None:
            return None
        self.places.add(found, source.path)
        self.texts[source.path] = source.text
        return found.module


# The scripts of a project import the same ones, and some are read several times.
@lru_cache(maxsize=MAX_FILES)
def _parsed(path: str, text: str) -> Tree | None:
    """By path as well: two modules of one text have places of their own."""
    if limits.strenuous(text):  # the parser may take the process down with it
        return None
    return parse_text(text)
