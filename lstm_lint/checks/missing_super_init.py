"""LL135: a model or layer class whose `__init__` leaves out that of Keras."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("missing-super-init")
def missing_super_init(script: Script) -> Iterator[Problem]:
    for place, name in script.uninitialized:
        message = f"`{name}.__init__` never calls `super().__init__()`: RuntimeError at the first call; call it first"
        yield Problem(message, place.span)
