"""Where a file stands in its repository: what code scanning, merge requests and reviews know files by."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def root() -> str:
    """The nearest folder going up that holds `.git`, a folder or in a worktree a file; else the current folder."""
    here = os.path.realpath(os.curdir)
    return around(here) or here


def _holds_git(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


def around(folder: str, is_top: Callable[[str], bool] = _holds_git) -> str | None:
    """The nearest folder going up from a real one, itself included, that is a top, by default one that holds `.git`."""
    while not is_top(folder):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def relative(path: str, root: str) -> str:
    """The path from the root, with slashes; a file outside of it keeps its absolute path."""
    return relative_to(os.path.realpath(root), path)


def relative_to(folder: str, path: str) -> str:
    """The path from a folder whose name is resolved; a link itself is not followed, its folder is."""
    above, name = os.path.split(os.path.abspath(path))
    absolute = os.path.join(os.path.realpath(above), name)
    inside = absolute.startswith(folder.rstrip(os.sep) + os.sep)
    return (os.path.relpath(absolute, folder) if inside else absolute).replace(os.sep, "/")


def trees(paths: Iterable[str]) -> tuple[str, ...]:
    """What belongs to the linted code: for each path the outermost repository around it, else its own folder.

    The outermost, for a submodule does not end what its repository brings along.
    """
    found: list[str] = []
    for path in paths:
        real = os.path.realpath(path)
        folder = outermost = real if os.path.isdir(real) else os.path.dirname(real)
        while True:
            if os.path.exists(os.path.join(folder, ".git")):
                outermost = folder
            above = os.path.dirname(folder)
            if above == folder:
                break
            folder = above
        if outermost not in found:
            found.append(outermost)
    return tuple(found)


def lies_in(folders: Sequence[str], path: str) -> bool:
    """Whether a path truly lies in one of the folders, also where a link leads into it."""
    real = os.path.join(os.path.realpath(path), "")
    return any(real.startswith(os.path.join(folder, "")) for folder in folders)


def is_left_by_others(path: str) -> bool:
    """Whether another user put a file into a folder where everybody may, such as `/tmp`, for whoever works below it."""
    try:
        folder, own = os.stat(os.path.dirname(path) or os.curdir), os.lstat(path)
    except OSError:
        return False
    shared = folder.st_mode & stat.S_ISVTX and folder.st_mode & stat.S_IWOTH
    return bool(shared) and hasattr(os, "geteuid") and own.st_uid not in (0, os.geteuid())
