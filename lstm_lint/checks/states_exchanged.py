"""LL183: an LSTM starts from hidden and cell state in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script

_MESSAGE = (
    "initial_state=[c, h]: the cell state goes in as the hidden state, and the other way round; write [h, c]"
)


@check("states-exchanged", needs="recurrent slips:states-exchanged")
def states_exchanged(script: Script) -> Iterator[Problem]:
    recurrent = any(model.recurrent for model in script.models)
    slips = (slip for slip in script.slips if slip.kind == "states-exchanged" and recurrent)
    yield from each_place_once(Problem(_MESSAGE, slip.place.span) for slip in slips)
