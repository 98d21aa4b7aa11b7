"""Learning rate schedules as arithmetic: how many updates it takes until next to nothing of the rate is left."""

from __future__ import annotations

from math import acos, ceil, isfinite, log, nan, pi

from lstm_lint.script import Configured

LEFT = 0.01  # of the initial rate: from here on nothing is learned any more
SHORT = 100  # updates: a training whose length is not known is longer than this

LENGTH = {
    "ExponentialDecay": "decay_steps",
    "InverseTimeDecay": "decay_steps",
    "CosineDecay": "decay_steps",
}


def updates_until_spent(schedule: Configured) -> int | None:
    """Number of updates after which the rate is below 1 % of its start; None where never or not known.

    Formulas from keras/src/optimizers/schedules/learning_rate_schedule.py.
    """
    length, rate = schedule.number("decay_steps"), schedule.number("decay_rate")
    if schedule.cls not in LENGTH or length is None or length <= 0:
        return None
    if schedule.cls == "CosineDecay":
        floor, warmup = schedule.number("alpha"), schedule.number("warmup_steps")
        if floor is None or warmup is None or floor >= LEFT:
            return None
        turn = acos(2 * (LEFT - floor) / (1 - floor) - 1) if isfinite(floor) else nan
        return _whole(warmup + length * turn / pi)
    if rate is None or rate <= 0:
        return None
    if schedule.cls == "InverseTimeDecay":
        return _whole(length * (1 / LEFT - 1) / rate)
    return _whole(length * log(LEFT) / log(rate)) if rate < 1 else None


def _whole(updates: float) -> int | None:
    return ceil(updates) if isfinite(updates) else None


def grows(schedule: Configured) -> bool:
    """Whether the rate rises without end."""
    return schedule.cls == "ExponentialDecay" and (schedule.number("decay_rate") or 0) > 1
