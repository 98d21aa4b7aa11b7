"""LL712: a tf.data dataset that is shuffled anew each epoch and split by `take` and `skip`."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import found_in
from lstm_lint.script import Script, Series, Shuffle, Step


@check("shuffled-dataset-split", needs="recurrent portions")
def shuffled_dataset_split(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent for model in script.models):
        return
    reported: set[int] = set()
    taken = [series for series in script.portions if series.steps[-1].what == "take"]
    skipped = [series for series in script.portions if series.steps[-1].what == "skip"]
    for series in taken:
        shuffle = _reshuffled(series)
        if shuffle is None or shuffle.place is None or id(shuffle.place.node) in reported:
            continue
        if any(found_in(shuffle, other) is not None for other in skipped):
            reported.add(id(shuffle.place.node))
            yield Problem(
                "`shuffle` draws a new order each epoch, so `take` and `skip` exchange rows; "
                "add `reshuffle_each_iteration=False`",
                shuffle.place.span,
                fix=shuffle.detail.call.set_argument(
                    "reshuffle_each_iteration", "False", applicability="unsafe"
                )
                if isinstance(shuffle.detail, Shuffle)
                else None,
            )


def _reshuffled(series: Series) -> Step | None:
    """The shuffle that changes with each pass over what is taken; a cache behind it may fix the order."""
    found: Step | None = None
    for step in series.steps:
        if isinstance(step.detail, Shuffle) and step.detail.again:
            found = step
        elif step.what in ("cache", "snapshot"):
            found = None
    return found
