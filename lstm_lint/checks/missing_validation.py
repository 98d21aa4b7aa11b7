"""LL607: a training that is never compared with data it has not seen."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.lineage import same_array
from lstm_lint.notions.training import sweeps_rate, trained
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Fit, Model, Script


@check("missing-validation")
def missing_validation(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        if fit.method not in ("fit", "fit_generator") or fit.in_loop or fit.validation is not False:
            continue
        if sweeps_rate(fit) or all(map(is_trial, models)):
            continue
        if any(_is_scored(model, fit) or _is_validated_elsewhere(model, script) for model in models):
            continue
        if any(load.place.span > fit.place.span for load in script.loads if load.cls == "load_model"):
            continue  # the model may be scored after it was loaded again
        again = any(call.method == "evaluate" for model in models for call in model.predictions)
        scored = "only the training data is scored" if again else "nothing is scored"
        yield Problem(
            f"`{fit.method}` has no validation data and {scored}: overfitting cannot be seen; "
            f"{'pass `validation_data=`' if _is_stream(fit) else 'add `validation_split=0.2`'}",
            fit.span(),
            fix=_fix(fit),
            model=models[0].name,
        )


def _is_scored(model: Model, fit: Fit) -> bool:
    """Whether anything but the training data itself is scored."""
    calls = (call for call in model.predictions if call.method == "evaluate")
    return model.evaluated or any(not same_array(call, fit) for call in calls)


def _is_stream(fit: Fit) -> bool:
    """Whether the data cannot be split by Keras: a dataset, a generator, or something that is not known."""
    return fit.method != "fit" or not fit.given("y")


def _is_validated_elsewhere(model: Model, script: Script) -> bool:
    """Whether its twin is fitted with validation data, so that this may be the final training on all data."""
    return id(model.layers[0].place.node) in _validated(script)


@once
def _validated(script: Script) -> set[int]:
    """The first layers, by the `id` of their calls, of models that are fitted with validation data."""
    return {
        id(model.layers[0].place.node)
        for model in script.models
        if model.layers and any(fit.validation is not False for fit in model.fits)
    }


def _fix(fit: Fit) -> Fix | None:
    x = fit.x
    is_array = x is not None and x.shape is not None and x.certain and x.kind not in ("dataset", "generator")
    if fit.method != "fit" or not is_array or fit.given("validation_split") or fit.given("validation_data"):
        return None
    return fit.set_argument("validation_split", "0.2", applicability="unsafe")
