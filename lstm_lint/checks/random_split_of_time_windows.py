"""LL704: overlapping windows of one series, spread over training and test set at random."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.lineage import arrays, split_after
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Script, Series, Split, Step, Window


@check("random-split-of-time-windows")
def random_split_of_time_windows(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        for series in arrays(fit):
            found = _random_split(script, fit, series)
            if found is None or found[0].place is None or id(found[0].place.node) in reported:
                continue
            split, message = found
            assert split.place is not None
            reported.add(id(split.place.node))
            yield Problem(message, split.place.span, fix=_fix(split), model=models[0].name)


def _random_split(script: Script, fit: Fit, series: Series) -> tuple[Step, str] | None:
    """What spreads rows that share time steps with their neighbors: a split, or a shuffle that one comes after."""
    overlapping = False
    for at, step in enumerate(series.steps):
        if step.kind in ("tokens", "one-hot", "class-ids"):
            return None  # words: their windows are as many contexts
        if isinstance(step.detail, Window) and step.detail.slides_by == 1 and not step.detail.single:
            overlapping = True
        if overlapping and isinstance(step.detail, Split) and step.detail.shuffle:
            return step, (
                f"`{step.what}` spreads overlapping windows at random: training sees the test windows; "
                "split by time, `shuffle=False`"
            )
        if overlapping and step.kind == "shuffle" and step.detail is None and series.kind == "array":
            held_out = _held_out_after(script, fit, series, at)
            if held_out is not None:
                return step, (
                    f"`{step.what}` mixes overlapping windows before `{held_out}` holds some out: training sees "
                    "the test windows; split first"
                )
    return None


def _held_out_after(script: Script, fit: Fit, series: Series, at: int) -> str | None:
    """What takes rows away from training by their position, after the step at that place."""
    share = fit.number("validation_split")
    if share is not None and share > 0:
        return f"validation_split={share:g}"
    return split_after(script, fit, series, at)


def _fix(split: Step) -> Fix | None:
    detail = split.detail
    if not isinstance(detail, Split) or detail.call is None or detail.stratified:
        return None  # only a shuffled split can be stratified
    return detail.call.set_argument("shuffle", "False", applicability="unsafe")
