"""Predictions that are put back by hand, `predicted * std + mean`, beside how their target was scaled."""

from __future__ import annotations

from lstm_lint.notions.lineage import are_other_rows, number_of, same_history
from lstm_lint.notions.predicted import after_prediction, shares_source
from lstm_lint.notions.units import is_moved_from, scaling
from lstm_lint.script import Centered, Division, Fit, Fitted, Restored, Script, Series, Step

_BY_COLUMN = frozenset({"StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler"})
_SPREADS = frozenset({"std", "nanstd", "max", "nanmax", "amax", "ptp"})
_MIDDLES = frozenset({"mean", "nanmean", "average"})
_FAMILIES = {
    **dict.fromkeys(("std", "nanstd", "StandardScaler"), "its standard deviation"),
    **dict.fromkeys(("max", "min", "ptp", "amax", "amin", "nanmax", "nanmin", "MinMaxScaler"), "its range"),
}
# What leaves the columns of an array as they are.
_KEEPS_COLUMNS = frozenset({"select", "split", "cast", "shuffle"})
_MOVES = frozenset({"select", "reshape", "stack", "split", "cast"})
_RESTORES = frozenset({"multiply", "add"})


def wrongly(script: Script, fit: Fit, one: Restored) -> str | None:
    """What is wrong with the way back, after a training; None where nothing certainly is."""
    y, step = fit.y, scaling(fit.y)
    if y is not None and step is None and one.by in _SPREADS and one.how == "*" and len(fit.targets) < 2:
        raw = is_moved_from(y, one.of) and _is_way_back(one)
        said = f"y was never scaled, so the prediction is in its units: times {one.by} distorts it; leave it as it is"
        return said if raw else None
    if y is None or step is None or step.column is not None or not y.certain or len(fit.targets) > 1:
        return None
    if not _is_way_back(one) or not shares_source(one.of, y):
        return None
    if one.single and (columns := _columns(y, step)):
        return (
            f"y was scaled column by column, {columns} of them, and one {one.by} of all puts it back; "
            f"{'use inverse_transform' if number_of(step) is not None else f'use {one.by}(axis=0)'}"
        )
    if one.how == "*" and (families := _families(step, one)):
        return f"y was divided by {families[0]}, the prediction is multiplied by {families[1]}; use the same"
    if one.how == "*" and _adds_first(script, one) and _is_standardized(y, step):
        return (
            "the mean was subtracted before y was divided, so it comes last on the way back: `* std + mean`"
        )
    learned = _learned(script, step)
    if learned is not None and are_other_rows(learned, one.of):
        return (
            f"y was scaled by what other rows hold than this {one.by} is of; put it back by the same numbers"
        )
    return None


def _is_way_back(one: Restored) -> bool:
    """Whether nothing but numbers of data came to the prediction before."""
    made = after_prediction(one.data)
    return made is not None and all(
        step.kind in _MOVES or (step.kind == "arithmetic" and step.what in _RESTORES) for step in made[1]
    )


def _columns(y: Series, step: Step) -> int:
    """How many columns of targets were scaled each by itself; 0 where there is one, or that is not known."""
    by_column = step.what in _BY_COLUMN if isinstance(step.detail, Fitted) else False
    if isinstance(step.detail, Division):
        by_column = step.detail.by_column
    later = y.steps[y.steps.index(step) + 1 :]
    width = y.shape[1] if y.shape is not None and len(y.shape) == 2 else None
    plain = all(one.kind in _KEEPS_COLUMNS for one in later)
    return width if by_column and plain and isinstance(width, int) and width > 1 else 0


def _families(step: Step, one: Restored) -> tuple[str, str] | None:
    """What the target was divided by and what the prediction is multiplied by, where the two are not the same."""
    by = step.detail.by if isinstance(step.detail, Division) else step.what
    pair = _FAMILIES.get(by), _FAMILIES.get(one.by)
    return (pair[0], pair[1]) if pair[0] and pair[1] and pair[0] != pair[1] else None


def _adds_first(script: Script, one: Restored) -> bool:
    """Whether a mean was added to the prediction before, and nothing multiplied it."""
    made = after_prediction(one.data)
    before = [step for step in made[1] if step.what in _RESTORES] if made is not None else []
    if len(before) != 1 or before[0].what != "add" or before[0].place is None:
        return False
    node = before[0].place.node
    return any(other.place.node is node and other.by in _MIDDLES for other in script.restored)


def _is_standardized(y: Series, step: Step) -> bool:
    """Whether a mean was subtracted, then a spread divided."""
    if isinstance(step.detail, Fitted):
        return step.what == "StandardScaler"
    before = y.steps[: y.steps.index(step)]
    return bool(before) and isinstance(before[-1].detail, Centered) and before[-1].detail.by in _MIDDLES


def _learned(script: Script, step: Step) -> Series | None:
    """The data by which the scaling learned, where that is the same wherever it did."""
    if isinstance(step.detail, Division):
        node = step.detail.learned_at.node
        found = [work.data for work in script.transformations if work.place.node is node]
    else:
        number = number_of(step)
        found = [work.data for work in script.transformations if work.tool == number and work.fits]
    alike = all(same_history(found[0], other) for other in found[1:])
    return found[0] if found and alike else None
