"""LL731: the test split chooses the weights of the model, or the threshold of its classes, and is then scored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.notions.lineage import same_array, same_history
from lstm_lint.notions.paths import each_place_once, on_every_path
from lstm_lint.notions.predicted import after_prediction, predicted_by
from lstm_lint.notions.scores import OF_CLASSES, OF_ONE_CLASS
from lstm_lint.script import Comparison, Configured, Fit, Known, Model, Script, Side

_TEST = re.compile(r"(?:^|_|\b)test(?:$|_|\b|(?=[A-Z\d]))|[xX]_?[tT]est")
_HELD_OUT = re.compile(r"\[(?:\w*_)?(?:test|te|tst|holdout|held_out)(?:_?(?:idx|index|ids|ix|i|indices))?\]")
_OWNER = re.compile(r"([\w.]+?)\s*\.\s*\w+\s*\(")
_ASSIGNED = re.compile(r"\s*([\w.]+)\s*(?::[^=]+)?=(?!=)")
_MANY = 500  # rows, from where on the choice among epochs moved the score by less than its own noise


@check("test-split-selects-model", needs="recurrent fits")
def test_split_selects_model(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))
    yield from each_place_once(_thresholds(script))


def _thresholds(script: Script) -> Iterator[Problem]:
    """Classes by a threshold that a curve over the very labels that they are scored against gave."""
    curves = {id(one.place.node): one for one in script.comparisons if one.how in OF_ONE_CLASS}
    scores = [(one, curve) for one in script.comparisons if (curve := _curve_of(one, curves)) is not None]
    for one, curve in scores:
        others = (other for other, by in scores if by is curve and not same_history(other.first, one.first))
        if not same_history(one.first, curve.first) or next(others, None) is not None:
            continue
        asked = predicted_by(script, made[0]) if (made := after_prediction(one.second)) is not None else []
        models = [model for model, _ in asked]
        if not models or not all(model.recurrent and model.fits for model in models):
            continue
        if _is_validation(one, models) or (one.first is not None and (one.first.rows or 0) >= _MANY):
            continue
        message = f"the threshold comes from `{curve.how}` on the labels that are scored here; choose it on other rows"
        related = (curve.place.see("the threshold is chosen here"),)
        yield Problem(message, one.place.span, model=models[0].name, related=related)


def _curve_of(score: Comparison, curves: dict[int, Comparison]) -> Comparison | None:
    """The curve that gave the threshold of the classes that are scored."""
    if score.how not in OF_CLASSES or score.second is None:
        return None
    beside = [
        step
        for one in score.second.steps
        if one.joined is not None
        for part in one.joined.parts
        for step in part
    ]
    found = [
        curves.get(id(step.place.node))
        for step in beside
        if step.place is not None and step.what in OF_ONE_CLASS
    ]
    return found[0] if len(found) == 1 else None


def _is_validation(score: Comparison, models: list[Model]) -> bool:
    """Whether the rows are those that `fit` validates on, or trains on, and nobody calls them test rows."""
    if _TEST.search(score.place.text):
        return False
    fits = [fit for model in models for fit in model.fits]
    return any(same_history(score.first, known) for fit in fits for known in (fit.validation_y, fit.y))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits if model.recurrent else ():
            name = _validated_on(fit)
            if name is None or not _is_test(name, fit) or (not fit.given("epochs") and fit.complete):
                continue
            severity = Severity.ADVICE if _rows(fit) >= _MANY else Severity.WARNING
            best = next((best for best in fit.best if best[0].startswith("val_")), None)
            # Beside a score of its own it is one figure of several, as the lowest loss is.
            if best is not None and best[0] != "val_loss" and not model.predictions:
                message = (
                    f"the best epoch by '{best[0]}' on `{name}` is taken as the result: it was picked there; "
                    "validate on other rows"
                )
                yield model, fit, Problem(message, best[1].span, severity, model=model.name)
                continue
            searched = fit.objective is not None and fit.objective[0].startswith("val_")
            selector = _selector(fit, model, script)
            if not (selector or searched) or not _is_scored(model, fit, name, selector, script):
                continue
            picks = f"`{selector}` picks the weights on `{name}`"
            if searched:
                picks = f"the search picks its values on `{name}`"
            message = f"{picks}, whose score is then reported; use separate validation rows"
            calls = [
                call
                for call in model.predictions
                if _name(call) == name and same_history(call.x, fit.validation_x)
            ]
            calls.sort(key=lambda call: call.method != "evaluate")
            scored = tuple(call.place.see("its score is made here") for call in calls)
            span = fit.span("validation_data")
            yield model, fit, Problem(message, span, severity, model=model.name, related=scored[:1])


def _is_test(name: str, fit: Fit) -> bool:
    """Whether the rows are called test rows, or are those that a fold leaves out and calls so: `x[test]`."""
    if "[" not in name:
        return _TEST.search(name) is not None
    steps = fit.validation_x.steps if fit.validation_x is not None else ()
    sides = [step.detail for step in steps if isinstance(step.detail, Side)]
    return bool(sides) and sides[-1].part == "test" and _HELD_OUT.search(name) is not None


def _is_scored(model: Model, fit: Fit, name: str, selector: str | None, script: Script) -> bool:
    """Whether that part is scored, by `evaluate` or by a metric of what is predicted of it, and no other unseen part.

    Another one may be the real test.
    """
    scored = False
    for call in model.predictions:
        if _name(call) == name and same_history(call.x, fit.validation_x):
            if selector == "ModelCheckpoint" and not _has_the_best(call, fit, script):
                continue
            compared = model.evaluated or bool(script.comparisons)
            scored = scored or call.method == "evaluate" or compared
        elif (call.method == "evaluate" or _TEST.search(_name(call) or "")) and not same_array(call, fit):
            return False
    return scored


def _has_the_best(call: Fit, fit: Fit, script: Script) -> bool:
    """Whether the model has the weights of the checkpoint when it is asked, and not those of the last epoch.

    `best = load_model(path)` leaves the model that was trained as it is.
    """
    loads = [load for load in script.loads if fit.place.span < load.place.span]
    if fit.place.span < call.place.span and all(call.place.span < load.place.span for load in loads):
        return False
    asked = _owner(call)
    if asked is None or asked != _owner(fit):
        return True
    return any(load.cls != "load_model" or _bound_to(load) == asked for load in loads)


def _owner(call: Fit) -> str | None:
    """The name of the model: `model` of `model.fit(x, y)`."""
    found = _OWNER.match(call.place.text)
    return found[1] if found else None


def _bound_to(load: Configured) -> str | None:
    """The name that a call is assigned to, where the line begins with it."""
    span = load.place.span
    line = load.place.locator.text(replace(span, column=1))
    found = _ASSIGNED.match(line)
    return found[1] if found else None


def _selector(fit: Fit, model: Model, script: Script) -> str | None:
    """The callback that puts the weights of the best validation score into the model.

    What ModelCheckpoint keeps has to be loaded after the training: a file that is loaded before it is where the last
    run stopped.
    """
    loads = [load for load in script.loads if model.weights_loaded and fit.place.span < load.place.span]
    for callback in fit.callbacks or ():
        on_validation = str(callback.known("monitor") or "").startswith("val_")
        restores = callback.cls == "EarlyStopping" and callback["restore_best_weights"] == Known(True)
        keeps = callback.cls == "ModelCheckpoint" and callback["save_best_only"] == Known(True)
        if on_validation and (restores or (keeps and any(_may_be_of(callback, load) for load in loads))):
            return callback.cls
    return None


def _may_be_of(checkpoint: Configured, load: Configured) -> bool:
    """Whether the file may be the one that the checkpoint writes."""
    written, read = checkpoint.known("filepath"), load.known("filepath")
    if not isinstance(written, str) or not isinstance(read, str):
        return True
    return "{" in written or written == read


def _validated_on(fit: Fit) -> str | None:
    """The name of the array in `validation_data=(x_test, y_test)`."""
    place = fit.argument("validation_data").place
    found = re.match(r"[\[(]?\s*([\w.]+(?:\[\w+\])?)\s*,", place.text) if place is not None else None
    return found[1] if found else None


def _name(call: Configured) -> str | None:
    place = call.argument("x").place
    return place.text if place is not None else None


def _rows(fit: Fit) -> int:
    shape = fit.validation_x.shape if fit.validation_x is not None else None
    return shape[0] if shape and isinstance(shape[0], int) else 0
