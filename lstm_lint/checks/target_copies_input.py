"""LL785: a target whose numbers are those of an input column under another name."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.before_split import last_whole_place, span_here
from lstm_lint.notions.measured import as_read, exact, has_windows, profiles
from lstm_lint.notions.training import trained
from lstm_lint.script import Copy, Fit, Script, Selected, Series

_KEEPS = frozenset({"read", "select", "cast", "reshape", "split", "shuffle", "scale"})


@check("target-copies-input", of_files=True, needs="recurrent fits")
def target_copies_input(script: Script) -> Iterator[Problem]:
    reported: set[str] = set()
    for fit, models in trained(script):
        copy = _copied(fit)
        if copy is None or copy.column in reported:
            continue
        reported.add(copy.column)
        message = f"y is `{copy.column}`, and `{copy.of}` in x has the same numbers: nothing is predicted; leave it out"
        yield Problem(message, span_here(last_whole_place(fit.y), fit, "y"), model=models[0].name)


def _copied(fit: Fit) -> Copy | None:
    """The target and the input column that has the same numbers in the same rows."""
    x, y = fit.x, fit.y
    if x is None or y is None or not _is_row_by_row(x) or not _is_row_by_row(y):
        return None
    targets = as_read(y)
    files = list(profiles(y))
    if len(targets) != 1 or len(files) != 1 or list(profiles(x)) != files:
        return None
    target, names = targets[0].name, {one.column.name for one in exact(x) if one.column is not None}
    for copy in files[0].copies:
        pair = {copy.column, copy.of}
        other = (pair - {target}).pop() if target in pair else None
        if copy.shift == 0 and other in names and target not in names:
            return Copy(target, str(other), 0)
    return None


def _is_row_by_row(series: Series) -> bool:
    """Whether each of its rows is made of the row of the file at the same place."""
    return not has_windows(series) and all(
        step.kind in _KEEPS
        and not (
            isinstance(step.detail, Selected)
            and step.kind == "select"
            and (step.detail.rows or step.detail.picked)
        )
        for step in series.steps
    )
