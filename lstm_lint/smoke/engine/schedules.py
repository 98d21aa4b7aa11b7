"""Learning rates: a number, or one of Keras' schedules (`keras/src/optimizers/schedules/`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from lstm_lint.smoke.engine.arrays import Unsupported

Rate = Callable[[int], float]  # of the updates done so far


def schedule(value: Any) -> Rate:
    """The rate after so many updates. Raises Unsupported."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return lambda step: float(value)
    if isinstance(value, Mapping) and value.get("class") in _MADE:
        given = {name: item for name, item in value["arguments"].items() if name != "name"}
        if all(isinstance(item, (int, float)) for item in given.values()):
            try:
                return _MADE[value["class"]](**given)
            except TypeError as error:
                raise Unsupported(f"the schedule {value['class']}: {error}") from error
    raise Unsupported("the schedule of the learning rate")


def _exponential(
    initial_learning_rate: float, decay_steps: float, decay_rate: float, staircase: bool = False
) -> Rate:
    def rate(step: int) -> float:
        power = step / decay_steps
        return float(initial_learning_rate * decay_rate ** (math.floor(power) if staircase else power))

    return rate


def _inverse(
    initial_learning_rate: float, decay_steps: float, decay_rate: float, staircase: bool = False
) -> Rate:
    def rate(step: int) -> float:
        part = step / decay_steps
        return float(initial_learning_rate / (1 + decay_rate * (math.floor(part) if staircase else part)))

    return rate


def _polynomial(
    initial_learning_rate: float, decay_steps: float, end_learning_rate: float = 1e-4, power: float = 1.0,
    cycle: bool = False,
) -> Rate:  # fmt: skip
    def rate(step: int) -> float:
        if cycle:
            length = decay_steps * (1 if step == 0 else math.ceil(step / decay_steps))
        else:
            length, step = decay_steps, min(step, int(decay_steps))
        left = (1 - step / length) ** power
        return float((initial_learning_rate - end_learning_rate) * left + end_learning_rate)

    return rate


def _cosine(
    initial_learning_rate: float, decay_steps: float, alpha: float = 0.0, warmup_target: float | None = None,
    warmup_steps: float = 0,
) -> Rate:  # fmt: skip
    def rate(step: int) -> float:
        peak = initial_learning_rate
        if warmup_target is not None:
            if step < warmup_steps:
                return float(
                    initial_learning_rate + (warmup_target - initial_learning_rate) * step / warmup_steps
                )
            peak, step = warmup_target, step - int(warmup_steps)
        done = min(step, decay_steps) / decay_steps
        return float(peak * ((1 - alpha) * 0.5 * (1 + math.cos(math.pi * done)) + alpha))

    return rate


_MADE: Mapping[str, Callable[..., Rate]] = {
    "ExponentialDecay": _exponential,
    "InverseTimeDecay": _inverse,
    "PolynomialDecay": _polynomial,
    "CosineDecay": _cosine,
}
