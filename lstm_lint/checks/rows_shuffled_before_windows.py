"""LL778: windows over rows whose order in time is gone: a shuffled split comes before them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.lineage import arrays
from lstm_lint.script import Script, Selected, Series, Split, Step, Window

# What leaves the rows in the order in which it finds them.
_KEEPS = ("scale", "cast", "split", "arithmetic", "clean", "reshape", "select", "window")
_UNORDERED = ("ShuffleSplit", "StratifiedShuffleSplit")
# What may put them into order again, or begins with rows that belong together.
_ORDERS = frozenset({"sort_index", "sort_values", "sort", "argsort", "groupby", "resample", "asfreq", "merge", "join",
                     "reindex", "pivot", "pivot_table", "sort_remaining", "nlargest", "nsmallest"})  # fmt: skip


@check("rows-shuffled-before-windows", needs="recurrent fits")
def rows_shuffled_before_windows(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    trainings = ((fit, model) for model in script.models if model.recurrent for fit in model.fits)
    for fit, model in trainings:
        for series in arrays(fit):
            step = _shuffled(series)
            if step is None or step.place is None or id(step.place.node) in reported:
                continue
            reported.add(id(step.place.node))
            message = f"`{step.what}` shuffles the rows before windows are cut: a window holds unrelated rows"
            cure = "split with `shuffle=False`" if step.kind == "split" else "cut first"
            yield Problem(f"{message}; {cure}", step.place.span, fix=_fix(step), model=model.name)


def _shuffled(series: Series) -> Step | None:
    """The step that mixes the rows, where windows are cut along the rows after it and nothing sorts them before."""
    mixed: Step | None = None
    for at, step in enumerate(series.steps):
        if step.kind in ("tokens", "one-hot", "class-ids"):
            return None  # words and letters
        mixes = (step.kind in ("split", "shuffle") or step.what == "sample") and _mixes(step)
        if mixed is None:  # so are most histories, which may be long
            mixed = step if mixes else None
        elif _cuts(step):
            kept = any(later.kind == "window" for later in series.steps[at:])
            return mixed if kept else None  # a slice that is not kept beside others is a batch
        elif not mixes and (step.kind not in _KEEPS or step.what in _ORDERS or _picks(step)):
            mixed = None
    return None


def _mixes(step: Step) -> bool:
    if isinstance(
        step.detail, Split
    ):  # folds of KFold are drawn at random, and their rows are in order again
        return step.detail.shuffle is True and (step.detail.call is not None or step.what in _UNORDERED)
    return step.kind == "shuffle" or (step.kind == "select" and step.what == "sample")


def _cuts(step: Step) -> bool:
    """Whether it takes several rows that follow one another, again and again."""
    window = step.detail
    return isinstance(window, Window) and not window.single and not window.inside and window.slides_by != 0


def _picks(step: Step) -> bool:
    """Whether it takes rows in an order of its own: `x[np.argsort(days)]`."""
    return isinstance(step.detail, Selected) and step.detail.picked


def _fix(step: Step) -> Fix | None:
    split = step.detail
    if not isinstance(split, Split) or split.call is None or split.stratified:
        return None
    return split.call.set_argument("shuffle", "False", applicability="unsafe")
