"""LL202: gates that can exceed 1."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, gated, unbounded_gate
from lstm_lint.notions.sweeps import chosen
from lstm_lint.script import Model, Script


@check("unbounded-gate-activation", needs="gated")
def unbounded_gate_activation(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        if unbounded_gate(rnn):
            written = rnn.configured.written("recurrent_activation")
            over = rnn.over_time or " at every step"
            problem = rnn.problem(
                f"`{written}` lets {rnn.kind} gates exceed 1, so the state grows{over}; use sigmoid",
                at="recurrent_activation",
                fix=rnn.replace("recurrent_activation", "sigmoid"),
            )
            yield rnn.model, rnn, problem
