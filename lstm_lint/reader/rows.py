"""Rows: which of them a slice, a fold or a splitter takes, and whether neighbouring windows overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.contents import integer
from lstm_lint.reader.values import Abstract, Data, Fold, Items, Linear, Tool
from lstm_lint.script import Known, Step

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

# Whether each shuffles: "given" by `shuffle=`, False by default. Those by group keep a person's rows together.
SPLITTERS: dict[str, bool | str] = {
    "KFold": "given",
    "StratifiedKFold": "given",
    "RepeatedKFold": True,
    "RepeatedStratifiedKFold": True,
    "ShuffleSplit": True,
    "StratifiedShuffleSplit": True,
    "LeaveOneOut": True,
    "TimeSeriesSplit": False,
    "GroupKFold": False,
    "StratifiedGroupKFold": False,
    "LeaveOneGroupOut": False,
}


def taken(walk: Walk, part: cst.BaseSlice) -> dict[str, object]:
    """What a slice of the first axis says: `rows`, its bounds as written, or `slides_by`, the stride of a window."""
    if isinstance(part, cst.Index):
        at = walk.evaluate(part.value)
        return {"slides_by": at.stride, "single": True} if isinstance(at, Linear) else {}
    if not isinstance(part, cst.Slice) or part.step is not None:
        return {}
    bounds = [walk.evaluate(bound) if bound is not None else None for bound in (part.lower, part.upper)]
    moving = next((bound for bound in bounds if isinstance(bound, Linear)), None)
    if moving is not None:
        return {"slides_by": moving.stride, "single": _is_single(bounds)}
    texts = tuple(
        walk.module.code_for_node(bound) if bound is not None else "" for bound in (part.lower, part.upper)
    )
    if texts[0] == "0":
        texts = ("", texts[1])
    return {"rows": texts} if any(texts) else {}


def _is_single(bounds: list[Abstract | None]) -> bool:
    """Whether a window holds one row only, so that two of them share none."""
    lower, upper = bounds
    return (
        isinstance(lower, Linear)
        and isinstance(upper, Linear)
        and lower.base is upper.base
        and upper.offset - lower.offset <= 1
    )


def split(walk: Walk, node: cst.Call, tool: Tool) -> Items:
    """`KFold(5).split(x)`: pairs of row numbers."""
    shuffles = SPLITTERS[tool.cls]
    if shuffles == "given":
        given = tool.given.get("shuffle")
        value = given.value if given is not None else Known(False)
        shuffles = bool(value.value) if isinstance(value, Known) else "unknown"
    place = walk.places.of(node)
    sides = [
        Fold("row numbers of a fold", Step("split", tool.cls, place, {"shuffle": shuffles, "part": part}))
        for part in ("train", "test")
    ]
    return Items([Items(list(sides), False)], False, True, walk.depth)


def of_fold(value: Data, fold: Fold) -> Data:
    """`x[train]`."""
    assert fold.step is not None
    shape = ("?", *value.shape[1:]) if value.shape else None
    return value.then(fold.step, shape=shape, magnitude=value.magnitude, integer=value.integer)


def runs_of(values: list[float]) -> dict[str, object]:
    """Lengths of equal values in a row, `((0, 500), (1, 500))`, where these can be classes."""
    if len(set(values)) > 20 or len(values) < 2:
        return {}
    found: list[tuple[float, int]] = []
    for value in values:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return {"runs": tuple(found)}


def joined_runs(parts: list[Data]) -> dict[str, object]:
    """The runs of several arrays one after the other; none where one of them is not made of runs."""
    found: list[object] = []
    for part in parts:
        runs = part.steps[-1].detail.get("runs") if part.steps else None
        if not isinstance(runs, tuple):
            return {}
        found.extend(runs)
    return {"runs": tuple(found)}


def repeated_runs(values: Data, count: Abstract | None) -> dict[str, object]:
    """`np.repeat([0, 1], 500)`."""
    runs = values.steps[-1].detail.get("runs") if values.steps else None
    times = integer(count) if count is not None else None
    if not isinstance(runs, tuple) or times is None:
        return {}
    return {"runs": tuple((value, length * times) for value, length in runs)}
