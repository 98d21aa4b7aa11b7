"""Which config file holds for a file, and what it says before anything is validated.

The nearest `lstm-lint.toml`, or `pyproject.toml` with a `[tool.lstm-lint]` section, going up from its folder. Every run
passes here, also one that has nothing to read, so nothing is imported before a section is seen.
"""

from __future__ import annotations

import os

from lstm_lint.run import files
from lstm_lint.source import repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

OWN_FILE = "lstm-lint.toml"
SHARED_FILE = "pyproject.toml"
_LARGEST = 1 << 20  # bytes
_MOST_NESTED = (
    10_000_000  # parts of a dotted key squared, over all of them: what the TOML parser does in 0.2 s
)
_MOST_EXTENDED = 100  # files; two that extend the next twice, a few times over, would be millions


class ConfigError(ValueError):
    """A setting that cannot be followed, from a file or the command line; the message says what to do."""


class ConfigFile:
    """A config file and its section, as parsed from TOML and not yet validated. `bases` are what it extends.

    What a base says holds where the file itself says nothing; its globs count from the folder of the extending file.
    `root` is the folder that the files it names have to lie in; None where it names none, or the caller names it.
    """

    __slots__ = ("bases", "chain", "checked", "path", "root", "section", "text")

    def __init__(
        self,
        path: str,
        section: dict[str, Any],
        text: str = "",
        bases: tuple[ConfigFile, ...] = (),
        root: str | None = None,
    ) -> None:
        self.path = path
        self.section = section
        self.text = text
        self.bases = bases
        self.root = root
        self.checked: object = None  # with which rules of others it is checked
        # Every file that takes part, a later one beats an earlier one; the file itself is the last.
        self.chain: tuple[ConfigFile, ...] = (*(file for base in bases for file in base.chain), self)

    def __repr__(self) -> str:
        return f"ConfigFile({self.path!r})"

    @property
    def folder(self) -> str:
        """Its folder: globs in the file count from there."""
        return os.path.dirname(os.path.abspath(self.path))

    def said(self, key: str) -> Any:
        """What the file says of a key, or the last of those it extends that says something; None where none does."""
        return next((file.section[key] for file in reversed(self.chain) if key in file.section), None)


class Nearest:
    """Finds the config file of many folders; each folder is looked at once."""

    def __init__(self) -> None:
        self._at: dict[str, ConfigFile | None] = {}
        self._reader = _Reader()

    def at(self, folder: str, names: Collection[str] | None = None) -> ConfigFile | None:
        """The config file that holds in a folder; `names` are those of all that lies in it, if they are known.

        The folder is absolute. Raises ConfigError.
        """
        passed: list[str] = []
        found = None
        while folder not in self._at:
            passed.append(folder)
            found = self._reader.config_in(folder, names)
            names = None
            above = os.path.dirname(folder)
            if found is not None or above == folder:
                break
            folder = above
        else:
            found = self._at[folder]
        self._at.update(dict.fromkeys(passed, found))
        return found


def discover(start: str) -> ConfigFile | None:
    """The config that holds for a file or folder: the nearest one going up. Raises ConfigError."""
    folder = os.path.abspath(start or os.curdir)
    return Nearest().at(folder if os.path.isdir(folder) else os.path.dirname(folder))


def read(path: str, distrusted: Sequence[str] = ()) -> ConfigFile:
    """The config in a file that the user names. Raises ConfigError.

    It may lie in one of the `distrusted` folders itself, but not take over a file of them from elsewhere.
    """
    if not os.path.isfile(path):
        kind = files.kind_of(path)
        raise ConfigError(f"--config {path}: {f'it is {kind}' if kind else 'there is no such file'}")
    found = _Reader().read(path, repository.around(os.path.dirname(os.path.realpath(path))))
    if found is None:
        raise ConfigError(f"--config {path}: it has no [tool.lstm-lint] section")
    for base in found.chain[:-1]:
        if repository.lies_in(distrusted, base.path) and not repository.lies_in(distrusted, path):
            why = "which is part of what is linted: --isolated does not take it over"
            raise ConfigError(f"--config {path}: it extends {base.path}, {why}")
    return found


def inside(file: ConfigFile, key: str, path: str) -> str:
    """The path if it lies where the file may lead to. Raises ConfigError."""
    if file.root is None or repository.lies_in([file.root], path):
        return path
    raise ConfigError(_outside(file.path, f"`{key}`: {path}", file.root, f"--{key}"))


