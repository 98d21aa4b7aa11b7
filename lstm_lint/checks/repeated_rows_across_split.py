"""LL784: rows of a file that occur twice, on both sides of a random split."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.measured import has_windows, profiles
from lstm_lint.notions.training import trained
from lstm_lint.script import Profile, Script, Series, Split, Step

_KEEPS = frozenset({"read", "select", "cast", "reshape", "split", "shuffle", "scale", "class-ids", "one-hot"})
_OF_COLUMNS = frozenset({"column", "slice", "DataFrame", "drop"})
_DROPS = frozenset({"drop_duplicates", "duplicated", "groupby", "unique"})
_SPLITS = frozenset({"train_test_split"})
_FINE = (
    0.5  # of the rows have a value of their own in some column: no accident then that two rows are the same
)


@check("repeated-rows-across-split", of_files=True)
def repeated_rows_across_split(script: Script, *, share: float = 0.05) -> Iterator[Problem]:
    reported: set[object] = set()
    for fit, models in trained(script):
        step = _split(fit.x) if fit.x is not None else None
        if fit.x is None or step is None or step.place is None or step.place.node in reported:
            continue
        files = list(profiles(fit.x))
        if len(files) != 1 or not _repeats(files[0], share):
            continue
        reported.add(step.place.node)
        count, rows = files[0].duplicates or 0, files[0].rows
        said = f"{count:,} of {rows:,} rows repeat another one"
        message = f"{said}: `{step.what}` puts copies on both sides; drop them before"
        span = step.place.span if step.place.sibling is None else fit.span("x")
        yield Problem(message, span, model=models[0].name)


def _split(x: Series) -> Step | None:
    """The random split of rows as the file has them."""
    if any(step.what.rpartition(".")[2] in _DROPS for step in x.steps):
        return None
    plain = all(
        step.kind in _KEEPS and (step.kind != "select" or step.what in _OF_COLUMNS) for step in x.steps
    )
    if not plain or not x.certain or has_windows(x):
        return None
    return next(
        (
            step
            for step in x.steps
            if isinstance(step.detail, Split) and step.what in _SPLITS and step.detail.shuffle is not False
        ),
        None,
    )


def _repeats(profile: Profile, share: float) -> bool:
    if not profile.duplicates or profile.duplicates < share * profile.rows:
        return False
    own = max((one.distinct or 0 for one in profile.columns if one.type == "float"), default=0)
    return own >= _FINE * (profile.rows - profile.duplicates)
