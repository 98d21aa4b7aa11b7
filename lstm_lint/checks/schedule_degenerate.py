"""LL511: a learning rate schedule that is over before the training has begun, or that rises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.schedules import LENGTH, SHORT, grows, updates_until_spent
from lstm_lint.notions.training import (
    compiled,
    has_frozen_layers,
    longest_training,
    planned_steps,
    rate_argument,
)
from lstm_lint.script import Configured, Fit, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_LONG_ENOUGH = 1000  # decay_steps of this size count batches, whoever wrote them


@check("schedule-degenerate", needs="recurrent in_force")
def schedule_degenerate(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for optimizer, alike in compiled(script):
        # A builder may be handed one schedule for each model: those of this one.
        models = tuple(m for m in alike if any(c.optimizer is optimizer for c in m.in_force))
        schedule = optimizer.known(rate_argument(optimizer))
        if not isinstance(schedule, Configured) or schedule.place.node in reported:
            continue
        if grows(schedule):
            reported.add(schedule.place.node)
            message = (
                f"`{schedule.written('decay_rate')}` multiplies the rate again and again: it grows; write 0.9"
            )
            yield Problem(message, schedule.span("decay_rate"), model=models[0].name)
            continue
        spent, planned = updates_until_spent(schedule), longest_training(models)
        if spent is None or not _too_early(schedule, spent, planned, models):
            continue
        reported.add(schedule.place.node)
        written = schedule.written(LENGTH[schedule.cls])
        of_all = f" of {planned}" if planned else ""
        yield Problem(
            f"`{written}` counts batches: 1 % of the rate is left after {spent}{of_all} updates; "
            "multiply by steps per epoch",
            schedule.span(LENGTH[schedule.cls]),
            fix=_fix(schedule, models),
            model=models[0].name,
        )


def _too_early(schedule: Configured, spent: int, planned: int | None, models: tuple[Model, ...]) -> bool:
    if schedule.known("staircase") is True and any(map(has_frozen_layers, models)):
        return False  # fine-tuning in a few large stairs
    if planned is not None:
        return spent <= planned / 4
    return (schedule.number("decay_steps") or 0) < _LONG_ENOUGH and spent <= SHORT


def _fits(models: tuple[Model, ...]) -> list[Fit]:
    return [fit for model in models for fit in model.fits]


def _fix(schedule: Configured, models: tuple[Model, ...]) -> Fix | None:
    argument = schedule.argument("decay_steps")
    per_epoch = {_per_epoch(fit) for fit in _fits(models)}
    count = per_epoch.pop() if len(per_epoch) == 1 else None
    if argument.place is None or count is None or not argument.place.text.replace("_", "").isalnum():
        return None
    return schedule.set_argument("decay_steps", f"{argument.place.text} * {count}", applicability="unsafe")


def _per_epoch(fit: Fit) -> int | None:
    planned, epochs = planned_steps(fit), fit.number("epochs")
    return int(planned / epochs) if planned and epochs else None


@mends("schedule-degenerate")
def constant_rate(specification: Specification, defect: Defect) -> Specification | None:
    """The rate that the schedule starts from, for as long as the training lasts."""
    schedule = specification.optimizer.arguments.get("learning_rate")
    first = schedule["arguments"].get("initial_learning_rate") if isinstance(schedule, dict) else None
    return specification.with_optimizer(learning_rate=first) if isinstance(first, float) else None
