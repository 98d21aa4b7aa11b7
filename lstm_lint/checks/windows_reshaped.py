"""LL734: windows with the steps on the last axis are reshaped where they must be transposed."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Recut, Scrambled, Script


@check("windows-reshaped")
def windows_reshaped(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for call in (*model.fits, *model.predictions) if model.recurrent else ():
            series = (one for one in (*call.inputs, call.validation_x) if one is not None)
            for step in (step for one in series for step in one.steps):
                if isinstance(step.detail, Scrambled) and step.place is not None:
                    message = _exchanged(step.detail.features, step.detail.steps)
                    yield Problem(message, step.place.span, model=model.name)
                elif isinstance(step.detail, Recut) and step.place is not None:
                    count = step.detail.arrays
                    message = f"{count} arrays are stacked one after the other, ({count}, n): reshape "
                    message += "mixes them; stack them with axis=-1"
                    yield Problem(message, step.place.span, model=model.name)
    if any(
        model.recurrent for model in script.models
    ):  # what a model gets that was not read, such as a loaded one
        for slip in script.slips:
            if slip.kind == "axes-exchanged":
                yield Problem(_exchanged(*slip.words), slip.place.span)


def _exchanged(features: object, steps: object) -> str:
    windows = f"the windows are (n, {features}, {steps}), the other way round"
    return f"{windows}: reshape mixes them; write .transpose(0, 2, 1)"
