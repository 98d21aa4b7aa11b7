"""Runs: labels that are the same for many rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.script import Known, RunLengths, Runs

_MOST = 20  # classes; more different numbers are no labels
_LARGE = 1e6
_COUNTING = ("arange", "range")


def runs_of(values: list[float]) -> Runs | None:
    """Lengths of equal values in a row, `((0, 500), (1, 500))`, where these can be classes."""
    if len(set(values)) > _MOST or len(values) < 2:
        return None
    found: list[tuple[float, int]] = []
    for value in values:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return Runs(tuple(found))


def blocks_of(values: Sequence[float]) -> Runs | None:
    """The runs of labels of which each block has a length of its own that is not known."""
    if len(set(values)) > _MOST:
        return None
    return Runs(tuple(_together((float(value), None) for value in values)))


def joined_runs(parts: Sequence[Data]) -> Runs | None:
    """The runs of several arrays one after the other; none where one of them is not made of runs."""
    found: list[tuple[float, int | None]] = []
    for part in parts:
        last = _labels(part)
        if last is None:
            return None
        found.extend(last)
    return Runs(tuple(_together(found)))


def _labels(part: Data) -> RunLengths | None:
    """The runs of an array whose labels nothing but a cast came after."""
    for step in reversed(part.steps):
        if isinstance(step.detail, Runs):
            return step.detail.runs
        if step.kind != "cast" and step.what != "column":
            return None
    return None


_EXACT = frozenset({"min", "max", "amin", "amax", "nanmin", "nanmax"})
_WHERE_WHOLE = {"mean", "nanmean", "median", "nanmedian", "average"}
_SPREADS = {"std", "var", "nanstd", "nanvar"}


def of_one_number(values: Data, name: str) -> Known | None:
    """A statistic of rows that all hold one number: `np.full(400, 100.0).max()`.

    The mean of many rows of 0.1 is not exactly 0.1; that of whole numbers is what they are.
    """
    labels = _labels(values) if values.certain and not values.single else None
    if labels is None or len(labels) != 1 or values.shape is None or len(values.shape) != 1:
        return None
    value = labels[0][0]
    if not value:
        return None  # zeros are most often there to be filled, by whatever function
    whole = value.is_integer() and abs(value) < _LARGE
    if name in _EXACT or (name in _WHERE_WHOLE and whole):
        return Known(value, "computed")
    return Known(0.0, "computed") if name == "ptp" or (name in _SPREADS and whole) else None


def _together(found: Iterable[tuple[float, int | None]]) -> list[tuple[float, int | None]]:
    """The same with one run for equal labels beside each other."""
    joined: list[tuple[float, int | None]] = []
    for value, length in found:
        if joined and joined[-1][0] == value:
            before = joined[-1][1]
            joined[-1] = value, before + length if before is not None and length is not None else None
        else:
            joined.append((value, length))
    return joined


def repeated_runs(values: Data, count: Abstract | None) -> Runs | None:
    """`np.repeat([0, 1], 500)`, `np.repeat(np.arange(3), 500)`."""
    labels = _labels(values) or _counted(values)
    times = integer(count) if count is not None else None
    if labels is None or times is None:
        return None
    return Runs(tuple((value, length * times if length is not None else None) for value, length in labels))


def _counted(values: Data) -> RunLengths | None:
    """Of `np.arange(n)` each number is a run."""
    rows = values.shape[0] if values.shape is not None and len(values.shape) == 1 else None
    if not isinstance(rows, int) or not 2 <= rows <= _MOST or values.magnitude not in (rows, rows - 1):
        return None
    return tuple((float(value), 1) for value in range(rows)) if values.steps[-1].what in _COUNTING else None


def scaled_runs(values: Data, number: Abstract, how: Callable[[float, float], float]) -> Runs | None:
    """`np.ones(500) * 2`: the labels of the same runs."""
    labels = _labels(values)
    by = number.value if isinstance(number, Known) else None
    if labels is None or not isinstance(by, (int, float)):
        return None
    return Runs(tuple((how(value, by), length) for value, length in labels))
