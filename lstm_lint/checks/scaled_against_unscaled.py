"""LL723: predictions in the units of a scaler beside values as they were measured, or data that it never saw."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import number_of
from lstm_lint.notions.paths import each_place_once, on_every_path
from lstm_lint.notions.predicted import after_prediction, each_place, is_moved_only, made_at, predicted_by
from lstm_lint.notions.scores import OF_NUMBERS
from lstm_lint.notions.units import (
    UNDONE_BY,
    differ,
    in_units_of_the_source,
    left_bare,
    name_of,
    scaled_otherwise,
    scaling,
)
from lstm_lint.script import Comparison, Division, Fit, Fitted, Model, Script, Series, Step

_DIFFERENCES = frozenset({"-", "subtract"})


@check("scaled-against-unscaled", needs="fits|comparisons")
def scaled_against_unscaled(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _given(script))
    compared = [one for one in script.comparisons if one.how in OF_NUMBERS or one.how in _DIFFERENCES]
    found = (
        Problem(
            message,
            readings[0].place.span,
            related=made_at(script, readings[0].place, readings[0].first, readings[0].second),
        )
        for readings in each_place(compared)
        if (message := _of_all(script, readings)) is not None
    )
    yield from each_place_once(found)


def _given(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    """Data of `evaluate`, `predict` and `validation_data` that lacks the scaling of the training data."""
    for model in script.models:
        fits = [fit for fit in model.fits if not fit.tables_by and len(fit.inputs) < 2]
        if not model.recurrent or not fits or len(fits) < len(model.fits):
            continue
        for fit in fits:
            for what, trained, other in (("x", fit.x, fit.validation_x), ("y", fit.y, fit.validation_y)):
                step = differ(trained, other)
                if step is not None:
                    message = _message(
                        f"{what} is scaled by {name_of(step)}, that of `validation_data` is not", step
                    )
                    yield model, fit, Problem(message, fit.span("validation_data"), model=model.name)
                    break
        for call in model.predictions:
            for what in ("x", "y"):
                steps = [_lacking(what, fit, call) for fit in fits]
                if all(steps) and steps[0] is not None:
                    text = f"`fit` got {what} scaled by {name_of(steps[0])}, `{call.method}` gets it as it was read"
                    yield model, call, Problem(_message(text, steps[0]), call.span(what), model=model.name)
                    break
                others = [scaled_otherwise(getattr(fit, what), getattr(call, what)) for fit in fits]
                if all(others) and others[0] is not None:
                    text = _otherwise(what, scaling(getattr(fits[0], what)), others[0], call)
                    yield model, call, Problem(text, call.span(what), model=model.name)
                    break


def _otherwise(what: str, trained: Step | None, other: Step, call: Fit) -> str:
    if trained is not None and isinstance(other.detail, Fitted):
        names = f"`{trained.what}`, `{call.method}` gets it scaled by `{other.what}`"
        return f"`fit` got {what} scaled by {names}; use the fitted one"
    by = other.detail.by if isinstance(other.detail, Division) else "statistic"
    return f"`{call.method}` gets {what} scaled by its own {by}, training by that of other rows; use the training one"


def _lacking(what: str, fit: Fit, call: Fit) -> Step | None:
    """The scaling of what `fit` gets that what another call gets did not go through."""
    trained, other = getattr(fit, what), getattr(call, what)
    return differ(trained, other) or (left_bare(trained, other) if what == "x" else None)


def _message(text: str, step: Step) -> str:
    too = number_of(step) is not None or step.what in UNDONE_BY
    return f"{text}; {'transform it too' if too else 'scale it by the same numbers'}"


def _of_all(script: Script, readings: list[Comparison]) -> str | None:
    """What is wrong in every reading of a line."""
    messages = [
        _of_one(script, one.first, one.second) or _of_one(script, one.second, one.first) for one in readings
    ]
    return messages[0] if all(messages) else None


def _of_one(script: Script, truth: Series | None, predicted: Series | None) -> str | None:
    made = after_prediction(predicted)
    if made is None or truth is None or after_prediction(truth) is not None:
        return None
    calls = predicted_by(script, made[0])
    if not calls or not all(model.recurrent and model.fits for model, _ in calls):
        return None
    if is_moved_only(made[1]):
        steps = [differ(fit.y, truth) for model, _ in calls for fit in model.fits]
        if all(steps) and steps[0] is not None:
            name = name_of(steps[0])
            remedy = (
                "inverse_transform it first" if number_of(steps[0]) is not None else "scale it back first"
            )
            if steps[0].what in UNDONE_BY:
                remedy = UNDONE_BY[steps[0].what]
                return f"the prediction is still made of {name}, the values beside it are not; {remedy} comes first"
            return f"the prediction is still scaled by {name}, the values beside it are not; {remedy}"
        return None
    back = in_units_of_the_source(predicted)
    scaled = scaling(truth)
    if back is None or scaled is None or not truth.certain or number_of(back) != number_of(scaled):
        return None
    return f"the prediction is transformed back, the values beside it are still scaled by {name_of(scaled)}; do both"
