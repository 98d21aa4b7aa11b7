"""LL704: overlapping windows of one series, spread over training and test set at random."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.lineage import arrays, split_after
from lstm_lint.notions.training import learned
from lstm_lint.script import Fit, Script, Selected, Series, Shuffle, Split, Step, Window

_FEW_LAGS = 3  # columns of earlier rows that are no window yet


@check("random-split-of-time-windows", needs="recurrent fits|taught_on")
def random_split_of_time_windows(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in learned(script):
        for series in arrays(fit):
            found = _random_split(script, fit, series)
            if found is None or found[0].place is None or id(found[0].place.node) in reported:
                continue
            split, message = found
            assert split.place is not None
            reported.add(id(split.place.node))
            fix = None if _is_of_several(series, series.steps.index(split)) else _fix(split)
            yield Problem(message, split.place.span, fix=fix, model=models[0].name)


def _random_split(script: Script, fit: Fit, series: Series) -> tuple[Step, str] | None:
    """What spreads rows that share time steps with their neighbors: a split, or a shuffle that one comes after."""
    overlapping = False
    lags: set[int] = set()  # of columns beside each other, which are the steps of a window
    for at, step in enumerate(series.steps):
        if step.kind in ("tokens", "one-hot", "class-ids"):
            return None  # words: their windows are as many contexts
        overlapping = overlapping or _overlaps(step)
        if isinstance(step.detail, Selected) and step.detail.strided:
            overlapping = False  # `windows[::24]`
        lags.update({step.moves.first} if step.what in ("shift", "roll") and step.moves is not None else ())
        overlapping = overlapping or len(lags) > _FEW_LAGS
        if overlapping and isinstance(step.detail, Split) and step.detail.shuffle:
            return step, (
                f"`{step.what}` spreads overlapping windows at random: training sees held-out windows; "
                f"{'split each recording by time' if _is_of_several(series, at) else 'split by time' + _remedy(step)}"
            )
        if overlapping and step.kind == "shuffle" and _is_once(step):
            held_out = _held_out_after(script, fit, series, at)
            if held_out is not None:
                return step, (
                    f"`{step.what}` mixes overlapping windows before `{held_out}` holds some out: training sees "
                    "held-out windows; split first"
                )
    return None


def _is_of_several(series: Series, at: int) -> bool:
    """Whether rows of several files were put together before the step at that place: the last ones are of one file."""
    return sum(step.kind == "read" for step in series.steps[:at]) > 1


def _remedy(step: Step) -> str:
    """How to split by time with what is there, where it can do that."""
    if step.what == "train_test_split":
        stratified = isinstance(step.detail, Split) and step.detail.stratified
        return ", `shuffle=False` without `stratify`" if stratified else ", `shuffle=False`"
    return ", `shuffle=False`" if step.what == "KFold" else ""


def _overlaps(step: Step) -> bool:
    """Whether it cuts windows of which one shares rows with the next."""
    window, moves = step.detail, step.moves
    if not isinstance(window, Window) or window.single or window.slides_by is None:
        return False
    size = moves.last - moves.first + 1 if moves is not None else None
    return window.slides_by == 1 or (size is not None and 0 < window.slides_by < size)


def _is_once(step: Step) -> bool:
    """Whether it draws one order; what draws another one in each epoch is LL712."""
    return step.detail is None or (isinstance(step.detail, Shuffle) and step.detail.again is False)


def _held_out_after(script: Script, fit: Fit, series: Series, at: int) -> str | None:
    """What takes rows away from training by their position, after the step at that place."""
    share = fit.number("validation_split")
    if share is not None and share > 0:
        return f"validation_split={share:g}"
    border = split_after(script, fit, series, at)
    return border.written if border is not None else None


def _fix(split: Step) -> Fix | None:
    detail = split.detail
    if not isinstance(detail, Split) or detail.call is None or detail.stratified:
        return None  # only a shuffled split can be stratified
    return detail.call.set_argument("shuffle", "False", applicability="unsafe")
