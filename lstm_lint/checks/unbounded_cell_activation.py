"""LL203: a cell activation without bound, where the sequence is long enough for it to matter."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, gated, growing_cell
from lstm_lint.notions.sweeps import chosen
from lstm_lint.script import Model, Script


@check("unbounded-cell-activation")
def unbounded_cell_activation(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        severity = growing_cell(rnn)
        if severity is not None and not _is_only_loaded(rnn):
            written = rnn.configured.written("activation")
            state = "cell state" if rnn.kind == "LSTM" else "state"
            lets = f"`{written}`{rnn.over_time} lets {state} and gradients grow"
            problem = rnn.problem(
                f"{lets} {'without bound' if rnn.over_time else 'with each time step'}; use the default tanh",
                at="activation",
                severity=severity,
                fix=rnn.restore_tanh(),
            )
            yield rnn.model, rnn, problem


def _is_only_loaded(rnn: Gated) -> bool:
    """Whether the weights were trained elsewhere with this activation, so that another one would break them."""
    return rnn.model is not None and rnn.model.weights_loaded and not rnn.model.fits
