"""LL601: nothing limits overfitting: a measured risk with few sequences, a remark elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions.aims import judged_by_error
from lstm_lint.notions.training import (
    epochs,
    has_frozen_layers,
    limits_overfitting,
    planned_steps,
    sequences,
    sweeps_rate,
    trained,
)
from lstm_lint.notions.trials import is_trial, learns_made_up
from lstm_lint.script import Fit, Model, Script

_HARMLESS_EPOCHS = 12  # after which 100 sequences were not overfitted yet; after 96 they were
_HARMLESS_STEPS = 40  # after which 100 sequences were at their best
_LONG = 200  # steps
_HARMLESS = (
    "no dropout, L1/L2 or EarlyStopping: no harm at this length and size; a longer run needs EarlyStopping"
)
_MANY_SEQUENCES = 1000  # from which no safeguard is as good as any, for a network of ordinary size


@check("missing-regularization", needs="recurrent fits")
def missing_regularization(
    script: Script,
    *,
    few_sequences: int = 300,
    parameters_per_sequence: float = 20.0,
    too_few_sequences: int = 30,
) -> Iterator[Problem]:
    for fit, models in trained(script):
        if (
            _is_generated(fit)
            or sweeps_rate(fit)
            or any(map(has_frozen_layers, models))
            or all(map(is_trial, models))
        ):
            continue
        if not all(limits_overfitting(model, script.target) is False for model in models):
            continue
        harmless = any(_is_harmless(fit, model, parameters_per_sequence) for model in models)
        risk = not harmless and all(
            _at_risk(fit, model, few_sequences, parameters_per_sequence) for model in models
        )
        too_few = risk and (sequences(fit) or 0) < too_few_sequences
        toy = too_few or all(map(learns_made_up, models))
        yield Problem(
            _HARMLESS if harmless else _message(fit, models[0], risk, too_few),
            fit.span(),
            Severity.WARNING if risk and not toy else Severity.ADVICE,
            model=models[0].name,
            pedantic=harmless or not risk or not all(judged_by_error(model, fit) for model in models),
        )


def _is_generated(fit: Fit) -> bool:
    """Whether the data may come from a generator, which may augment them."""
    return fit.method != "fit" or not (fit.given("y") or (fit.x is not None and fit.x.certain))


def _is_harmless(fit: Fit, model: Model, ratio: float) -> bool:
    """Whether the training is too short to overfit, or has sequences enough for its weights."""
    count, steps, passes = sequences(fit), planned_steps(fit), epochs(fit)
    if passes is not None and passes <= _HARMLESS_EPOCHS:
        return True
    if steps is not None and steps <= _HARMLESS_STEPS:
        return True
    return bool(count and count >= _MANY_SEQUENCES and model.parameters and model.parameters / count < ratio)


def _at_risk(fit: Fit, model: Model, few: int, ratio: float) -> bool:
    count, steps = sequences(fit), planned_steps(fit)
    if not count or epochs(fit) is None or _predicts_sequences(model):
        return False
    if model.parameters is not None and model.parameters < count:
        return False  # too few to learn each sequence by heart
    if count < few:
        return True
    return (model.parameters or 0) / count >= ratio and (steps or 0) >= _LONG


@once
def _predicts_sequences(model: Model) -> bool:
    """Whether each sequence holds many targets, one a time step or pixel: then few sequences may be much data."""
    return any(head.output_shape is None or len(head.output_shape) > 2 for head in model.heads)


def _message(fit: Fit, model: Model, risk: bool, too_few: bool) -> str:
    count, parameters, passes = sequences(fit), model.parameters, epochs(fit)
    first = "add validation data, then EarlyStopping" if fit.validation is False else "add EarlyStopping"
    if not risk:
        return f"no dropout, L1/L2 or EarlyStopping limits overfitting; {first}"
    what = f"{parameters:,} parameters on {count:,} sequences" if parameters else f"{count:,} sequences"
    length = f" for {passes:,.0f} epochs" if passes else ""
    if too_few:
        return f"{what}{length}: too few for EarlyStopping to judge by; gather more, or use fewer units"
    return f"{what}{length}: nothing limits overfitting; {first}"
