"""LL910: tensorflow_addons, which does not import beside Keras 3."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("tensorflow-addons-ended", needs="names:import")
def tensorflow_addons_ended(script: Script) -> Iterator[Problem]:
    if not script.target.at_least(3):
        return
    for name in script.names:
        if name.kind == "import" and name.path.partition(".")[0] == "tensorflow_addons" and not name.guarded:
            message = "tensorflow_addons ended in 2024 and cannot be imported with Keras 3; use the classes of Keras"
            yield Problem(message, name.statement.span)
            return
