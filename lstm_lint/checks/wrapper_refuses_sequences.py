"""LL161: sequences given to an estimator of Keras that takes tables alone."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.script import Fit, Model, Script


@check("wrapper-refuses-sequences", needs="recurrent fits")
def wrapper_refuses_sequences(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits if model.recurrent else ():
            shape = fit.x.shape if fit.x is not None and fit.tables_by else None
            if shape is not None and len(shape) > 2:
                message = (
                    f"`{fit.tables_by}` takes x of 2 dimensions, this one has {len(shape)}: ValueError; "
                    "use scikeras, or flat rows and a Reshape layer"
                )
                yield model, fit, Problem(message, fit.span(), model=model.name)
