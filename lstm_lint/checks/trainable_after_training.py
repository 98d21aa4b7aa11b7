"""LL179: `trainable` switched after `fit`, without `compile` in between."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script

_LONGEST = 30  # of a name, in a message


@check("trainable-after-training", needs="refused:switched")
def trainable_after_training(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("switched", _message))


def _message(title: str, value: str) -> str:
    short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 3]}..."
    does = "still stays as it is" if value == "True" else "still changes"
    return f"`{short}.trainable = {value}` after `fit` has no effect: it {does}; call `compile` again"
