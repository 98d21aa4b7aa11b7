"""LL501: a constant learning rate at which recurrent weights are thrown about instead of trained."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import (
    ADAM_FAMILY,
    compiled,
    default_rate,
    is_clipped,
    is_regression,
    largest_units,
    plain_name,
    rate_argument,
    rate_bounds,
    rate_problem,
    reschedules,
    user_of,
)
from lstm_lint.script import Configured, Model, Script

# First step of Adam over weights, by `rate * sqrt(units)`: 0.0041, 0.0078, 0.0138 at 8, 32, 128 units and rate 0.001.
# That of RMSprop depends on how large the gradients are: nothing is said of it.
_FIRST_STEP = 1.35
_HARMS = 0.5  # of the weights in the first step: 38 % is 8 units at 0.1, which gain; 76 % is 32, which lose
_RMSPROP_OVERSHOOTS = 0.02  # one wide layer on one-hot text trains well at 0.01, as the examples of Keras do
_WIDE = 128  # units from which 0.03 fails: 24 times the loss of the default, against 1.5 times at 32


@check("learning-rate-too-high", needs="recurrent in_force")
def learning_rate_too_high(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model, Configured, Problem]]:
    for optimizer, models in compiled(script):
        bounds = rate_bounds(optimizer)
        if bounds is None or reschedules(models):
            continue
        rate = bounds[0]
        severity = _severity(optimizer, rate, models)
        if severity is not None:
            rated = default_rate(optimizer, script.target)
            message = _message(optimizer, rate, rated, models)
            problem = rate_problem(optimizer, rated, models, message, severity)
            usual = plain_name(optimizer) == "RMSprop" and rate < _RMSPROP_OVERSHOOTS
            yield user_of(optimizer, models), optimizer, replace(problem, pedantic=usual)


def _severity(optimizer: Configured, rate: float, models: tuple[Model, ...]) -> Severity | None:
    name = plain_name(optimizer)
    if name == "SGD":
        if rate < 0.5 or is_clipped(optimizer) is not False or not all(map(is_regression, models)):
            return None
        return Severity.ERROR if rate >= 1.0 else Severity.WARNING
    if name not in ADAM_FAMILY or rate < (0.01 if name == "RMSprop" else 0.02):
        return None
    if rate >= 0.3:
        return Severity.ERROR
    wide = all((largest_units(model) or 0) >= _WIDE for model in models)
    if name == "RMSprop" and rate < _RMSPROP_OVERSHOOTS:
        # Text generators train well at 0.01; two layers of a regression overshoot.
        wide = wide and all(len(model.recurrent) > 1 and is_regression(model) for model in models)
    changes = [_first_change(model, rate) for model in models]
    if name != "RMSprop" and all(change is not None and change < _HARMS for change in changes) and not wide:
        return Severity.ADVICE
    return Severity.WARNING if rate >= 0.1 or wide else Severity.ADVICE


def _first_change(model: Model, rate: float) -> float | None:
    """By how much the first step of Adam changes recurrent weights, relative to their size."""
    units = largest_units(model)
    return _FIRST_STEP * sqrt(units) * rate if units else None


def _message(optimizer: Configured, rate: float, usual: float, models: tuple[Model, ...]) -> str:
    name, argument = plain_name(optimizer), rate_argument(optimizer)
    change = _first_change(models[0], rate)
    effect = "steps can overshoot"
    if name == "SGD":
        effect = (
            "an LSTM regression diverges to NaN" if rate >= 1.0 else "the loss of a regression can blow up"
        )
    elif change is not None and name != "RMSprop":
        effect = f"the first step changes recurrent weights by about {change:.0%}"
    given = f"`{argument}={rate:g}`"
    if optimizer.number(argument) is None:
        given = f"the lowest `{argument}` of the search, {rate:g},"
    return f"{given} is {rate / usual:,.0f}x the default of {name}: {effect}; use {usual:g}"
