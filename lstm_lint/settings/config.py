"""Which config file holds, and what it says before anything is validated.

The nearest `lstm-lint.toml`, or `pyproject.toml` with a `[tool.lstm-lint]` section, going up from the first path. Every
run passes here, also one that has nothing to read, so nothing is imported before a section is seen.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OWN_FILE = "lstm-lint.toml"
SHARED_FILE = "pyproject.toml"


class ConfigError(ValueError):
    """A setting that cannot be followed, from a file or the command line; the message says what to do."""


class ConfigFile:
    """A config file and its section, as parsed from TOML and not yet validated. `bases` are what it extends.

    What a base says holds where the file itself says nothing; its globs count from the folder of the extending file.
    """

    __slots__ = ("bases", "path", "section", "text")

    def __init__(
        self, path: str, section: dict[str, Any], text: str = "", bases: tuple[ConfigFile, ...] = ()
    ) -> None:
        self.path = path
        self.section = section
        self.text = text
        self.bases = bases

    @property
    def chain(self) -> tuple[ConfigFile, ...]:
        """Every file that takes part, a later one beats an earlier one; the file itself is the last."""
        return (*(file for base in self.bases for file in base.chain), self)

    @property
    def folder(self) -> str:
        """Its folder: globs in the file count from there."""
        return os.path.dirname(os.path.abspath(self.path))


def discover(start: str) -> ConfigFile | None:
    """The config that holds for a file or folder: the nearest one going up. Raises ConfigError."""
    folder = os.path.abspath(start or os.curdir)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        for name in (OWN_FILE, SHARED_FILE):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (found := _read(path, ())) is not None:
                return found
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def read(path: str) -> ConfigFile:
    """The config in a file that the user names. Raises ConfigError."""
    if not os.path.isfile(path):
        raise ConfigError(f"--config {path}: there is no such file")
    found = _read(path, ())
    if found is None:
        raise ConfigError(f"--config {path}: it has no [tool.lstm-lint] section")
    return found


def line_of(file: ConfigFile, table: tuple[str, ...], key: str, item: str | None = None) -> int | None:
    """The line that sets a key of a table, or the line of one item of its list; None where it is not found.

    A scan of the text, for the TOML parser forgets places. `table` may end in the number of an array's element.
    """
    import re

    inside = ("tool", "lstm-lint") if os.path.basename(file.path) == SHARED_FILE else ()
    wanted = (*inside, *table)
    current: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    lines = file.text.split("\n")
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            current = tuple(part.strip(" \"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[current] = counts.get(current, -1) + 1
                current = (*current, str(counts[current]))
        elif pair := re.match(r"\s*[\"']?([^\"'=]+?)[\"']?\s*=(.*)", line):
            trail = (*current, pair[1])
            if trail == (*wanted, key):
                return number if item is None else _line_of_item(lines, number, item)
            if trail == wanted and re.search(rf"[\"'{{,\s]{re.escape(key)}[\"']?\s*=", pair[2]):
                return number  # an inline table
    return None


def _line_of_item(lines: list[str], start: int, item: str) -> int:
    for number in range(start, len(lines) + 1):
        if f'"{item}"' in lines[number - 1] or f"'{item}'" in lines[number - 1]:
            return number
    return start


def _read(path: str, above: tuple[str, ...]) -> ConfigFile | None:
    shared = os.path.basename(path) == SHARED_FILE
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if shared and b"lstm-lint" not in data:
        return None
    document = _parse(path, data)
    if not shared:
        return _extended(path, document, data, above)
    tool = document.get("tool")
    section = tool.get("lstm-lint") if isinstance(tool, dict) else None
    if section is None:
        return None
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: `tool.lstm-lint` must be a table: write [tool.lstm-lint]")
    return _extended(path, section, data, above)


def _extended(path: str, section: dict[str, Any], data: bytes, above: tuple[str, ...]) -> ConfigFile:
    """The file with those it extends."""
    given = section.get("extend", [])
    named = [given] if isinstance(given, str) else given
    bases = []
    chain = (*above, os.path.realpath(path))
    for name in named if isinstance(named, list) else ():
        if not isinstance(name, str):
            break  # validation says so
        target = _target(path, name)
        if os.path.realpath(target) in chain:
            raise ConfigError(f"{path}: `extend`: {name} extends itself in the end")
        if not os.path.isfile(target):
            raise ConfigError(f"{path}: `extend`: there is no file {target}")
        base = _read(target, chain)
        if base is None:
            raise ConfigError(f"{path}: `extend`: {target} has no [tool.lstm-lint] section")
        bases.append(base)
    return ConfigFile(path, section, data.decode("utf-8-sig", "replace"), tuple(bases))


def _target(path: str, name: str) -> str:
    """The file that `extend` names: from the folder of the config, or `package:NAME` in an installed package."""
    if not name.startswith("package:"):
        return os.path.join(os.path.dirname(path), os.path.expanduser(name))
    from importlib.util import find_spec

    package, _, inner = name.removeprefix("package:").partition("/")
    found = (
        find_spec(package) if package.isidentifier() else None
    )  # without a dot nothing is imported to find it
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders:
        hint = "install it, or write package:NAME or package:NAME/file.toml"
        raise ConfigError(f"{path}: `extend`: there is no installed package {package!r}; {hint}")
    return os.path.join(folders[0], *(inner or OWN_FILE).split("/"))


def _parse(path: str, data: bytes) -> dict[str, Any]:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
