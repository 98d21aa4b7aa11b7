"""The process that looks at one file: one line of JSON in, one line of JSON out. It holds to limits of time and memory.

It reads that file alone, runs no code of anybody, and what it writes lies in a private folder that the parent removes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from lstm_lint.data.dialect import Dialect, NotLookedAt
from lstm_lint.data.record import plain
from lstm_lint.ir.profile import Profile

if TYPE_CHECKING:
    from lstm_lint.data.tables import Names

MEMORY = 3 << 30  # of the address space: DuckDB maps more than it uses
NO_ENGINE = "no engine"
_GIT_LFS = b"version https://git-lfs.github.com/spec/"


def main() -> int:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(int(request["seconds"]))
    out.write(json.dumps(answer(request)) + "\n")
    out.flush()
    return 0


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The profile of a file, or why there is none."""
    from lstm_lint.data.tables import Names

    names = Names(bool(request.get("values")), frozenset(request.get("spelled", ())))
    try:
        found = {"profile": plain(profile(request, names if names.every or names.spelled else None))}
    except NotLookedAt as error:
        return {"why": str(error)}
    except ImportError as error:
        return {"why": NO_ENGINE, "missing": error.name}
    except MemoryError:
        return {"why": "it takes too much memory"}
    except (
        Exception
    ) as error:  # of a library, over a file that nobody thought of; its words may quote the file
        return {"why": f"reading it ends with {type(error).__name__}"}
    return {**found, "names": names.found} if names.found else found


def profile(request: dict[str, Any], names: Names | None = None) -> Profile:
    """The profile of a file. Raises NotLookedAt, and ImportError without the library that reads it."""
    dialect = Dialect(**request["dialect"])
    path, folder = request["path"], request["folder"]
    with open(path, "rb") as file:
        if file.read(len(_GIT_LFS)) == _GIT_LFS:
            raise NotLookedAt("it is a pointer of Git LFS: `git lfs pull` brings the file")
    if dialect.kind == "numpy":
        from lstm_lint.data.stored_arrays import profile_of

        return profile_of(path)
    from lstm_lint.data.tables import profile_of_table

    return profile_of_table(path, dialect, folder, names)


def _end_with_parent() -> None:
    """The parent holds the other end of standard input: when it is gone, so is this process."""
    while sys.stdin.readline():
        pass
    os._exit(3)


def _limit(seconds: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
