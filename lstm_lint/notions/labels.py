"""Labels of classification: in which order the classes stand, how often each occurs."""

from __future__ import annotations

from collections.abc import Iterable

from lstm_lint.script import Series

_KEEPS_ORDER = frozenset({"cast", "reshape", "one-hot", "class-ids", "select"})


def runs(y: Series | None) -> tuple[tuple[float, int | None], ...] | None:
    """Equal labels in a row with their number, `((0, 500), (1, 500))`; None where that is not known."""
    if y is None or not y.certain:
        return None
    for at in range(len(y.steps) - 1, -1, -1):
        step = y.steps[at]
        found = step.detail.get("runs")
        if isinstance(found, tuple):
            return found if _keeps(y, at) else None
    return None


def _keeps(y: Series, at: int) -> bool:
    """Whether what came afterwards left the labels and their order alone."""
    return all(
        step.kind in _KEEPS_ORDER
        and "rows" not in step.detail
        and "picked" not in step.detail
        and step.what not in ("sample", "take", "skip", "head", "tail", "drop", "random")
        for step in y.steps[at + 1 :]
    )


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
