"""LL204: a cell activation that can push the state one way only."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, gated, squashed_cell
from lstm_lint.notions.sweeps import chosen
from lstm_lint.script import Model, Script


@check("squashed-cell-activation")
def squashed_cell_activation(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        if squashed_cell(rnn) and rnn.layer.timesteps != 1:  # in one step nothing drifts
            written = rnn.configured.written("activation")
            state = "cell state" if rnn.kind == "LSTM" else "state"
            problem = rnn.problem(
                f"`{written}` adds nothing below 0 to the {state}, which drifts up{rnn.over_time}; use tanh",
                at="activation",
                fix=rnn.replace("activation", "tanh"),
            )
            yield rnn.model, rnn, problem
