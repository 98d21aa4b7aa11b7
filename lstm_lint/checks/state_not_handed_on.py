"""LL185: a `call` that is given a state and returns the new one, of a recurrent layer that starts from zeros."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("state-not-handed-on", needs="slips:state-anew")
def state_not_handed_on(script: Script) -> Iterator[Problem]:
    for slip in script.slips:
        if slip.kind == "state-anew":
            layer, state = slip.words
            message = f"`{layer}` starts from zeros in each call, and its state is returned; "
            yield Problem(f"{message}write initial_state={state}", slip.place.span)
