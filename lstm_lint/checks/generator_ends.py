"""LL834: a generator that yields its batches once is given to a training of several epochs."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.training import epochs
from lstm_lint.script import Fit, Known, Model, Script

_AGAIN = "the generator ends: from epoch 2 on"


@check("generator-ends", needs="recurrent fits")
def generator_ends(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits if model.recurrent else ():
            if fit.method != "fit" or (epochs(fit) or 1) < 2:
                continue
            if fit.x is not None and fit.x.ends and _open(fit, "steps_per_epoch"):
                message = (
                    f"{_AGAIN} `fit` gets its first 2 batches again; write while True and steps_per_epoch"
                )
                yield model, fit, Problem(message, fit.span("x"), model=model.name)
            held = fit.validation_x
            if held is not None and held.ends and _open(fit, "validation_steps"):
                message = (
                    f"{_AGAIN} only its first 2 batches are scored; write while True and validation_steps"
                )
                yield model, fit, Problem(message, fit.span("validation_data"), model=model.name)


def _open(fit: Fit, argument: str) -> bool:
    """Whether all that there is is taken in each round."""
    return fit[argument] == Known(None)
