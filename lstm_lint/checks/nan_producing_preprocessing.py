"""LL708: rows without a value that reach the network as NaN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Literal

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.before_split import span_here
from lstm_lint.notions.lineage import arrays
from lstm_lint.notions.training import trained
from lstm_lint.script import Columns, Gaps, Place, Read, Script, Selected, Series, Step, Window

Rows = Literal["first", "last", "any"]

_MAY_DROP_ROWS = frozenset({"drop", "sample", "tail", "skip", "query", "filter", "unique", "get"})
# What NaN go through: of steps that pick rows or columns, and of arithmetic, those that leave all of them there.
_PASSED = frozenset({"read", "cast", "split", "shuffle", "reshape", "window", "stack", "scale"})
_SELECTIONS = frozenset(
    {"slice", "column", "DataFrame", "loop", "set_index", "reset_index", "sort_values", "sort_index"}
)
_ARITHMETIC = frozenset({"add", "subtract", "multiply", "power", "abs", "square", "negative", "cumsum"})
_CHANGES = frozenset({"replace", "map", "apply", "update", "combine_first"})


@check("nan-producing-preprocessing", needs="recurrent fits")
def nan_producing_preprocessing(script: Script) -> Iterator[Problem]:
    yield from _renumbered(script)
    reported: set[int] = set()
    for fit, models in trained(script):
        if any(layer.cls == "Masking" for model in models for layer in model.layers):
            continue
        for series in arrays(fit):
            for step in _leave_gaps(series, script.mends_gaps):
                if step.place is None or id(step.place.node) in reported:
                    continue
                if isinstance(step.detail, Read) and series.measured is not None:
                    continue  # what the file holds says LL788
                reported.add(id(step.place.node))
                place = _taken_at(series, step) if isinstance(step.detail, Read) else step.place
                message = f"`{step.nan}` leaves rows of NaN that reach `{fit.method}`: the loss becomes NaN; "
                if isinstance(step.detail, Read):
                    message = f"the gaps that `{step.nan}` reads as NaN reach `{fit.method}`: the loss becomes NaN; "
                message += "fill or drop them" if _is_anywhere(step) else "add `dropna()`"
                yield Problem(message, span_here(place, fit), model=models[0].name)


def _renumbered(script: Script) -> Iterator[Problem]:
    """A frame made of an array goes into one whose rows have other names: pandas looks for its values by name."""
    if not any(model.recurrent and model.fits for model in script.models):
        return
    for slip in script.slips:
        code = slip.place.locator
        named = code.occurrences(".index =") or code.occurrences(".index=")
        if slip.kind == "rows-renumbered" and not named:
            message = f"pandas aligns by row numbers, which `{slip.words[0]}` changed: rows get others' values or NaN; "
            yield Problem(message + slip.words[1], slip.place.span)


def _is_anywhere(step: Step) -> bool:
    return isinstance(step.detail, Read) or (isinstance(step.detail, Gaps) and step.detail.between)


def _taken_at(series: Series, read: Step) -> Place | None:
    """Where the column with the gaps is taken from the table, which is where they can be filled."""
    later = series.steps[series.steps.index(read) + 1 :]
    taken = (step.place for step in later if isinstance(step.detail, Columns) and step.place is not None)
    return next(taken, read.place)


def _leave_gaps(series: Series, mends: Callable[[], bool]) -> list[Step]:
    """The operations whose NaN nothing takes away, where every step is understood. `mends`: whether the program may."""
    gaps: dict[tuple[str | None, Rows], list[int]] = {}  # by column, and which rows have the NaN
    for number, step in enumerate(series.steps if series.certain else ()):
        own: tuple[Rows, ...] = ("first", "last", "any")
        for place in [(step.column, rows) for rows in own] if step.column is not None else tuple(gaps):
            if place in gaps and _ends(step, *place):
                del gaps[place]
        if step.nan is not None and not (_is_anywhere(step) and mends()):
            gaps.setdefault((step.column, _rows_of(step)), []).append(number)
    return [series.steps[number] for number in sorted(chain.from_iterable(gaps.values()))]


def _rows_of(step: Step) -> Rows:
    """Which rows an operation leaves without a value: a shift from the future the last ones."""
    if _is_anywhere(step):
        return "any"
    return "last" if step.moves is not None and step.moves.first >= 0 and step.moves.last > 0 else "first"


def _ends(step: Step, column: str | None, where: Rows) -> bool:
    """Whether this step takes the NaN away that a column has in its first or last rows, or may."""
    detail = step.detail
    rows = detail.rows if isinstance(detail, Selected) else None
    picked = isinstance(detail, Selected) and detail.picked
    moves = step.moves
    from_start = moves is not None and moves.first == 0 and moves.begins == 0
    if where == "any" and not _passes(step):
        return True
    if where != "any" and isinstance(detail, Window) and (where == "last" or not from_start):
        return True  # which rows a loop begins and ends with is not known
    if where == "last" and rows and rows[1]:
        return True
    if (
        step.kind == "clean"
        or picked
        or step.what in _MAY_DROP_ROWS
        or (where == "first" and rows and rows[0])
    ):
        return True
    if column is None or step.column is not None:
        return False
    if isinstance(detail, Columns):
        return column not in detail.columns
    return step.what == "slice" and rows is None and not isinstance(detail, Window)


def _passes(step: Step) -> bool:
    """Whether NaN among the rows certainly are there after it as well."""
    if step.kind == "select":
        return step.what in _SELECTIONS or step.nan is not None
    if step.kind == "arithmetic":
        return step.what in _ARITHMETIC or step.nan is not None
    return step.kind in _PASSED and (step.what not in _CHANGES or step.nan is not None)
