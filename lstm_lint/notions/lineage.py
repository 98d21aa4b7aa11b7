"""Lineage: which array came out of which, and where the rows went into training and test parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.script import Fit, Script, Series, Step, Transformation

_TEST = re.compile(r"validation|valid|test|val|dev|eval", re.IGNORECASE)
_NEIGHBOURS = frozenset({"1", "-1"})  # x[:-1] and x[1:] are inputs and targets one step apart


def arrays(fit: Fit) -> Iterator[Series]:
    """Everything that `fit` trains on: its inputs and its targets."""
    inputs = fit.inputs if len(fit.inputs) > 1 else (fit.x,)
    yield from (series for series in (*inputs, fit.y) if series is not None and series.traced)


def same_step(first: Step, second: Step) -> bool:
    """Whether two steps are the same, also where they were read on two paths."""
    return first is second or (
        first.what == second.what
        and first.place is not None
        and second.place is not None
        and first.place.node is second.place.node
    )


def found_in(step: Step, series: Series) -> int | None:
    """Where a step stands in the history of an array."""
    return next((at for at, other in enumerate(series.steps) if same_step(step, other)), None)


def came_from(series: Series, source: Series) -> int | None:
    """Where in the history of an array the source stood as it was; None where it is not known to come from it."""
    if not source.traced:
        return None
    at = found_in(source.steps[-1], series)
    if at is not None or len(source.steps) > len(series.steps):
        return at
    alike = all(_is_written_alike(*pair) for pair in zip(source.steps, series.steps))
    return len(source.steps) - 1 if alike else None  # `frame[["close"]]` written twice


def _is_written_alike(first: Step, second: Step) -> bool:
    return same_step(first, second) or (
        (first.kind, first.what) == (second.kind, second.what)
        and first.place is not None
        and second.place is not None
        and first.place.text == second.place.text
    )


def split_after(script: Script, fit: Fit, series: Series, at: int) -> str | None:
    """How the rows are split into training and test parts after the step at that place: `train_test_split`, `[:n]`.

    A side of a border that this very `fit` trains on holds nothing out: `fit(x[:-1], x[-1:])`.
    """
    for index, step in enumerate(series.steps[at + 1 :], at + 1):
        if "part" in step.detail and step.kind == "split":
            return step.what
        rows = step.detail.get("rows")
        if isinstance(rows, tuple) and any(
            same_step(portion.steps[-2], series.steps[index - 1])
            and _is_other_side(rows, portion.steps[-1].detail.get("rows"))
            and not any(found_in(portion.steps[-1], other) is not None for other in arrays(fit))
            for portion in script.portions
            if len(portion.steps) > 1
        ):
            return f"[{rows[0]}:{rows[1]}]"
    return None


def _is_other_side(rows: tuple[str, str], other: object) -> bool:
    """Whether one slice ends where the other begins: `[:n]` and `[n:]`, or `[n - 60:]` with the steps of a window."""
    if not isinstance(other, tuple):
        return False
    for head, tail in ((rows, other), (other, rows)):
        border, begin = str(head[1]), str(tail[0])
        if not border or border in _NEIGHBOURS or head[0]:
            continue
        if begin == border or re.match(re.escape(border) + r"\s*-", begin):
            return True
    return False


def is_test_of(test: Transformation, train: Transformation) -> bool:
    """Whether one array is the test or validation part that belongs to the other, by its history or by its name."""
    parts = [part_of(side.data) for side in (train, test)]
    if parts == ["train", "test"]:
        return True
    renamed = _TEST.sub("train", test.written)
    if renamed != test.written and renamed.lower() == train.written.lower():
        return True
    sides = [side.data.steps[-1].detail.get("rows") if side.data.steps else None for side in (train, test)]
    same_source = (
        len(train.data.steps) > 1
        and len(test.data.steps) > 1
        and same_step(train.data.steps[-2], test.data.steps[-2])
    )
    return (
        same_source and isinstance(sides[0], tuple) and not sides[0][0] and _is_other_side(sides[0], sides[1])
    )


def part_of(series: Series) -> object:
    """`train` or `test`: the side of its last split that an array is; None where it is whole."""
    return next((step.detail["part"] for step in reversed(series.steps) if "part" in step.detail), None)
