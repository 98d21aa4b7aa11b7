"""LL204: a cell activation that can push the state one way only."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, gated, squashed_cell
from lstm_lint.notions.lineage import inputs
from lstm_lint.notions.sweeps import chosen, is_no_choice
from lstm_lint.script import Model, Script


@check("squashed-cell-activation", needs="gated")
def squashed_cell_activation(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _has_one_step(rnn: Gated) -> bool:
    """Whether it reads one step, in which nothing drifts: its input says so, or the data of each training."""
    if rnn.layer.timesteps is not None or rnn.model is None:
        return rnn.layer.timesteps == 1
    shapes = [x.shape if x is not None else None for fit in rnn.model.fits for x in inputs(fit)]
    return bool(shapes) and all(shape is not None and len(shape) == 3 and shape[1] == 1 for shape in shapes)


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        if rnn.model is not None and is_no_choice(script, rnn.model, rnn.layer):
            continue
        if squashed_cell(rnn) and not _has_one_step(rnn):
            written = rnn.configured.written("activation")
            state = "cell state" if rnn.kind == "LSTM" else "state"
            problem = rnn.problem(
                f"`{written}` adds nothing below 0 to the {state}, which drifts up{rnn.over_time}; use tanh",
                at="activation",
                fix=rnn.replace("activation", "tanh"),
            )
            yield rnn.model, rnn, problem
