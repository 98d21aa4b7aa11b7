"""How far a long run is: one line on a terminal, in the place of the one before, from the second second on.

Drawn by ourselves: a live display of rich would write to standard error past `streams`, which alone may print what
comes from a repository.
"""

from __future__ import annotations

import os
import sys
from time import monotonic

from lstm_lint.command import streams

_PATIENCE = 1.0  # seconds in which nothing is shown
_PAUSE = 0.1  # seconds between two lines
_NARROW = 40  # columns that the numbers take


class Progress:
    """Says which file of how many is being read, and about how many seconds are left. `close` clears the line."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._next = self._began + _PATIENCE
        self._shown = False

    def __call__(self, done: int, of: int, path: str) -> None:
        """`done` files of so many were read; the one at `path` is next."""
        now = monotonic()
        if now < self._next or not done:
            return
        self._next = now + _PAUSE
        self._shown = True
        left = (now - self._began) / done * (of - done)
        room = max(_width() - _NARROW, 0)
        name = path if len(path) <= room else "..." + path[len(path) - room + 3 :] if room > 3 else ""
        streams.progress(f"{done:,} of {of:,} files, {_seconds(left)} left {name}".rstrip())

    def close(self) -> None:
        if self._shown:
            streams.progress("")
            self._shown = False


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 80


def _seconds(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
