"""Runs: labels that are the same for many rows one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Abstract


def runs_of(values: list[float]) -> dict[str, object]:
    """Lengths of equal values in a row, `((0, 500), (1, 500))`, where these can be classes."""
    if len(set(values)) > 20 or len(values) < 2:
        return {}
    found: list[tuple[float, int]] = []
    for value in values:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return {"runs": tuple(found)}


def joined_runs(parts: Sequence[Data]) -> dict[str, object]:
    """The runs of several arrays one after the other; none where one of them is not made of runs."""
    found: list[object] = []
    for part in parts:
        runs = part.steps[-1].detail.get("runs") if part.steps else None
        if not isinstance(runs, tuple):
            return {}
        found.extend(runs)
    return {"runs": tuple(found)}


def repeated_runs(values: Data, count: Abstract | None) -> dict[str, object]:
    """`np.repeat([0, 1], 500)`."""
    runs = values.steps[-1].detail.get("runs") if values.steps else None
    times = integer(count) if count is not None else None
    if not isinstance(runs, tuple) or times is None:
        return {}
    return {"runs": tuple((value, length * times) for value, length in runs)}
