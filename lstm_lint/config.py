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
    """A config file and its section, as parsed from TOML and not yet validated."""

    __slots__ = ("path", "section")

    def __init__(self, path: str, section: dict[str, Any]) -> None:
        self.path = path
        self.section = section

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
            if os.path.isfile(path) and (found := _read(path)) is not None:
                return found
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def read(path: str) -> ConfigFile:
    """The config in a file that the user names. Raises ConfigError."""
    if not os.path.isfile(path):
        raise ConfigError(f"--config {path}: there is no such file")
    found = _read(path)
    if found is None:
        raise ConfigError(f"--config {path}: it has no [tool.lstm-lint] section")
    return found


def _read(path: str) -> ConfigFile | None:
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
        return ConfigFile(path, document)
    tool = document.get("tool")
    section = tool.get("lstm-lint") if isinstance(tool, dict) else None
    if section is None:
        return None
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: `tool.lstm-lint` must be a table: write [tool.lstm-lint]")
    return ConfigFile(path, section)


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
