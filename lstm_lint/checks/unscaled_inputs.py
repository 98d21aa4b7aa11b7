"""LL701: numbers that reach a recurrent layer at their raw scale."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity, Span
from lstm_lint.script import Fit, Layer, Model, Script, Series, Step, StepKind, identifier
from lstm_lint.training import trained

_RAW = frozenset({"read_csv", "read_table", "read_excel", "loadtxt", "genfromtxt", "DataReader", "download"})
_NUMERIC = frozenset(
    {"load", "loadmat", "read_hdf", "read_parquet", "read_feather", "read_pickle", "fromfile"}
)
_SCALED_OR_NO_QUANTITY: tuple[StepKind, ...] = ("scale", "one-hot", "tokens", "class-ids")
_RELATIVE = frozenset({"pct_change", "diff", "log", "log1p", "log2", "log10", "rank", "tanh", "sqrt", "clip"})
_ALREADY_SCALED = ("scale", "norm", "standard", "return", "pct", "percent", "ratio", "prob", "process")
_PASSES_SCALE_ON = frozenset(
    {
        "InputLayer", "Masking", "Dropout", "SpatialDropout1D", "GaussianNoise", "Reshape", "Permute", "RepeatVector",
        "Flatten", "Identity", "Cropping1D", "ZeroPadding1D", "MaxPooling1D", "AveragePooling1D",
    }
)  # fmt: skip


@check("unscaled-inputs")
def unscaled_inputs(script: Script, *, magnitude: float = 10.0) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if fit.x is None or id(models[0]) in reported or not all(map(_reads_input_as_it_is, models)):
            continue
        found = _problem(fit.x, magnitude)
        if found is not None:
            message, severity = found
            reported.update(map(id, models))
            yield Problem(message, _where(fit), severity, model=models[0].name)


def _where(fit: Fit) -> Span:
    """The last thing that happens to the data as a whole before it is split: from there on scaling is missing.

    The slices that a loop cuts windows from are not that place, the data that they are cut from is.
    """
    steps = fit.x.steps if fit.x is not None else ()
    split = next((at for at, step in enumerate(steps) if step.kind == "split"), len(steps))
    window = max((at for at, step in enumerate(steps[:split]) if step.kind == "window"), default=-1)
    whole = [
        step
        for at, step in enumerate(steps[:split])
        if step.kind not in ("window", "stack") and (at > window or step.what != "slice")
    ]
    place = next((step.place for step in reversed(whole) if step.place is not None), None)
    return place.span if place is not None else fit.span("x")


def _problem(x: Series, limit: float) -> tuple[str, Severity] | None:
    if any(x.step(kind) for kind in _SCALED_OR_NO_QUANTITY) or any(
        _name(step) in _RELATIVE for step in x.steps
    ):
        return None
    if x.certain and x.magnitude is not None:
        if x.magnitude <= limit:
            return None
        return (
            f"x holds values up to {x.magnitude:g}: they saturate the gates; scale x (z-score)",
            Severity.WARNING,
        )
    source = x.step("read")
    if source is None or x.step("arithmetic") or _looks_scaled(x):
        return None
    if x.certain and _name(source) in _RAW:
        message = (
            f"x comes raw from `{_name(source)}` and saturates the gates; scale it with training statistics"
        )
        return message, Severity.WARNING
    if _name(source) in _RAW | _NUMERIC:
        message = f"x from `{_name(source)}`: neither a scaler nor a normalization layer was seen; scale it (z-score)"
        return message, Severity.ADVICE
    return None


def _name(step: Step) -> str:
    return step.what.rpartition(".")[2]


def _looks_scaled(x: Series) -> bool:
    """Whether a file or column name tells it: `train_scaled.csv`, `daily_return`."""
    words = " ".join(
        [step.place.text if step.place else "" for step in x.steps if step.kind == "read"]
        + [str(value) for step in x.steps for value in step.detail.values()]
    ).lower()
    return any(sign in words for sign in _ALREADY_SCALED)


def _reads_input_as_it_is(model: Model) -> bool:
    """Whether the one input of the model reaches a recurrent layer through layers that keep its scale."""
    sources = [layer for layer in model.layers if not model.before(layer)]
    if not model.complete or len(sources) != 1:
        return False
    return any(all(map(_keeps_scale, model.upstream(layer))) for layer in model.recurrent)


def _keeps_scale(layer: Layer) -> bool:
    if layer.cls in ("Dense", "Conv1D", "Conv2D"):
        return identifier(layer["activation"]) in ("linear", "relu")
    return layer.cls in _PASSES_SCALE_ON
