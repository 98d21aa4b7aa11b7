"""What the files hold that a script reads: the reading says which and how, the look at each is what `look` takes."""

from __future__ import annotations

import ast
import os
import warnings
from dataclasses import dataclass

from lstm_lint import lint
from lstm_lint.data import paths, published
from lstm_lint.data.look import Look
from lstm_lint.ir.profile import Profile
from lstm_lint.run.cache_folder import Folder, Unusable
from lstm_lint.script import Place, Reading, Script
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source

_LONGEST = 60  # characters of the name of a class


@dataclass(frozen=True)
class Seen:
    """A call that reads a file: what that holds, or why it was not looked at. `names`: of classes, by column."""

    place: Place
    reading: Reading
    profile: Profile | None
    why: str = ""
    names: dict[str, list[str]] | None = None


@dataclass(frozen=True)
class Looked:
    """The files of a script: their profiles by the key of the reading, and a line for each that has none."""

    profiles: dict[str, Profile]
    notes: tuple[str, ...] = ()


def looked_at(source: Source, settings: Settings) -> Looked:
    """The profiles of the files that a script reads. Raises Missing."""
    seen = sights(lint.script_of(source, settings), source.path, settings)
    profiles = {one.reading.key: one.profile for one in seen if one.profile is not None}
    notes = [
        f"{where(source, one.place)}: {one.reading.path} is not looked at: {one.why}"
        for one in seen
        if one.why
    ]
    return Looked(profiles, tuple(dict.fromkeys(notes)))


def sights(
    script: Script,
    path: str,
    settings: Settings,
    *,
    values: bool = False,
    spelled: frozenset[str] = frozenset(),
) -> tuple[Seen, ...]:
    """Every call that reads a file whose path is known, in the order of the program. Raises Missing.

    `values`, `spelled`: the names of all classes are wanted, or those among these.
    """
    if not script.sources:
        return ()
    cache = _cache(settings.data_cache, path)
    of_files = [reading for _, reading in script.sources if not reading.published]
    try:
        found = Look(cache, values=values, spelled=spelled).over(
            of_files, paths.around(path, settings.data or None)
        )
    finally:
        if cache is not None:
            cache.close()
    for reading in (one for _, one in script.sources if one.published):
        profile = published.profiles().get(reading.function)
        if profile is not None:
            found.profiles[reading.key] = profile
        else:
            found.failed[reading.key] = "it is downloaded when the program runs"
    return tuple(
        Seen(
            place, reading, found.profiles.get(reading.key), found.failed.get(reading.key, ""),
            found.names.get(reading.key),
        )
        for place, reading in script.sources
    )  # fmt: skip


def spelled(source: Source) -> frozenset[str]:
    """The texts that a script writes out as a whole: none of what its files hold is told by these."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes in strings
            tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    values = (one.value for one in ast.walk(tree) if isinstance(one, ast.Constant))
    return frozenset(one for one in values if isinstance(one, str) and 0 < len(one) <= _LONGEST)


def where(source: Source, place: Place) -> str:
    """Path and line, in a notebook with the cell."""
    if place.sibling is not None:
        return f"{place.sibling[0]}:{place.sibling[1]}"
    at = source.locate(place.span.line, place.span.column)
    return f"{source.path}: cell {at.cell}:{at.line}" if at.cell else f"{source.path}:{at.line}"


def _cache(folder: str | None, path: str) -> Folder | None:
    if folder is None:
        return None
    try:
        return Folder.open(folder, [path if os.path.lexists(path) else os.curdir])
    except (OSError, Unusable):
        return None
