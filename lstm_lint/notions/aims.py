"""What a network is trained for: to be right on new data, or to write text and music."""

from __future__ import annotations

from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.script import Fit, Model

_TOO_FEW = 20  # rows, of which nothing can be held out
_FEW_CLASSES = 20  # more are characters or words of a text to come


def judged_by_error(model: Model, fit: Fit) -> bool:
    """Whether the error on unseen data is the point: of quantities and of a few classes, not of generated text."""
    if fit.x is not None and fit.x.rows is not None and fit.x.rows < _TOO_FEW:
        return False
    losses = {loss_of(compiled) for compiled in model.in_force}
    if not losses or None in losses:
        return False
    if losses <= REGRESSION | {"binary_crossentropy"}:
        return True
    if _is_next_token(fit):
        return False
    units = [head.units for head in heads(model)]
    return bool(units) and all(count is not None and count <= _FEW_CLASSES for count in units)


def _is_next_token(fit: Fit) -> bool:
    """Whether the targets are letters or words of the very text that goes in: what it writes is what counts."""
    if fit.x is None or fit.y is None:
        return False
    read, aimed = fit.x.step("tokens"), fit.y.step("tokens")
    return read is not None and aimed is not None and read.what == aimed.what
