"""LL706: classes of very different size, and a training that does not know."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions import labels
from lstm_lint.notions.losses import CROSSENTROPY, loss_of
from lstm_lint.notions.training import trained
from lstm_lint.script import Configured, Fit, Known, Model, Script, Symbol

_RANKING = frozenset(
    {"AUC", "Precision", "Recall", "PrecisionAtRecall", "RecallAtPrecision", "F1Score", "FBetaScore"}
)
_RESAMPLING = frozenset({"SMOTE", "RandomOverSampler", "RandomUnderSampler"})


@check("imbalance-unaddressed", needs="recurrent fits")
def imbalance_unaddressed(script: Script, *, ratio: float = 10.0) -> Iterator[Problem]:
    fits = [(fit, models) for fit, models in trained(script) if all(map(_is_plain_classifier, models))]
    unweighted = [pair for pair in fits if not _is_weighted(pair[0])]
    for fit, models in unweighted:
        found = labels.runs(fit.y)
        shares = labels.of_file(fit.y)
        if shares is not None:
            if shares.ratio >= ratio and not any(map(_is_ranked, models)):
                yield Problem(_of_file(shares), fit.span(), Severity.WARNING, model=models[0].name)
            continue
        times = labels.ratio(found) if found is not None else _ratio(labels.drawn(fit.y))
        if times is not None and times >= ratio and not any(map(_is_ranked, models)):
            yield Problem(
                f"the classes in y are {times:.0f} to 1: the rare class is hardly ever predicted; "
                "use `class_weight`, watch recall",
                fit.span(),
                Severity.WARNING,
                model=models[0].name,
            )
    if fits and len(unweighted) == len(fits):
        for place in script.class_weights:
            yield Problem(
                "class weights are computed here and no `fit` gets them; pass `class_weight={0: ..., 1: ...}`",
                place.span,
            )


def _ratio(shares: tuple[float, ...] | None) -> float | None:
    several = shares is not None and len(shares) > 1 and min(shares) > 0
    return max(shares) / min(shares) if shares is not None and several else None


def _of_file(shares: labels.Shares) -> str:
    """The true shares, and weights that make up for them where it is known which class is which."""
    rare = f"the rarest class is {shares.rarest:.1%} of y, {shares.ratio:.0f} times fewer than the commonest"
    if shares.of_one is None:
        return f"{rare}; use `class_weight`, watch recall"
    first, second = 0.5 / (1 - shares.of_one), 0.5 / shares.of_one
    return f"{rare}; use `class_weight={{0: {first:.3g}, 1: {second:.3g}}}`"


def _is_weighted(fit: Fit) -> bool:
    """Whether the fit is told of the imbalance, or may be."""
    resampled = any(step.what in _RESAMPLING for series in (fit.x, fit.y) if series for step in series.steps)
    return resampled or not fit.complete or fit.given("class_weight") or fit.given("sample_weight")


@once
def _is_plain_classifier(model: Model) -> bool:
    """Compiled with a crossentropy that is not focal."""
    return bool(model.in_force) and all(loss_of(compile) in CROSSENTROPY for compile in model.in_force)


@once
def _is_ranked(model: Model) -> bool:
    """Whether a metric that does not depend on the threshold, or that looks at the rare class, is watched."""
    for compile in model.in_force:
        metrics = compile.metrics.value if isinstance(compile.metrics, Known) else None
        for metric in metrics if isinstance(metrics, (list, tuple)) else [metrics]:
            name = (
                metric.cls
                if isinstance(metric, Configured)
                else metric.name
                if isinstance(metric, Symbol)
                else metric
            )
            if isinstance(name, str) and name in _RANKING:
                return True
    return False
