"""LL204: a cell activation that can push the state one way only."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import gated, squashed_cell
from lstm_lint.script import Script


@check("squashed-cell-activation")
def squashed_cell_activation(script: Script) -> Iterator[Problem]:
    for rnn in gated(script):
        if squashed_cell(rnn):
            written = rnn.configured.written("activation")
            state = "cell state" if rnn.kind == "LSTM" else "state"
            yield rnn.problem(
                f"`{written}` can only push the {state} up, so it saturates{rnn.over_time}; use tanh",
                at="activation",
                fix=rnn.replace("activation", "tanh"),
            )
