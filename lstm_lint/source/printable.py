"""Text of a repository as one line that is safe to print."""

from __future__ import annotations


def shown(path: str) -> str:
    """A path as one line of text: a file name may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in path)
