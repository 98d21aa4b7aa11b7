"""LL911: an array with axes that is used as one number, which NumPy 2.4 refuses."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.versions import NEWEST_NUMPY, KerasTarget
from lstm_lint.notions.input_shapes import shown_with_batch
from lstm_lint.script import Conversion, Script

_DEPRECATED, _REFUSED = (1, 25), (2, 4)


@check("array-as-number")
def array_as_number(script: Script) -> Iterator[Problem]:
    for used in script.conversions:
        severity = _severity(script.target)
        if severity is not None:
            yield Problem(_message(used), used.place.span, severity)


def _severity(target: KerasTarget) -> Severity | None:
    """An error where no pinned version takes it, a warning where some do and say that they will not for long."""
    if target.numpy is None:
        return Severity.ERROR if target.at_least(3) else None
    low, high = target.numpy
    if low >= _REFUSED or high == NEWEST_NUMPY:
        return Severity.ERROR
    return Severity.WARNING if high >= _DEPRECATED else None


def _message(used: Conversion) -> str:
    last = "[" + ", ".join("0" for _ in used.shape) + "]"
    shape = shown_with_batch(used.shape)
    if used.what == "assignment":
        return f"an array of the shape {shape} is written into one element: NumPy 2.4 raises; write {last} behind it"
    return f"`{used.what}` of an array of the shape {shape}: NumPy 2.4 raises; write {last} behind it, or .item()"
