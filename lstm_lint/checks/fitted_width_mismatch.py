"""LL716: a scaler that gets data of another width or rank than it was fitted on, or than it takes."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Application, Script, Series, Shape

# They keep a number for each column: one column's number is broadcast over all when it goes back.
_BY_COLUMN = frozenset({"StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler"})
_SCALERS = _BY_COLUMN | {"PowerTransformer", "QuantileTransformer"}


@check("fitted-width-mismatch", needs="applications|transformations")
def fitted_width_mismatch(script: Script) -> Iterator[Problem]:
    for work in script.applications:
        message = _message(work) if work.cls in _SCALERS else None
        if message is not None:
            yield Problem(message, work.place.span)
    yield from each_place_once(
        Problem(_of_axes(work.cls, work.method, work.data.shape or (), _as_table(work.data)), work.place.span)
        for work in script.transformations
        if work.cls in _SCALERS and work.method in ("fit", "fit_transform") and _is_no_table(work.data)
    )
    yield from each_place_once(
        Problem(_of_columns(work.method, work.data.shape or ()), work.place.span)
        for work in script.transformations
        if work.cls == "LabelEncoder" and work.method in ("fit", "fit_transform") and _is_wide(work.data)
    )


def _is_wide(data: Series) -> bool:
    """Whether it certainly is a table of several columns."""
    shape = data.shape or ()
    return data.kind in ("array", "frame") and len(shape) == 2 and isinstance(shape[1], int) and shape[1] > 1


def _of_columns(method: str, shape: Shape) -> str:
    return f"`LabelEncoder.{method}` gets {shape[1]} columns and takes one: ValueError; use an OrdinalEncoder"


def _is_no_table(data: Series) -> bool:
    """Whether it certainly has another number of axes than a table."""
    plain = data.kind in ("array", "column") and data.certain
    return plain and data.shape is not None and len(data.shape) != 2


def _of_axes(cls: str, method: str, shape: Shape, cure: str) -> str:
    axes = "1 axis" if len(shape) == 1 else f"{len(shape)} axes"
    return f"`{cls}.{method}` gets data of {axes} and takes a table of two: it raises; {cure}"


def _as_table(data: Series) -> str:
    """What makes a table of the data that a scaler is fitted on."""
    shape = data.shape or ()
    if len(shape) == 1:
        return "write `.to_frame()`" if data.kind == "column" else "write `.reshape(-1, 1)`"
    return f"write `.reshape(-1, {shape[-1]})`" if isinstance(shape[-1], int) else "reshape it"


def _as_fitted(work: Application) -> str:
    """What makes the data fit a scaler that was fitted on a table, and on one axis that it cannot have been."""
    fitted, given = work.learned[-1], work.given[-1]
    if not isinstance(fitted, int):
        return "reshape it"
    if len(work.given) == 1 and fitted == given != 1:
        return "write `.reshape(1, -1)`"
    if fitted == 1 or (fitted == given and len(work.given) > 1):
        return f"write `.reshape(-1, {fitted})`"
    return "fit one for the target" if work.method == "inverse_transform" else "reshape it"


def _message(work: Application) -> str | None:
    if len(work.given) != 2:
        return _of_axes(work.cls, work.method, work.given, _as_fitted(work))
    fitted, given = work.learned[-1], work.given[-1]
    if len(work.learned) != 2 or not isinstance(fitted, int) or not isinstance(given, int) or fitted == given:
        return None
    if work.method == "inverse_transform" and fitted == 1 and work.cls in _BY_COLUMN:
        return None
    columns = f"{fitted} column{'s' if fitted != 1 else ''}"
    what = f"`{work.cls}` was fitted on {columns}, `{work.method}` gets {given}: it raises"
    if work.method != "inverse_transform":
        return f"{what}; use the same columns"
    return f"{what}; {'turn back one column at a time' if fitted == 1 else 'fit one for the target'}"
