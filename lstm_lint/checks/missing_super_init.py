"""LL135: a model or layer class whose `__init__` leaves out that of Keras."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("missing-super-init", needs="uninitialized")
def missing_super_init(script: Script) -> Iterator[Problem]:
    # Keras 2 raises for a model as soon as its `__init__` sets a layer.
    when = (
        "RuntimeError at the first call" if script.target.at_least(3) else "RuntimeError when made or called"
    )
    for place, name in script.uninitialized:
        message = f"`{name}.__init__` never calls `super().__init__()`: {when}; call it first"
        yield Problem(message, place.span)
