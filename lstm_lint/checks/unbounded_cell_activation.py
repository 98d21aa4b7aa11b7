"""LL203: a cell activation without bound, where the sequence is long enough for it to matter."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.activations import Gated, activation_of, gated, growing_cell
from lstm_lint.notions.raw_inputs import readers_of_raw_input
from lstm_lint.notions.sweeps import chosen, is_no_choice
from lstm_lint.script import Model, Script

_MANY, _LARGE = 8, 100.0  # features of a step, and their size: pixels; of one feature relu makes no worse use


@check("unbounded-cell-activation", needs="gated")
def unbounded_cell_activation(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model | None, Gated, Problem]]:
    for rnn in gated(script):
        severity = growing_cell(rnn)
        raw = _raw_values(rnn) if severity is None else None
        if severity is None and raw is None:
            continue
        if rnn.model is not None and is_no_choice(script, rnn.model, rnn.layer):
            continue
        if raw is not None:
            message = f"`{rnn.configured.written('activation')}` has no bound for values up to {raw:g}; "
            message += "scale x, and use the default tanh"
            yield rnn.model, rnn, rnn.problem(message, at="activation", severity=Severity.ADVICE)
        if severity is not None:
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


def _raw_values(rnn: Gated) -> float | None:
    """The largest of the many raw values that the cell reads at each step: with them relu is worse over 2 steps."""
    model = rnn.model
    features = rnn.layer.features
    if model is None or features is None or features < _MANY or activation_of(rnn.configured) != "relu":
        return None
    weighted = any(layer.traits.weights for layer in model.upstream(rnn.layer))
    if weighted or rnn.layer not in readers_of_raw_input(model):
        return None
    for fit in model.fits:
        x = fit.x
        if x is not None and x.certain and (x.magnitude or 0) >= _LARGE and x.step("scale") is None:
            return x.magnitude
    return None
