"""The repositories below some folders, and their files in batches."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lstm_lint.rulebook.plugins import PluginError
from lstm_lint.run import files
from lstm_lint.run.configurations import Configurations
from lstm_lint.settings.config import ConfigError


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder that is linted as a whole. `name`: its path as the caller reaches it. `apart`: folders in it that are
    repositories of their own."""

    name: str
    root: str
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one repository, by their paths below its root; or why that has none to read."""

    repository: Repository
    paths: tuple[str, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()  # path and why: what the search itself could not read


def repositories(folder: str) -> Iterator[Repository]:
    """Each folder with `.git` at or below a folder, in order of their paths; what lies in none of them is one at last.

    No repository is looked for inside of another. Raises ConfigError where there is no such folder.
    """
    if not os.path.isdir(folder):
        raise ConfigError(f"no such folder: {folder!r}")
    found: list[Repository] = []
    loose = False
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
        except OSError:
            loose = True  # the search for files says what is wrong
            continue
        if any(name == ".git" for name, _ in names):
            found.append(Repository(here, os.path.abspath(here)))
            yield found[-1]
            continue
        loose = loose or any(
            name.lower().endswith(files.SUFFIXES) for name, is_folder in names if not is_folder
        )
        below = [name for name, is_folder in names if is_folder and name not in files.DEFAULT_EXCLUDE]
        waiting += (os.path.join(here, name) for name in reversed(below))
    if loose:
        yield Repository(folder, os.path.abspath(folder), tuple(one.root for one in found))


def batches(repository: Repository, size: int, given: Mapping[str, Any]) -> Iterator[Batch]:
    """The files of a repository, `size` at a time, and what keeps it from being read.

    `given`: the options of the command line. The configuration of the repository says what is left out.
    """
    failures: list[tuple[str, str]] = []

    def unreadable(path: str, error: OSError) -> None:
        failures.append(
            (os.path.relpath(path, repository.root), f"cannot be read: {error.strerror or error}")
        )

    paths: list[str] = []
    try:
        configurations = Configurations({**given, "quiet": True}, _silent)
        found = files.find([repository.root], on_error=unreadable, **_finding(configurations, repository))
        for path in found:
            paths.append(os.path.relpath(path, repository.root))
            if len(paths) == size:
                yield Batch(repository, tuple(paths))
                paths = []
    except (ConfigError, files.FilesError, PluginError, OSError) as error:
        failures.append((".", str(error)))
    if paths or failures:
        yield Batch(repository, tuple(paths), tuple(failures))


def _finding(configurations: Configurations, repository: Repository) -> dict[str, Any]:
    """What `files.find` is told: as for `check`, without the repositories that lie in this one."""
    how = configurations.finding()
    if not repository.apart:
        return how
    usual = how["excluded"]
    apart = frozenset(one.replace(os.sep, "/") for one in repository.apart)
    return {**how, "excluded": lambda folder, names: _Without(usual(folder, names), apart)}


class _Without(files.Excluded):
    """What is left out anyway, and some folders by their absolute paths with slashes."""

    def __init__(self, usual: files.Excluded, folders: frozenset[str]) -> None:
        self.root = usual.root
        self._usual = usual
        self._folders = folders

    def __call__(self, name: str, absolute: str, is_directory: bool) -> bool:
        return absolute in self._folders or self._usual(name, absolute, is_directory)

    def named_outright(self, name: str, absolute: str, is_directory: bool) -> bool:
        return self._usual.named_outright(name, absolute, is_directory)


def _silent(line: str) -> None:
    """What a configuration remarks is said for each file when it is read."""


def under(names: Sequence[str]) -> Iterator[Repository]:
    """The repositories below several folders, each once."""
    seen: set[str] = set()
    for name in names:
        for one in repositories(name):
            if one.root not in seen:
                seen.add(one.root)
                yield one
