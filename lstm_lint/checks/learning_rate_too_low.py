"""LL502: a constant learning rate with which the weights hardly leave their initial values."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.ir.records import replace
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import (
    ADAM_FAMILY,
    compiled,
    default_rate,
    has_frozen_layers,
    is_regression,
    longest_training,
    plain_name,
    rate_argument,
    rate_bounds,
    rate_problem,
    reschedules,
    user_of,
)
from lstm_lint.script import Configured, Model, Script, identifier

_ABSURD = 1e-7  # 10,000 times below the default: a million steps of Adam move a weight by about 0.1
_ENOUGH = 0.05  # by so much the steps of Adam together move a weight where a training is seen to learn


@check("learning-rate-too-low", needs="recurrent in_force")
def learning_rate_too_low(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model, Configured, Problem]]:
    for optimizer, models in compiled(script):
        bounds = rate_bounds(optimizer)
        rate = bounds[1] if bounds is not None else None
        if rate is None or rate <= 0 or reschedules(models) or any(map(has_frozen_layers, models)):
            continue
        if any(map(_is_irnn, models)) or any(map(_may_be_pretrained, models)):
            continue
        severity = _severity(optimizer, rate, models)
        if severity is None:
            continue
        argument, usual = rate_argument(optimizer), default_rate(optimizer, script.target)
        steps = longest_training(models)
        if plain_name(optimizer) == "SGD":
            effect = "without momentum the weights hardly move"
        elif steps is None and any(fit.number("batch_size") == 1 for model in models for fit in model.fits):
            continue  # a step a sample may be enough of them
        elif steps is None:
            effect = f"a step moves a weight by about {rate:.1g}"
        elif rate * steps > _ENOUGH:
            continue
        else:
            effect = f"{steps:,} steps move a weight by about {rate * steps:.2g} at most"
        given = f"`{argument}={rate:g}`"
        if optimizer.number(argument) is None:
            given = f"the highest `{argument}` of the search, {rate:g},"
        message = f"{given} is too low for {plain_name(optimizer)}: {effect}; use {usual:g}"
        problem = rate_problem(optimizer, usual, models, message, severity)
        yield (
            user_of(optimizer, models),
            optimizer,
            replace(problem, pedantic=steps is None and rate > _ABSURD),
        )


def _severity(optimizer: Configured, rate: float, models: tuple[Model, ...]) -> Severity | None:
    name = plain_name(optimizer)
    low = name in ADAM_FAMILY and rate <= 1e-5
    if name == "SGD" and rate <= 1e-4 and optimizer.number("momentum") == 0:
        low = not any(map(_large_steps, models))
    return (Severity.WARNING if rate <= _ABSURD else Severity.ADVICE) if low else None


@once
def _may_be_pretrained(model: Model) -> bool:
    """Whether a model of another library is part of it, such as `ResNet50(weights="imagenet")`."""
    return any(layer.cls == "Operation" for layer in model.layers)


@once
def _large_steps(model: Model) -> bool:
    """Whether SGD may take large steps all the same: its steps grow with the targets of a regression."""
    if is_regression(model) is False:
        return False
    targets = [fit.y for fit in model.fits]
    return not targets or any(
        y is None or (y.step("scale") is None and (y.magnitude is None or y.magnitude > 10)) for y in targets
    )


@once
def _is_irnn(model: Model) -> bool:
    """Whether a relu SimpleRNN starts from the identity: over 784 steps its authors train it with a rate of 1e-8.

    Le, Jaitly and Hinton 2015, arXiv:1504.00941; the example mnist_irnn of Keras takes 1e-6.
    """
    cells = [layer.cell if layer.cell is not None else layer for layer in model.recurrent]
    return any(
        cell.cls.startswith("SimpleRNN")
        and identifier(cell["activation"]) == "relu"
        and identifier(cell["recurrent_initializer"]) in ("identity", "identity_matrix")
        for cell in cells
    )
