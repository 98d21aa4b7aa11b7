"""What the files say of an array that `fit` gets: its columns, as far as they reach it as they are."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.script import Column, Held, Profile, Selected, Series, Split, Window

_LONGEST = 30  # characters of the name of a column in a message
# After these steps other rows are there than in the file: only some, or others in place of those without a value.
_OTHER_ROWS = ("clean",)


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
    return abs(column.mean or 0.0) + 2 * (column.spread or 0.0)


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


def some_rows(series: Series) -> bool:
    """Whether rows may have been left out: by a slice, a condition, a method. A split keeps each somewhere."""
    return any(
        step.kind in _OTHER_ROWS
        or (isinstance(step.detail, Selected) and step.detail.picked)
        or (isinstance(step.detail, Selected) and step.kind == "select" and step.detail.rows)
        for step in series.steps
    )  # fmt: skip


def has_windows(series: Series) -> bool:
    return any(step.kind == "window" or isinstance(step.detail, Window) for step in series.steps)


def is_split(series: Series) -> bool:
    """Whether it is one side of a split."""
    return any(step.kind == "split" or isinstance(step.detail, Split) for step in series.steps)


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
