"""LL840: one ModelCheckpoint for the models of several folds or settings."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script

_LONGEST = 24  # of a path, in a message


@check("checkpoint-shared-by-folds", needs="refused:shared-checkpoint")
def checkpoint_shared_by_folds(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("shared-checkpoint", _message))


def _message(path: str) -> str:
    short = path if len(path) <= _LONGEST else f"...{path[-_LONGEST + 3 :]}"
    why = "one checkpoint keeps its best value over all passes"
    return f"{why}: '{short}' may hold the model of another one; make it inside the loop"
