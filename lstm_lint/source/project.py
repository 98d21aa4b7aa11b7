"""The modules of the project that a script belongs to: text for the reading, found as Python would find them.

Nothing is imported. Only plain `.py` files inside the project count, and only as many and as large as pays.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property, lru_cache

from lstm_lint.keras_api.project_pins import project_folders
from lstm_lint.run import files, limits
from lstm_lint.source.source import Source, SourceError, from_bytes

MAX_MODULE = 200_000  # bytes
_MAX_PLAIN = 40_000  # of one that does not name Keras: constants, and functions that prepare data


class Project:
    """Finds modules for one script: `project("models", "")` is the source of `models.py` beside it.

    A relative import counts from the file that holds it. An absolute one is looked for in the folder of the script,
    then in those above it up to the root of the project, the nearest first.
    """

    def __init__(self, path: str, unsaved: Mapping[str, bytes] | None = None) -> None:
        """`unsaved`: what an editor holds of files, by absolute path, which beats what lies on disk."""
        self._path = path
        self._unsaved = unsaved or {}
        self.asked: dict[tuple[str, str], Source | None] = {}  # what its reading hangs on
        here = os.path.dirname(path)
        self._folders = [here]
        for _ in project_folders(os.path.abspath(here))[1:]:
            self._folders.append(os.path.join(self._folders[-1], os.pardir))

    @cached_property
    def _root(self) -> str:
        return os.path.realpath(self._folders[-1] or os.curdir)

    def __call__(self, module: str, importer: str) -> Source | None:
        found = self._found(module, importer)
        self.asked[module, importer] = found
        return found

    def _found(self, module: str, importer: str) -> Source | None:
        names = module.lstrip(".")
        parts = names.split(".") if names else []
        if not all(part.isidentifier() for part in parts):
            return None
        level = len(module) - len(names)
        if level:
            above = os.path.join(os.path.dirname(importer or self._path), *[os.pardir] * (level - 1))
            return self._in_folder(above, parts)
        for folder in self._folders:
            found = self._in_folder(folder, parts)
            if found is not None:
                return found
        return None

    def _in_folder(self, folder: str, parts: list[str]) -> Source | None:
        base = os.path.join(folder, *parts)
        candidates = [f"{base}.py"] if parts else []
        for path in (*candidates, os.path.join(base, "__init__.py")):
            if os.path.isfile(path) and self._is_inside(path) and not self._is_script(path):
                held = self._unsaved.get(os.path.abspath(path)) if self._unsaved else None
                if held is not None:
                    return _module(held, os.path.normpath(path))
                return _read(os.path.normpath(path), os.stat(path).st_mtime_ns)
        return None

    def _is_inside(self, path: str) -> bool:
        """Whether the file truly lies in the project, also where a link leads to it."""
        return os.path.realpath(path).startswith(os.path.join(self._root, ""))

    def _is_script(self, path: str) -> bool:
        return os.path.realpath(path) == os.path.realpath(self._path)


@lru_cache(maxsize=64)
def _read(path: str, changed: int) -> Source | None:
    """The text of a module; kept, since the scripts of a project import the same ones."""
    try:
        return _module(files.whole(path, MAX_MODULE), path)
    except (OSError, files.TooLarge):
        return None


def _module(data: bytes, path: str) -> Source | None:
    try:
        if len(data) > MAX_MODULE or (len(data) > _MAX_PLAIN and files.KERAS_WORD not in data):
            return None
        if limits.strenuous(data.decode("latin-1")):  # no parser is asked about it
            return None
        return from_bytes(data, path)
    except SourceError:
        return None
