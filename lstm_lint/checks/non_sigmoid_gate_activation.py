"""LL201: gates that are signed, share a sum, or are never below 1."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, activation_of, gate_without_switch, gated
from lstm_lint.notions.sweeps import chosen
from lstm_lint.script import Model, Script

_EFFECT = {
    "tanh": "lets {} gates turn negative, so they cannot keep or forget",
    "softmax": "makes all {} gates share a sum of 1, so nothing is kept",
    "softplus": "lets {} gates exceed 1, so the state grows at every step",
    "exponential": "lets {} gates exceed 1, so the state grows at every step",
}


@check("non-sigmoid-gate-activation", needs="gated")
def non_sigmoid_gate_activation(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        if gate_without_switch(rnn):
            written = rnn.configured.written("recurrent_activation")
            effect = _EFFECT[activation_of(rnn.configured, "recurrent_activation") or ""].format(rnn.kind)
            problem = rnn.problem(
                f"`{written}` {effect}; use sigmoid",
                at="recurrent_activation",
                fix=rnn.replace("recurrent_activation", "sigmoid"),
            )
            yield rnn.model, rnn, problem
