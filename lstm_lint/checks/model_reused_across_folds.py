"""LL711: one model trained over all folds of a cross-validation."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.lineage import part_of
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Model, Place, Script, Split, Step


@check("model-reused-across-folds", needs="recurrent fits")
def model_reused_across_folds(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for fit, models in trained(script):
        splitter = fit.reused_over
        if any(model.weights_loaded for model in models):
            continue
        again = _split_again(fit, models[0])
        if splitter is None and again is not None:
            yield Problem(
                f"`{models[0].name}` keeps its weights while `{again.what}` draws new test rows in each round: it was "
                "trained on them before; build it in the loop",
                fit.span(),
                model=models[0].name,
            )
        if fit.shared is not None and fit.shared[2].node not in seen:
            seen.add(fit.shared[2].node)
            yield _shared(*fit.shared, models[0])
        if splitter is None:
            continue
        name = f"`{models[0].name}`"
        if splitter.what == "TimeSeriesSplit":
            message = (
                f"{name} keeps its weights from fold to fold of TimeSeriesSplit: later folds start trained"
            )
            yield Problem(message, fit.span(), Severity.ADVICE, model=models[0].name)
            continue
        yield Problem(
            f"{name} keeps its weights from fold to fold of {splitter.what}: it was trained on later test folds; "
            "build it in the loop",
            fit.span(),
            model=models[0].name,
        )


def _split_again(fit: Fit, model: Model) -> Step | None:
    """The split at random that a loop makes anew in each round, of a model that is older than all loops."""
    scored = any(call.in_loop and _is_of_test(call) for call in model.predictions)
    if not fit.oldest or not scored or fit.x is None:
        return None
    for step in fit.x.steps:
        split = step.detail
        if not isinstance(split, Split) or split.part != "train" or not split.shuffle or split.call is None:
            continue
        seed = split.call.argument("random_state").place
        drawn = seed is None or not seed.text.isdigit()
        return step if split.call.in_loop and drawn else None
    return None


def _is_of_test(call: Fit) -> bool:
    return call.x is not None and part_of(call.x) == "test"


def _shared(splitter: Step, layer: str, place: Place, model: Model) -> Problem:
    """The model is new in each fold; one of its layers is not, and brings what it learned on other test rows."""
    made = f"this `{layer}` is made once and put into the model of each fold of {splitter.what}"
    in_time = Severity.ADVICE if splitter.what == "TimeSeriesSplit" else None
    return Problem(f"{made}: it stays trained; make it in the loop", place.span, in_time, model=model.name)
