"""Which calls on data the tables of libraries know, in real files: `python scripts/count_calls.py FOLDER...`.

A call counts if its receiver or an argument is data, or if it reads a source, and if it is written before the last
`fit` of a model. It has an entry where a table names its path, or its method for that kind of value; what stands for
any other name is no entry. An entry says a shape if its table does, or if it gave one to some call. Left out are plain
Python, such as `len`, and what only shows or checks something.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from lstm_lint.keras_api.sources import SOURCES
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader.abstract.arrays import Data, Fold, Generator, Number, Statistic
from lstm_lint.reader.abstract.registry import Call, Handler, Registry
from lstm_lint.reader.abstract.values import Abstract, Items, Network, Table
from lstm_lint.reader.libraries.registry import REGISTRY
from lstm_lint.script import Known, Unknown
from lstm_lint.source.source import SourceError, from_bytes

LEFT_OUT = ("builtins.", "matplotlib", "seaborn", "plotly", "IPython", "bokeh", "tqdm", "numpy.testing")
LOOKS = {"plot", "hist", "info", "describe", "head", "tail", "to_csv", "to_excel", "boxplot"}


class Noted(NamedTuple):
    """A call as it was read."""

    name: str
    known: bool  # whether it has an entry
    line: int
    shaped: bool = False  # whether the rank of its result is known


class Tally:
    """The calls of all files: by name, how many have an entry and how many have none."""

    def __init__(self) -> None:
        self.known: Counter[str] = Counter()
        self.shaped: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.lost: dict[
            int, Unknown
        ] = {}  # what calls without an entry gave, kept so that no number comes twice
        self.on_lost = 0
        self.says: set[str] = set()  # entries that say a shape
        self.calls: dict[object, Noted] = {}  # of one file, by node

    def note(self, call: Call, name: str, known: bool) -> None:
        before = self.calls.get(call.node)
        if before is None or (known and not before.known):
            self.calls[call.node] = Noted(name, known, call.place.span.line)

    def gave(self, call: Call, name: str, value: Abstract | None) -> None:
        """What a call gave, after it was noted."""
        before = self.calls.get(call.node)
        if before is not None and before.name == name and has_rank(value):
            self.calls[call.node] = before._replace(shaped=True)
            self.says.add(name)

    def finish(self, last: int) -> None:
        """The end of a file; what comes after the line of its last `fit` does not count."""
        for name, known, line, shaped in self.calls.values():
            if line <= last:
                (self.known if known else self.missing)[name] += 1
                self.shaped[name] += shaped
        self.calls = {}


def has_rank(value: Abstract | None) -> bool:
    """Whether the rank of a value is known, or that of each of its parts."""
    if isinstance(value, (Data, Statistic)):
        return value.shape is not None
    if isinstance(value, Items):
        return bool(value.items) and all(map(has_rank, value.items))
    return isinstance(value, (Known, Number))


class Counting(Registry):
    """The registry, which writes down what is asked of it."""

    def __init__(self, tally: Tally) -> None:
        inner = REGISTRY
        super().__init__(inner._roots, inner._kinds, inner._general, _Common(inner.common, tally))
        self.tally = tally
        self.wrapped: dict[object, Handler] = {}

    def function(self, path: str) -> Handler | None:
        handler = super().function(path)
        return handler and self._counted(handler, path, True)

    def method(self, kind: str, name: str) -> Handler | None:
        handler = super().method(kind, name)
        if handler is None:
            return None
        kinds = self._lines.get(kind) or self._line(kind)
        named = any((one, name) in self._methods for one in kinds)
        return self._counted(handler, f"{kind}.{name}", named)

    def _counted(self, handler: Handler, name: str, known: bool) -> Handler:
        def counted(it: Any, call: Call) -> Abstract | None:
            if not _on_data(call, name):
                return handler(it, call)
            self.tally.note(call, name, known)
            found = handler(it, call)
            self.tally.gave(call, name, found)
            return found

        if getattr(handler, "shape", None) is not None:
            self.tally.says.add(name)

        return self.wrapped.setdefault((name, handler), counted)


class _Common:
    """What holds for all libraries, with the calls that no table lists written down."""

    def __init__(self, inner: Any, tally: Tally) -> None:
        self.inner, self.tally = inner, tally

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def unlisted(self, it: Any, call: Call) -> Abstract:
        path = self.inner.canonical(call.path)
        if _on_data(call, path) and self.inner.is_library(path):
            self.tally.note(call, path, False)
            found: Abstract = self.inner.unlisted(it, call)
            if isinstance(found, Unknown):
                self.tally.lost[id(found)] = found
            return found
        made: Abstract = self.inner.unlisted(it, call)
        return made

    def unknown(self, it: Any, call: Call) -> Abstract:
        if isinstance(call.owner, (Data, Statistic)) and call.name not in LOOKS:
            self.tally.note(call, f"data.{call.name}", False)
        elif any(id(value) in self.tally.lost for value in (call.owner, *call.args.values())):
            self.tally.on_lost += 1
        found: Abstract = self.inner.unknown(it, call)
        return found


def _on_data(call: Call, name: str) -> bool:
    if name.startswith(LEFT_OUT) or call.name in LOOKS or isinstance(call.owner, Network):
        return False
    values = call.args.values()
    return name in SOURCES or call.name == "load_data" or any(map(_is_data, (call.owner, *values)))


def _is_data(value: Abstract | None) -> bool:
    if isinstance(value, Items):
        return any(isinstance(item, Data) for item in value.items)
    if isinstance(value, Table):
        return any(isinstance(item, Data) for item in value.entries.values())
    return isinstance(value, (Data, Statistic, Fold, Generator))


def files(folders: Sequence[str]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in Path(folder).rglob("*") if path.suffix in (".py", ".ipynb"))


def count(paths: Iterator[Path]) -> tuple[Tally, int]:
    """The tally of all files that train a model, and how many these are."""
    tally, trained = Tally(), 0
    registry = Counting(tally)
    reading: Any = import_module("lstm_lint.reader.read")
    reading.REGISTRY = registry
    for path in paths:
        try:
            script = reading.read(from_bytes(path.read_bytes(), str(path)), parse_target("3"))
        except (SourceError, OSError):
            tally.calls = {}
            continue
        lines = [fit.place.span.line for model in script.models for fit in model.fits]
        trained += bool(lines)
        tally.finish(max(lines, default=0))
    return tally, trained


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--most", type=int, default=30, help="how many of the missing are listed")
    given = parser.parse_args()
    tally, trained = count(files(given.folders))
    known, missing = tally.known.total(), tally.missing.total()
    share = known / (known + missing) if known + missing else 0.0
    print(
        f"{known + missing} calls on data before `fit` in {trained} files; {known} ({share:.1%}) have an entry"
    )
    said = sum(times for name, times in tally.known.items() if name in tally.says)
    everything = known + missing or 1
    print(f"{said} ({said / everything:.1%}) have an entry that says a shape")
    print(f"{tally.shaped.total()} ({tally.shaped.total() / everything:.1%}) give a value of known rank")
    print(f"{tally.on_lost} more are calls on what a call without an entry gave")
    for name, times in tally.missing.most_common(given.most):
        print(f"{times:6}  {name}")


if __name__ == "__main__":
    main()
