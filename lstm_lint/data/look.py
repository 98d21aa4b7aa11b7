"""Files as a script reads them -> profiles: each in a process of its own, within limits, and kept for the next run."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lstm_lint.data import paths, record
from lstm_lint.data.child import NO_ENGINE
from lstm_lint.data.dialect import Dialect, NotLookedAt, dialect
from lstm_lint.data.wanted import INSTALL
from lstm_lint.ir.details import Reading
from lstm_lint.ir.profile import Profile
from lstm_lint.run.cache_folder import Folder

SECONDS = 60  # of processor time for a file, and as many again for each GB
_PATIENCE = 20  # times that, until a process that waits for something is ended
_CHILD = (sys.executable, "-m", "lstm_lint.data.child")
_LARGEST_ENTRY = 1 << 22
_MOST_ANSWERS = 200  # that a process keeps: a script is read again for each fix, and for its training
_FORMAT = 3  # of a kept profile


_answers: dict[object, tuple[Profile | str, dict[str, list[str]]]] = {}


class Missing(Exception):
    """What reads the files is not installed; the message is one line that says what to do."""


@dataclass
class Looked:
    """The profiles of the files that a script reads, by the key of the reading, and why others have none."""

    profiles: dict[str, Profile] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # real paths
    names: dict[str, dict[str, list[str]]] = field(
        default_factory=dict
    )  # of classes, where they were asked for


class Look:
    """Looks at files, each once. `cache`: where profiles are kept; None: nowhere.

    The names of classes are told where `values` asks for all of them, or they are among the `spelled` ones.
    """

    def __init__(
        self, cache: Folder | None = None, *, values: bool = False, spelled: frozenset[str] = frozenset()
    ) -> None:
        self._cache = cache
        self._values, self._spelled = values, spelled
        self._done: dict[str, tuple[Profile | str, dict[str, list[str]]]] = {}

    def over(self, readings: Iterable[Reading], where: paths.Where) -> Looked:
        """Raises Missing."""
        found = Looked()
        for reading in readings:
            if reading.key in found.profiles or reading.key in found.failed:
                continue
            try:
                real = paths.resolved(reading.path, where)
                found.files[reading.key] = real
                found.profiles[reading.key], names = self._at(real, reading)
                found.names[reading.key] = names
            except NotLookedAt as why:
                found.failed[reading.key] = str(why)
        return found

    def _at(self, real: str, reading: Reading) -> tuple[Profile, dict[str, list[str]]]:
        how = dialect(reading)
        asked = json.dumps([_FORMAT, real, how.plain()], sort_keys=True)
        if asked not in self._done:
            self._done[asked] = self._once(real, how.plain(), asked)
        answer, names = self._done[asked]
        if isinstance(answer, str):
            raise NotLookedAt(answer)
        return answer, names

    def _once(self, real: str, how: dict[str, Any], asked: str) -> tuple[Profile | str, dict[str, list[str]]]:
        key = asked, _state(real), self._values, self._spelled
        if key not in _answers:
            if len(_answers) >= _MOST_ANSWERS:
                _answers.clear()
            _answers[key] = self._kept(real, asked) or self._anew(real, how, asked)
        return _answers[key]

    def _anew(self, real: str, how: dict[str, Any], asked: str) -> tuple[Profile | str, dict[str, list[str]]]:
        before = _state(real)
        request = {"path": real, "dialect": how, "values": self._values, "spelled": sorted(self._spelled)}
        answer = _asked(request, os.path.getsize(real))
        if "profile" in answer:
            profile = record.profile(answer["profile"])
            if self._cache is not None and before == _state(real):
                self._keep(real, asked, before, answer["profile"])
            return profile, answer.get("names", {})
        if answer["why"] == NO_ENGINE:
            if answer.get("missing") != "duckdb":
                return f"it takes {answer.get('missing')}, which is not installed", {}
            raise Missing(INSTALL)
        return str(answer["why"]), {}

    def _kept(self, real: str, asked: str) -> tuple[Profile, dict[str, list[str]]] | None:
        """What an earlier run found, where size, time and content are the same."""
        if self._cache is None or self._values:
            return None
        try:
            data = self._cache.read(_entry(asked), _LARGEST_ENTRY)
            document = json.loads(data) if data is not None else {}
            size, time = _state(real)
            if document.get("size") != size or document.get("program") != _program():
                return None
            if document.get("time") != time and document.get("content") != _content(real):
                return None
            found = record.profile(document["profile"])
            has_names = any(one.type == "text" and one.classes for one in (*found.columns, *found.index))
            return None if has_names and self._spelled else (found, {})
        except (OSError, ValueError, KeyError, AttributeError, TypeError, record.NoProfile):
            return None

    def _keep(self, real: str, asked: str, state: tuple[int, int], profile: dict[str, Any]) -> None:
        size, time = state
        document = {
            "program": _program(),
            "size": size,
            "time": time,
            "content": _content(real),
            "profile": profile,
        }
        with contextlib.suppress(OSError):
            assert self._cache is not None
            self._cache.write(_entry(asked), json.dumps(document).encode("ascii"))


def array(path: str) -> Profile:
    """The profile of an array that numpy stored, wherever it lies: the user names it. Raises NotLookedAt."""
    if not path.lower().endswith(".npy"):
        raise NotLookedAt("it is not named .npy")
    real = os.path.realpath(path)
    folder = os.path.dirname(real)
    paths.resolved(real, paths.Where(folder, (folder,)), named=True)
    answer = _asked({"path": real, "dialect": Dialect("numpy").plain()}, os.path.getsize(real))
    if "profile" not in answer:
        why = answer["why"]
        raise NotLookedAt(f"it takes {answer.get('missing')}" if why == NO_ENGINE else str(why))
    return record.profile(answer["profile"])


def _asked(request: dict[str, Any], size: int) -> dict[str, Any]:
    """What the child answers. It gets a folder of its own, which goes with it."""
    seconds = SECONDS * (1 + (size >> 30))
    folder = tempfile.mkdtemp(prefix="lstm-lint-data-")
    try:
        child = subprocess.Popen(
            _CHILD, cwd=folder, env=_environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert child.stdin is not None and child.stdout is not None
        patience = threading.Timer(seconds * _PATIENCE, child.kill)
        patience.start()
        try:
            request = {**request, "folder": folder, "seconds": seconds}
            with contextlib.suppress(OSError):  # it ended already
                child.stdin.write(json.dumps(request).encode() + b"\n")
                child.stdin.flush()  # and stays open: its end would be that of the child
            out = child.stdout.read()
        finally:
            patience.cancel()
            child.kill()
            with contextlib.suppress(OSError):
                child.stdin.close()
            child.stdout.close()
            child.wait()
        try:
            found: dict[str, Any] = json.loads(out)
            return found
        except ValueError:
            return {
                "why": f"it takes more than {seconds} seconds of processor time, or more memory than there is"
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: str) -> dict[str, str]:
    """None of the user's modules and settings, no home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DUCKDB"))}
    return {
        **kept,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": folder,
        "OPENBLAS_NUM_THREADS": "1",
    }


def _state(path: str) -> tuple[int, int]:
    about = os.stat(path)
    return about.st_size, about.st_mtime_ns


def _content(path: str) -> str:
    digest = hashlib.blake2b(digest_size=20)
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


@functools.cache
def _program() -> str:
    """The version of what profiles, by its own files."""
    return _digest(sorted(_own_files()))


def _own_files() -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(os.path.dirname(os.path.abspath(__file__))):
        if entry.name.endswith(".py"):
            about = entry.stat()
            yield entry.name, about.st_size, about.st_mtime_ns


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _entry(asked: str) -> str:
    """The name of an entry: 40 hexadecimal digits, as all of the cache have."""
    return _digest(("data", asked))
