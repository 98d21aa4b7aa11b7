"""Where data are still one piece: the place at which scaling, or whatever else concerns all of it, is missing."""

from __future__ import annotations

from lstm_lint.findings import Span
from lstm_lint.script import Fit, Place, Series


def last_whole_place(series: Series | None) -> Place | None:
    """The last thing that happens to the data as a whole before they are split; None where nothing has a place.

    The slices that a loop cuts windows from, and the array that it collects them in, are not that place: they may
    stand in a function that cuts windows for several arrays. The data that they are cut from are.
    """
    steps = series.steps if series is not None else ()
    split = next((at for at, step in enumerate(steps) if step.kind == "split"), len(steps))
    window = max((at for at, step in enumerate(steps[:split]) if step.kind == "window"), default=-1)
    whole = [
        step
        for at, step in enumerate(steps[:split])
        if step.kind not in ("window", "stack") and (at > window or step.what != "slice")
    ]
    return next((step.place for step in reversed(whole) if step.place is not None), None)


def span_here(place: Place | None, fit: Fit, argument: str | None = None) -> Span:
    """Where a problem of the data is shown: at a place, or if that is in another file, where `fit` gets them."""
    return place.span if place is not None and place.sibling is None else fit.span(argument)
