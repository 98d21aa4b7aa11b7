"""LL515: ReduceLROnPlateau with limits that leave it nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.training import learning_rate, plain_name
from lstm_lint.script import Configured, Model, Script


@check("learning-rate-unset-for-schedule", needs="ReduceLROnPlateau")
def learning_rate_unset_for_schedule(script: Script) -> Iterator[Problem]:
    held = [item for item in script.loose if item.cls == "ReduceLROnPlateau"]
    used = [
        (callback, model)
        for model in script.models
        for fit in model.fits
        for callback in fit.callbacks or ()
        if callback.cls == "ReduceLROnPlateau"
    ]
    seen: set[object] = set()
    for callback, model in [*used, *((callback, None) for callback in held)]:
        if callback.place.node in seen:
            continue
        seen.add(callback.place.node)
        factor = callback.number("factor")
        if factor is not None and factor >= 1:
            effect = "ReduceLROnPlateau raises ValueError, a factor must be below 1"
            yield Problem(
                f"`{callback.written('factor')}`: {effect}; write `factor=0.1`",
                callback.span("factor"),
                Severity.ERROR,
                model=model.name if model else None,
            )
        elif model is not None:
            yield from _never_acts(callback, model)


def _never_acts(callback: Configured, model: Model) -> Iterator[Problem]:
    floor = callback.number("min_lr")
    optimizers = [call.optimizer for call in model.in_force]
    rates = [learning_rate(optimizer) if optimizer is not None else None for optimizer in optimizers]
    if floor is None or not rates or None in rates:
        return
    highest = max(rate for rate in rates if rate is not None)
    if floor >= highest:
        name = plain_name(optimizers[0]) if optimizers[0] is not None else "the optimizer"
        yield Problem(
            f"`{callback.written('min_lr')}` is not below the learning rate {highest:g} of {name}: the callback "
            "never acts; lower it",
            callback.span("min_lr"),
            model=model.name,
        )
