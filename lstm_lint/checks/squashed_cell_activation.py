"""LL204: a cell activation that can push the state one way only."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, activation_of, gated, squashed_cell
from lstm_lint.notions.lineage import inputs
from lstm_lint.notions.losses import loss_of
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


def _is_taken_for_probabilities(rnn: Gated) -> bool:
    """Whether a softmax of the cell itself is the output that a crossentropy reads."""
    if rnn.model is None or rnn.layer not in rnn.model.heads or activation_of(rnn.configured) != "softmax":
        return False
    losses = {loss_of(compiled) for compiled in rnn.model.in_force}
    return bool(losses) and losses <= {"categorical_crossentropy", "sparse_categorical_crossentropy"}


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        if not squashed_cell(rnn) or (rnn.model is not None and is_no_choice(script, rnn.model, rnn.layer)):
            continue
        if not _has_one_step(rnn):
            written = rnn.configured.written("activation")
            if _is_taken_for_probabilities(rnn):
                units = rnn.configured.known("units")
                dense = (
                    f"Dense({units}, activation='softmax')" if isinstance(units, int) else "a Dense softmax"
                )
                message = f"`{written}` of the {rnn.kind} gives no probabilities: the gates shrink them; "
                message += f"end with {dense}"
                yield rnn.model, rnn, rnn.problem(message, at="activation")
                continue
            state = "cell state" if rnn.kind == "LSTM" else "state"
            problem = rnn.problem(
                f"`{written}` adds nothing below 0 to the {state}, which drifts up{rnn.over_time}; use tanh",
                at="activation",
                fix=rnn.replace("activation", "tanh"),
            )
            yield rnn.model, rnn, problem
