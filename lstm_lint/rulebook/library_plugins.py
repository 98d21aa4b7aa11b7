"""Models of libraries by others: installed ones, by the entry point group `lstm_lint.libraries`.

The name of the entry point is the top-level module of the library, its value the module with the tables, or a name in
it: `our_features = our_features_lint`, `our_features = our_features_lint:LIBRARY`. So a plug-in is found without
loading it, and loaded when a script imports its library. What is broken in it is an error, as in plug-ins with rules.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from lstm_lint.ir.records import dataclass
from lstm_lint.rulebook import entry_points
from lstm_lint.rulebook.plugins import PluginError, is_distrusted, is_theirs, left_out, said


@dataclass(frozen=True)
class LibraryPlugin:
    """Where the tables of a library lie. `files`: size and time of each of its files, which say what it holds."""

    root: str
    module: str
    attribute: str
    distribution: str
    files: tuple[tuple[str, int, int], ...]

    @property
    def name(self) -> str:
        """What messages call it: the distribution and the library."""
        return f"{self.distribution.partition('-')[0]} ({self.root})"

    def error(self, what: str) -> PluginError:
        """What to raise where something is wrong with it."""
        return PluginError(f"plug-in {self.name}: {what}")

    def load(self) -> object:
        """Imports the module with the tables. Raises PluginError."""
        from importlib import import_module

        try:
            module = import_module(self.module)
        except BaseException as error:
            if not is_theirs(error):
                raise
            raise self.error(f"it cannot be imported: {said(error)}") from error
        try:
            return getattr(module, self.attribute)
        except AttributeError:
            hint = "define it as a Library"
            raise self.error(f"{self.module} has no `{self.attribute}`; {hint}") from None


def find(points: Sequence[entry_points.Point]) -> Iterator[LibraryPlugin]:
    """The plug-ins that these entry points name. Raises PluginError."""
    for point in sorted(points):
        name = f"{point.distribution.partition('-')[0]} ({point.name})"
        if not point.name.isidentifier():
            hint = "name it after the top-level module of the library"
            raise PluginError(f"plug-in {name}: `{point.name}` is no module; {hint}")
        module, _, attribute = (part.strip() for part in point.value.partition(":"))
        spec = entry_points.located(module)
        if spec is None or spec.origin is None:
            raise PluginError(f"plug-in {name}: {module} is no installed module; mend it or uninstall it")
        if is_distrusted(spec.origin):
            left_out.append(point.name)
            continue
        folders = [*(spec.submodule_search_locations or ())]
        yield LibraryPlugin(
            point.name,
            module,
            attribute or "LIBRARY",
            point.distribution,
            tuple(_files(spec.origin, folders)),
        )


def _files(origin: str, folders: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The Python files of a module or package, with what tells that one has changed."""
    paths = [origin]
    for folder in folders:
        for here, _, names in os.walk(folder):
            paths += [os.path.join(here, name) for name in names if name.endswith(".py")]
    for path in sorted(set(paths)):
        try:
            about = os.stat(path)
        except OSError:  # in a zip file, say: then the version alone has to tell
            continue
        yield path, about.st_size, about.st_mtime_ns
