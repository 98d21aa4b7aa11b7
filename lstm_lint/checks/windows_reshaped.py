"""LL734: axes that must be exchanged: windows are reshaped, arrays or lags are stacked as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Model, Recut, Reshaped, Scrambled, Script, Selected, Series, Step

_MOVES = frozenset({"select", "cast", "reshape", "split"})
_TURNS = frozenset({"T", "transpose", "permute_dims", "swapaxes", "moveaxis", "rollaxis", "rot90"})


@check("windows-reshaped", needs="recurrent fits|predictions|slips:axes-exchanged")
def windows_reshaped(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for call in (*model.fits, *model.predictions) if model.recurrent else ():
            series = (one for one in (*call.inputs, call.validation_x) if one is not None)
            for step in (step for one in series for step in one.steps):
                if isinstance(step.detail, Scrambled) and step.place is not None:
                    message = _exchanged(step.detail.features, step.detail.steps)
                    yield Problem(message, step.place.span, model=model.name)
                elif isinstance(step.detail, Recut) and step.place is not None:
                    count = step.detail.arrays
                    message = f"{count} arrays are stacked one after the other, ({count}, n): reshape "
                    message += "mixes them; stack them with axis=-1"
                    yield Problem(message, step.place.span, model=model.name)
            for one in call.inputs:
                split = _row_in_steps(one) if one is not None else None
                if split is not None and split[0].place is not None:
                    yield Problem(split[1], split[0].place.span, model=model.name)
                found = _lags_as_rows(one) if one is not None else None
                if found is not None and found[0].place is not None and _timesteps(model) == found[1]:
                    message = f"the {found[1]} lags are stacked as rows, ({found[1]}, n): {found[2]}"
                    yield Problem(message, found[0].place.span, model=model.name)
    if any(
        model.recurrent for model in script.models
    ):  # what a model gets that was not read, such as a loaded one
        for slip in script.slips:
            if slip.kind == "axes-exchanged":
                yield Problem(_exchanged(*slip.words), slip.place.span)


def _exchanged(features: object, steps: object) -> str:
    windows = f"the windows are (n, {features}, {steps}), the other way round"
    return f"{windows}: reshape mixes them; write .transpose(0, 2, 1)"


_OVER_ROWS = frozenset({"rolling", "ewm", "expanding", "diff", "pct_change", "resample", "asfreq"})
_LEAVES_ROWS = ("read", "synthetic", "literal", "scale", "arithmetic", "cast", "clean", "select", "split")


def _row_in_steps(series: Series) -> tuple[Step, str] | None:
    """A reshape that makes several steps of the columns of one row, where the rows are the steps: something was worked
    out from one row to the next, for all columns. Columns that are lags of each other were put beside each other.
    """
    at = next((at for at, step in enumerate(series.steps) if isinstance(step.detail, Reshaped)), None)
    step = series.steps[at] if at is not None else None
    shape, before = series.shape, series.steps[:at]
    of = step.detail.of if step is not None and isinstance(step.detail, Reshaped) else ()
    if step is None or shape is None or len(shape) != 3 or len(of) != 2 or not isinstance(of[1], int):
        return None
    steps, width = shape[1:]
    if (
        not isinstance(steps, int)
        or not isinstance(width, int)
        or steps < 2
        or width < 2
        or steps * width != of[1]
    ):
        return None
    plain = all(
        one.kind in _LEAVES_ROWS and one.column is None and not _is_put_together(one) for one in before
    )
    over = next((one.what for one in before if one.what in _OVER_ROWS and not _is_along_columns(one)), None)
    after = all(one.kind in ("split", "select", "cast", "shuffle") for one in series.steps[(at or 0) + 1 :])
    if over is None or not plain or not after:
        return None
    message = f"this splits the {of[1]} columns of one row into {steps} steps; the rows are the steps, as for `{over}`"
    return step, f"{message}: cut windows"


def _is_along_columns(step: Step) -> bool:
    text = step.place.text if step.place is not None else ""
    return "axis" in text or text.startswith(("np.", "numpy."))


def _is_put_together(step: Step) -> bool:
    return step.joined is not None and step.joined.across


def _timesteps(model: Model) -> int | None:
    """The timesteps that its first recurrent layer reads."""
    return model.recurrent[0].timesteps


def _lags_as_rows(series: Series) -> tuple[Step, int, str] | None:
    """Where a series and it again, shifted by one row each time, were stacked as rows, how many times, and the harm.

    They go on as the samples, or are cut again by a reshape; whatever turns the axes puts them right.
    """
    for at, step in enumerate(series.steps):
        if step.kind != "stack" or step.what != "concatenate":
            continue
        count = _shifted(series.steps[:at])
        later = series.steps[at + 1 :]
        if count < 2 or not all(one.kind in _MOVES and one.what not in _TURNS for one in later):
            continue
        cuts = [one for one in later if one.what == "reshape"]
        as_rows = series.shape is not None and series.shape[0] == count and series.shape[1:2] == ("?",)
        recut = len(cuts) == 1 and _is_of_rows(cuts[0], count) and (series.shape or ())[1:] == (count, 1)
        if as_rows or recut:
            harm = (
                "reshape mixes them; write .T first" if recut else "each sample is a whole series; write .T"
            )
            return step, count, harm
    return None


def _is_of_rows(cut: Step, count: int) -> bool:
    return isinstance(cut.detail, Reshaped) and cut.detail.of == (count, "?")


def _shifted(steps: Sequence[Step]) -> int:
    """How many slices at the end begin at row 0, 1, 2 and so on, or the other way round."""
    begins: list[int] = []
    for step in reversed(steps):
        moves = step.moves
        plain = step.kind in ("select", "split") and step.what == "slice" and moves is not None
        if not plain or moves is None or moves.along is not None or moves.first != moves.last:
            break
        if not _goes_on(step):
            break
        begins.append(moves.first)
    count = len(begins)
    return count if begins in (list(range(count)), list(range(count))[::-1]) else 0


def _goes_on(step: Step) -> bool:
    """Whether a slice goes on to near the end, `[k : len(x) - lags + k]`; `[k : k + 24]` is a window."""
    rows = step.detail.rows if isinstance(step.detail, Selected) else None
    if rows is None:
        return False
    begin, end = rows
    return not end or ("-" in end and not (begin and end.startswith(f"{begin} +")))
