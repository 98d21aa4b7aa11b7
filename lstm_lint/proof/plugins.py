"""Proofs of the tables of plug-ins, which their authors run: `lstm_lint.testing.proofs`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from random import Random

from lstm_lint.proof.calls import Arguments, Entry, check, functions, methods
from lstm_lint.reader.abstract.registry import Library
from lstm_lint.reader.libraries.registry import with_plugins


class Frames(Arguments):
    """Frames with the columns a, b and so on, or the first of these columns, for methods of theirs."""

    imports = "import numpy as np\nimport pandas as pd\n"
    column = False

    def first_shape(self) -> tuple[int, ...]:
        return self.chance.randint(1, 5), self.chance.randint(1, 4)

    def operand(self, name: str, at: int) -> str:
        source = super().operand(name, at)
        if at:
            return source
        frame = f"pd.DataFrame({source}, columns={list('abcd'[: self.shape[1]])})"
        return f"{frame}['a']" if self.column else frame


class Columns(Frames):
    column = True


_OF_KIND: dict[str, type[Arguments]] = {"frame": Frames, "column": Columns}


@dataclass(frozen=True)
class InHand:
    """A library that is described in this process, and by no installed plug-in."""

    root: str
    library: Library

    def load(self) -> Library:
        return self.library

    def error(self, what: str) -> Exception:
        return ValueError(what)


@dataclass(frozen=True)
class Proof:
    """One entry of the tables of a plug-in."""

    entry: Entry
    arguments: Callable[[Random], Arguments]
    library: InHand

    def __str__(self) -> str:
        return self.entry.name

    def verify(self, cases: int = 12, unknown: float = 0.3) -> None:
        """Calls the library so many times with random arguments, and reads the same calls.

        Raises AssertionError where the table says something that is not so, where too few of the calls are valid, and
        where it says nothing of the rank in more than that part of them; ValueError for a table that is malformed.
        """
        check(self.entry, self.arguments, cases, unknown, with_plugins([self.library]))


def proofs(library: Library, arguments: type[Arguments] | None = None, root: str = "") -> Iterator[Proof]:
    """Each function and method of a table. What reads files is left out, for it has no arguments to try.

    `arguments` makes them. By default these are arrays, and frames and columns for the methods of such. `root`: the
    top-level module of the library, where no path of the table says it. Raises ValueError for an entry that is a
    function and does not say its parameters.
    """
    paths = {path: one for path, one in library.functions.items() if not hasattr(one, "is_source")}
    root = root or next(iter(library.functions), "").partition(".")[0]
    imports = f"import {root}\n" + "".join(f"import {one}\n" for one in sorted(_modules(paths)))
    held = InHand(root, library)

    def made(kind: str) -> Callable[[Random], Arguments]:
        def make(chance: Random) -> Arguments:
            found = (arguments or _OF_KIND.get(kind, Arguments))(chance)
            found.imports += imports
            return found

        return make

    for name, handler in (*paths.items(), *library.methods.items()):
        if not getattr(handler, "params", None):
            raise ValueError(f"{name}: say its parameters with @described(...)")
    for entry in functions(paths, str):
        yield Proof(entry, made(""), held)
    for (kind, _), entry in zip(library.methods, methods(library.methods)):
        yield Proof(entry, made(kind), held)


def _modules(paths: Mapping[str, object]) -> set[str]:
    """The modules that have to be imported by name for these functions."""
    found = set()
    for path in paths:
        module = path.rpartition(".")[0]
        with suppress(ImportError):
            import_module(module)  # of a method it is a class
            found.add(module)
    return found
