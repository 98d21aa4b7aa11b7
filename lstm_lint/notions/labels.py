"""Labels of classification: in which order the classes stand, how often each occurs."""

from __future__ import annotations

from collections.abc import Iterable

from lstm_lint.script import RunLengths, Runs, Selected, Series

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
