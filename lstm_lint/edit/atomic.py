"""Writing a file in one step: whoever reads it sees the old content or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable

_PREFIX = ".lstm-lint-"
_LEFT_OVER = re.compile(rf"{re.escape(_PREFIX)}[a-z0-9_]{{8}}")
_STALE = 3600.0  # seconds after which nobody writes to one any more
_swept: set[str] = set()


def replace(path: str, data: bytes, mode: int, last: Callable[[], None] | None = None) -> None:
    """Puts the content in place by way of a file beside it. Raises OSError; then the old content stands.

    `last` is called when all but the exchange is done, and may raise to prevent it.

    Where the system has files without a name, the one beside it gets its name when it is whole: a run that is killed
    while it writes leaves nothing behind.
    """
    folder = os.path.dirname(path) or os.curdir
    _sweep(folder)
    beside = os.path.join(folder, _PREFIX + os.urandom(4).hex())
    handle = _nameless(folder)
    has_name = handle is None
    if handle is None:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.chmod(beside if has_name else handle, mode)
            os.fsync(handle)
            if not has_name:
                # With a `src_dir_fd` Python calls linkat(2), which follows the link in /proc; link(2) does not.
                os.link(f"/proc/self/fd/{handle}", beside, src_dir_fd=handle)
                has_name = True
        if last is not None:
            last()
        os.replace(beside, path)
    except BaseException:
        if has_name:
            with contextlib.suppress(OSError):
                os.unlink(beside)
        raise


def _nameless(folder: str) -> int | None:
    """A file of the folder that has no name yet; None where the system or the file system knows no such thing."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(folder, os.O_WRONLY | flag, 0o600)
    except OSError:
        return None


def _sweep(folder: str) -> None:
    """Removes what killed runs left in a folder, once in a run; a young file may belong to one that still writes."""
    if folder in _swept:
        return
    _swept.add(folder)
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _LEFT_OVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE:
                        os.unlink(entry.path)
