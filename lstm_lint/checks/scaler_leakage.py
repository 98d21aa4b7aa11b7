"""LL703: a scaler that has seen the test rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.notions.lineage import Border, arrays, came_from, is_side, rows_of, split_after
from lstm_lint.notions.training import learned
from lstm_lint.notions.trials import is_computed
from lstm_lint.script import (
    Division,
    Fitted,
    Place,
    Script,
    Selected,
    Series,
    Split,
    Step,
    Transformation,
    Window,
)

# They learn from all rows at once. Normalizer scales each row by itself.
_LEARNS = frozenset(
    {
        "MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "QuantileTransformer", "PowerTransformer",
        "PCA", "division", "minmax_scale", "scale", "zscore", "maxabs_scale", "robust_scale", "quantile_transform",
        "power_transform", "KernelPCA", "FastICA", "NMF", "TruncatedSVD", "FactorAnalysis",
        "LinearDiscriminantAnalysis", "SelectKBest", "SelectPercentile", "SelectFromModel", "RFE", "RFECV",
        "SequentialFeatureSelector", "KNNImputer", "IterativeImputer",
    }
)  # fmt: skip
# Named so, it is the training part of a larger whole: the test rows are elsewhere, and what is held out validates.
_TRAINING = re.compile(r"(?<![a-z])[xX]?_?train(?:ing)?(?![a-z])", re.I)


@check("scaler-leakage", needs="recurrent transformations")
def scaler_leakage(script: Script) -> Iterator[Problem]:
    fitted: dict[int, list[tuple[int, Transformation]]] = {}  # by their tools, and the `id` of their places
    for number, work in enumerate(script.transformations):
        if work.fits and work.cls in _LEARNS:
            fitted.setdefault(id(work.place.node), []).append((number, work))
            if work.tool >= 0:
                fitted.setdefault(work.tool, []).append((number, work))
    reported: set[int] = set()
    for fit, models in learned(script):
        for series in arrays(fit):
            for work in _applied(series, fitted):
                if id(work.place.node) in reported or is_computed(series) or _is_of_one_window(work.data):
                    continue
                if _joins_sides(work.data):
                    reported.add(id(work.place.node))
                    message = (
                        f"`{work.cls}` is fitted on training and test rows together; fit it on training rows"
                    )
                    yield Problem(message, work.place.span, model=models[0].name)
                    continue
                at = came_from(series, work.data)
                if at is None:
                    at = _fitted_on_the_way(series, work)
                if split_after(script, fit, work.data, -1) is not None or is_side(script, work.data):
                    continue  # it is fitted on training rows; a split after that is another one
                split = split_after(script, fit, series, at) if at is not None else None
                if split is not None:
                    reported.add(id(work.place.node))
                    harmless = _TRAINING.search(work.written) or _is_in_vain(script, split)
                    severity = (
                        Severity.ADVICE if harmless or _is_of_a_group(script, work, series, split) else None
                    )
                    message = _message(work, split.written)
                    span, name = work.place.span, models[0].name
                    yield Problem(message, span, severity, model=name, cause=split.written)


def _is_in_vain(script: Script, split: Border) -> bool:
    """Whether nothing reads the rows that are held out: then no score profits from what the scaler saw of them."""
    return bool(split.others) and all(map(script.holds_out_in_vain, split.others))


def _is_of_a_group(script: Script, work: Transformation, series: Series, split: Border) -> bool:
    """Whether each file or group of rows is scaled on its own, and all of them are put together before the split.

    Then no rows of the training part alone were there to fit it on, and those of another group it has not seen.
    """
    if split.step.place is None:
        return False
    outside = set(script.bodies_around(split.step.place))
    gathered = any(step.kind == "stack" for step in series.steps)

    def is_inside(place: Place) -> bool:
        own = [body for body in script.bodies_around(place) if body not in outside]
        return any(is_loop or gathered for _, is_loop in own)

    stacked = max((at for at, step in enumerate(work.data.steps) if step.kind == "stack"), default=-1)
    picked = (step for step in work.data.steps[stacked + 1 :] if _takes_rows(step))
    return is_inside(work.place) and any(step.place is not None and is_inside(step.place) for step in picked)


def _takes_rows(step: Step) -> bool:
    picked = isinstance(step.detail, Selected) and step.detail.picked
    return picked or step.kind == "read" or step.what == "groupby"


def _is_of_one_window(data: Series) -> bool:
    """Whether it is a window that a loop has cut, whose own mean is taken; not all windows together."""
    for step in reversed(data.steps):
        if step.what == "loop" or step.kind in ("window", "stack"):
            return False
        if isinstance(step.detail, Window):
            return True
    return False


def _joins_sides(data: Series) -> bool:
    """Whether both sides of one border were put together again: `pd.concat([train, test])`."""
    stacked = [at for at, step in enumerate(data.steps) if step.kind == "stack"]
    before = data.steps[: stacked[-1]] if stacked else ()
    borders = {rows for step in before if step.kind == "split" and (rows := rows_of(step)) is not None}
    parts = {
        step.detail.part
        for step in before
        if isinstance(step.detail, Split) and step.what == "train_test_split"
    }
    both = any((end, "") in borders for begin, end in borders if end and not begin)
    return both or parts == {"train", "test"}


def _applied(series: Series, fitted: dict[int, list[tuple[int, Transformation]]]) -> list[Transformation]:
    """The scalers that scaled the array, as fitted here, in the order of the program."""
    found: dict[int, Transformation] = {}
    for number, step in enumerate(series.steps):
        if step.kind == "scale" or (step.kind in ("select", "clean") and isinstance(step.detail, Fitted)):
            before = replace(series, steps=series.steps[:number])
            learned_at = step.detail.learned_at if isinstance(step.detail, Division) else step.place
            here = fitted.get(id(learned_at.node), ()) if learned_at is not None else ()
            # A helper that scales is read once for each call: the one of this array counts, where it is known.
            own = [(at, work) for at, work in here if came_from(before, work.data) == len(before.steps) - 1]
            found.update(own or here)
            found.update(
                fitted.get(step.detail.number, ()) if isinstance(step.detail, Fitted) and not own else ()
            )
    return [found[at] for at in sorted(found)]


def _fitted_on_the_way(series: Series, work: Transformation) -> int | None:
    """Where `fit_transform` stands in the history of an array: it is fitted on all rows that there are then."""
    for at, step in enumerate(series.steps):
        here = isinstance(step.detail, Fitted) and step.detail.fitted_here and step.place is not None
        if here and step.place is not None and step.place.node is work.place.node:
            return at if not _is_one_sample(series.steps[at + 1 :]) else None
    return None


def _is_one_sample(after: tuple[Step, ...]) -> bool:
    """Whether a loop gathered what was scaled, one after the other: then no row was scaled with any other."""
    for step in after:
        if isinstance(step.detail, Window):
            return False  # a part that a loop cut out of what was scaled
        if step.what == "loop":
            return True
    return False


def _message(work: Transformation, split: str) -> str:
    if work.cls == "division":
        return f"these statistics come from all rows, also from those that `{split}` holds out; use the training rows"
    return (
        f"`{work.cls}` is fitted before the split `{split}`, also on held-out rows; fit it on training rows"
    )
