"""LL183: an LSTM starts from hidden and cell state in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script

_MESSAGE = (
    "initial_state=[c, h]: the cell state goes in as the hidden state, and the other way round; write [h, c]"
)


@check("states-exchanged", needs="recurrent slips:states-exchanged")
def states_exchanged(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from slips_of(script, "states-exchanged", lambda: _MESSAGE)
