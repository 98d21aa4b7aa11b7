"""LL781: windows over rows that run from the newest to the oldest: the model predicts the past."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import aligned
from lstm_lint.notions.training import trained
from lstm_lint.script import Script, Selected, Series, Sorted, Step

_TIME = re.compile(r"date|time|year|month|day|hour|stamp|index", re.IGNORECASE)
_FLIPS = frozenset({"flip", "flipud"})
# What may bring the rows into another order, or only some of them.
_REORDERS = frozenset({"sample", "merge", "join", "groupby", "pivot", "pivot_table", "reindex", "sort", "nlargest",
                       "nsmallest", "concatenate", "permutation", "roll"})  # fmt: skip


@check("windows-run-backwards", needs="recurrent fits")
def windows_run_backwards(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if fit.x is None or not any(model.recurrent for model in models):
            continue
        found = aligned(script, fit)
        if found is None or found.target.last <= found.window.end:
            continue
        step = _newest_first(fit.x)
        if step is None or step.place is None or id(step.place.node) in reported:
            continue
        reported.add(id(step.place.node))
        written = f"`{step.place.text}`" if len(step.place.text) <= 24 else "this"
        yield Problem(
            f"{written} puts the newest row first: each window holds rows after its target; leave the oldest first",
            step.place.span,
            model=models[0].name,
        )


def _newest_first(series: Series) -> Step | None:
    """What turned the rows round that were in the order of time, or sorted them so, before windows are cut."""
    ascending: bool | None = None  # whether the rows are in the order of time; None where that is not known
    turned: Step | None = None
    for step in series.steps:
        if isinstance(step.detail, Sorted):
            in_time = all(map(_TIME.search, step.detail.by[:1]))
            ascending = step.detail.ascending if in_time else None
            turned = step if ascending is False else None
        elif step.kind == "shuffle" or step.what in _REORDERS:
            ascending = None
        elif step.moves is not None and step.moves.along is not None:
            return turned if ascending is False else None
        elif ascending is not None and (step.what in _FLIPS or _is_backwards(step)):
            ascending = not ascending
            turned = step if not ascending else None
    return None


def _is_backwards(step: Step) -> bool:
    return isinstance(step.detail, Selected) and step.detail.backwards
