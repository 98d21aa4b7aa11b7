"""LL431: a loss of the program gives one number for the batch, where weights or a mask are to be applied."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.masks import mask_of_head
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Model, Script

_WEIGHTS = ("sample_weight", "class_weight")


@check("scalar-loss-ignores-weights", needs="recurrent in_force")
def scalar_loss_ignores_weights(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        scalar = [compiled for compiled in model.in_force if compiled.scalar_loss]
        ignored = _ignored(model) if scalar and model.recurrent and len(model.in_force) == 1 else None
        for compiled in scalar if ignored is not None else ():
            given = "the loss returns one number per batch"
            message = f"{given}, so {ignored} cannot weight rows; return one per row (axis=-1)"
            yield Problem(message, compiled.span("loss"), model=model.name)


def _ignored(model: Model) -> str | None:
    """What should weigh rows or steps."""
    for fit in model.fits:
        for name in _WEIGHTS:
            if fit.gives(name):
                return f"`{name}`"
    source = mask_of_head(model) if model.complete else None
    return f"the mask of `{source.title}`" if source is not None else None
