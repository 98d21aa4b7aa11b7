"""Which file a path of a script means, and whether it may be looked at: a plain file inside the given root."""

from __future__ import annotations

import os
import re
import stat
from typing import NamedTuple

from lstm_lint.data.dialect import NotLookedAt
from lstm_lint.source import repository

LARGEST = 4 << 30  # bytes
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PATTERN = re.compile(r"[*?\[\]{}]")  # what DuckDB takes for several files


class Where(NamedTuple):
    """The folder that all files lie in, and those that a relative path may start from. All are real paths."""

    root: str
    starts: tuple[str, ...]


def around(script: str, folder: str | None = None) -> Where:
    """Where the files of a script lie: in `folder`, else in the repository of the script, else beside it.

    A relative path starts in the folder of the script, as Jupyter has it, or in the current one.
    """
    if folder is not None:
        root = os.path.realpath(folder)
        return Where(root, (root,))
    here, beside = os.path.realpath(os.curdir), os.path.dirname(os.path.realpath(script))
    root = repository.around(beside) or (here if _lies_in(here, beside) else beside)
    starts = [beside, here, root]
    return Where(root, tuple(dict.fromkeys(one for one in starts if _lies_in(root, one))))


def resolved(path: str, where: Where, *, named: bool = False) -> str:
    """The real path of the file that is meant. Raises NotLookedAt.

    `named`: by the user, for numpy, to which no character is a pattern.
    """
    if _URL.match(path):
        raise NotLookedAt("it is at a URL")
    if not path or "\0" in path or not path.isprintable():
        raise NotLookedAt("its name is none that a file has")
    if (os.path.isabs(path) or _DRIVE.match(path)) and not _lies_in(where.root, os.path.realpath(path)):
        raise NotLookedAt("it lies outside of the folder that is looked at")
    tried = [os.path.join(start, path) for start in where.starts]
    found = next((one for one in tried if os.path.lexists(one)), None)
    if found is None:
        raise NotLookedAt("there is no such file")
    real = os.path.realpath(found)
    if not _lies_in(where.root, real):
        raise NotLookedAt("it lies outside of the folder that is looked at")
    if _PATTERN.search(real) and not named:
        raise NotLookedAt("its path has one of the characters * ? [ ] { }")
    try:
        about = os.stat(real)
    except OSError as error:
        raise NotLookedAt(f"it cannot be read: {error.strerror or error}") from None
    if stat.S_ISDIR(about.st_mode):
        raise NotLookedAt("it is a folder")
    if not stat.S_ISREG(about.st_mode):
        raise NotLookedAt("it is no plain file")
    if about.st_size == 0:
        raise NotLookedAt("it is empty")
    if about.st_size > LARGEST:
        raise NotLookedAt(f"it holds more than {LARGEST >> 30} GB")
    return real


def _lies_in(folder: str, path: str) -> bool:
    return os.path.join(path, "").startswith(os.path.join(folder, ""))
