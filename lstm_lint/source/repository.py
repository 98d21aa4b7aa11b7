"""Where a file stands in its repository: what code scanning, merge requests and reviews know files by."""

from __future__ import annotations

import os


def root() -> str:
    """The nearest folder going up that holds `.git`, a folder or in a worktree a file; else the current folder."""
    here = folder = os.path.realpath(os.curdir)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return here
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
