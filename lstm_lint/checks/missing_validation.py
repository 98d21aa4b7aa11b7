"""LL607: a training that is never compared with data it has not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions.aims import judged_by_error
from lstm_lint.notions.lineage import (
    arrays,
    has_origin,
    is_other_side,
    part_of,
    same_array,
    same_history,
    same_step,
    split_after,
)
from lstm_lint.notions.sweeps import layer_classes
from lstm_lint.notions.training import sweeps_rate, trained
from lstm_lint.notions.trials import is_made_up, is_trial, is_typed_in
from lstm_lint.script import Fit, Known, Model, Read, Script, Series

_NAMED_INPUT = re.compile(r"[xX](?:_|\b|train)")
_HELD_OUT = re.compile(r"(?i:test|valid|hold_?out|unseen)|(?:^|_|\b)(?i:val|dev|eval)(?:_|\b)")


@check("missing-validation", needs="recurrent fits")
def missing_validation(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        if _is_its_own(fit) and not _is_no_data(fit) and not all(map(is_trial, models)):
            yield Problem(
                "`validation_data` is the training data: val_loss cannot rise when the network overfits; hold rows out",
                fit.span("validation_data"),
                model=models[0].name,
            )
        if fit.method not in ("fit", "fit_generator") or fit.in_loop or fit.validation is not False:
            continue
        if sweeps_rate(fit) or all(map(is_trial, models)) or _is_left_to_callers(fit) or not _is_seen(fit):
            continue
        if any(_is_scored(script, model, fit) or _is_validated_elsewhere(model, script) for model in models):
            continue
        if any(
            _is_scored(script, other, fit) for model in models for other in _with_its_layers(script, model)
        ):
            continue  # the encoder and the decoder of a translation predict, the model around both is trained
        if any(model.handed_out for model in models):
            continue  # whoever calls the function may score it
        if any(load.place.span > fit.place.span for load in script.loads if load.cls == "load_model"):
            continue  # the model may be scored after it was loaded again
        if _is_asked_elsewhere(script, fit):
            continue  # a prediction that was not followed may be one of these models
        held_out = _holds_out(script, fit)
        if not held_out and _follows_a_search(script, fit):
            continue  # the last training, on all rows, with what was chosen before
        missed = not (_is_no_data(fit) or _is_reconstruction(fit)) and (
            held_out or all(judged_by_error(model, fit) for model in models)
        )
        asked = [call for model in models for call in model.predictions]
        again = any(call.method == "evaluate" or bool(script.comparisons) for call in asked)
        scored = ", only training rows are scored" if again else " and nothing is scored"
        yield Problem(
            f"`{fit.method}` has no validation data{scored}: overfitting cannot be seen; "
            f"{_remedy(fit, held_out=held_out)}",
            fit.span(),
            Severity.WARNING if missed else Severity.ADVICE,
            None if held_out else _fix(fit),
            models[0].name,
            pedantic=not missed,
        )


def _is_asked_elsewhere(script: Script, fit: Fit) -> bool:
    """Whether more predictions and scores are written than are known of any model: of one by another name, say."""
    known = {id(call.place.node) for model in script.models for call in model.predictions}
    written = sum(fit.place.locator.occurrences(text) for text in (".predict(", ".evaluate("))
    return written > len(known)


def _with_its_layers(script: Script, model: Model) -> list[Model]:
    """The other models that have recurrent layers of it."""
    mine = {id(layer.place.node) for layer in model.recurrent}
    return [
        other
        for other in script.models
        if other is not model and any(id(layer.place.node) in mine for layer in other.recurrent)
    ]


def _is_its_own(fit: Fit) -> bool:
    """Whether `validation_data=(x, y)` names the very arrays that it trains on."""
    held, x = fit.argument("validation_data").place, fit.argument("x").place
    if held is None or x is None or not same_history(fit.validation_x, fit.x):
        return False
    named = re.match(r"[\[(]?\s*([\w.]+)\s*,", held.text)
    return named is not None and named[1] == x.text and not fit.number("validation_split")


def _is_seen(fit: Fit) -> bool:
    """Whether it is seen where the data comes from: who hands it over may hold something out and score it."""
    return any(map(has_origin, (fit.x, fit.y, *fit.inputs)))


def _is_left_to_callers(fit: Fit) -> bool:
    """Whether the split is a parameter that is 0 unless a caller says otherwise: `def train(..., split=0.0)`."""
    split = fit["validation_split"]
    return isinstance(split, Known) and split.origin == "parameter-default"


def _is_scored(script: Script, model: Model, fit: Fit) -> bool:
    """Whether anything but the training data itself is scored, or predicted to be compared with what was held out."""
    if model.evaluated:
        return True
    others = [call for call in model.predictions if not same_array(call, fit)]
    rolled_out = bool(script.comparisons) and any(map(_is_step_of_a_loop, others))
    return rolled_out or any(call.method == "evaluate" or _is_held_out(script, call, fit) for call in others)


def _is_step_of_a_loop(call: Fit) -> bool:
    """Whether a loop predicts one window after the other, as a forecast that runs on beyond the training rows."""
    return call.in_loop and call.x is not None and bool(call.x.shape) and (call.x.shape or ())[0] == 1


def _is_held_out(script: Script, call: Fit, fit: Fit) -> bool:
    """Whether its data is the test part by a split or by its name, in whatever way that is compared afterwards."""
    place = call.argument("x").place
    if place is not None and _HELD_OUT.search(place.text):
        return True
    if call.x is None or not has_origin(call.x):
        return True  # nobody knows where it comes from
    if part_of(call.x) == "test" or is_other_side(script, call.x, fit):
        return True
    return _holds_the_rest(call.x, fit.x) or _is_of_another_file(call.x, fit.x)


def _is_of_another_file(asked: Series, x: Series | None) -> bool:
    """Whether rows of a file are among them that the training did not read."""
    trained_on = _files(x) if x is not None else set()
    return bool(trained_on) and not _files(asked) <= trained_on


def _files(series: Series) -> set[str]:
    parts = (part for step in series.steps if step.joined is not None for part in step.joined.parts)
    steps = [*series.steps, *(step for part in parts for step in part)]
    return {one.detail.path for one in steps if isinstance(one.detail, Read) and one.detail.path is not None}


def _holds_the_rest(asked: Series, x: Series | None) -> bool:
    """Whether it is the array that the training rows were cut from: `fit(x[:70])`, then `predict(x)`."""
    steps, trained_on = asked.steps, x.steps if x is not None else ()
    rest = trained_on[len(steps) :]
    cut = any(step.kind in ("split", "select") for step in rest)
    return cut and all(map(same_step, steps, trained_on))


def _is_no_data(fit: Fit) -> bool:
    """Whether the numbers are typed into the program or the targets made up: there is nothing to learn about others."""
    return is_typed_in(fit) or is_made_up(fit.y) or (fit.y is None and is_made_up(fit.x))


def _is_reconstruction(fit: Fit) -> bool:
    """Whether an autoencoder learns to give back its input, by the histories or by the name of the target."""
    y = fit.argument("y").place
    return (
        same_history(fit.x, fit.y)
        or (y is not None and _NAMED_INPUT.match(y.text) is not None)
        or _same_text(fit)
    )


def _same_text(fit: Fit) -> bool:
    x, y = fit.argument("x").place, fit.argument("y").place
    return x is not None and y is not None and x.text == y.text


def _holds_out(script: Script, fit: Fit) -> bool:
    """Whether the rows are split before, so that there is a test part to score."""
    return any(
        part_of(series) == "train" or split_after(script, fit, series, -1) is not None
        for series in arrays(fit)
    )


def _remedy(fit: Fit, *, held_out: bool) -> str:
    if held_out:
        return "pass the held-out rows"
    return "pass `validation_data=`" if _is_stream(fit) else "add `validation_split=0.2`"


def _is_stream(fit: Fit) -> bool:
    """Whether the data cannot be split by Keras: a dataset, a generator, or something that is not known."""
    return fit.method != "fit" or not fit.given("y")


def _is_validated_elsewhere(model: Model, script: Script) -> bool:
    """Whether its twin is validated or scored, so that this may be the final training on all data."""
    return not {id(model.layers[0].place.node), layer_classes(model)}.isdisjoint(_validated(script))


@once
def _validated(script: Script) -> set[object]:
    """The first layers, by the `id` of their calls, of models that are compared with data they have not seen.

    And of what layers these models are: whoever trains the same ones again writes them down again.
    """
    found: set[object] = set()
    for model in script.models:
        if model.layers and any(_is_compared(script, model, fit) for fit in model.fits):
            found |= {id(model.layers[0].place.node), layer_classes(model)}
    return found


def _is_compared(script: Script, model: Model, fit: Fit) -> bool:
    return fit.validation is not False or _is_scored(script, model, fit)


@once
def _compared(script: Script) -> tuple[Fit, ...]:
    """The trainings that are compared with data they have not seen: of a search, of folds, of other networks."""
    return tuple(fit for model in script.models for fit in model.fits if _is_compared(script, model, fit))


def _follows_a_search(script: Script, fit: Fit) -> bool:
    """Whether other networks are trained and compared before, so that their winner may be trained on all rows now."""
    return any(other.place.span < fit.place.span for other in _compared(script))


def _fix(fit: Fit) -> Fix | None:
    x = fit.x
    is_array = x is not None and x.shape is not None and x.certain and x.kind not in ("dataset", "generator")
    if fit.method != "fit" or not is_array or fit.given("validation_split") or fit.given("validation_data"):
        return None
    return fit.set_argument("validation_split", "0.2", applicability="unsafe")
