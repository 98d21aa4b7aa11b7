"""LL475: a loss that divides by the target, or takes its logarithm, and a target that was scaled to 0 or below it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.targets import Reach, reach
from lstm_lint.notions.training import trained
from lstm_lint.script import Script

_PERCENTAGE = "mean_absolute_percentage_error"
_LOGARITHM = "mean_squared_logarithmic_error"


@check("relative-loss-of-scaled-target", needs="recurrent fits in_force")
def relative_loss_of_scaled_target(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        found = reach(fit.y)
        for model in models if found is not None else ():
            for compiled in model.in_force:
                why = _why(loss_of(compiled), found) if found is not None else None
                if why is not None:
                    related = (fit.place.see("the model is trained here"),)
                    yield Problem(
                        f"{why}; write 'mse' or 'mae'",
                        compiled.span("loss"),
                        model=model.name,
                        related=related,
                    )


def _why(loss: str | None, found: Reach) -> str | None:
    if loss == _LOGARITHM and found.low < 0:
        return f"the logarithmic error takes targets below 0 for 0, and {found.why} puts half of them there"
    if loss == _PERCENTAGE and found.low <= 0 <= found.high and not found.why.startswith("a range"):
        return f"the percentage error divides by the target, and {found.why} puts some at 0"
    return None
