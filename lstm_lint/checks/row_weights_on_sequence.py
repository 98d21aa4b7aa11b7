"""LL432: one sample_weight a row, where the model predicts every time step."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.paths import on_every_path
from lstm_lint.script import Fit, Known, Model, Script


@check("row-weights-on-sequence", needs="recurrent fits")
def row_weights_on_sequence(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        steps = _steps(model) if model.recurrent and model.complete else None
        for fit in model.fits if steps is not None else ():
            weights, batch = fit.sample_weight, _batch(fit)
            if weights is None or weights.shape is None or len(weights.shape) != 1 or batch in (None, 1):
                continue
            if _has_one_loss_a_row(model, fit):
                continue
            problem = f"sample_weight has one value per row, the output {steps} steps: "
            if batch == steps:
                problem += f"batches of {batch} rows weight time steps instead; repeat them to (n, {steps})"
            else:
                problem += f"ValueError with batches of {batch}; repeat them to (n, {steps})"
            severity = Severity.WARNING if batch == steps else Severity.ERROR
            yield model, fit, Problem(problem, fit.span("sample_weight"), severity, model=model.name)


def _steps(model: Model) -> int | None:
    """How many time steps the model predicts, under losses of Keras that give one value for each."""
    losses = {loss_of(compiled) for compiled in model.in_force}
    shape = model.heads[0].output_shape if len(model.heads) == 1 else None
    if None in losses or not losses or shape is None or len(shape) != 3:
        return None
    return shape[1] if isinstance(shape[1], int) and shape[1] > 1 else None


def _has_one_loss_a_row(model: Model, fit: Fit) -> bool:
    """A target of (n, steps) takes the last axis of (n, steps, 1), and the loss is a mean over the steps."""
    output, target = model.heads[0].output_shape, fit.y.shape if fit.y is not None else None
    return output is not None and target is not None and output[-1] == 1 and len(target) == len(output) - 1


def _batch(fit: Fit) -> int | None:
    if fit.method != "fit" or fit.x is None or fit.x.kind != "array":
        return None
    if fit["batch_size"] == Known(None):
        return 32
    size = fit.number("batch_size")
    return int(size) if size is not None else None
