"""LL704: overlapping windows of one series, spread over training and test set at random."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.lineage import arrays
from lstm_lint.notions.training import trained
from lstm_lint.script import Script, Series, Split, Step, Window


@check("random-split-of-time-windows")
def random_split_of_time_windows(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        for series in arrays(fit):
            split = _random_split(series)
            if split is None or split.place is None or id(split.place.node) in reported:
                continue
            reported.add(id(split.place.node))
            yield Problem(
                f"`{split.what}` spreads overlapping windows at random: training sees the test windows; "
                "split by time, `shuffle=False`",
                split.place.span,
                fix=_fix(split),
                model=models[0].name,
            )


def _random_split(series: Series) -> Step | None:
    """The split that shuffles rows which share time steps with their neighbours."""
    overlapping = False
    for step in series.steps:
        if step.kind in ("tokens", "one-hot", "class-ids"):
            return None  # words: their windows are as many contexts
        if isinstance(step.detail, Window) and step.detail.slides_by == 1 and not step.detail.single:
            overlapping = True
        if overlapping and isinstance(step.detail, Split) and step.detail.shuffle:
            return step
    return None


def _fix(split: Step) -> Fix | None:
    detail = split.detail
    if not isinstance(detail, Split) or detail.call is None or detail.stratified:
        return None  # only a shuffled split can be stratified
    return detail.call.set_argument("shuffle", "False", applicability="unsafe")
