"""LL512: a callback that sets a learning rate which a schedule has taken."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.signatures import exists
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.training import compiled, plain_name, rate_argument, same_place
from lstm_lint.script import Configured, Script

_SETS_RATE = ("ReduceLROnPlateau", "LearningRateScheduler")


@check("schedule-with-lr-callback", needs="recurrent in_force fits")
def schedule_with_lr_callback(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for optimizer, models in compiled(script):
        schedule = optimizer.known(rate_argument(optimizer))
        if not isinstance(schedule, Configured) or not _is_schedule(schedule, script.target):
            continue
        for model in models:
            if not all(
                c.optimizer is not None and same_place(c.optimizer, optimizer) for c in model.in_force
            ):
                continue  # another compile call may come before this training
            for callback in (callback for fit in model.fits for callback in fit.callbacks or ()):
                if callback.cls in _SETS_RATE and callback.place.node not in reported:
                    reported.add(callback.place.node)
                    yield Problem(
                        f"{callback.cls} sets the learning rate that {plain_name(optimizer)} has from {schedule.cls}: "
                        "TypeError; keep one of them",
                        callback.span(),
                        model=model.name,
                    )


def _is_schedule(value: Configured, target: KerasTarget) -> bool:
    return exists("schedules", value.cls, target)
