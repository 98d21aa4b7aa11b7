"""LL793: data without end, and nothing says how much of it an epoch is."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script

_LONGEST = 40  # of what is written, in a message


@check("endless-epoch", needs="refused:endless")
def endless_epoch(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("endless", _message))


def _message(told: str, written: str) -> str:
    short = written if len(written) <= _LONGEST and "\n" not in written else "..."
    ends = {"validation_steps": "the validation", "steps": "the call"}.get(told, "the first epoch")
    return f"`{short}` goes on without end, so {ends} never ends; pass `{told}`"