def line_of(file: ConfigFile, table: tuple[str, ...], key: str, item: str | None = None) -> int | None:
    """The line that sets a key of a table, or the line of one item of its list; None where it is not found.

    A scan of the text, for the TOML parser forgets places. `table` may end in the number of an array's element.
    """
    inner = ("tool", "lstm-lint") if os.path.basename(file.path) == SHARED_FILE else ()
    wanted = (*inner, *table)
    current: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    lines = file.text.split("\n")
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if line.startswith("["):
            header, closed, _ = line.lstrip("[").partition("]")
            if not closed:
                continue  # a list
            current = _dotted(header)
            if line.startswith("[["):
                counts[current] = counts.get(current, -1) + 1
                current = (*current, str(counts[current]))
        elif "=" in line:
            name, value = _assigned(line)
            trail = (*current, *_dotted(name))
            if trail == (*wanted, key):
                return number if item is None else _line_of_item(lines, number, item)
            if trail == wanted and _names_inside(value, key):
                return number
    return None


_BASIC = r'"((?:\\.|[^"\\])*)"'  # a text in which a backslash begins an escape
_LITERAL = r"'([^']*)'"
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def _assigned(line: str) -> tuple[str, str]:
    """The key of a line, and what it is set to."""
    import re

    found = re.match(rf"((?:{_BASIC}|{_LITERAL}|[^=\"'])*)=", line)
    return (found[1], line[found.end() :]) if found else ("", line)


def _dotted(name: str) -> tuple[str, ...]:
    """The parts of a key, as TOML reads them."""
    import re

    parts = re.findall(rf"{_BASIC}|{_LITERAL}|([^\s.\"']+)", name)
    return tuple(_unescaped(basic) or literal or bare for basic, literal, bare in parts)


