"""LL003: a suppression that names no rule."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem
from lstm_lint.script import Script

_LONGEST = 40  # characters of what is written


@check("unknown-rule", last=True)
def unknown_rule(script: Script) -> Iterator[Problem]:
    for word in script.unknown_selectors:
        shown = word.written if len(word.written) <= _LONGEST else f"{word.written[: _LONGEST - 3]}..."
        hint = f"; did you mean `{word.nearest}`?" if word.nearest else "; remove it"
        fix = None
        if word.nearest is not None:
            fix = Fix(f"write `{word.nearest}`", "unsafe", (Edit(word.span, word.nearest),))
        yield Problem(f"there is no rule `{shown}`, so this silences nothing{hint}", word.span, fix=fix)
