"""Lineage: which array came out of which, and where the rows went into training and test parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.sources import source
from lstm_lint.script import (
    Columns,
    Fit,
    Fitted,
    Part,
    Place,
    Read,
    Script,
    Selected,
    Series,
    Side,
    Step,
    StepKind,
    Tokens,
    Transformation,
)

_TEST = re.compile(r"validation|valid|test|val|dev|eval", re.IGNORECASE)
_DATE = "a date"  # a border that two dates stand for, one day apart
_NEIGHBOURS = frozenset({"1", "-1"})  # x[:-1] and x[1:] are inputs and targets one step apart


def arrays(fit: Fit) -> Iterator[Series]:
    """Everything that `fit` trains on: its inputs and its targets."""
    yield from (series for series in (*inputs(fit), fit.y) if series is not None and series.traced)


def inputs(call: Fit) -> tuple[Series | None, ...]:
    """What a call gets for each input of its model."""
    return call.inputs if len(call.inputs) > 1 else (call.x,)


def number_of(step: Step | None) -> int | None:
    """Which object works in a step: a scaler, a tokenizer; None where arithmetic did the work, or is not known."""
    detail = step.detail if step is not None else None
    return detail.number if isinstance(detail, (Fitted, Tokens)) else None


def same_step(first: Step, second: Step) -> bool:
    """Whether two steps are the same, also where they were read on two paths."""
    return first is second or (
        first.what == second.what
        and first.place is not None
        and second.place is not None
        and first.place.node is second.place.node
    )


def same_array(first: Fit, second: Fit) -> bool:
    """Whether two calls get the same array as `x`, under the same name and with the same history."""
    one, other = first.argument("x").place, second.argument("x").place
    written = one is not None and other is not None and one.text == other.text
    return written and same_history(first.x, second.x)


def same_history(first: Series | None, second: Series | None) -> bool:
    """Whether two arrays have gone through the same steps, and it is known where they come from."""
    if first is None or second is None or not first.traced or len(first.steps) != len(second.steps):
        return False
    pairs = zip(first.steps, second.steps)
    return all(one is other or (same_step(one, other) and _side(one) == _side(other)) for one, other in pairs)


def _side(step: Step) -> tuple[object, object]:
    """Which part of the rows a step takes."""
    part = step.detail.part if isinstance(step.detail, Side) else None
    return part, step.detail.rows if isinstance(step.detail, Selected) else None


def are_other_rows(first: Series, second: Series) -> bool:
    """Whether two parts of the same array lie on the two sides of one border."""
    for one, other in zip(first.steps, second.steps):
        if same_step(one, other):
            parts = [step.detail.part if isinstance(step.detail, Side) else None for step in (one, other)]
            if parts[0] != parts[1]:
                return True
            continue
        rows = rows_of(one), rows_of(other)
        if rows[0] is None or rows[1] is None:
            return False
        return any(
            begin and begin == end for begin, end in ((rows[0][0], rows[1][1]), (rows[1][0], rows[0][1]))
        )
    return False


_ORIGINS: tuple[StepKind, ...] = ("read", "dataset", "synthetic", "literal")


def is_followed(series: Series) -> bool:
    """Whether every step of an array, frame or column is known, and it was never put together of several.

    Ids of texts that come from nowhere that is known begin with their own step.
    """
    known = all(step.kind not in ("unknown", "stack") and step.joined is None for step in series.steps)
    begins = bool(series.steps) and series.steps[0].kind in _ORIGINS
    return begins and known and series.kind in ("array", "frame", "column")


def found_in(step: Step, series: Series) -> int | None:
    """Where a step stands in the history of an array."""
    return next((at for at, other in enumerate(series.steps) if same_step(step, other)), None)


def came_from(series: Series, source: Series) -> int | None:
    """Where in the history of an array the source stood as it was; None where it is not known to come from it."""
    if not source.traced:
        return None
    at = found_in(source.steps[-1], series)
    if at is not None or len(source.steps) > len(series.steps):
        return at
    alike = all(_is_written_alike(*pair) for pair in zip(source.steps, series.steps))
    return len(source.steps) - 1 if alike else None  # `frame[["close"]]` written twice


def _is_written_alike(first: Step, second: Step) -> bool:
    return same_step(first, second) or (
        (first.kind, first.what) == (second.kind, second.what)
        and first.place is not None
        and second.place is not None
        and first.place.text == second.place.text
    )


@dataclass(frozen=True, slots=True)
class Border:
    """Where rows are split into a training and a test part: `train_test_split`, `[:n]`."""

    written: str
    step: Step
    others: tuple[Place, ...]  # where the part that is held out is cut off


def split_after(script: Script, fit: Fit, series: Series, at: int) -> Border | None:
    """How the rows are split into training and test parts after the step at that place.

    A side of a border that this very `fit` trains on holds nothing out: `fit(x[:-1], x[-1:])`.
    """
    for index, step in enumerate(series.steps[at + 1 :], at + 1):
        if isinstance(step.detail, Side) and step.kind == "split":
            return Border(step.what, step, (step.place,) if step.place is not None else ())
        rows = rows_of(step)
        if rows is None:
            continue
        others = [
            portion.steps[-1]
            for portion in _other_sides(script, series.steps[:index], rows)
            if not any(found_in(portion.steps[-1], other) is not None for other in arrays(fit))
        ]
        if others:
            written = f"[{rows[0] or rows[1]}]" if _is_masked(step) else f"[{rows[0]}:{rows[1]}]"
            places = tuple(other.place for other in others if other.place is not None)
            return Border(written, step, places if len(places) == len(others) else ())
    return None


def is_side(script: Script, series: Series) -> bool:
    """Whether the rows are cut off from others of the same array, whatever becomes of both parts."""
    for at, step in enumerate(series.steps[1:], 1):
        rows = rows_of(step)
        if rows is not None and next(_other_sides(script, series.steps[:at], rows), None) is not None:
            return True
        if rows is not None and _is_border(rows) and (_owner(step), rows[1]) in _begun(script):
            return True
    return False


def _owner(step: Step) -> str:
    """What a slice is written of: `frame.iloc` of `frame.iloc[:n]`."""
    return step.place.text.rpartition("[")[0] if step.place is not None else ""


@once
def _begun(script: Script) -> frozenset[tuple[str, str]]:
    """The slices `[n:]` of the program, as they are written: a frame whose columns were made one by one has a history
    for each of them."""
    found = ((portion.steps[-1], rows_of(portion.steps[-1])) for portion in script.portions if portion.steps)
    return frozenset((_owner(step), begin) for step, rows in found if rows for begin in _borders_of(rows[0]))


def is_other_side(script: Script, series: Series, fit: Fit) -> bool:
    """Whether the rows are cut off from those that `fit` trains on, `x[n:]` where it trains on `x[:n]`."""
    for at, step in enumerate(series.steps[1:], 1):
        rows = rows_of(step)
        cut = rows is not None and next(_other_sides(script, series.steps[:at], rows), None) is not None
        if cut and not any(found_in(step, other) is not None for other in arrays(fit)):
            return True
    return False


def _other_sides(script: Script, before: tuple[Step, ...], rows: tuple[str, str]) -> Iterator[Series]:
    """The parts of the same array that end where these rows begin, or begin where they end."""
    whole = _whole(before)
    if _is_border(rows):
        for end in _borders_of(rows[1]):  # `[: n - 24]`, whose targets lie up to n
            yield from _portions(script).get((whole, "from", end), ())
        if _is_date(rows[1]):
            yield from _portions(script).get((whole, "from", _DATE), ())
    for begin in _borders_of(rows[0]):
        yield from _portions(script).get((whole, "to", begin), ())


@once
def _portions(script: Script) -> dict[tuple[object, str, str], list[Series]]:
    """The portions of the script by the array that they are of, and by the border at which they begin or end."""
    found: dict[tuple[object, str, str], list[Series]] = {}
    for portion in script.portions:
        rows = rows_of(portion.steps[-1]) if len(portion.steps) > 1 else None
        if rows is not None:
            whole = _whole(portion.steps[:-1])
            for begin in (*_borders_of(rows[0]), *([_DATE] if _is_date(rows[0]) else [])):
                found.setdefault((whole, "from", begin), []).append(portion)
            if _is_border(rows):
                found.setdefault((whole, "to", rows[1]), []).append(portion)
    return found


def _is_date(bound: str) -> bool:
    """Whether a bound of rows is written as a date: `.loc["2020":]`."""
    return re.fullmatch(r"""["']\d{4}(-\d\d?){0,2}["']""", bound) is not None


def _is_masked(step: Step) -> bool:
    """Whether a condition on the time picked the rows, which is then the border."""
    return isinstance(step.detail, Selected) and step.detail.picked


def rows_of(step: Step) -> tuple[str, str] | None:
    """The bounds of the rows that a step leaves, as written: `("", "n")` of `x[:n]`."""
    return step.detail.rows if isinstance(step.detail, Selected) else None


def has_origin(series: Series | None) -> bool:
    """Whether it is seen where an array comes from."""
    return series is not None and bool(series.steps) and series.steps[0].kind != "unknown"


def numbers_read(step: Step | None) -> Literal["raw", "text", "typed", "stored"] | None:
    """What kind of numbers a step reads, by the table of sources or that of a plug-in; None where neither has it."""
    if step is None or isinstance(step.detail, Read):
        return step.detail.numbers if step is not None and isinstance(step.detail, Read) else None
    read = source(step.what)
    return read.numbers if read is not None else None


def names_in(series: Series) -> list[str]:
    """What the program calls things on the way of an array: columns, and the bounds of rows."""
    found = [name for step in series.steps for name in rows_of(step) or ()]
    found += [
        name for step in series.steps if isinstance(step.detail, Columns) for name in step.detail.columns
    ]
    return found + [step.column for step in series.steps if step.column is not None]


def _identity(step: Step) -> object:
    """Equal for what `same_step` takes for one."""
    return (step.what, id(step.place.node)) if step.place is not None else id(step)


def _whole(steps: tuple[Step, ...]) -> object:
    """Equal for arrays that are the same: `frame["close"]` is, wherever it is written."""
    last = steps[-1]
    if len(steps) > 1 and (isinstance(last.detail, Columns) or last.kind == "cast"):
        names = last.detail.columns if isinstance(last.detail, Columns) else last.detail
        return last.what, names, _whole(steps[:-1])
    return _identity(last)


def _is_border(rows: tuple[str, str]) -> bool:
    """Whether these are the rows up to a border, `[:n]`."""
    return bool(rows[1]) and rows[1] not in _NEIGHBOURS and not rows[0]


def _borders_of(begin: str) -> list[str]:
    """The borders at which a slice may be said to begin: `n` for `[n:]`, and for `[n - 60:]`, with the steps of a
    window."""
    return [begin, *(begin[: found.start()] for found in re.finditer(r"\s*-", begin))] if begin else []


def is_test_of(test: Transformation, train: Transformation) -> bool:
    """Whether one array is the test or validation part that belongs to the other, by its history or by its name."""
    return not set(as_test(test)).isdisjoint(as_train(train))


def as_train(work: Transformation) -> Iterator[object]:
    """What an array can be found by as the training part: its side of a split, its name, or where its rows end."""
    if part_of(work.data) == "train":
        yield "train"
    yield "named", work.written.lower()
    if (column := _column_of_file(work.data)) is not None:
        yield "file", *column
    steps = work.data.steps
    rows = rows_of(steps[-1]) if len(steps) > 1 else None
    if rows is not None and _is_border(rows):
        yield _whole(steps[:-1]), rows[1]


def as_test(work: Transformation) -> Iterator[object]:
    """By what the training part is found that this array is the test or validation part of: by history or by name."""
    if part_of(work.data) == "test":
        yield "train"
    renamed = _TEST.sub("train", work.written)
    if renamed != work.written:
        yield "named", renamed.lower()
    if (column := _column_of_file(work.data)) is not None and _TEST.search(column[0]):
        yield "file", _TEST.sub("train", column[0]), column[1]
    steps = work.data.steps
    rows = rows_of(steps[-1]) if len(steps) > 1 else None
    if rows is not None:
        yield from ((_whole(steps[:-1]), border) for border in _borders_of(rows[0]))


def _column_of_file(data: Series) -> tuple[str, tuple[tuple[str, ...], ...]] | None:
    """The file and the columns of data as read: `train.csv` and `test.csv` hold the two parts of one table."""
    read = data.steps[0].detail if data.steps and data.certain else None
    path = read.path if isinstance(read, Read) else None
    taken = [step.detail.columns for step in data.steps if isinstance(step.detail, Columns)]
    return (path.lower(), tuple(taken)) if path is not None else None


def part_of(series: Series) -> Part | None:
    """`train` or `test`: the side of its last split that an array is; None where it is whole."""
    sides = (step.detail.part for step in reversed(series.steps) if isinstance(step.detail, Side))
    return next(sides, None)
