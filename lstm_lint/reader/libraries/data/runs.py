"""Runs: labels that are the same for many rows one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.script import Runs


def runs_of(values: list[float]) -> Runs | None:
    """Lengths of equal values in a row, `((0, 500), (1, 500))`, where these can be classes."""
    if len(set(values)) > 20 or len(values) < 2:
        return None
    found: list[tuple[float, int]] = []
    for value in values:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return Runs(tuple(found))


def joined_runs(parts: Sequence[Data]) -> Runs | None:
    """The runs of several arrays one after the other; none where one of them is not made of runs."""
    found: list[tuple[float, int | None]] = []
    for part in parts:
        last = part.steps[-1].detail if part.steps else None
        if not isinstance(last, Runs):
            return None
        found.extend(last.runs)
    return Runs(tuple(found))


def repeated_runs(values: Data, count: Abstract | None) -> Runs | None:
    """`np.repeat([0, 1], 500)`."""
    last = values.steps[-1].detail if values.steps else None
    times = integer(count) if count is not None else None
    if not isinstance(last, Runs) or times is None:
        return None
    return Runs(tuple((value, length * times if length is not None else None) for value, length in last.runs))
