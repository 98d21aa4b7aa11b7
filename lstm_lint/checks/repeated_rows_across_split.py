"""LL784: rows of a file that occur twice, on both sides of a split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.before_split import span_here
from lstm_lint.notions.measured import has_windows, profiles
from lstm_lint.notions.training import trained
from lstm_lint.script import Drawn, Dropped, Fit, Known, Model, Profile, Script, Selected, Series, Split, Step

_KEEPS = frozenset({"read", "select", "cast", "reshape", "split", "shuffle", "scale", "class-ids", "one-hot", "tokens",
                    "pad"})  # fmt: skip
_OF_COLUMNS = frozenset({"column", "slice", "DataFrame", "drop"})
_DROPS = frozenset({"drop_duplicates", "duplicated", "groupby", "unique"})
_FOLDS = frozenset({"KFold", "StratifiedKFold", "RepeatedKFold", "RepeatedStratifiedKFold", "ShuffleSplit",
                    "StratifiedShuffleSplit"})  # fmt: skip
_MIXES = frozenset({"sample", "shuffle", "permutation"})
_FINE = (
    0.5  # of the rows have a value of their own in two columns: no accident then that two rows are the same
)
_WORDS = 5  # of a text: shorter ones, such as "ok", are said again
_FEWEST = 20  # rows that are held out


@check("repeated-rows-across-split", of_files=True, needs="recurrent fits")
def repeated_rows_across_split(script: Script, *, share: float = 0.05) -> Iterator[Problem]:
    reported: set[object] = set()
    for fit, models in trained(script):
        x, files = _traced(fit)
        if x is None or len(files) != 1 or not _is_fine(files[0]) or not _is_row_by_row(x):
            continue
        found = _at_random(fit, x, files[0], share)
        if found is None and x is fit.x:
            found = _in_order(fit, models, x, files[0], share)
        if found is None:
            continue
        message, step = found
        place = step.place if step is not None else None
        key = place.node if place is not None else files[0]
        if key not in reported:
            reported.add(key)
            yield Problem(message, span_here(place, fit, "x"), model=models[0].name)


def _traced(fit: Fit) -> tuple[Series | None, list[Profile]]:
    """x with its files; where ids of words were made of a text, y with its own, if one call split both."""
    files = list(profiles(fit.x))
    if files or fit.x is None or fit.y is None:
        return fit.x, files
    rows = {"tokens", "pad", "split", "read", "select", "cast", "reshape", "stack", "clean"}
    nodes = [
        {step.place.node for step in one.steps if step.kind == "split" and step.place}
        for one in (fit.x, fit.y)
    ]
    whole = fit.x.certain and fit.x.step("tokens") is not None and {step.kind for step in fit.x.steps} <= rows
    if not whole or not nodes[0] or nodes[0] != nodes[1] or _drops(fit.x):
        return fit.x, files
    return fit.y, list(profiles(fit.y))


def _is_fine(profile: Profile) -> bool:
    """Whether no two rows are the same by accident: two columns have numbers that hardly any other row has, or one
    has texts of several words.
    """
    fewest = _FINE * (profile.rows - (profile.duplicates or 0))
    own = [one for one in profile.columns if (one.distinct or 0) >= fewest]
    texts = any(one.words is not None and one.words[0] >= _WORDS for one in own)
    return bool(profile.duplicates) and (texts or sum(one.type == "float" for one in own) > 1)


def _is_row_by_row(x: Series) -> bool:
    """Whether its rows are rows of the file, and none of them was dropped because it occurs twice."""
    if not x.certain or has_windows(x) or _drops(x):
        return False
    return not any(isinstance(step.detail, Drawn) for step in x.steps) and all(
        step.kind in _KEEPS and (step.kind != "select" or step.what in _OF_COLUMNS | _MIXES)
        for step in x.steps
    )


def _drops(series: Series) -> bool:
    return any(step.what.rpartition(".")[2] in _DROPS for step in series.steps)


def _at_random(fit: Fit, x: Series, profile: Profile, share: float) -> tuple[str, Step | None] | None:
    """The random split of rows: each of two equal ones lands anywhere."""
    step = _splitter(fit, x)
    count = profile.duplicates or 0
    if step is None or count < share * profile.rows:
        return None
    said = f"{count:,} of {profile.rows:,} rows repeat another one"
    return f"{said}: `{step.what}` puts copies on both sides; drop them before", step


def _splitter(fit: Fit, x: Series) -> Step | None:
    for step in x.steps:
        split = step.detail if isinstance(step.detail, Split) else None
        if split is not None and step.what == "train_test_split" and split.shuffle is not False:
            return step
        if split is not None and step.what in _FOLDS and split.shuffle:
            return step
    mixed = next((step for step in x.steps if step.what in _MIXES), None)
    return mixed if mixed is not None and _is_split_after(mixed, fit, x) else None


def _is_split_after(mixed: Step, fit: Fit, x: Series) -> bool:
    """Whether rows that were mixed are held out: behind a border, or as those that were not drawn."""
    after = x.steps[x.steps.index(mixed) + 1 :]
    if any(_border(step) for step in after) or _held_back(fit) is not None:
        return True
    return mixed.what == "sample" and fit.validation_x is not None and _is_the_rest(fit.validation_x, x)


def _is_the_rest(other: Series, x: Series) -> bool:
    """Whether it is what is left of the same table: `frame.drop(train.index)`."""
    mine, its = x.step("read"), other.step("read")
    if mine is None or its is None or mine.place is None or its.place is None:
        return False
    dropped = any(isinstance(step.detail, Dropped) and step.detail.without is None for step in other.steps)
    return dropped and mine.place.node is its.place.node


def _in_order(
    fit: Fit, models: Sequence[Model], x: Series, profile: Profile, share: float
) -> tuple[str, Step | None] | None:
    """A border: the rows after it, which are scored, that repeat one before it."""
    cuts = [step for step in x.steps if step.kind in ("split", "shuffle") or step.what in _MIXES]
    cut = cuts[0] if cuts else None
    held, rows = _held_back(fit), profile.rows
    if len(cuts) > 1 or not profile.across or (cut is None) == (held is None):
        return None
    kept = int(rows * (1 - held)) if held is not None else x.rows
    if kept is None or (cut is not None and not _border(cut)):
        return None
    scored = [fit.validation_x, *(one.x for model in models for one in model.predictions)]
    if held is None and not any(one is not None and one.rows == rows - kept for one in scored):
        return None
    parts = len(profile.across) + 1
    border = round(kept / rows * parts)
    if not 0 < border < parts or rows - kept < _FEWEST:
        return None
    count = profile.across[border - 1]
    if count < share * (rows - kept):
        return None
    exact = abs(border / parts * rows - kept) <= 1
    said = (
        f"{'' if exact else 'about '}{count:,} of {rows - kept:,} rows after the split repeat one before it"
    )
    return f"{said}: training has seen them; drop repeated rows", cut


def _border(step: Step) -> bool:
    """Whether it takes the rows before a border."""
    detail = step.detail
    return (
        isinstance(detail, Selected)
        and step.kind == "split"
        and detail.rows is not None
        and not detail.rows[0]
    )


def _held_back(fit: Fit) -> float | None:
    """The share of the rows that `fit` holds back, the last ones."""
    held = fit["validation_split"]
    value = held.value if isinstance(held, Known) else None
    return value if isinstance(value, float) and 0 < value < 1 else None
