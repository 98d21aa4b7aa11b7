"""LL931: an array where a single number must be: of several numbers, or of one, which NumPy 2.4 does not convert."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.input_shapes import shown_with_batch
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Conversion, Script

_REFUSES = 2, 4  # NumPy 2.4; from 1.25 on it warned


@check("array-as-number", needs="conversions")
def array_as_number(script: Script) -> Iterator[Problem]:
    of_one = _severity(script.target)
    severities = (
        (one, Severity.ERROR if one.several or one.how == "format" else of_one) for one in script.conversions
    )
    found = (
        Problem(_message(one), one.place.span, severity)
        for one, severity in severities
        if severity is not None
    )
    yield from each_place_once(found)


def _message(conversion: Conversion) -> str:
    shape = shown_with_batch(conversion.shape)
    first = ", ".join("0" for _ in conversion.shape)
    if conversion.how == "format":
        return f"a format of numbers gets an array of shape {shape}: TypeError; choose one number, such as [{first}]"
    if conversion.several:
        if conversion.how == "=":
            return f"one element gets an array of shape {shape}: ValueError; choose one number of it, such as [{first}]"
        return f"`{conversion.how}` of an array of shape {shape}: TypeError; work on the array or choose one number"
    if conversion.how == "=":
        return f"one element gets an array of shape {shape}: ValueError since NumPy 2.4; add [{first}] or .item()"
    return f"`{conversion.how}` of an array of shape {shape}: TypeError since NumPy 2.4; add [{first}] or .item()"


def _severity(target: KerasTarget) -> Severity | None:
    """An error where the newest NumPy is meant, a warning where some versions that the project allows refuse it."""
    if target.numpy is None:
        return Severity.ERROR if target.at_least(3) else None
    oldest, newest = target.numpy
    if oldest >= _REFUSES:
        return Severity.ERROR
    return Severity.WARNING if newest >= _REFUSES else Severity.ADVICE if newest >= (1, 25) else None
