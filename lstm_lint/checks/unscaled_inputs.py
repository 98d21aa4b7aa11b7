"""LL701: numbers that reach a recurrent layer at their raw scale."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity, Span
from lstm_lint.notions.activations import activation_of
from lstm_lint.notions.raw_inputs import reads_input_as_it_is
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Model, Script, Series, Step, StepKind

_RAW = frozenset({"read_csv", "read_table", "read_excel", "loadtxt", "genfromtxt", "DataReader", "download"})
_NUMERIC = frozenset(
    {"load", "loadmat", "read_hdf", "read_parquet", "read_feather", "read_pickle", "fromfile"}
)
_SCALED_OR_NO_QUANTITY: tuple[StepKind, ...] = ("scale", "one-hot", "tokens", "class-ids")
_RELATIVE = frozenset({"pct_change", "diff", "log", "log1p", "log2", "log10", "rank", "tanh", "sqrt", "clip"})
_ALREADY_SCALED = ("scale", "norm", "standard", "return", "pct", "percent", "ratio", "prob", "process")


@check("unscaled-inputs")
def unscaled_inputs(script: Script, *, magnitude: float = 10.0) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if fit.x is None or id(models[0]) in reported or not all(map(reads_input_as_it_is, models)):
            continue
        found = _problem(fit.x, magnitude, _harm(models))
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


def _harm(models: tuple[Model, ...]) -> str:
    """What values at raw scale do to these models: gates saturate, and so does tanh; relu has nothing to saturate."""
    layers = [layer for model in models for layer in model.recurrent]
    if any(layer.cls != "SimpleRNN" for layer in layers):
        return "saturate the gates"
    if any(activation_of(layer) == "tanh" for layer in layers):
        return "saturate its tanh"
    return "swamp the cell"


def _problem(x: Series, limit: float, harm: str) -> tuple[str, Severity] | None:
    if any(x.step(kind) for kind in _SCALED_OR_NO_QUANTITY) or any(
        _name(step) in _RELATIVE for step in x.steps
    ):
        return None
    if x.certain and x.magnitude is not None:
        if x.magnitude <= limit:
            return None
        return (
            f"x holds values up to about {x.magnitude:g}, which {harm}; scale it with training statistics",
            Severity.WARNING,
        )
    source = x.step("read")
    if source is None or x.step("arithmetic") or _looks_scaled(x):
        return None
    if x.certain and _name(source) in _RAW:
        message = (
            f"x comes from `{_name(source)}` at raw scale: values {harm}; scale it with training statistics"
        )
        return message, Severity.WARNING
    if _name(source) in _RAW | _NUMERIC:
        message = (
            f"x from `{_name(source)}`: no scaler or normalization layer; scale it unless it is stored scaled"
        )
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
