"""LL505: no gradient clipping: a measured risk with SGD on long sequences, a remark elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.activations import UNBOUNDED, activation_of
from lstm_lint.notions.training import (
    ADAM_FAMILY,
    compiled,
    is_clipped,
    learning_rate,
    longest_sequence,
    plain_name,
    sweeps_rate,
)
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Configured, Layer, Model, Script

_LARGE_STEP = 0.1  # learning_rate / (1 - momentum)
_SMALL_STEP = 0.01  # that of SGD as it is; below it the rate itself was lowered


@check("missing-gradient-clipping", needs="recurrent in_force")
def missing_gradient_clipping(script: Script, *, timesteps: int = 100) -> Iterator[Problem]:
    for optimizer, models in compiled(script):
        if is_clipped(optimizer) is not False or all(map(is_trial, models)):
            continue
        length = min((longest_sequence(model) or 0) for model in models)
        if length >= timesteps and _takes_large_steps(optimizer):
            yield Problem(
                f"{_shown(optimizer)} over {length} time steps without clipping takes destructive steps; "
                "write `global_clipnorm=1.0`",
                optimizer.span(),
                Severity.WARNING,
                optimizer.set_argument("global_clipnorm", "1.0")
                if _can_clip(optimizer, script.target)
                else None,
                models[0].name,
            )
        elif not any(sweeps_rate(fit) for model in models for fit in model.fits):
            yield Problem(
                _remark(optimizer, models, _can_clip(optimizer, script.target)),
                optimizer.span(),
                Severity.ADVICE,
                model=models[0].name,
                pedantic=_is_benign(optimizer),
            )


def _takes_large_steps(optimizer: Configured) -> bool:
    step = _step(optimizer) if plain_name(optimizer) == "SGD" else None
    return step is not None and step >= _LARGE_STEP - 1e-9


def _step(optimizer: Configured) -> float | None:
    """What a gradient of 1 moves a weight by in the end, momentum included; None where it is not known."""
    rate, momentum = learning_rate(optimizer), optimizer.number("momentum")
    return rate / (1 - momentum) if rate is not None and momentum is not None and momentum < 1 else None


def _can_clip(optimizer: Configured, target: KerasTarget) -> bool:
    """Whether this is a call that takes `global_clipnorm`: Keras has it since 2.4."""
    return optimizer.is_call and target.at_least(2, 4)


def _shown(optimizer: Configured) -> str:
    return f"SGD(learning_rate={learning_rate(optimizer):g}, momentum={optimizer.number('momentum'):g})"


def _remark(optimizer: Configured, models: tuple[Model, ...], can_clip: bool) -> str:
    name = plain_name(optimizer)
    clip = "`global_clipnorm=1.0`" if can_clip or not optimizer.is_call else "`clipnorm=1.0`"
    if name == "SGD":
        return f"SGD without gradient clipping: nothing bounds a step; {clip} does"
    if any(_is_unbounded(layer) for model in models for layer in model.recurrent):
        return f"{name} without gradient clipping, and an unbounded cell: bound the activation; {clip} helps a little"
    if name in ADAM_FAMILY:
        return f"{name} without gradient clipping: measured as not needed with default cells; {clip} sets a limit"
    return f"{name} without gradient clipping; {clip} sets a limit to what one batch can do"


def _is_benign(optimizer: Configured) -> bool:
    """Whether the optimizer divides by the size of the gradient, or its rate was lowered until it did no harm.

    An unbounded cell is bounded first: LL203.
    """
    step = _step(optimizer)
    return plain_name(optimizer) != "SGD" or (step is not None and step < _SMALL_STEP - 1e-9)


def _is_unbounded(layer: Layer) -> bool:
    return activation_of(layer) in UNBOUNDED
