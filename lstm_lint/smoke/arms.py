"""What both arms get before they train: an optimizer that learns in seconds, a task to remember, a free length."""

from __future__ import annotations

from dataclasses import replace

from lstm_lint.smoke.compiling import ADAM
from lstm_lint.smoke.specification import Input, Part, Specification


def trainable(specification: Specification) -> Specification:
    """Adam(0.001) in both arms where the script's optimizer learns too slowly to show anything in seconds.

    After 200 updates plain SGD has 5 times the loss of Adam, Adagrad and Adadelta at 0.001 have not moved.
    """
    rate = specification.optimizer.arguments.get("learning_rate")
    slow = specification.optimizer.cls in ("SGD", "Adadelta", "Adagrad", "Ftrl", "Lion", "Adafactor")
    if not slow and (rate is None or (isinstance(rate, float) and 5e-4 <= rate <= 1e-2)):
        return specification
    notes = (*specification.stand_ins, "Adam(0.001) in both arms")
    return replace(specification, optimizer=ADAM, stand_ins=notes)


def to_remember(specification: Specification, noise: float) -> Specification:
    """Only the first step tells what has to be predicted, at Adam(0.003)."""
    adam = Part("Adam", {"learning_rate": 0.003})
    notes = (*specification.stand_ins, "a task of remembering the first step, Adam(0.003)")
    return replace(
        specification, optimizer=adam, data=replace(specification.data, memory=noise), stand_ins=notes
    )


def freed(entry: Input) -> Input:
    """Of any length where the script does not fix it."""
    return replace(entry, shape=(None, *entry.shape[1:])) if entry.free else entry
