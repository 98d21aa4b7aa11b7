"""When a project was last changed, by its repository: the weakest of all hints at the Keras that it was written for."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from functools import lru_cache

from lstm_lint.run import git

Date = tuple[int, int, int]  # year, month, day


def last_commit(folder: str) -> Date | None:
    """The day of the last commit of the repository around a real folder; None where there is none, or no git."""
    top = git.around(folder)
    return _last_commit(top) if top is not None else None


@lru_cache(maxsize=256)
def _last_commit(top: str) -> Date | None:
    objects = git.objects_of(top)
    if objects is None:
        return None
    try:
        program = git.Git()
        done = program.there(top, None, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        name = os.fsdecode(done.stdout).strip()
        if done.returncode or not git.is_name(name):
            return None
        borrowed = program.borrow(objects, name)
        try:
            at = datetime.fromtimestamp(borrowed.committed(name), timezone.utc)
        finally:
            borrowed.close()
    except (git.GitError, OSError, ValueError, OverflowError):
        return None
    return at.year, at.month, at.day
