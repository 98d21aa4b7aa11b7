"""LL306: a mask value that never matches, or that real values take."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.activations import applied_by
from lstm_lint.notions.lineage import numbers_read
from lstm_lint.notions.padded import fed, padded_with
from lstm_lint.script import Gaps, Imputed, Known, Layer, Model, Script, Selected, Series, Step, Symbol

_MOVING = frozenset({"StandardScaler", "RobustScaler", "PowerTransformer", "QuantileTransformer"})
_PUT = ("where", "assignment", "putmask", "fillna")
_STRETCHING = frozenset({"MinMaxScaler", "MaxAbsScaler", "division"})  # they may leave 0 where it is

_NANS = frozenset({"numpy.nan", "numpy.NaN", "numpy.NAN", "math.nan", "tensorflow.experimental.numpy.nan"})

# What lies on an edge or beyond is never taken, but for values that overflow.
_REACH = {
    "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0), "softsign": (-1.0, 1.0),
    "softplus": (0.0, math.inf), "exponential": (0.0, math.inf),
}  # fmt: skip


@check("mask-value-collision", needs="Masking|mask_zero=")
def mask_value_collision(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for masking, owner in script.layers():
        if masking.cls == "Masking" and not masking.custom and _is_nan(masking.known("mask_value")):
            seen.add(masking.place.node)
            message = (
                "NaN equals nothing, not even itself: no step is masked; fill with a number and mask that"
            )
            yield masking.problem(message, at="mask_value", severity=Severity.ERROR, model=owner)
    for model in script.models:
        for masking in (layer for layer in model.layers if layer.cls == "Masking"):
            found = (
                _before_embedding(model, masking)
                or _out_of_reach(model, masking)
                or _collision(model, masking)
            )
            if found is not None and masking.place.node not in seen:
                seen.add(masking.place.node)
                message, severity = found
                yield masking.problem(message, at="mask_value", severity=severity, model=model)
        for _, series, reader in fed(model):
            filled = _fills_cells(series, reader)
            if filled is not None and filled.place is not None and filled.place.node not in seen:
                seen.add(filled.place.node)
                yield _of_cells(model, filled, reader, series)
            padding = padded_with(series)
            if reader.place.node in seen or padding is None or not _skips_others(reader, padding[1]):
                continue
            seen.add(reader.place.node)
            yield _of_other_padding(model, reader, padding[1])


_MAKES_ROWS = frozenset(
    {"resample", "asfreq", "reindex", "merge", "join", "concat", "pivot", "pivot_table", "unstack", "shift", "rolling",
     "diff", "pct_change", "groupby", "apply"}
)  # fmt: skip
_LEAVES_ROWS = ("read", "select", "scale", "arithmetic", "cast", "clean", "split", "literal", "synthetic")


def _fills_cells(series: Series, reader: Layer) -> Step | None:
    """Where the mask value goes into each cell of a table that is missing, one column or another, and stays there."""
    features = series.shape[-1] if series.shape is not None and len(series.shape) == 3 else None
    value = reader.number("mask_value") if reader.cls == "Masking" and not reader.custom else None
    at = next((at for at, step in enumerate(series.steps) if isinstance(step.detail, Imputed)), None)
    if value is None or at is None or not isinstance(features, int) or features < 2:
        return None
    step, before = series.steps[at], series.steps[:at]
    same = isinstance(step.detail, Imputed) and math.isclose(step.detail.value, value) and step.column is None
    kept = all(
        one.kind in ("cast", "select", "window", "split", "shuffle", "reshape")
        for one in series.steps[at + 1 :]
    )
    made = any(one.what in _MAKES_ROWS or one.kind not in _LEAVES_ROWS or one.column for one in before)
    table = numbers_read(before[0]) == "text" if before else False
    scattered = any(isinstance(one.detail, Gaps) and one.detail.between for one in before)
    return step if same and kept and not made and (table or scattered) else None


def _of_cells(model: Model, filled: Step, reader: Layer, series: Series) -> Problem:
    features, value = series.shape[-1] if series.shape else "?", reader.number("mask_value")
    message = f"this fills single cells, and `Masking` skips a step only where all {features} features are {value:g}; "
    assert filled.place is not None
    related = (reader.place.see("the mask is made here"),)
    return Problem(f"{message}fill whole rows", filled.place.span, model=model.name, related=related)


def _skips_others(reader: Layer, padding: float) -> bool:
    """Whether a layer makes a mask of another number than the padding; of one below 0 in an Embedding LL374 speaks."""
    if reader.custom or reader.is_wrapped:
        return False
    if reader.cls == "Masking":
        value = reader.number("mask_value")
        return value is not None and not math.isclose(value, padding, rel_tol=1e-5)
    return reader.cls == "Embedding" and reader["mask_zero"] == Known(True) and padding > 0


def _of_other_padding(model: Model, reader: Layer, padding: float) -> Problem:
    if reader.cls == "Masking":
        written = f"mask_value={reader.number('mask_value'):g}"
        message = f"`{written}` does not skip the padding, which is {padding:g}; use one number for both"
        return reader.problem(message, at="mask_value", model=model)
    message = f"`mask_zero=True` skips the number 0, and the padding is {padding:g}: it is read as a word; pad with 0"
    return reader.problem(message, at="mask_zero", model=model)


def _is_nan(value: object) -> bool:
    if isinstance(value, Symbol):
        return value.path in _NANS
    return isinstance(value, float) and math.isnan(value)


def _before_embedding(model: Model, masking: Layer) -> tuple[str, Severity] | None:
    if any(layer.cls == "Embedding" for layer in model.after(masking)):
        message = (
            "`Masking` before an Embedding has no effect: remove it and write mask_zero=True in the Embedding"
        )
        return message, Severity.WARNING
    return None


def _out_of_reach(model: Model, masking: Layer) -> tuple[str, Severity] | None:
    """A mask of what another layer puts out, by a value that its activation never takes."""
    before = model.before(masking)
    while len(before) == 1 and before[0].traits.family in ("dropout", "identity"):
        before = model.before(before[0])
    value = masking.number("mask_value")
    # Not behind a recurrent layer: before the first real step of a masked sequence it puts out zeros.
    if len(before) != 1 or value is None or before[0].is_recurrent:
        return None
    name = applied_by(before[0])
    low, high = _REACH.get(name or "", (-math.inf, math.inf))
    if low < value < high:
        return None
    message = (
        f"`mask_value={value:g}` never matches: `{before[0].cls}` ends in {name}; mask the input instead"
    )
    return message, Severity.WARNING


def _collision(model: Model, masking: Layer) -> tuple[str, Severity] | None:
    value = masking.number("mask_value")
    for _, series, reader in fed(model):
        if reader is masking and value is not None:
            found = _moved(series, value) or (_taken(series, value) if _one_feature(masking) else None)
            if found is not None:
                return found
    return None


def _moved(series: Series, value: float) -> tuple[str, Severity] | None:
    """Padding that a later scaler carried away from the mask value."""
    kinds = [step.kind for step in series.steps]
    if "pad" not in kinds:
        return None
    # `np.where(is_real, scaled, -99)` pads again
    put = [at for at, step in enumerate(series.steps) if step.what in _PUT]
    for step in series.steps[max([kinds.index("pad"), *put]) :]:
        if isinstance(step.detail, Selected) and step.detail.picked:
            return None  # `x[real] = (x[real] - mean) / std` leaves the padding alone
        if step.what in _MOVING or (step.what in _STRETCHING and value != 0):
            how = "division" if step.what == "division" else step.what
            message = (
                f"`mask_value={value:g}` never matches: {how} changed the padding too; scale first, then pad"
            )
            return message, Severity.WARNING
    return None


def _taken(series: Series, value: float) -> tuple[str, Severity] | None:
    """Real values that equal the mask value, in data of one feature."""
    scalers = [step for step in series.steps if step.kind == "scale"]
    if not scalers or not _scaled_last(series, scalers[-1]):
        return None
    what = scalers[-1].what
    if what == "MinMaxScaler" and value in (0, 1) and series.magnitude == 1.0:
        edge = "smallest" if value == 0 else "largest"
        message = (
            f"`mask_value={value:g}` is the {edge} value after MinMaxScaler: real steps are masked; use -1"
        )
        return message, Severity.WARNING
    if what == "StandardScaler" and value == 0:
        message = "`mask_value=0` is the mean after StandardScaler: values at the mean are masked; use -10"
        return message, Severity.ADVICE
    return None


def _scaled_last(series: Series, scaler: Step) -> bool:
    """Whether the values are as the scaler left them."""
    kept = ("select", "split", "window", "reshape", "shuffle", "stack", "pad", "cast")
    after = series.steps[series.steps.index(scaler) + 1 :]
    return all(step.kind in kept for step in after)


def _one_feature(masking: Layer) -> bool:
    shape = masking.input_shape
    return shape is not None and len(shape) == 3 and shape[2] == 1
