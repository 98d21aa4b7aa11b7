"""LL774: a prediction that is transformed back by a scaler which its target never went through."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import number_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, each_place, is_moved_only, made_at, predicted_by
from lstm_lint.notions.put_back import wrongly
from lstm_lint.notions.units import (
    INVERSE,
    UNDONE_BY,
    curve,
    differ,
    is_as_measured,
    is_moved_from,
    name_of,
    scaling,
)
from lstm_lint.script import Fit, Fitted, Inversion, Restored, Script, Series, Step

_SCALERS = frozenset(
    {
        "StandardScaler",
        "MinMaxScaler",
        "RobustScaler",
        "MaxAbsScaler",
        "QuantileTransformer",
        "PowerTransformer",
    }
)


_EXPONENTIALS = {"exp": "log", "expm1": "log1p", "exp2": "log2", "square": "sqrt"}


@check("inverse-by-another-scaler", needs="restored|comparisons|inversions")
def inverse_by_another_scaler(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_put_back(script))
    yield from each_place_once(_other_curves(script))
    yield from each_place_once(_other_columns(script))
    readings: dict[int, list[Inversion]] = {}
    for one in script.inversions:
        readings.setdefault(id(one.place.node), []).append(one)
    found = (
        Problem(messages[0], of_one[0].place.span)
        for of_one in readings.values()
        if all(messages := [_message(script, one) for one in of_one]) and messages[0] is not None
    )
    yield from each_place_once(found)


def _put_back(script: Script) -> Iterator[Problem]:
    """Predictions that are put back by numbers that their target was not scaled by."""
    readings: dict[int, list[Restored]] = {}
    for one in script.restored:
        readings.setdefault(id(one.place.node), []).append(one)
    told: set[int] = set()
    for of_one in readings.values():
        before = {id(step.place.node) for one in of_one for step in one.data.steps if step.place is not None}
        messages = [_of_restored(script, one) for one in of_one]
        if all(messages) and messages[0] is not None and told.isdisjoint(before):
            told.add(id(of_one[0].place.node))  # `* std` and `+ mean` are one mistake
            yield Problem(messages[0], of_one[0].place.span)


def _other_curves(script: Script) -> Iterator[Problem]:
    """`np.exp` of what was trained on a `log1p`, beside values of the same source."""
    for one in script.comparisons:
        for truth, predicted in ((one.first, one.second), (one.second, one.first)):
            made = after_prediction(predicted)
            back = [step for step in made[1] if step.what in _EXPONENTIALS] if made is not None else []
            if made is None or truth is None or len(back) != 1 or back[0].place is None:
                continue
            calls = predicted_by(script, made[0])
            fits = [fit for model, _ in calls for fit in model.fits]
            others = [step for step in made[1] if step is not back[0]]
            recurrent = bool(fits) and all(model.recurrent and model.fits for model, _ in calls)
            if not recurrent or not is_moved_only(others) or not all(differ(fit.y, truth) for fit in fits):
                continue
            curves = [curve(fit.y) if scaling(fit.y) is None else None for fit in fits]
            if all(step is not None and step.what != _EXPONENTIALS[back[0].what] for step in curves):
                what = curves[0].what if curves[0] is not None else ""
                message = f"y is a `{what}`, which `{back[0].what}` does not undo; write {UNDONE_BY[what]}"
                yield Problem(message, back[0].place.span)


def _other_columns(script: Script) -> Iterator[Problem]:
    """`scaler.inverse_transform(filled)[:, 0]` of a prediction of another column of what the scaler was fitted on."""
    for readings in each_place(script.comparisons):
        found = [_column_of(script, one.first) or _column_of(script, one.second) for one in readings]
        if all(found) and found[0] is not None:
            yield found[0]


def _column_of(script: Script, series: Series | None) -> Problem | None:
    made = after_prediction(series)
    steps = made[1] if made is not None else ()
    at = next((at for at, step in enumerate(steps) if step.what == INVERSE), None)
    if made is None or at is None or at + 1 >= len(steps) or steps[at + 1].place is None:
        return None
    taken, calls = _taken(steps[at + 1]), predicted_by(script, made[0])
    fits = [fit for model, _ in calls for fit in model.fits]
    aimed = {_aimed_at(fit, number_of(steps[at])) for fit in fits}
    column = aimed.pop() if len(aimed) == 1 else None
    if taken is None or column is None or not all(model.recurrent and model.fits for model, _ in calls):
        return None
    if taken == column or (taken < 0) != (column < 0):
        return None  # of -1 and 2 it is not known whether they are the same
    message = (
        f"this takes column {taken}, with the numbers of that column, and y is column {column} of what was scaled; use "
        f"{column}"
    )
    place = steps[at + 1].place
    return Problem(message, place.span, related=made_at(script, place, series)) if place is not None else None


def _aimed_at(fit: Fit, tool: int | None) -> int | None:
    """Which column of what that scaler gave the one target is."""
    steps = fit.y.steps if fit.y is not None and fit.y.certain and len(fit.targets) < 2 else ()
    at = next((at for at, step in enumerate(steps) if tool is not None and number_of(step) == tool), None)
    if at is None or fit.tables_by or steps[at].column is not None:
        return None
    later = [step for step in steps[at + 1 :] if step.kind not in ("cast", "reshape", "split", "shuffle")]
    columns = [column for step in later if (column := _taken(step)) is not None]
    plain = all(step.kind in ("select", "window") for step in later)
    return columns[0] if len(columns) == 1 and plain and number_of(scaling(fit.y)) == tool else None


def _taken(step: Step) -> int | None:
    """The one column that a subscript takes, `[:, 2]`."""
    second = (
        step.moves.second if step.moves is not None and step.kind in ("select", "split", "window") else None
    )
    return second if isinstance(second, int) else None


def _of_restored(script: Script, one: Restored) -> str | None:
    made = after_prediction(one.data)
    calls = predicted_by(script, made[0]) if made is not None else []
    if not calls or not all(model.recurrent and model.fits for model, _ in calls):
        return None
    found = [None if fit.tables_by else wrongly(script, fit, one) for model, _ in calls for fit in model.fits]
    return found[0] if all(found) else None


def _message(script: Script, one: Inversion) -> str | None:
    made = after_prediction(one.data)
    calls = predicted_by(script, made[0]) if made is not None and is_moved_only(made[1]) else []
    if not calls or not all(model.recurrent and model.fits for model, _ in calls):
        return None
    found = [_of_fit(script, fit, one) for model, _ in calls for fit in model.fits]
    return found[0] if all(found) else None


def _of_fit(script: Script, fit: Fit, one: Inversion) -> str | None:
    """What is wrong with it, after a training."""
    if one.cls not in _SCALERS or fit.x is None or fit.y is None or len(fit.targets) > 1 or fit.tables_by:
        return None
    learned = [work.data for work in script.transformations if work.tool == one.tool and work.fits]
    if is_as_measured(fit.y) or (learned and all(is_moved_from(fit.y, data) for data in learned)):
        written = f"`{one.cls}.inverse_transform`"
        return (
            f"y was never scaled, so the prediction is in its units: {written} distorts it; remove that call"
        )
    step = scaling(fit.y)
    if step is None or not fit.y.certain or one.tool in _tools(fit.y) or one.tool not in _tools(fit.x):
        return None
    if step.column is not None or number_of(step) is None:
        return None
    return f"`inverse_transform` by the {one.cls} of x: y was scaled by another {name_of(step)}; use that one"


def _tools(series: Series) -> set[int]:
    """The scalers that an array went through."""
    return {step.detail.number for step in series.steps if isinstance(step.detail, Fitted)}
