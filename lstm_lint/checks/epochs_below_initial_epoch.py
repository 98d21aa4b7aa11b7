"""LL807: `epochs` is not above `initial_epoch`, and `fit` trains nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.script import Fit, Model, Script


@check("epochs-below-initial-epoch", needs="fits initial_epoch=")
def epochs_below_initial_epoch(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits:
            epochs, start = fit.number("epochs"), fit.number("initial_epoch")
            if epochs is not None and start is not None and 0 < start >= epochs:
                message = (
                    f"epochs={epochs:g} is the last epoch, not a number of epochs: from initial_epoch={start:g} on "
                    "nothing is trained"
                )
                yield model, fit, Problem(message, fit.span("epochs"), model=model.name)
