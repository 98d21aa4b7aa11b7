"""LL002: a comment that silences nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("unused-suppression", last=True)
def unused_suppression(script: Script) -> Iterator[Problem]:
    for unused in script.unused_suppressions:
        if unused.ends_nothing:
            message = "this comment ends a range that no `ignore-start` before it starts; remove it"
        elif unused.codes:
            shown = ", ".join(unused.codes[:4]) + (", ..." if len(unused.codes) > 4 else "")
            message = f"this comment silences {shown}, which is not reported here; remove it"
        else:
            message = "this comment silences every rule, but nothing is reported here; remove it"
        yield Problem(message, unused.span, fix=unused.fix)
