"""LL787: a split in time whose later part lies where the earlier one never was."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10
from statistics import fmean, pstdev

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.measured import exact, keeps_rows, named, number, profiles
from lstm_lint.notions.training import trained
from lstm_lint.script import Column, Fit, Known, Script, Selected, Series

_FEWEST = 4  # blocks on each side
_NOISE = 3.0  # spreads of the means of the blocks of the training part


@check("split-of-unlike-parts", of_files=True, needs="recurrent fits")
def split_of_unlike_parts(script: Script, *, spreads: float = 3.0) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        share = _share(fit)
        files = list(profiles(fit.x))
        if share is None or fit.x is None or len(files) != 1 or id(files[0]) in reported:
            continue
        for one in exact(fit.x):
            found = _shift(one.column, share) if one.column is not None else None
            if one.column is not None and found is not None and abs(found[2]) >= spreads:
                reported.add(id(files[0]))
                before, after, apart = found
                message = (
                    f"{named(one.column)} is {_short(before, after)} on average before the split and"
                    f" {_short(after, before)} after it,"
                    f" {abs(apart):.1f} spreads apart"
                )
                yield Problem(message, fit.span(), model=models[0].name)
                break


def _short(value: float, other: float) -> str:
    """A mean to the digits that its distance from the other one is worth."""
    distance = abs(value - other)
    return number(round(value, 1 - floor(log10(distance)))) if distance else number(value)


def _share(fit: Fit) -> float | None:
    """The share of the rows that is trained on, the first ones; None where that is not known."""
    x = fit.x
    if x is None or not x.certain or not keeps_rows(x) or any(step.kind == "shuffle" for step in x.steps):
        return None
    held = fit["validation_split"]
    sliced = [
        step
        for step in x.steps
        if isinstance(step.detail, Selected) and step.detail.rows and step.kind == "split"
    ]
    if any(step.kind == "split" and step not in sliced for step in x.steps):
        return None
    if isinstance(held, Known) and isinstance(held.value, float) and 0 < held.value < 1 and not sliced:
        return 1 - held.value
    return _of_slice(x) if len(sliced) == 1 and not sliced[0].detail.rows[0] else None  # type: ignore[union-attr, index]


def _of_slice(x: Series) -> float | None:
    files = list(profiles(x))
    return x.rows / files[0].rows if x.rows and len(files) == 1 and x.rows < files[0].rows else None


def _shift(column: Column, share: float) -> tuple[float, float, float] | None:
    """The means of both parts, and how many spreads of the first they are apart, where that is beyond its noise."""
    border = round(share * len(column.blocks))
    before, after = column.blocks[:border], column.blocks[border:]
    if min(len(before), len(after)) < _FEWEST:
        return None
    means = [mean for mean, _ in before]
    first, second = fmean(means), fmean(mean for mean, _ in after)
    spread = (fmean(part**2 for _, part in before) + pstdev(means) ** 2) ** 0.5
    if not spread or abs(second - first) < _NOISE * pstdev(means):
        return None
    return first, second, (second - first) / spread
