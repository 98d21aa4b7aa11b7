"""LL164: values for `reset_states` of a layer, which takes none in Keras 3."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script

_OF_MODELS = ("Model", "Sequential")  # their calls are LL903


@check("reset-states-with-values", needs="names:method")
def reset_states_with_values(script: Script) -> Iterator[Problem]:
    for name in script.names:
        owner, _, method = name.path.rpartition(".")
        if (
            name.kind == "method"
            and method in ("reset_states", "reset_state")
            and owner not in _OF_MODELS
            and not name.guarded
        ):
            message = (
                f"`{method}()` of a Keras 3 layer takes no values: TypeError; call it with initial_state=..."
            )
            yield Problem(message, name.statement.span)
