"""LL177: an argument by position for the `__init__` of `Layer`, `Model` or `Callback`, which take none."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("super-init-given-arguments", needs="refused:super-argument")
def super_init_given_arguments(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("super-argument", _message))


def _message(given: str, base: str) -> str:
    if given == "self":
        return f"`super().__init__(self)` hands `self` to `{base}` twice: TypeError; write super().__init__()"
    short = given if len(given) < 30 and "\n" not in given else "..."
    return f"`super().__init__({short})`: `{base}` takes no argument by position, TypeError; leave it out"
