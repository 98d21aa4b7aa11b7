"""LL794: a loop forecasts step by step, and puts each prediction at the wrong place of the window for the next one."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.alignment import aligned
from lstm_lint.notions.heads import heads
from lstm_lint.notions.lineage import number_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.statefulness import stateful_layer
from lstm_lint.notions.training import trained
from lstm_lint.notions.units import scaling
from lstm_lint.script import FedBack, Fit, Model, Script

_LONGEST_NAME = 16  # that leaves a message in its line
_WHY = {
    "front": "puts the newest step in front of {name}, where `fit` had the oldest; append it at the end",
    "forward": "moves the steps of {name} to its end, on top of the newest; roll by -1, towards the oldest",
    "newest": "puts each prediction in place of the newest step of {name}, which never moves on; drop the first one",
    "still": "predicts from the same {name} in each pass: all are one value; append each to it, drop the first step",
    "units": "puts the inverse-transformed prediction into {name}, whose steps are scaled; put it in as predicted",
    "columns": "puts the one value predicted into all {columns} columns of {name}; predict or fill in each column",
}
_OF_DECODERS = {
    "states": "the next pass gets the same states, those returned ({states}) are not used: feed them back",
    "token": "the next pass gets the same token again: feed back the one predicted, with its states ({states})",
}


@check("forecast-fed-back-wrong", needs="fed_back")
def forecast_fed_back_wrong(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    by_call: dict[int, list[FedBack]] = {}
    for one in script.fed_back:
        if one.how in _OF_DECODERS:
            yield Problem(_OF_DECODERS[one.how].format(states=one.window), one.place.span)
            continue
        by_call.setdefault(id(one.predict.node), []).append(one)
    for fit, models in trained(script) if by_call else ():
        for model in models:
            for call in model.predictions:
                readings = by_call.get(id(call.place.node), [])  # one on each path
                if len({one.how for one in readings}) == 1 and _forecasts(script, model, fit):
                    for fed in readings:
                        how = (
                            _late(script, fed, model, fit) if fed.how == "next" else _problem(fed, model, fit)
                        )
                        yield from how


def _problem(fed: FedBack, model: Model, fit: Fit) -> Iterator[Problem]:
    columns = _columns(model, fit)
    if fed.how == "columns":
        units = {head.units for head in heads(model)}
        if units != {1} or columns is None or columns < 2:
            return
    if fed.how == "units" and not all(map(_is_scaled_alike, model.fits or (fit,))):
        return
    # Each pass draws another value, or may.
    drawn = any(layer.custom or layer.always_training for layer in model.layers)
    if fed.how == "still" and (not model.complete or drawn):
        return
    name = f"`{fed.window}`" if len(fed.window) <= _LONGEST_NAME else "the window"
    what = _WHY[fed.how].format(name=name, columns=columns)
    related = (fed.predict.see("the model gets it here"), fit.place.see("the model is trained here"))
    yield Problem(f"this {what}", fed.place.span, model=model.name, related=related)


def _late(script: Script, fed: FedBack, model: Model, fit: Fit) -> Iterator[Problem]:
    """A prediction that goes into the window as its next step, of a model that learned one of the steps after that."""
    both = aligned(script, fit)
    cut = both.target.at if both is not None else None
    if both is None or cut is None or cut.place is None or len(model.fits) > 1:
        return
    ahead = both.target.first - both.window.end
    single = both.target.first == both.target.last and {head.units for head in heads(model)} == {1}
    if single and ahead > 1:
        message = f"y is {ahead} rows after the window, and the loop takes each forecast for the next row; "
        related = (fed.place.see("the forecast goes into the window here"),)
        yield Problem(f"{message}aim at the next row", cut.place.span, model=model.name, related=related)


def _is_scaled_alike(fit: Fit) -> bool:
    """Whether one transformer scaled both the windows and what follows them."""
    both = [number_of(scaling(series)) for series in (fit.x, fit.y)]
    return both[0] is not None and both[0] == both[1]


def _columns(model: Model, fit: Fit) -> int | None:
    """How many features a step has, by the data or by what the model declares."""
    x = fit.x.shape if fit.x is not None else None
    declared = model.recurrent[0].input_shape if model.recurrent else None
    sizes = (x[-1] if x is not None and len(x) == 3 else None, declared[-1] if declared else None)
    return next((size for size in sizes if isinstance(size, int)), None)


def _forecasts(script: Script, model: Model, fit: Fit) -> bool:
    """Whether all trainings show the model windows of several steps, the oldest first, with a target after them."""
    if stateful_layer(model) is not None:
        return False
    for one in model.fits or (fit,):
        found = aligned(script, one)
        if found is None or found.window.last <= found.window.first or found.target.last <= found.window.end:
            return False
    return bool(model.recurrent)
