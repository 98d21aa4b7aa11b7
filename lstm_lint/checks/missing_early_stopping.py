"""LL608: a long training that nothing stops when it is done."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.training import (
    PASSIVE_CALLBACKS,
    epochs,
    is_one_of,
    limits_overfitting,
    planned_steps,
    trained,
)
from lstm_lint.script import Configured, Known, Model, Script

_KNOWN = PASSIVE_CALLBACKS | {"ReduceLROnPlateau"}  # none of them ends the training, or plans its length


@check("missing-early-stopping", needs="recurrent fits")
def missing_early_stopping(
    script: Script, *, long_epochs: int = 100, long_steps: int = 20_000
) -> Iterator[Problem]:
    for fit, models in trained(script):
        if fit.in_loop:
            continue  # a sweep, folds, a loop that decides itself when to stop
        if fit.callbacks is None or not all(is_one_of(callback, _KNOWN) for callback in fit.callbacks):
            continue
        if any(_scheduled(model) or _stateful(model) for model in models):
            continue
        if fit.method == "fit" and all(limits_overfitting(model, script.target) is False for model in models):
            continue  # LL601 asks for the same
        passes, steps = epochs(fit), planned_steps(fit)
        if (passes or 0) >= long_epochs:
            length = f"{passes:,.0f} epochs"
        elif (steps or 0) >= long_steps:
            length = f"{steps:,} updates"
        else:
            continue
        first = "add validation data, then" if fit.validation is False else "add"
        yield Problem(
            f"{length} without EarlyStopping go on when nothing improves; {first} EarlyStopping(patience=10)",
            fit.span("nb_epoch" if fit.given("nb_epoch") else "epochs"),
            model=models[0].name,
        )


@once
def _scheduled(model: Model) -> bool:
    """Whether a schedule plans the learning rate over the whole training, or may do so."""
    for compile in model.in_force:
        optimizer = compile.optimizer
        if optimizer is None:
            return True
        rate = optimizer["lr" if optimizer.given("lr") else "learning_rate"]
        if not isinstance(rate, Known) or isinstance(rate.value, Configured):
            return True
    return not model.in_force


@once
def _stateful(model: Model) -> bool:
    return any(
        layer["stateful"] != Known(False) for layer in model.recurrent if "stateful" in layer.arguments
    )
