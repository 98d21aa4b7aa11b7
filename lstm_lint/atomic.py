"""Writing a file in one step: whoever reads it sees the old content or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import tempfile


def replace(path: str, data: bytes, mode: int) -> None:
    """Puts the content in place by way of a file beside it. Raises OSError; then the old content stands."""
    handle, temporary = tempfile.mkstemp(prefix=".lstm-lint-", dir=os.path.dirname(path) or os.curdir)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
