"""LL004: a comment that silences without a reason, where the settings ask for one."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("unexplained-suppression", last=True)
def unexplained_suppression(script: Script) -> Iterator[Problem]:
    for span in script.unexplained_suppressions:
        yield Problem("this comment silences a rule without saying why; write the reason after it", span)
