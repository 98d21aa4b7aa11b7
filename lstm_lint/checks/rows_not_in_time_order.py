"""LL783: windows over rows whose time stamps do not follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.before_split import span_here
from lstm_lint.notions.measured import duration, has_windows, named, profiles
from lstm_lint.notions.training import trained
from lstm_lint.script import Column, Profile, Script, Selected, Series, Window

# What puts rows into order, makes other rows of them, or cuts them into groups with an order of their own.
_ORDERS = frozenset(
    {
        "sort_values", "sort_index", "sort", "argsort", "lexsort", "resample", "asfreq", "reindex", "merge",
        "merge_asof", "join", "flip", "flipud", "groupby", "get_group", "pivot", "pivot_table", "query", "interpolate",
        "reversed",
    }
)  # fmt: skip
_NEARLY_ALL = 0.95
_MOST_REPEATED = 0.02  # of the rows: more are several series below each other
_FEWEST = 30  # rows
_MOST_GAPS = 0.02  # of the rows: more are nights, weekends and holidays
_LONG = 3.5  # times the usual distance


@check("rows-not-in-time-order", of_files=True, needs="recurrent fits")
def rows_not_in_time_order(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        x = fit.x
        if x is None or not x.certain or not has_windows(x) or not _is_as_read(x):
            continue
        for profile in profiles(x):
            found = _problem(profile)
            if found is not None and id(profile) not in reported:
                reported.add(id(profile))
                step = x.step("read")
                span = span_here(step.place if step is not None else None, fit, "x")
                yield Problem(found[0], span, found[1], model=models[0].name)


def _is_as_read(x: Series) -> bool:
    """Whether the rows stand as they do in the file, in one series from which windows are cut."""
    files = sum(step.kind == "read" for step in x.steps)
    return files == 1 and all(
        step.what.rpartition(".")[2] not in _ORDERS
        and step.kind != "shuffle"
        and not (isinstance(step.detail, Selected) and (step.detail.strided or step.detail.picked))
        and not (isinstance(step.detail, Window) and (step.detail.strided or step.detail.inside))
        for step in x.steps
        if step.kind != "read"
    )


def _problem(profile: Profile) -> tuple[str, Severity] | None:
    times = [one for one in profile.index if one.order is not None] or [
        one for one in profile.columns if one.order is not None
    ]
    column = times[0] if len(times) == 1 else None
    if column is None or column.order is None or profile.rows < _FEWEST:
        return None
    order = column.order
    if (
        order.repeated > _MOST_REPEATED * profile.rows
        or (column.distinct or 0) < (1 - _MOST_REPEATED) * profile.rows
    ):
        return None
    if order.backwards >= _NEARLY_ALL * (profile.rows - 1):
        return (
            f"{named(column)} runs from new to old: each window looks at what comes later; sort by it",
            Severity.WARNING,
        )
    if order.backwards:
        times_back = f"{order.backwards:,} times" if order.backwards > 1 else "once"
        return (
            f"{named(column)} goes back {times_back}: windows run over rows that do not follow; sort by it",
            Severity.WARNING,
        )
    return _gaps(column, profile.rows)


def _gaps(column: Column, rows: int) -> tuple[str, Severity] | None:
    order = column.order
    if order is None or order.step is None or order.longest is None or not order.gaps:
        return None
    if order.gaps > _MOST_GAPS * rows or order.longest < _LONG * order.step:
        return None
    several = f"{order.gaps:,} gaps of up to" if order.gaps > 1 else "a gap of"
    message = f"{named(column)} has {several} {duration(order.longest)}: windows run over them; fill them or cut there"
    return message, Severity.ADVICE
