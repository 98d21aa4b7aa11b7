"""Slices: `x[:, 0]`, `frame["close"]`, `x[i : i + 10]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import frames, rows
from lstm_lint.reader.contents import integer
from lstm_lint.reader.values import Abstract, Data, Fold, Items, Linear, Module
from lstm_lint.script import Dim, Known, Place, Step

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_FEW_ROWS = 32  # a slice that leaves out fewer shifts a series, it does not split it


def subscript(walk: Walk, node: cst.Subscript, value: Data, slices: Sequence[cst.BaseSlice]) -> Abstract:
    """`x[:, 0]`, `frame["close"]`, `x[i : i + 10]`."""
    place = walk.places.of(node)
    if len(slices) == 1 and isinstance(slices[0], cst.Index):
        index = walk.evaluate(slices[0].value)
        if isinstance(index, Fold) and index.step is not None:
            return rows.of_fold(value, index)
        if value.text and not isinstance(index, Items):
            return value  # a line, a word or a character
        names = frames.column_names(index)
        if names is not None:
            single = isinstance(index, Known)
            return frames.column(value, names[0], place) if single else frames.columns(value, names, place)
        if isinstance(index, Data) and not index.text:
            return _looked_up(value, index, place)
        if value.kind == "frame" and isinstance(index, Items):  # frame[[1]] are columns, frame.iloc[[1]] rows
            return value.then(Step("select", "slice", place), magnitude=value.magnitude)
    if value.text and len(slices) == 1:
        return _of_text(walk, value, slices[0], place)
    dims: list[Dim] | None = list(value.shape) if value.shape is not None else None
    shape: list[Dim] | None = [] if dims is not None else None
    rows_known = True
    for part in slices:
        if isinstance(part, cst.Slice):
            size = _slice_size(walk, part, dims[0] if dims else "?")
            if shape is not None:
                shape.append(size)
                dims = dims[1:] if dims else dims
            continue
        assert isinstance(part, cst.Index)
        rows_known = _index(walk, part, shape, dims) and rows_known
        if shape is not None and dims is not None and not _adds_axis(walk, part):
            dims = dims[1:]
    final = (*shape, *dims) if shape is not None and dims is not None and rows_known else None
    detail: dict[str, object] = {"strided": True} if _is_strided(slices) else {}
    detail.update(rows.taken(walk, slices[0]) if rows_known else {"picked": True})
    step = (
        Step("split", "slice", place, {**detail, "shuffle": False})
        if _halves(walk, slices)
        else Step("select", "slice", place, detail)
    )
    taken = value.then(step, shape=final, magnitude=value.magnitude, integer=value.integer)
    if "rows" in detail:
        walk.portions.append(taken.series())
    return taken


def _of_text(walk: Walk, value: Data, part: cst.BaseSlice, place: Place) -> Data:
    """`text[i : i + 40]`: windows of one length where both ends move along together, else a part of it."""
    moving = rows.taken(walk, part)
    if (
        not isinstance(part, cst.Slice)
        or "slides_by" not in moving
        or part.lower is None
        or part.upper is None
    ):
        return value
    return value.then(Step("window", "slice", place, moving))


def _looked_up(value: Data, index: Data, place: Place) -> Data:
    """`x[order]`: rows in a made-up order, one-hot rows of `np.eye`, or entries of a table by their number."""
    if value.steps and value.steps[-1].what in ("eye", "identity"):
        return index.then(Step("one-hot", value.steps[-1].what, place), magnitude=1.0)
    if index.steps and index.steps[0].kind in ("literal", "synthetic") and index.certain:
        mixed = [step for step in index.steps if step.kind == "shuffle"]
        found = value.then(Step("select", "slice", place, {"picked": True}), magnitude=value.magnitude)
        found.steps, found.integer = (*found.steps, *mixed), value.integer
        return found
    return Data((*index.steps, Step("unknown", "lookup", place)), None, False)


def _is_strided(slices: Sequence[cst.BaseSlice]) -> bool:
    return any(isinstance(part, cst.Slice) and part.step is not None for part in slices)


def _halves(walk: Walk, slices: Sequence[cst.BaseSlice]) -> bool:
    """Whether a slice of the rows takes one side of a border, `x[:n]` or `x[n:]`, and not all but a few: `x[1:]`."""
    only = slices[0]
    if len(slices) != 1 or not isinstance(only, cst.Slice) or only.step is not None:
        return False
    bounds = [walk.evaluate(bound) for bound in (only.lower, only.upper) if bound is not None]
    if len(bounds) != 1 or isinstance(bounds[0], Linear):
        return False
    border = integer(bounds[0])
    return border is None or abs(border) >= _FEW_ROWS


def _adds_axis(walk: Walk, part: cst.Index) -> bool:
    value = walk.evaluate(part.value)
    return (isinstance(value, Known) and value.value is None) or (
        isinstance(value, Module) and value.path.endswith(".newaxis")
    )


def _index(walk: Walk, part: cst.Index, shape: list[Dim] | None, dims: list[Dim] | None) -> bool:
    """Apply one plain index to the shape; False where it cannot be told what it does."""
    value = walk.evaluate(part.value)
    if _adds_axis(walk, part):
        if shape is not None:
            shape.append(1)
        return True
    if isinstance(value, Linear) or integer(value) is not None:
        return True
    if isinstance(value, Items) and shape is not None:
        shape.append(len(value.items) if not value.open and not value.spoiled else "?")
        return True
    return False


def _slice_size(walk: Walk, part: cst.Slice, size: Dim) -> Dim:
    lower = walk.evaluate(part.lower) if part.lower is not None else Known(0)
    upper = walk.evaluate(part.upper) if part.upper is not None else None
    if part.step is not None:
        return (
            size
            if part.lower is None and part.upper is None and integer(walk.evaluate(part.step)) == -1
            else "?"
        )
    if upper is None and part.lower is None:
        return size
    if isinstance(lower, Linear) and isinstance(upper, Linear) and lower.base is upper.base:
        return max(0, upper.offset - lower.offset)
    low, high = integer(lower), integer(upper) if upper is not None else None
    if isinstance(size, int) and low is not None and (high is not None or upper is None):
        return len(range(size)[low:high])
    if low is not None and high is not None and 0 <= low <= high and size is not None and size != "?":
        return high - low
    if low is not None and high is not None and 0 <= low <= high and high - low <= 1:
        return high - low  # one column by position: x[:, 3:4]
    return "?"
