"""LL601: nothing limits overfitting: a measured risk with few sequences, a remark elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.script import Fit, Model, Script
from lstm_lint.training import has_frozen_layers, limits_overfitting, planned_steps, sequences, trained

_HARMLESS_EPOCHS = 12  # after which 100 sequences were not overfitted yet; after 96 they were
_LONG = 200  # steps


@check("missing-regularization")
def missing_regularization(
    script: Script, *, few_sequences: int = 300, parameters_per_sequence: float = 20.0
) -> Iterator[Problem]:
    for fit, models in trained(script):
        if _is_generated(fit) or any(map(has_frozen_layers, models)):
            continue
        if not all(limits_overfitting(model, script.target) is False for model in models):
            continue
        risk = all(_at_risk(fit, model, few_sequences, parameters_per_sequence) for model in models)
        yield Problem(
            _message(fit, models[0], risk),
            fit.span(),
            Severity.WARNING if risk else Severity.ADVICE,
            model=models[0].name,
        )


def _is_generated(fit: Fit) -> bool:
    """Whether the data may come from a generator, which may augment them."""
    return fit.method != "fit" or not (fit.given("y") or (fit.x is not None and fit.x.certain))


def _at_risk(fit: Fit, model: Model, few: int, ratio: float) -> bool:
    count, steps, epochs = sequences(fit), planned_steps(fit), fit.number("epochs")
    if not count or epochs is None or epochs <= _HARMLESS_EPOCHS:
        return False
    if count < few:
        return True
    return (model.parameters or 0) / count >= ratio and (steps or 0) >= _LONG


def _message(fit: Fit, model: Model, risk: bool) -> str:
    count, parameters, epochs = sequences(fit), model.parameters, fit.number("epochs")
    if not risk:
        seen = "no dropout, L1/L2 or EarlyStopping limits overfitting"
        return f"{seen}; add EarlyStopping(restore_best_weights=True) first"
    what = f"{parameters:,} parameters on {count:,} sequences" if parameters else f"{count:,} sequences"
    length = f" for {epochs:,.0f} epochs" if epochs else ""
    return f"{what}{length}: nothing limits overfitting; add EarlyStopping, then dropout"
