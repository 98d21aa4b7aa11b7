"""What was found in files that did not change, in a folder of the user's own (`cache_folder`).

The name of an entry is a digest of all that decides its findings: this program, plug-ins that describe libraries, the
rules and settings that hold for the file, the Keras versions pinned around it, its path and its content. The modules of
the project that its reading looked at are compared when it is used. An entry is JSON without names: what a value is
follows from the types of a report, and what does not fit them is no entry.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from functools import cache

from lstm_lint import findings
from lstm_lint.ir.records import fields
from lstm_lint.rulebook import plugins, rule_page, rulebook
from lstm_lint.run import cache_folder
from lstm_lint.run.passed_over import PassedOver
from lstm_lint.run.report import FileReport

try:
    from _blake2 import blake2b  # what hashlib gives, without the OpenSSL that it loads: 2 ms
except ImportError:  # another Python than CPython
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from lstm_lint.settings.settings import Settings
    from lstm_lint.source.source import Source

    Decoder = Callable[[Any, str], Any]

_MOST_ENTRIES = 20_000  # 2 kB each
_MOST_BYTES = 256 << 20
_LARGEST_ENTRY = 1 << 18
_TOUCHED_AFTER = _HALF_WRITTEN_FOR = 86_400.0  # seconds

# The parts of a report that an entry holds, each with its type; the others belong to one run.
PARTS = {
    "findings": "tuple[Finding, ...]",
    "suppressed": "tuple[Finding, ...]",
    "unread": "tuple[NotRead, ...]",
    "lines": "dict[int, str]",
    "places": "dict[Span, tuple[int, ...]]",
    "asked": "tuple[tuple[str | None, ...], ...]",
}
_CLASSES: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        findings.Finding, findings.Related, findings.Fix, findings.Edit, findings.Span, findings.NotRead
    )
}  # fmt: skip
_PLAIN = {"str": str, "int": int, "bool": bool}
_WORDS: dict[str, dict[str, Any]] = {
    "Severity": {one.value: one for one in findings.Severity},
    "Applicability": {"safe": "safe", "unsafe": "unsafe"},
    "Evidence": {},  # a training is not kept
}
_GIVEN = "path"  # the field that says whose finding it is: never taken from an entry


class Cache:
    """The entries. It never fails: what cannot be read or written is left."""

    def __init__(self, folder: cache_folder.Folder, keeps_all: bool = False) -> None:
        self._folder = folder
        self._keeps_all = keeps_all
        self._program = _program(folder)
        self._now = time.time()
        self._written = 0  # bytes
        self._writes = True
        self._libraries: tuple[object, str] = ((), "()")  # plug-ins for libraries, as text
        self._texts: dict[int, tuple[Settings, str]] = {}  # settings of some files as text
        self._passed_over: PassedOver | None = None

    @classmethod
    def open(cls, path: str | None, linted: Sequence[str], *, keeps_all: bool = False) -> Cache | None:
        """The cache in a folder; None where it is no place for one, or where checks take part that are not ours.

        `keeps_all`: no entry is let go, however many there are.
        Raises Unusable where it is a matter of trust.
        """
        if path is None or plugins.installed():  # plug-ins have no digest
            return None
        try:
            return cls(cache_folder.Folder.open(path, linted), keeps_all)
        except OSError:  # a read-only home, a full disk
            return None

    def key(self, path: str, data: bytes, settings: Settings) -> str:
        absolute = os.path.abspath(path)
        pins = _pins(os.path.dirname(absolute))
        own = self._text(settings.for_path(path))  # which plug-ins count is for the settings to say
        state = repr((self._program, self._of_libraries(), own, pins, absolute))
        return blake2b(state.encode("utf-8", "surrogatepass") + data, digest_size=20).hexdigest()

    def _of_libraries(self) -> str:
        """The plug-ins for libraries with their versions and files: they take part in what is read."""
        found = rulebook.libraries()
        if self._libraries[0] is not found:
            self._libraries = found, repr(found)
        return self._libraries[1]

    def _text(self, settings: Settings) -> str:
        """Their fields as text, made once: 0.2 ms."""
        if id(settings) not in self._texts:
            self._texts[id(settings)] = settings, repr(settings)
        return self._texts[id(settings)][1]

    def look_up(self, path: str, data: bytes, settings: Settings) -> tuple[str, FileReport | None]:
        """The key of a file, and the report on it where there is one."""
        key = self.key(path, data, settings)
        return key, self.get(key, path)

    def get(self, key: str, path: str) -> FileReport | None:
        """The report on a file of that key; `path` is what it is called now."""
        try:
            data = self._folder.read(key, _LARGEST_ENTRY, touch_before=self._now - _TOUCHED_AFTER)
            if data is None:
                return None
            parts = _decoded(json.loads(data), path)
            if not _still_holds(parts["asked"], path):
                return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        report = FileReport(path, (), None)
        for name, value in parts.items():
            setattr(report, name, value)
        return report

    def put(self, key: str, report: FileReport) -> None:
        if not self._writes or report.asked is None:
            return
        try:
            data = json.dumps(_encoded(report), separators=(",", ":")).encode("ascii")
            if len(data) <= _LARGEST_ENTRY and (self._written < _MOST_BYTES or self._keeps_all):
                self._written += len(data)
                self._folder.write(key, data)
        except (TypeError, ValueError, IsADirectoryError):  # a finding that holds more than text and numbers
            return
        except OSError:  # a full disk
            self._writes = False

    def passed_over(self, paths: Sequence[str]) -> PassedOver:
        """The files below these paths that hold nothing that could have findings."""
        state = repr((self._program, "passed over", os.getcwd(), *paths))
        name = _digest(state.encode("utf-8", "surrogatepass"), 20)
        self._passed_over = PassedOver(self._folder, name)
        return self._passed_over

    def close(self) -> None:
        """Lets the oldest entries go where there are too many."""
        grown = self._passed_over is not None and self._passed_over.close()
        if (self._written or grown) and not self._keeps_all:
            with contextlib.suppress(OSError):
                self._folder.prune(_MOST_ENTRIES, _MOST_BYTES, self._now - _HALF_WRITTEN_FOR)
        self._folder.close()


def clean(path: str) -> bool:
    """Removes what lstm-lint wrote into a folder; whether there was a cache. Raises OSError and Unusable."""
    try:
        folder = cache_folder.Folder.open(path, (), make=False)
    except FileNotFoundError:
        return False
    try:
        folder.clear()
    finally:
        folder.close()
    return True


def _program(folder: cache_folder.Folder) -> str:
    """This program and the Python it runs on.

    Names, sizes and times of its files say which content they have, once that was read: in another installation of the
    same program, as on a new machine with a stored cache, the entries still count.
    """
    waiting = [(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "")]
    waiting.append((str(rule_page.directory()), "rules/"))
    files = [
        path
        for path in (os.path.join(one, "libcst", "_version.py") for one in sys.path)
        if os.path.isfile(path)
    ]
    found = [(path, "parser", *_state(os.stat(path))) for path in files[:1]]
    while waiting:
        top, prefix = waiting.pop()
        with os.scandir(top) as entries:
            for entry in entries:
                if not entry.is_dir():
                    found.append((entry.path, prefix + entry.name, *_state(entry.stat())))
                elif (
                    entry.name != "__pycache__" and prefix + entry.name != "rules/data"
                ):  # of examples of pages
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
    found.sort()
    name = _digest(repr((sys.version, found)).encode("utf-8", "surrogatepass"), 20)
    with contextlib.suppress(OSError, ValueError):
        known = folder.read(name, 64)
        if known is not None and len(bytes.fromhex(known.decode("ascii"))) == 16:
            return known.decode("ascii")
    whole = blake2b(sys.version.encode(), digest_size=16)
    for path, shown, *_ in sorted(found, key=lambda one: one[1]):
        with open(path, "rb") as file:
            data = file.read()
        whole.update(b"%s\0%d\0" % (shown.encode("utf-8", "surrogatepass"), len(data)))
        whole.update(data)
    with contextlib.suppress(OSError):
        folder.write(name, whole.hexdigest().encode("ascii"))
    return whole.hexdigest()


def _state(about: os.stat_result) -> tuple[int, int]:
    return about.st_size, about.st_mtime_ns


def _pins(folder: str) -> str:
    """The Keras versions pinned around a folder, and the files in it that its README calls scaled."""
    from lstm_lint.keras_api import project_pins

    around = project_pins.project_folders(folder)
    pinned = [(project_pins.pins_of(one), project_pins.stated_in(one)) for one in around]
    return repr((pinned, sorted(project_pins.called_scaled_in(folder))))


def _still_holds(asked: Sequence[tuple[str, str, str | None]], path: str) -> bool:
    """Whether the modules that the reading asked for are what they were."""
    if not asked:
        return True
    from lstm_lint.source.project import Project

    project = Project(path)
    here = os.path.dirname(path)
    return all(
        digest_of(project(module, importer and os.path.join(here, importer))) == digest
        for module, importer, digest in asked
    )


def digest_of(source: Source | None) -> str | None:
    """The text of a module in short; None where there is none."""
    return None if source is None else _digest(source.raw.encode("utf-8", "surrogatepass"), 16)


def _digest(data: bytes, size: int) -> str:
    return blake2b(data, digest_size=size).hexdigest()


# --- reports as JSON ----------------------------------------------------------------------------------------


def _encoded(report: FileReport) -> dict[str, Any]:
    """Raises TypeError where a part is not of its type, ValueError where a module is on another drive."""
    here = os.path.dirname(report.path) or os.curdir
    asked = tuple(
        (module, importer and os.path.relpath(importer, here), digest)
        for module, importer, digest in report.asked or ()
    )
    values = {name: asked if name == "asked" else getattr(report, name) for name in PARTS}
    return {name: _encoder(kind)(values[name]) for name, kind in PARTS.items()}


def _decoded(document: Any, path: str) -> dict[str, Any]:
    """The parts of a report on the file `path`. Raises TypeError, ValueError and KeyError for anything else."""
    if type(document) is not dict or document.keys() != PARTS.keys():
        raise TypeError("no entry")
    return {name: _decoder(kind)(document[name], path) for name, kind in PARTS.items()}


@cache
def _encoder(kind: str) -> Callable[[Any], Any]:
    """What makes JSON of a value of that type, and raises TypeError for a value of another one."""
    if kind.endswith(" | None"):
        inner = _encoder(kind.removesuffix(" | None"))
        return lambda value: None if value is None else inner(value)
    if kind.startswith("tuple["):
        inner = _encoder(kind.removeprefix("tuple[").removesuffix(", ...]"))
        return lambda value: [inner(one) for one in _of(value, tuple, list)]
    if kind.startswith("dict["):
        keys, values = map(_encoder, _of_dict(kind))
        return lambda value: [[keys(one), values(value[one])] for one in _of(value, dict)]
    if kind in _WORDS:
        words = {made: word for word, made in _WORDS[kind].items()}
        return lambda value: _one_of(words, value)
    if kind in _PLAIN:
        return lambda value: _of(value, _PLAIN[kind])
    cls = _CLASSES[kind]
    parts = [(one.name, _encoder(str(one.type))) for one in fields(cls) if one.name != _GIVEN]
    return lambda value: [encode(getattr(_of(value, cls), name)) for name, encode in parts]


@cache
def _decoder(kind: str) -> Decoder:
    """The way back."""
    if kind.endswith(" | None"):
        inner = _decoder(kind.removesuffix(" | None"))
        return lambda value, path: None if value is None else inner(value, path)
    if kind.startswith("tuple["):
        inner = _decoder(kind.removeprefix("tuple[").removesuffix(", ...]"))
        return lambda value, path: tuple([inner(one, path) for one in _of(value, list)])
    if kind.startswith("dict["):
        keys, values = map(_decoder, _of_dict(kind))
        return lambda value, path: {keys(k, path): values(v, path) for k, v in _of(value, list)}
    if kind in _WORDS:
        return lambda value, path: _one_of(_WORDS[kind], value)
    if kind in _PLAIN:
        return lambda value, path: _of(value, _PLAIN[kind])
    cls = _CLASSES[kind]
    names = [one.name for one in fields(cls)]
    starts = names[0] == _GIVEN
    kinds = [str(one.type) for one in fields(cls) if one.name != _GIVEN]
    plain = [_plain_types(one) for one in kinds]
    others = [(number, _decoder(one)) for number, one in enumerate(kinds) if plain[number] is None]

    def decode(value: Any, path: str) -> Any:
        if len(_of(value, list)) != len(kinds):
            raise TypeError(kind)
        for types, part in zip(plain, value):
            if types is not None and type(part) not in types:
                raise TypeError(kind)
        for number, decoder in others:
            value[number] = decoder(value[number], path)
        return cls(path, *value) if starts else cls(*value)

    return decode


def _plain_types(kind: str) -> tuple[type, ...] | None:
    """The types that the values of a plain field have; None for a field of another kind."""
    if kind in _PLAIN:
        return (_PLAIN[kind],)
    inner = kind.removesuffix(" | None")
    return (_PLAIN[inner], type(None)) if inner in _PLAIN else None


def _of_dict(kind: str) -> list[str]:
    return kind.removeprefix("dict[").removesuffix("]").split(", ", 1)


def _one_of(words: Mapping[Any, Any], value: Any) -> Any:
    if not isinstance(value, str) or value not in words:
        raise TypeError(f"{value!r} instead of {', '.join(words)}")
    return words[value]


def _of(value: Any, *types: type) -> Any:
    if type(value) not in types:
        raise TypeError(f"{type(value).__name__} instead of {types[0].__name__}")
    return value
