"""LL730: data are scaled, weights of classes or gradients worked out, under a name of which nothing is made."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import inputs, same_step
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import slips_of
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Script, Series, Slip

_OF_DATA = ("unused-scaled", "unused-weights")
_LONGEST_NAME = 24  # that leaves a message in its line


@check(
    "prepared-and-never-used",
    needs="recurrent fits|slips:unused-gradients slips:unused-scaled|slips:unused-weights|slips:unused-gradients",
)
def prepared_and_never_used(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from slips_of(script, "unused-gradients", _of_gradients)
    fits = [fit for fit, _ in trained(script)]
    for slip in (one for one in script.slips if one.kind in _OF_DATA and fits):
        name = _shown(slip.words[0])
        if slip.kind == "unused-scaled" and all(_lacks(fit, slip) for fit in fits):
            message = (
                f"`{name}` is never used: `fit` gets the data as they were before the scaling; pass it on"
            )
        elif slip.kind == "unused-weights" and all(map(_weighs_alike, fits)):
            message = f"`{name}` is never used: `fit` weighs all classes alike; pass it as class_weight"
        else:
            continue
        yield Problem(
            message, slip.place.span, related=(fits[0].place.see("the model is trained here, without it"),)
        )


def _shown(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else "this"


def _of_gradients(name: str) -> str:
    message = f"`{_shown(name)}` is never used: no weight changes"
    return f"{message}; write optimizer.apply_gradients(zip(gradients, weights))"


def _lacks(fit: Fit, slip: Slip) -> bool:
    """Whether what a model is trained on comes from the same source, and nothing has scaled it."""
    return any(one is not None and _is_bare(one, slip.data) for one in inputs(fit))


def _is_bare(series: Series, scaled: Series | None) -> bool:
    if (
        scaled is None
        or not series.steps
        or not scaled.steps
        or not same_step(series.steps[0], scaled.steps[0])
    ):
        return False
    return all(
        step.kind not in ("scale", "unknown", "arithmetic", "stack", "tokens") for step in series.steps
    )


def _weighs_alike(fit: Fit) -> bool:
    return fit.complete and not fit.given("class_weight") and not fit.given("sample_weight")
