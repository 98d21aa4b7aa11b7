"""LL774: a prediction that is transformed back by a scaler which its target never went through."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import number_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, is_moved_only, predicted_by
from lstm_lint.notions.put_back import wrongly
from lstm_lint.notions.units import UNDONE_BY, curve, differ, is_as_measured, is_moved_from, name_of, scaling
from lstm_lint.script import Fit, Fitted, Inversion, Restored, Script, Series

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


@check("inverse-by-another-scaler")
def inverse_by_another_scaler(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_put_back(script))
    yield from each_place_once(_other_curves(script))
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
