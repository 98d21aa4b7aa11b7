"""LL163: an attribute of a layer that `super().__init__()` sets anew."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("attribute-before-super-init", needs="set_early")
def attribute_before_super_init(script: Script) -> Iterator[Problem]:
    for place, name in script.set_early:
        message = f"`super().__init__()` overwrites `{name}`, so this has no effect; set it after that call"
        yield Problem(message, place.span)
