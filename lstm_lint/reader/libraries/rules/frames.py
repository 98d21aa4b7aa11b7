"""Shapes of frames: which rows and columns are left."""

from __future__ import annotations

from lstm_lint.keras_api.dims import combine, give_up
from lstm_lint.reader.libraries.effects import Bound
from lstm_lint.script import Dim, Shape


def free_rows(bound: Bound) -> Shape:
    """How many rows are left depends on the values; the columns stay."""
    shape = bound.shape()
    if bound.given("axis") and bound.known("axis") not in (0, "index"):
        free: Dim = "?"
        return shape[:1] + (free,) * (len(shape) - 1)
    return ("?", *shape[1:])


def without_keys(bound: Bound) -> Shape:
    """`set_index(keys)`: the columns become the names of the rows."""
    rows, columns = _frame(bound)
    keys = bound.known("keys")
    if not bound.flag("drop", True):
        return rows, columns
    gone = (
        1
        if isinstance(keys, str)
        else len(keys)
        if isinstance(keys, (list, tuple))
        else give_up("no columns")
    )
    return rows, combine(lambda count: count - gone, columns)


def with_index(bound: Bound) -> Shape:
    """`reset_index()`: the names of the rows become columns, one for most frames."""
    shape = bound.shape()
    if bound.flag("drop", False):
        return shape
    return (shape[0], "?")


def _frame(bound: Bound) -> tuple[Dim, Dim]:
    shape = bound.shape()
    return (shape[0], shape[1]) if len(shape) == 2 else give_up("no frame")
