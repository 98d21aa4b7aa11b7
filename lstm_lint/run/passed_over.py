"""Files that were read once and hold nothing that could have findings: they are not read again until they change.

In a large tree these are nearly all, and reading them is most of what a run does that has everything else in its cache.
A file is known by its size, its times and its place on the disk. One that changed just now is read again the next time:
a second change at the same time would look the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lstm_lint.run.cache_folder import Folder

_MOST = 100_000
_LARGEST = 16 << 20  # bytes
_SETTLED = 2_000_000_000  # nanoseconds; a FAT file system counts in two seconds


class PassedOver:
    """Those of one tree, as an entry of the cache. It never fails: what cannot be read or written is left."""

    def __init__(self, folder: Folder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._known = _entries(folder, name)
        self._found: dict[str, list[int]] = {}
        self._path = ""
        self._state: list[int] | None = None

    def holds(self, path: str) -> bool:
        """Whether a file is among them, and is as it was. It is looked at without being opened."""
        try:
            about = os.stat(path)
        except (OSError, ValueError):
            return False
        state = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
        if self._known.get(path) == state:
            self._found[path] = state
            return True
        settled = time.time_ns() - _SETTLED
        self._path = path
        self._state = state if max(about.st_mtime_ns, about.st_ctime_ns) <= settled else None
        return False

    def note(self, path: str) -> None:
        """The file that was asked for last was read and is one of them."""
        if path == self._path and self._state is not None and len(self._found) < _MOST:
            self._found[path] = self._state

    def close(self) -> bool:
        """Whether they were written down anew."""
        if self._found == self._known:
            return False
        data = json.dumps(self._found, separators=(",", ":")).encode("ascii")
        if len(data) > _LARGEST:
            return False
        with contextlib.suppress(OSError):
            self._folder.write(self._name, data)
        return True


def _entries(folder: Folder, name: str) -> dict[str, list[int]]:
    try:
        data = folder.read(name, _LARGEST)
        found = json.loads(data) if data is not None else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
