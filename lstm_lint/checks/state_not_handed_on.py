"""LL185: a `call` that is given a state and returns the new one, of a recurrent layer that starts from zeros."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script


@check("state-not-handed-on", needs="slips:state-anew")
def state_not_handed_on(script: Script) -> Iterator[Problem]:
    yield from slips_of(script, "state-anew", _message)


def _message(layer: str, state: str) -> str:
    return f"`{layer}` starts from zeros in each call, and its state is returned; write initial_state={state}"
