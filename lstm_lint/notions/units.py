"""Units: which arrays a scaler has changed, by values that it learned, and which of the same source it has not."""

from __future__ import annotations

from lstm_lint.ir.records import replace
from lstm_lint.notions.lineage import are_other_rows, came_from, rows_of, same_step
from lstm_lint.notions.measured import has_windows
from lstm_lint.notions.predicted import after_prediction, is_moved_only, shares_source
from lstm_lint.script import Division, Fitted, Read, Series, Side, Step

INVERSE = "inverse_transform"
_SPREADS = frozenset({"std", "nanstd"})  # the largest value may be the same of all rows: 255
_ENDS = frozenset({"max", "min", "ptp", "amax", "amin", "nanmax", "nanmin"})
UNDONE_BY = {
    "log": "np.exp",
    "log1p": "np.expm1",
    "log10": "10 **",
    "log2": "np.exp2",
    "sqrt": "np.square",
    "diff": "the sum with the value before",
    "pct_change": "the growth from the value before",
}
# What leaves every number as it is.
_BARE = frozenset({"read", "dataset", "synthetic", "select", "split", "window", "reshape", "shuffle", "cast"})
_BY_ROW = frozenset({"normalize", "Normalizer", "l2_normalize"})
# Steps that leave the values which stay as they are.
_MOVES = frozenset({"select", "split", "window", "reshape", "cast", "stack", "clean"})


def scaling(series: Series | None) -> Step | None:
    """The last step that scales an array by what it, or another part of it, was measured to hold."""
    for step in reversed(series.steps if series is not None else ()):
        if step.kind == "scale" and isinstance(step.detail, (Fitted, Division)):
            return step
    return None


def scaled_otherwise(trained: Series | None, other: Series | None) -> Step | None:
    """The scaling of an array that is certainly another one than what training saw of the same source went through.

    By another class of scalers, or by the standard deviation of other rows.
    """
    first, second = scaling(trained), scaling(other)
    if trained is None or other is None or first is None or second is None or first.column or second.column:
        return None
    if not (
        trained.certain and other.certain and (shares_source(other, trained) or _is_one_file(other, trained))
    ):
        return None
    one, two = first.detail, second.detail
    if isinstance(one, Fitted) and isinstance(two, Fitted):
        apart = _tools(trained).isdisjoint(_tools(other))
        return second if apart and first.what != second.what else None
    if (
        isinstance(one, Division)
        and isinstance(two, Division)
        and _tells_parts_apart(one.by, two.by, trained)
    ):
        before, after = one.learned, two.learned
        if isinstance(before, Series) and isinstance(after, Series):
            return second if are_other_rows(before, after) else None
    return None


def _tells_parts_apart(first: str, second: str, trained: Series) -> bool:
    """Whether two parts of an array surely have other such statistics: spreads, and of a series its ends too."""
    return {first, second} <= _SPREADS or (has_windows(trained) and {first, second} <= _ENDS)


def _tools(series: Series) -> set[int]:
    """The scalers that an array went through."""
    return {step.detail.number for step in series.steps if isinstance(step.detail, Fitted)}


def curve(series: Series | None) -> Step | None:
    """The last step that makes a logarithm, a root or differences of an array."""
    found = series.step("scale") if series is not None else None
    return found if found is not None and found.what in UNDONE_BY else None


def is_as_measured(series: Series) -> bool:
    """Whether every step is known, and none changes the values."""
    return series.certain and all(
        step.kind in _MOVES
        or step.kind in ("read", "dataset", "synthetic")
        or (step.kind == "literal" and step is series.steps[0])
        for step in series.steps
    )


def is_moved_from(series: Series | None, source: Series) -> bool:
    """Whether an array holds values of another one as they were in that, which no scaler made of others."""
    if series is None or not series.certain or scaling(series) is not None:
        return False
    steps = source.steps
    while steps and (isinstance(steps[-1].detail, Side) or rows_of(steps[-1]) is not None):
        steps = steps[:-1]  # the statistics of training rows are numbers of the whole array
    at = came_from(series, replace(source, steps=steps)) if steps else None
    return at is not None and all(
        step.kind in (*_MOVES, "window") and step.joined is None for step in series.steps[at + 1 :]
    )


def differ(trained: Series | None, other: Series | None) -> Step | None:
    """The scaling of an array that training saw, which another part of the same source certainly did not go through."""
    step = scaling(trained) or curve(trained)
    if step is None or step.column is not None or trained is None or other is None or not trained.certain:
        return None
    same = shares_source(other, trained) or _is_one_file(other, trained)
    if same and is_as_measured(other):
        return step
    return step if _parts_before(step, trained, other) else None


def _parts_before(step: Step, trained: Series, other: Series) -> bool:
    """Whether another array came out of what was scaled, as it was before, and all since then left its values."""
    pairs = zip(trained.steps, other.steps)
    shared = next((at for at, pair in enumerate(pairs) if not same_step(*pair)), len(other.steps))
    if not shared or not other.certain or step not in trained.steps[shared:]:
        return False
    return all(one.kind in _MOVES for one in other.steps[shared:])


def left_bare(trained: Series | None, other: Series | None) -> Step | None:
    """The scaling of inputs that training saw, which others of the same source, whatever that holds, did not get.

    A division by a number of the program is one as well: what it makes of the inputs is what the weights fit.
    """
    step = trained.step("scale") if trained is not None else None
    if step is None or trained is None or other is None or step.what.rpartition(".")[2] in _BY_ROW:
        return None
    arrays = all(one.kind in ("array", "frame", "column") for one in (trained, other))
    bare = all(one.kind in _BARE and one.joined is None for one in other.steps)
    return step if arrays and bare and step.column is None and shares_source(other, trained) else None


def _is_one_file(first: Series, second: Series) -> bool:
    """Whether both are read from a file of the same name: a function that predicts may read it once more."""
    paths = {_path(series) for series in (first, second)}
    return len(paths) == 1 and None not in paths


def _path(series: Series) -> str | None:
    detail = series.steps[0].detail if series.steps else None
    return detail.path if isinstance(detail, Read) else None


def in_units_of_the_source(predicted: Series | None) -> Step | None:
    """The `inverse_transform` that a prediction went through, where nothing else changed it."""
    made = after_prediction(predicted)
    if made is None:
        return None
    back = [step for step in made[1] if step.what == INVERSE]
    others = [step for step in made[1] if step.what != INVERSE]
    return back[0] if len(back) == 1 and is_moved_only(others) else None


def name_of(step: Step) -> str:
    if isinstance(step.detail, Fitted) or step.what in UNDONE_BY:
        return f"`{step.what}`"
    return "a statistic of the data" if isinstance(step.detail, Division) else "a division"
