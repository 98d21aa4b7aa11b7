"""LL720: a scaling of which every value comes out the same: of one row, or row by row of one column."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script, Transformation

# What a column of one value becomes.
_BECOMES = {"MinMaxScaler": "0", "StandardScaler": "0", "RobustScaler": "0", "MaxAbsScaler": "1 or -1"}


@check("scaled-to-a-constant")
def scaled_to_a_constant(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent for model in script.models):
        return
    for slip in script.slips:
        if slip.kind == "normalized-single":
            message = f"`{slip.words[0]}` scales each row by itself, and a row of 1 value becomes 1; use a MinMaxScaler"
            yield Problem(message, slip.place.span)
    by_place: dict[int, list[Transformation]] = {}
    for work in script.transformations:
        if work.fits and work.cls in _BECOMES:
            by_place.setdefault(id(work.place.node), []).append(work)
    for several in by_place.values():
        if all(map(_is_one_row, several)):
            cls = several[0].cls
            message = f"`{cls}` is fitted on one row, in which every column is constant: all become {_BECOMES[cls]}; "
            yield Problem(message + "write reshape(-1, 1)", several[0].place.span)


def _is_one_row(work: Transformation) -> bool:
    shape = work.data.shape
    return (
        shape is not None
        and len(shape) == 2
        and shape[0] == 1
        and shape[1] != 1
        and work.data.kind == "array"
    )