def _unescaped(text: str) -> str:
    import re

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(found[3], found[3])

    return re.sub(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", character, text)


def _names_inside(value: str, key: str) -> bool:
    """Whether an inline table has the key."""
    parts = value.replace("{", ",").split(",")
    return any(part.partition("=")[0].strip(" \t\"'") == key and "=" in part for part in parts)


def _line_of_item(lines: list[str], start: int, item: str) -> int:
    for number in range(start, len(lines) + 1):
        if f'"{item}"' in lines[number - 1] or f"'{item}'" in lines[number - 1]:
            return number
    return start


class _Reader:
    """Reads config files; one that several others extend is read once."""

    def __init__(self) -> None:
        self._bases: dict[tuple[str, str | None], ConfigFile] = {}
        self._roots: dict[str, str | None] = {}  # the repository around a folder

    def config_in(self, folder: str, names: Collection[str] | None) -> ConfigFile | None:
        """The config in a folder of the tree: nobody names it, so it does not lead out of its repository."""
        for name in (OWN_FILE, SHARED_FILE):
            if names is not None and name not in names:
                continue
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not repository.is_left_by_others(path):
                if os.path.islink(path) and not repository.lies_in([root := self._root(folder)], path):
                    raise ConfigError(_outside(path, "it is a link that", root, "--config"))
                if (found := self.read(path, None, of_tree=folder)) is not None:
                    return found
        return None

    def read(
        self, path: str, root: str | None, above: tuple[str, ...] = (), of_tree: str | None = None
    ) -> ConfigFile | None:
        """The config in a file; `above` are the files that extend it, `of_tree` is its folder if nobody names it."""
        shared = os.path.basename(path) == SHARED_FILE
        try:
            with open(path, "rb") as file:
                data = file.read(_LARGEST + 1)
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
        if shared and b"lstm-lint" not in data:
            return None
        if len(data) > _LARGEST:
            raise ConfigError(f"{path}: it holds more than {_LARGEST >> 20} MB")
        section: Any = _parse(path, data)
        if shared:
            tool = section.get("tool")
            section = tool.get("lstm-lint") if isinstance(tool, dict) else None
            if section is None:
                return None
            if not isinstance(section, dict):
                raise ConfigError(f"{path}: `tool.lstm-lint` must be a table: write [tool.lstm-lint]")
        names = _extended(section)
        if of_tree is not None and (names or "baseline" in section):
            root = self._root(of_tree)
        chain = (*above, os.path.realpath(path)) if names else ()
        bases = tuple(self._base(path, name, root, chain) for name in names)
        if sum(len(base.chain) for base in bases) > _MOST_EXTENDED:
            raise ConfigError(f"{path}: `extend`: more than {_MOST_EXTENDED} files are extended")
        return ConfigFile(path, section, data.decode("utf-8-sig", "replace"), bases, root)

    def _base(self, path: str, name: str, root: str | None, chain: tuple[str, ...]) -> ConfigFile:
        target, root = _target(path, name, root)
        known = (os.path.normpath(target), root)
        if known in self._bases:  # it is read in full, so it does not extend any of those that extend it
            return self._bases[known]
        if os.path.realpath(target) in chain:
            raise ConfigError(f"{path}: `extend`: {name} extends itself in the end")
        if not os.path.isfile(target):
            raise ConfigError(f"{path}: `extend`: there is no file {target}")
        base = self.read(target, root, chain)
        if base is None:
            raise ConfigError(f"{path}: `extend`: {target} has no [tool.lstm-lint] section")
        self._bases[known] = base
        return base

    def _root(self, folder: str) -> str:
        """The repository that a folder lies in, else the current folder, else the folder alone."""
        real = os.path.realpath(folder)
        passed = []
        at = real
        while at not in self._roots:
            passed.append(at)
            above = os.path.dirname(at)
            if os.path.exists(os.path.join(at, ".git")) or above == at:
                self._roots[at] = at if above != at else None
                break
            at = above
        found = self._roots[at]
        self._roots.update(dict.fromkeys(passed, found))
        here = os.path.realpath(os.curdir)
        return found or (here if repository.lies_in([here], real) else real)


def _outside(path: str, what: str, root: str, option: str) -> str:
    return f"{path}: {what} leads out of {root}; keep the file in there, or name it with {option}"


def _extended(section: dict[str, Any]) -> list[str]:
    """The names of the files that it extends; of what is none, validation says so."""
    given = section.get("extend", [])
    named = [given] if isinstance(given, str) else given
    return named if isinstance(named, list) and all(isinstance(name, str) for name in named) else []


def _target(path: str, name: str, root: str | None) -> tuple[str, str | None]:
    """The file that `extend` names, and where it has to lie: the folder of the config, or `package:NAME`."""
    if not name.startswith("package:"):
        target = os.path.join(os.path.dirname(path), os.path.expanduser(name))
        if root is not None and not repository.lies_in([root], target):
            raise ConfigError(_outside(path, f"`extend`: {name}", root, "--config"))
        return target, root
    from importlib.util import find_spec

    package, _, inner = name.removeprefix("package:").partition("/")
    # Without a dot nothing is imported to find it.
    found = find_spec(package) if package.isidentifier() else None
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders:
        hint = "install it, or write package:NAME or package:NAME/file.toml"
        raise ConfigError(f"{path}: `extend`: there is no installed package {package!r}; {hint}")
    folder = os.path.realpath(folders[0])
    target = os.path.join(folder, *(inner or OWN_FILE).split("/"))
    if not repository.lies_in([folder], target):
        raise ConfigError(f"{path}: `extend`: {name} leads out of the package")
    return target, folder


class Written(float):
    """A number as TOML has it, and how it is written: `2.10` is a version other than `2.1`."""

    written: str


def _written(text: str) -> Written:
    number = Written(text.replace("_", ""))
    number.written = text
    return number


def _loads(tomllib: Any, text: str) -> Any:
    return tomllib.loads(text, parse_float=_written)


def _parse(path: str, data: bytes) -> dict[str, Any]:
    import sys

    from lstm_lint.run import limits

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        text = data.decode("utf-8-sig")
        if _is_nested_too_deeply(text):
            raise ValueError("keys of too many parts")
        document: dict[str, Any] = limits.within(_loads, tomllib, text)
        return document
    except limits.Unfinished as unfinished:
        raise ConfigError(f"{path}: not read: {unfinished}") from None
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number of thousands of digits
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def _is_nested_too_deeply(text: str) -> bool:
    """Whether dotted keys would keep the parser busy: it takes the square of their parts, minutes for one of 64 kB."""
    if text.count(".") ** 2 <= _MOST_NESTED:
        return False
    for end in "=,[]{}":
        text = text.replace(end, "\n")
    return sum(part.count(".") ** 2 for part in text.split("\n")) > _MOST_NESTED
