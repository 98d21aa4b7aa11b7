"""LL807: `epochs` is not above `initial_epoch`, and `fit` trains nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.script import Fit, Model, Script

_GO_ON = frozenset(
    {"ModelCheckpoint", "CSVLogger", "TensorBoard", "ReduceLROnPlateau", "LearningRateScheduler"}
)
_LONGEST_NAME = 20  # that leaves the message in its line


@check("epochs-below-initial-epoch", needs="fits initial_epoch=")
def epochs_below_initial_epoch(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits:
            epochs, start = fit.number("epochs"), fit.number("initial_epoch")
            again = _same_end(script, fit)
            if again is not None:
                yield model, fit, Problem(again, fit.span("epochs"), model=model.name)
                continue
            if epochs is not None and start is not None and 0 < start >= epochs:
                message = (
                    f"epochs={epochs:g} is the last epoch, not a number of epochs: from initial_epoch={start:g} on "
                    "nothing is trained"
                )
                yield model, fit, Problem(message, fit.span("epochs"), model=model.name)


def _same_end(script: Script, fit: Fit) -> str | None:
    """The message of a loop whose later passes begin at the epoch where its first one has ended."""
    kept = (one for one in script.slips if one.kind == "epochs-kept" and one.place.node is fit.place.node)
    found = next(kept, None) if fit.given("initial_epoch") else None
    # One that stops early leaves epochs to the next pass.
    if found is None or fit.callbacks is None or any(one.cls not in _GO_ON for one in fit.callbacks):
        return None
    last, name = found.words
    said = f"epochs={last} is the last epoch: every pass of this loop but the first trains nothing"
    return f"{said}; write epochs={name} + {last}" if len(name) <= _LONGEST_NAME else said
