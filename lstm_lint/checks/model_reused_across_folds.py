"""LL711: one model trained over all folds of a cross-validation."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.training import trained
from lstm_lint.script import Model, Place, Script, Step


@check("model-reused-across-folds")
def model_reused_across_folds(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for fit, models in trained(script):
        splitter = fit.reused_over
        if any(model.weights_loaded for model in models):
            continue
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


def _shared(splitter: Step, layer: str, place: Place, model: Model) -> Problem:
    """The model is new in each fold; one of its layers is not, and brings what it learned on other test rows."""
    made = f"this `{layer}` is made once and put into the model of each fold of {splitter.what}"
    in_time = Severity.ADVICE if splitter.what == "TimeSeriesSplit" else None
    return Problem(f"{made}: it stays trained; make it in the loop", place.span, in_time, model=model.name)
