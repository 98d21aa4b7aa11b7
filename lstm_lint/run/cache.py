"""What was found in files that did not change, in `.lstm_lint_cache` beside the config file or in the current folder.

The name of an entry is a digest of all that decides its findings: this program (its files with their times, which
nobody who crafts a repository can know), the rules and settings that hold for the file, the Keras versions pinned
around it and its content. The modules of the project that its reading looked at are compared when it is used. Entries
are JSON, written in one step. One that does not read is none.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import fields, is_dataclass
from functools import lru_cache

from lstm_lint import __version__, findings
from lstm_lint.rulebook import plugins
from lstm_lint.run.report import FileReport

try:
    from _blake2 import blake2b  # what hashlib gives, without the OpenSSL that it loads: 2 ms
except ImportError:  # another Python than CPython
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lstm_lint.settings.settings import Settings
    from lstm_lint.source.source import Source

FOLDER = ".lstm_lint_cache"
_MOST_ENTRIES = 5_000  # 2 kB each
_LARGEST_ENTRY = 1 << 18
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of lstm-lint; it may be deleted.\n"
)
_CLASSES = {
    cls.__name__: cls
    for cls in (findings.Finding, findings.Fix, findings.Edit, findings.Span, findings.Severity)
}


class Cache:
    """The entries of one project. It never fails: what cannot be read or written is left."""

    def __init__(self, root: str) -> None:
        self._folder = os.path.join(root, FOLDER)
        self._entries = os.path.join(self._folder, __version__)
        # A link may lead anywhere. The checks of plug-ins are not ours to digest.
        self._usable = not os.path.islink(self._folder) and not plugins.all_of_them()
        self._written = 0
        self._texts: dict[int, tuple[Settings, str]] = {}  # settings of some files as text

    def key(self, path: str, data: bytes, settings: Settings) -> str:
        is_notebook = path.lower().endswith(".ipynb")
        decided = (_program(), self._text(settings.for_path(path)), _pins(os.path.dirname(path)), is_notebook)
        state = repr(decided)
        return blake2b(state.encode("utf-8", "surrogatepass") + data, digest_size=20).hexdigest()

    def _text(self, settings: Settings) -> str:
        """Their fields as text, made once: 0.2 ms."""
        if id(settings) not in self._texts:
            self._texts[id(settings)] = settings, repr(settings)
        return self._texts[id(settings)][1]

    def get(self, key: str, path: str) -> FileReport | None:
        """The report on a file of that key; `path` is what it is called now."""
        if not self._usable:
            return None
        try:
            with open(os.path.join(self._entries, key), "rb") as file:
                entry = json.loads(file.read(_LARGEST_ENTRY))
            if not _still_holds(entry["asked"], path):
                return None
            report = FileReport(path, (), None)
            report.findings = tuple(_read(one, path) for one in entry["findings"])
            report.lines = {int(line): str(text) for line, text in entry["lines"].items()}
            report.places = {_read(span, path): tuple(place) for span, place in entry["places"]}
            return report
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def put(self, key: str, report: FileReport) -> None:
        if not self._usable or report.asked is None:
            return
        try:
            entry = {
                "asked": report.asked,
                "findings": [_plain(finding) for finding in report.findings],
                "lines": report.lines,
                "places": [(_plain(span), place) for span, place in report.places.items()],
            }
            text = json.dumps(entry, separators=(",", ":"))
            if len(text) < _LARGEST_ENTRY:
                self._prepare()
                self._write(os.path.join(self._entries, key), text)
                self._written += 1
        except TypeError:  # a finding that holds more than text and numbers
            return
        except OSError:  # a full disk, a read-only tree
            self._usable = False

    def close(self) -> None:
        """Lets the oldest entries go where there are too many."""
        if not self._written:
            return
        with contextlib.suppress(OSError):
            names = os.listdir(self._entries)
            if len(names) > _MOST_ENTRIES:
                ages = sorted((os.stat(os.path.join(self._entries, name)).st_mtime, name) for name in names)
                for _, name in ages[: len(names) - _MOST_ENTRIES * 3 // 4]:
                    os.unlink(os.path.join(self._entries, name))

    def _prepare(self) -> None:
        if self._written:
            return
        os.makedirs(self._entries, exist_ok=True)
        for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
            path = os.path.join(self._folder, name)
            if not os.path.lexists(path):
                self._write(path, text)

    def _write(self, path: str, text: str) -> None:
        """In one step, by a name that no other run has. Not synced: a lost entry costs one reading."""
        temporary = f"{path}.{os.getpid()}"
        try:
            with open(temporary, "x", encoding="ascii") as file:
                file.write(text)
            os.replace(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise


def clean(root: str) -> bool:
    """Removes the cache; whether there was one. Raises OSError."""
    import shutil

    folder = os.path.join(root, FOLDER)
    if os.path.islink(folder) or not os.path.isdir(folder):
        return False
    if not os.path.isfile(os.path.join(folder, "CACHEDIR.TAG")):
        raise OSError(f"{folder} is no cache of lstm-lint")
    shutil.rmtree(folder)
    return True


@lru_cache(maxsize=1)
def _program() -> str:
    """This program and the Python it runs on, without reading it: names, sizes and times of its files."""
    found = []
    waiting = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    from lstm_lint.rulebook import rule_page

    waiting.append(str(rule_page.directory()))
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    about = entry.stat()
                    found.append((entry.path, about.st_size, about.st_mtime_ns))
    return blake2b(repr((sys.version, sorted(found))).encode(), digest_size=16).hexdigest()


def _pins(folder: str) -> str:
    """The Keras versions pinned around a folder."""
    from lstm_lint.keras_api import versions

    return repr([versions.pins_of(one) for one in versions.project_folders(os.path.abspath(folder))])


def _still_holds(asked: list[list[str | None]], path: str) -> bool:
    """Whether the modules that the reading asked for are what they were."""
    if not asked:
        return True
    from lstm_lint.source.project import Project

    project = Project(path)
    return all(digest_of(project(str(module), str(importer))) == digest for module, importer, digest in asked)


def digest_of(source: Source | None) -> str | None:
    """The text of a module in short; None where there is none."""
    if source is None:
        return None
    return blake2b(source.raw.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, findings.Severity):
        return {"Severity": value.value}
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and type(value).__name__ in _CLASSES:
        skipped = ("path",)
        inner = {
            one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name not in skipped
        }
        return {type(value).__name__: inner}
    raise TypeError(type(value))


def _read(value: Any, path: str) -> Any:
    if isinstance(value, list):
        return tuple(_read(one, path) for one in value)
    if not isinstance(value, dict):
        return value
    ((name, inner),) = value.items()
    cls = _CLASSES[name]
    if cls is findings.Severity:
        return cls(inner)
    given = {key: _read(one, path) for key, one in inner.items()}
    if cls is findings.Finding:
        given["path"] = path
    return cls(**given)
