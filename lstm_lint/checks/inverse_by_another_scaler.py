"""LL774: a prediction that is transformed back by a scaler which its target never went through."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import number_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, is_moved_only, predicted_by
from lstm_lint.notions.units import is_as_measured, name_of, scaling
from lstm_lint.script import Fit, Fitted, Inversion, Script, Series

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


@check("inverse-by-another-scaler")
def inverse_by_another_scaler(script: Script) -> Iterator[Problem]:
    readings: dict[int, list[Inversion]] = {}
    for one in script.inversions:
        readings.setdefault(id(one.place.node), []).append(one)
    found = (
        Problem(messages[0], of_one[0].place.span)
        for of_one in readings.values()
        if all(messages := [_message(script, one) for one in of_one]) and messages[0] is not None
    )
    yield from each_place_once(found)


def _message(script: Script, one: Inversion) -> str | None:
    made = after_prediction(one.data)
    calls = predicted_by(script, made[0]) if made is not None and is_moved_only(made[1]) else []
    if not calls or not all(model.recurrent and model.fits for model, _ in calls):
        return None
    found = [_of_fit(fit, one) for model, _ in calls for fit in model.fits]
    return found[0] if all(found) else None


def _of_fit(fit: Fit, one: Inversion) -> str | None:
    """What is wrong with it, after a training."""
    if one.cls not in _SCALERS or fit.x is None or fit.y is None or len(fit.targets) > 1 or fit.tables_by:
        return None
    if is_as_measured(fit.y):
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
