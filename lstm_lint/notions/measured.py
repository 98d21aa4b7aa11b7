"""What the files say of an array that `fit` gets: its columns, as far as they reach it as they are."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.script import Column, Held, Profile, Selected, Series, Split, Window

_FEWEST_TO_SPLIT = 10  # missing values of which a random half gets one
_LONGEST = 30  # characters of the name of a column in a message
_KEEPS_ROWS = frozenset({"read", "select", "cast", "window", "reshape", "split", "shuffle", "stack", "scale"})
# Of the selections those that let no row go; whatever else picks rows by their values.
_OF_COLUMNS = frozenset({"column", "slice", "DataFrame", "drop", "loop", "deque", "input", "batch"})
_LEAST_OF_TRAINING = 0.4  # of the rows lie before a border that splits them


def exact(series: Series | None) -> tuple[Held, ...]:
    """The columns that an array certainly is made of, whatever was done to their values."""
    held = series.measured if series is not None and series.certain else None
    return held.columns if held is not None and not held.loose else ()


def as_read(series: Series | None) -> tuple[Column, ...]:
    """The numeric columns that certainly reach an array with the very values that the file has."""
    held = series.measured if series is not None else None
    if held is None or held.changed:
        return ()
    return tuple(one.column for one in exact(series) if one.column is not None and one.column.numeric)


def typical(column: Column) -> float:
    """A value that many reach: the mean and two spreads. One outlier makes no column large."""
    many = abs(column.mean or 0.0) + 2 * (column.spread or 0.0)
    return min(many, column.magnitude or 0.0)


def are_small(series: Series | None, limit: float) -> bool:
    """Whether whatever it is made of is known, and none of it large."""
    held = series.measured if series is not None else None
    if held is None or held.changed or not held.columns:
        return False
    columns = [one.column for one in held.columns]
    return all(one is not None and one.numeric and typical(one) <= limit for one in columns)


def large(series: Series | None, limit: float) -> Column | None:
    """The column with the largest values of those that are as the file has them, where these are large."""
    found = max(as_read(series), key=typical, default=None)
    return found if found is not None and typical(found) > limit else None


def profiles(series: Series | None) -> Iterator[Profile]:
    """The files that it comes from, each once."""
    held = series.measured.columns if series is not None and series.measured is not None else ()
    yield from {id(one.profile): one.profile for one in held if one.profile is not None}.values()


def keeps_rows(series: Series) -> bool:
    """Whether no row was picked, filled in or made of others: slices and splits leave their parts as they are."""
    return all(
        step.kind in _KEEPS_ROWS
        and (step.kind != "select" or step.what in _OF_COLUMNS)
        and not (isinstance(step.detail, Selected) and (step.detail.picked or step.detail.strided))
        for step in series.steps
    )


def certainly_holds_missing(series: Series, column: Column) -> bool:
    """Whether one of the missing values of a column is left in the rows that an array takes of the file."""
    if not column.missing or not keeps_rows(series):
        return False
    for step in series.steps:
        rows = step.detail.rows if isinstance(step.detail, Selected) else None
        if isinstance(step.detail, Split) and column.missing < _FEWEST_TO_SPLIT:
            return False
        if rows is not None and not _stays(rows, column, step.kind == "split"):
            return False
    return True


def _stays(rows: tuple[str, str], column: Column, splits: bool) -> bool:
    """The same after one slice, `[1:]` or `[:border]`."""
    begin, end = rows
    if begin and end:
        return False
    cut = (begin or end).lstrip("-")
    if cut.isdigit() and not splits:
        return column.missing > int(cut) and bool(begin) != (begin or end).startswith("-")
    early = column.first_missing is not None and column.first_missing < _LEAST_OF_TRAINING * column.rows
    return not begin and early


def words(series: Series | None) -> float | None:
    """How many words half of the texts of a file have at most, of which an array holds the ids: all kinds of them.

    None where that is not known: a function of the program may make shorter texts of them first.
    """
    columns = exact(series)
    column = columns[0].column if len(columns) == 1 else None
    kinds = [step.kind for step in series.steps] if series is not None else []
    if column is None or column.words is None or "unknown" in kinds or kinds.count("tokens") != 1:
        return None
    return column.words[0]


def has_windows(series: Series) -> bool:
    return any(step.kind == "window" or isinstance(step.detail, Window) for step in series.steps)


def named(column: Column) -> str:
    """A column as a message calls it."""
    name = column.name if len(column.name) <= _LONGEST else f"{column.name[: _LONGEST - 3]}..."
    return f"`{name}`"


def spans(column: Column) -> str:
    """`megawatts` runs from 4,210 to 61,893."""
    return f"{named(column)} runs from {number(column.minimum)} to {number(column.maximum)}"


def number(value: float | None) -> str:
    """A number as a reader wants it: 61,893; 0.0123; 1.2e+09."""
    if value is None:
        return "?"
    if abs(value) >= 1e9 or (value and abs(value) < 1e-4):
        return f"{value:.3g}"
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def rounded(value: float) -> str:
    """A size that was worked out, to three digits unless it is whole: 155, 61600."""
    return f"{value if value.is_integer() else float(f'{value:.3g}'):g}"


_UNITS = ((86_400.0, "day"), (3_600.0, "hour"), (60.0, "minute"), (1.0, "second"))


def duration(seconds: float) -> str:
    """3 days, 1 hour."""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), _UNITS[-1])
    count = seconds / size
    return f"{count:.3g} {unit}{'s' * (count != 1)}"
