"""What a file holds that a program reads: its profile, which has counts and statistics, and no value of any row.

The exceptions are the smallest and the largest value of a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lstm_lint.ir.records import dataclass

ColumnType = Literal["integer", "float", "bool", "time", "text"]


@dataclass(frozen=True, slots=True)
class Order:
    """How the time stamps of a column follow each other, from one row to the next. Times are in seconds.

    `step`: the commonest distance; `gaps`: how often the distance is larger than that, `longest` the largest one.
    """

    backwards: int
    repeated: int
    step: float | None
    gaps: int
    longest: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as pandas has it. Statistics are of numbers alone and leave out missing values."""

    name: str
    type: ColumnType
    rows: int
    missing: int
    distinct: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    spread: float | None = None  # standard deviation, n - 1
    classes: tuple[int, ...] | None = (
        None  # how often each value occurs, commonest first; of few values alone
    )
    order: Order | None = None
    words: tuple[float, float] | None = None  # of a text: the median number of words, and the largest
    blocks: tuple[tuple[float, float], ...] = ()  # mean and spread of consecutive parts of equal size
    correlation: float | None = None  # of each value with the next
    first_missing: int | None = None  # the row, from 0, of the first missing value

    @property
    def numeric(self) -> bool:
        return self.type in ("integer", "float")

    @property
    def constant(self) -> bool:
        """Whether every row has the same value."""
        same = self.minimum == self.maximum is not None if self.numeric else self.distinct == 1
        return same and self.missing == 0 and self.rows > 1

    @property
    def magnitude(self) -> float | None:
        """The largest absolute value of numbers."""
        if not self.numeric or self.minimum is None or self.maximum is None:
            return None
        return max(abs(self.minimum), abs(self.maximum))


@dataclass(frozen=True, slots=True)
class Copy:
    """A column whose rows are those of another one, `shift` rows later: 0 for the same rows."""

    column: str
    of: str
    shift: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A file as a call reads it. `index`: the columns that name the rows. `duplicates`: rows that repeat another.

    `across`: for each border between parts of one hundredth of the rows, how many rows after it repeat one before it.
    """

    rows: int
    columns: tuple[Column, ...]
    index: tuple[Column, ...] = ()
    duplicates: int | None = None
    copies: tuple[Copy, ...] = ()
    shape: tuple[int, ...] | None = None  # of an array that is no table
    named: bool = True  # the columns have names of their own, not numbers
    across: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A column of an array or frame, by the name it has there, and what the file holds of it; None: not known."""

    name: str
    column: Column | None = None
    profile: Profile | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The columns of files that an array is made of, along its last axis.

    `changed`: its values are no more those of the file. `loose`: it may be some of the columns, or in another order.
    """

    columns: tuple[Held, ...]
    changed: bool = False
    loose: bool = False

    def by_name(self, names: tuple[str, ...]) -> Measured:
        known = {one.name: one for one in self.columns}
        return Measured(tuple(known.get(name, Held(name)) for name in names), self.changed)

    def without(self, names: set[str]) -> Measured:
        return self._with(tuple(one for one in self.columns if one.name not in names))

    def renamed(self, new: dict[str, str]) -> Measured:
        return self._with(
            tuple(Held(new.get(one.name, one.name), one.column, one.profile) for one in self.columns)
        )

    def storing(self, name: str, held: Held) -> Measured:
        """After a column was written, a new one at the end."""
        if name in {one.name for one in self.columns}:
            return self._with(tuple(held if one.name == name else one for one in self.columns))
        return self._with((*self.columns, held))

    def at(self, places: list[int] | None) -> Measured:
        """The columns at these places; None: it is not known at which."""
        if (
            places is None
            or self.loose
            or not all(-len(self.columns) <= at < len(self.columns) for at in places)
        ):
            return self.made_loose()
        return self._with(tuple(self.columns[at] for at in places))

    def made_loose(self) -> Measured:
        return self if len(self.columns) == 1 or self.loose else Measured(self.columns, self.changed, True)

    def made_changed(self) -> Measured:
        return self if self.changed else Measured(self.columns, True, self.loose)

    def reach(self) -> tuple[float | None, bool | None]:
        """The largest absolute value, and whether all values are whole and none is below 0; None: not known."""
        found = [one.column for one in self.columns]
        sizes = [one.magnitude if one is not None else None for one in found]
        known = [size for size in sizes if size is not None]
        if self.changed or self.loose or not known or len(known) < len(sizes):
            return None, None
        whole = all(one is not None and one.type == "integer" and (one.minimum or 0) >= 0 for one in found)
        return max(known), True if whole else None

    def single(self, name: str) -> Held:
        """It as one column of a frame."""
        whole = len(self.columns) == 1 and not self.changed
        return Held(name, self.columns[0].column, self.columns[0].profile) if whole else Held(name)

    @staticmethod
    def together(parts: Sequence[Measured | None]) -> Measured | None:
        """Of arrays that are put together: the columns of all of them, where those of each are known."""
        known = [one for one in parts if one is not None]
        if not known or len(known) < len(parts):
            return None
        columns = [tuple((one.name, id(one.column)) for one in part.columns) for part in known]
        changed = any(part.changed for part in known)
        if len(set(columns)) == 1:
            return Measured(known[0].columns, changed, any(part.loose for part in known))
        every = {(one.name, id(one.column)): one for part in known for one in part.columns}
        return Measured(tuple(every.values()), changed, True)

    def _with(self, columns: tuple[Held, ...]) -> Measured:
        return Measured(columns, self.changed, self.loose)
