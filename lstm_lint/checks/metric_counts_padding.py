"""LL331: a metric that does not know the mask, on predictions for each step of padded sequences."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Span
from lstm_lint.notions.masks import mask_of_head
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Compile, Configured, Known, Script, Symbol

# Those that count for themselves. What derives from MeanMetricWrapper reads the mask: metrics/reduction_metrics.py.
_BLIND = frozenset(
    {
        "auc", "binaryiou", "falsenegatives", "falsepositives", "iou", "meaniou", "onehotiou", "onehotmeaniou",
        "precision", "precisionatrecall", "recall", "recallatprecision", "rootmeansquarederror",
        "sensitivityatspecificity", "specificityatsensitivity", "truenegatives", "truepositives",
    }
)  # fmt: skip


@check("metric-counts-padding", needs="recurrent compiles masks")
def metric_counts_padding(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        source = mask_of_head(model) if model.recurrent and model.complete and not model.when else None
        if source is None:
            continue
        for compiled in model.compiles:
            for name, span in _blind(compiled):
                message = f"`{name}` counts the steps that `{source.title}` masks; "
                message += "give weighted_metrics and a sample_weight of 0 for them"
                yield Problem(message, span, model=model.name)


def _blind(compiled: Compile) -> Iterator[tuple[str, Span]]:
    value = compiled.metrics.value if isinstance(compiled.metrics, Known) else None
    listed = value if isinstance(value, (list, tuple)) else [value]
    for item in listed:
        metric = item.value if isinstance(item, Known) else item
        if isinstance(metric, Configured) and metric.kind == "metrics":
            name, span = metric.cls, metric.span()
        elif isinstance(metric, (str, Symbol)):
            name = metric if isinstance(metric, str) else metric.name
            span = compiled.span("metrics")
        else:
            continue
        if name.replace("_", "").lower() in _BLIND:
            yield name, span
