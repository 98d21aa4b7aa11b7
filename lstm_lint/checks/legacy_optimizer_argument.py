"""LL508: `lr` and `decay`, which the targeted Keras refuses, drops or ignores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.training import DEFAULT_RATES
from lstm_lint.script import Configured, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification


_OF_WEIGHTS = re.compile(r"weight_?decay|\bwd\b", re.IGNORECASE)  # `decay=config.WEIGHT_DECAY`


@check("legacy-optimizer-argument", needs="lr=|decay=|refused:optimizer-lr")
def legacy_optimizer_argument(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from refusals(script, of_kind("optimizer-lr", _of_attribute))
    for optimizer in _optimizers(script):
        if optimizer.given("lr"):
            usual = DEFAULT_RATES[optimizer.cls]
            effect = _effect_of_lr(script.target, usual)
            if effect is not None:
                renamed = (
                    None
                    if optimizer.given("learning_rate")
                    else optimizer.rename_argument("lr", "learning_rate")
                )
                message = f"`{optimizer.written('lr')}`: {effect}; write `learning_rate`"
                alike = optimizer.number("lr") == usual and not script.target.at_least(3)  # nothing changes
                severity = Severity.WARNING if alike else Severity.ERROR
                yield Problem(message, optimizer.span("lr"), severity, renamed, cause="lr")
        if optimizer.given("decay"):
            found = _effect_of_decay(script.target)
            if found is not None:
                effect, severity = found
                if severity is Severity.WARNING and optimizer.number("decay") == 0:
                    continue  # what is ignored would do nothing
                cure = "pass an InverseTimeDecay as `learning_rate`"
                place = optimizer.argument("decay").place
                if place is not None and _OF_WEIGHTS.search(place.text):
                    effect, cure = effect.partition(",")[0], "write `weight_decay`"
                message = f"`{optimizer.written('decay')}`: {effect}; {cure}"
                yield Problem(message, optimizer.span("decay"), severity, cause="decay")


def _of_attribute(optimizer: str) -> str:
    named = f"`{optimizer}.lr`" if len(optimizer) < 40 else "`lr` of an optimizer"
    return f"{named} was renamed: Keras 3 raises AttributeError; write `learning_rate`"


def _optimizers(script: Script) -> Iterator[Configured]:
    """Every optimizer built in the script but those of `optimizers.legacy`, compiled or not."""
    built = [compile.optimizer for model in script.models for compile in model.compiles]
    for optimizer in {id(item): item for item in (*built, *script.loose) if item is not None}.values():
        if optimizer.cls in DEFAULT_RATES:
            yield optimizer


def _effect_of_lr(target: KerasTarget, usual: float) -> str | None:
    if target.at_least(3):
        return "Keras 3 raises ValueError, the argument was renamed"
    if target.at_least(2, 11) and target.below(3):
        return f"Keras 2.11 to 2.15 ignores it and trains with the default {usual:g}"
    return None


def _effect_of_decay(target: KerasTarget) -> tuple[str, Severity] | None:
    if target.at_least(3):
        return "Keras 3 ignores it, the rate stays constant", Severity.WARNING
    if target.at_least(2, 11) and target.below(3):
        return "Keras 2.11 to 2.15 raises ValueError", Severity.ERROR
    return None


@mends("legacy-optimizer-argument")
def current_name(specification: Specification, defect: Defect) -> Specification:
    """`learning_rate` for `lr`, and no `decay`."""
    rate = specification.optimizer.arguments.get("lr")
    renamed = {"learning_rate": float(rate)} if rate is not None else {}
    return specification.with_optimizer(lr=None, decay=None, **renamed)
