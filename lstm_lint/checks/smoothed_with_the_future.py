"""LL775: inputs of a forecast that were smoothed over rows to come."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import alignment
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Gaps, Script, Step

# Filters of scipy that go over a series in both directions, or with a window around each row.
_FILTERS = frozenset(
    {"savgol_filter", "filtfilt", "sosfiltfilt", "medfilt", "wiener", "gaussian_filter1d", "gaussian_filter",
     "uniform_filter1d", "uniform_filter", "median_filter"}
)  # fmt: skip


@check("smoothed-with-the-future")
def smoothed_with_the_future(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        step = _smoothing(fit) if any(model.recurrent for model in models) else None
        if step is not None and step.place is not None and id(step.place.node) not in reported:
            reported.add(id(step.place.node))
            yield Problem(_message(step), step.place.span, model=models[0].name)


def _smoothing(fit: Fit) -> Step | None:
    """What smooths the series, before windows are cut of it that predict a later row."""
    found = alignment(fit)
    if found is None or fit.x is None or found.target.first <= found.window.last or found.window.at is None:
        return None
    before = fit.x.steps[: fit.x.steps.index(found.window.at)]
    return next((step for step in before if _reads_ahead(step)), None)


def _reads_ahead(step: Step) -> bool:
    return step.what in _FILTERS or bool(isinstance(step.detail, Gaps) and step.detail.ahead)


def _message(step: Step) -> str:
    ahead = step.detail.ahead if isinstance(step.detail, Gaps) else None
    if ahead:
        rows = "1 row" if ahead == 1 else f"{ahead} rows"
        return f"a centered window averages {rows} to come: the input holds part of the target; remove center=True"
    return f"`{step.what}` over the series reads rows to come: the input holds part of the target; smooth each window"
