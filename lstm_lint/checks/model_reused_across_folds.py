"""LL711: one model trained over all folds of a cross-validation."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.training import trained
from lstm_lint.script import Script


@check("model-reused-across-folds")
def model_reused_across_folds(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        splitter = fit.reused_over
        if splitter is None or any(model.weights_loaded for model in models):
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
