"""Labels of classification: in which order the classes stand, how often each occurs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lstm_lint.ir.records import dataclass
from lstm_lint.notions.measured import exact, has_windows
from lstm_lint.script import Compared, RunLengths, Runs, Selected, Series, Step, Weighted

_KEEPS_ORDER = frozenset({"cast", "reshape", "one-hot", "class-ids", "select"})
# Of the selections: others repeat, drop, turn or sort the rows.
_WHOLE = frozenset({"slice", "column", "DataFrame", "input", "batch", "unbatch", "rebatch"})


def runs(y: Series | None) -> RunLengths | None:
    """Equal labels in a row with their number, `((0, 500), (1, 500))`; None where that is not known."""
    if y is None or not y.certain:
        return None
    for at in range(len(y.steps) - 1, -1, -1):
        found = y.steps[at].detail
        if isinstance(found, Runs):
            return found.runs if _keeps(y, at) and _fits(y, at, found.runs) else None
    return None


def _keeps(y: Series, at: int) -> bool:
    """Whether what came afterwards left the labels and their order alone."""
    return all(
        step.kind in _KEEPS_ORDER
        and not (isinstance(step.detail, Selected) and (step.detail.rows or step.detail.picked))
        and (step.kind != "select" or step.what in _WHOLE)
        for step in y.steps[at + 1 :]
    )


def _fits(y: Series, at: int, found: RunLengths) -> bool:
    """Whether they can be its rows: arrays may have been put side by side."""
    if y.kind in ("dataset", "generator") or y.shape is None:
        return True
    if len(y.shape) > 1 and y.shape[1] != 1 and all(step.kind != "one-hot" for step in y.steps[at:]):
        return False
    lengths = [length for _, length in found]
    return y.rows is None or None in lengths or y.rows == sum(length or 0 for length in lengths)


def is_sorted(found: Iterable[tuple[float, int | None]]) -> bool:
    """Whether each class stands in one block."""
    values = [value for value, _ in found]
    return 1 < len(values) == len(set(values))


def ratio(found: Iterable[tuple[float, int | None]]) -> float | None:
    """How often the commonest class occurs for each time that the rarest does."""
    counts: dict[float, int] = {}
    for value, length in found:
        if length is None:
            return None
        counts[value] = counts.get(value, 0) + length
    if len(counts) < 2 or not all(counts.values()):
        return None
    return max(counts.values()) / min(counts.values())


_UNIT = frozenset({"rand", "random", "random_sample", "ranf", "sample", "uniform"})


def drawn(y: Series | None) -> tuple[float, ...] | None:
    """The shares of labels that are drawn at random, one for each sample: `choice(3, n, p=[0.9, 0.05, 0.05])`."""
    if y is None or not y.certain or y.shape is None or len(y.shape) > 2:
        return None
    if len(y.shape) == 2 and y.shape[1] != 1 and y.step("one-hot") is None:
        return None
    for at in range(len(y.steps) - 1, -1, -1):
        step, rest = y.steps[at], y.steps[at + 1 :]
        if isinstance(step.detail, (Weighted, Compared)):
            shares = step.detail.shares if isinstance(step.detail, Weighted) else _below(y, at, step.detail)
            return shares if shares is not None and all(map(_keeps_shares, rest)) else None
    return None


def _below(y: Series, at: int, question: Compared) -> tuple[float, ...] | None:
    """The shares of `rng.random(n) < 0.05`."""
    first = y.steps[0]
    unit = (
        first.what in _UNIT
        and y.magnitude == 1.0
        and (first.what != "uniform" or _UNBOUNDED.search(_text(first)))
    )
    plain = unit and all(step.kind in ("cast", "reshape") for step in y.steps[1:at])
    if not plain or question.by not in ("<", "<=", ">", ">=") or not 0 < question.number < 1:
        return None
    return (1 - question.number, question.number)


_UNBOUNDED = re.compile(r"uniform\((?:size\b|\)|0(?:\.0?)?\s*,\s*1(?:\.0?)?\s*[,)])")


def _text(step: Step) -> str:
    return step.place.text if step.place is not None else ""


def _keeps_shares(step: Step) -> bool:
    picked = isinstance(step.detail, Selected) and step.detail.picked and step.what != "slice"
    return step.kind in _KEEPS_SHARES and not picked and step.what != "assignment"


_KEEPS_SHARES = frozenset({"read", "cast", "reshape", "one-hot", "class-ids", "select", "split", "shuffle"})


@dataclass(frozen=True, slots=True)
class Shares:
    """How the classes of a file are shared out. `of_one`: the share of class 1, where the labels are 0 and 1."""

    rarest: float
    ratio: float
    of_one: float | None


def of_file(y: Series | None) -> Shares | None:
    """The shares of the labels as the file has them, where what came afterwards left these alone."""
    columns = exact(y)
    column = columns[0].column if len(columns) == 1 else None
    if y is None or column is None or column.classes is None or column.missing or len(column.classes) < 2:
        return None
    kept = all(
        step.kind in _KEEPS_SHARES
        and not (isinstance(step.detail, Selected) and (step.detail.picked or step.detail.rows))
        and (step.kind != "select" or step.what in _WHOLE)
        for step in y.steps
    )  # fmt: skip
    if not kept or has_windows(y):
        return None
    total = sum(column.classes)
    plain = column.type == "integer" and column.maximum == 1 and column.minimum == 0
    of_one = column.mean if plain and all(step.kind != "class-ids" for step in y.steps) else None
    return Shares(column.classes[-1] / total, column.classes[0] / column.classes[-1], of_one)
