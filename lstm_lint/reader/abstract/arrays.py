"""Arrays, frames, datasets and generators, with their history from the source to `fit`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from lstm_lint.ir.profile import Measured
from lstm_lint.ir.records import dataclass, field
from lstm_lint.script import Dim, Selected, Series, SeriesKind, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

MAX_HISTORY = 300  # steps of an array that are followed
# Steps that leave values as they are, or let some of them go; and those that make others of them, one by one.
_KEEPS = frozenset({"select", "cast", "window", "reshape", "split", "shuffle", "stack"})
# Steps that leave the columns of a frame their names.
_SAME_COLUMNS = frozenset(
    {"slice", "column", "dropna", "fillna", "ffill", "bfill", "interpolate", "sort_values", "sort_index", "head",
     "tail", "drop", "drop_duplicates", "reset_index", "set_index", "astype", "sample", "train_test_split", "query",
     "shuffle"}
)  # fmt: skip
# Steps that leave an array of texts its different ones.
_SAME_WORDS = frozenset({"cast", "reshape", "shuffle", "column", "repeat", "tile"})
_ENDS = ("take", "take_while")  # steps that leave a beginning of a dataset
_CHANGES = frozenset({"scale", "arithmetic", "class-ids", "one-hot", "tokens", "pad", "clean"})


@dataclass(eq=False, slots=True)
class Data:
    """An array, frame or dataset and its history.

    A column that the program assigns has a history of its own; `certain` is about all others. Of a dataset or generator
    `shape` is that of one element, so that of a batch where it was batched: `(batch, timesteps, features)`.
    """

    steps: tuple[Step, ...]
    shape: Shape | None = None
    certain: bool = True
    magnitude: float | None = None
    integer: bool | None = None
    kind: SeriesKind = "array"  # dataset: tf.data
    target: Data | None = None  # of a dataset or generator that yields (x, y)
    columns: dict[str, Column] = field(default_factory=dict)
    parts: Parts | None = None  # of a dataset or generator for several inputs: what each of them gets
    since: int = 0  # how many steps there were when it was put together from its parts
    text: bool = False  # lines, words or characters
    string: bool = False  # of a text: it is one string, whose elements are letters; a copy does not say so
    dtype: str | None = None  # as numpy names it
    range: tuple[float, float] | None = None  # smallest and largest value that it may hold
    offset: int | None = None  # rows that it is behind the source in time; not known of anything yet
    labels: tuple[str, ...] | None = None  # of the columns of a frame, in order
    yielded: object = None  # of a generator: the value that each of its `yield`s gives
    grouping: Grouping | None = None  # of groups and rolling windows of a frame: what they are of
    repeats: bool = False  # of a frame: several of its columns may have one name
    count: int | None = None  # of a dataset: its cardinality, where TensorFlow knows it
    inner: Dim | None = None  # of a dataset of windows: how many elements each of them has
    ends: bool = False  # of a generator: it certainly ends, and is there for one round only
    single: bool = False  # one sample of an array: what it is sums up no other
    listed: bool = False  # certainly a list of lists of the program, no array
    most: int | None = None  # rows that a slice leaves at most, where how many there are is not known
    counted: object = (
        None  # of made-up data: what says how many rows there are, as `len(word_index) + 1`; a copy has none
    )
    measured: Measured | None = None  # the columns of files that it holds, where those were looked at
    named: bool = False  # of a frame: its columns certainly have names of text, none a number
    endless: bool = False  # of a dataset or generator: it certainly goes on without end
    words: frozenset[str] | None = None  # of texts: the different ones that it certainly holds, and no other
    odd: tuple[str, str] | None = (
        None  # of dtype object: the column of a frame that makes it so, what that holds
    )
    numbered: tuple[Step, ...] | None = (
        None  # of a new frame or column, whose rows are called 0, 1, 2: its steps then
    )

    @property
    def seen(self) -> tuple[Step, ...]:
        """The history of the rows that a statistic of it sums up; empty for those of one sample."""
        return () if self.single else self.steps

    @property
    def sure(self) -> bool:
        """Whether every step was understood, those of its columns included."""
        if not self.certain or not self.columns:
            return self.certain
        return all(column.data.sure for column in self.columns.values())

    @property
    def may_hold_arrays(self) -> bool:
        """Whether the elements may be sequences: ids of words, a list for each text, and what is not followed gave,
        `column.apply(f)`. A list of them may have more axes."""
        if self.shape is None or len(self.shape) != 1:
            return False
        kinds = {step.kind for step in self.steps}
        return "tokens" in kinds or (self.dtype is None and "unknown" in kinds)

    def some_texts(self) -> Data:
        """Of texts some, or others made of them: which ones is not known any more."""
        if self.words is None:
            return self
        found = self.copy()
        found.words = found.shape = None
        return found

    def copy(self) -> Data:
        """The same data and history in a value of its own."""
        return Data(
            self.steps, self.shape, self.certain, self.magnitude, self.integer, self.kind, self.target,
            self.columns, self.parts, self.since, self.text, False, self.dtype, self.range, self.offset, self.labels,
            self.yielded, self.grouping, self.repeats, self.count, self.inner, self.ends, self.single,
            self.listed, self.most, None, self.measured, self.named, self.endless, self.words, self.odd,
        )  # fmt: skip

    def then(self, step: Step, **changes: object) -> Data:
        """The same data after one more step; what is known of its values and its shape is lost unless given."""
        new = self.copy()
        new.shape = new.magnitude = new.integer = None
        new.dtype = new.range = new.offset = new.labels = new.yielded = new.count = new.inner = new.most = (
            None
        )
        new.listed = False
        new.words = new.words if step.kind in _SAME_WORDS or step.what in _SAME_WORDS else None
        whole = len(self.steps) < MAX_HISTORY
        if whole:
            new.steps, new.numbered = (*self.steps, step), self.numbered
        if new.measured is not None and step.kind not in _KEEPS:
            new.measured = new.measured.made_changed() if step.kind in _CHANGES else None
        new.endless = new.endless and step.what not in _ENDS
        new.named = new.named and step.what in _SAME_COLUMNS
        for name, value in changes.items():
            setattr(new, name, value)
        new.certain = new.certain and whole
        return new

    def series(self) -> Series:
        shape = self.shape if self.inner is None else None  # windows are no arrays
        ends = self.ends and self.kind == "generator"
        held = self.held()
        magnitude, integer = self.magnitude, self.integer
        if held is not None and magnitude is None and not _is_part(self.steps):
            magnitude, whole = held.reach()
            integer = whole if integer is None else integer
        return Series(
            self.steps, shape, self.sure, magnitude, integer, self.kind, ends, self.most, held,
            self.range if held is not None else None,
        )  # fmt: skip

    def held(self) -> Measured | None:
        """The columns of files along its last axis: loose where that has another size."""
        if self.measured is None:
            return None
        found = self.measured
        if self.kind == "frame" and self.labels is not None:
            return found.by_name(self.labels)
        sizes, count = self.shape or (), len(found.columns)
        row = [size for size in sizes[1:] if isinstance(size, int)]
        reshaped = len(row) == len(sizes) - 1 and math.prod(row) == count  # each row is one of the file
        fits = len(sizes) > 1 and (sizes[-1] == count or reshaped)
        return found if fits else found.made_loose()

    def inputs(self) -> tuple[Data, ...]:
        """What each input of a model gets, in the order of the program; itself where there is one."""
        if self.parts is None:
            return (self,)
        return tuple(self._part(part) for part in self.parts.arrays)

    def _part(self, part: Data) -> Data:
        return Data(
            (*part.steps, *self.steps[self.since :]), part.shape, part.sure and self.certain, part.magnitude,
            part.integer, self.kind,
        )  # fmt: skip


def _is_part(steps: tuple[Step, ...]) -> bool:
    """Whether a slice or a condition may have left out the largest value, or rows were filled in."""
    return any(
        step.kind == "clean"
        or (isinstance(step.detail, Selected) and (step.detail.rows or step.detail.picked))
        for step in steps
    )


@dataclass(frozen=True, eq=False, slots=True)
class Parts:
    """The arrays that an element of a dataset holds, of a dict with their `names`. `open`: there may be more."""

    arrays: tuple[Data, ...]
    names: tuple[object, ...] | None = None
    open: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Grouping:
    """The frame or column that was grouped, and the columns that name the groups (None: not known which)."""

    kind: SeriesKind
    shape: Shape | None
    labels: tuple[str, ...] | None
    keys: tuple[str, ...] | None = ()
    indexed: bool = True  # the keys become the names of the rows


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """A column of a frame as the program assigned it, when the frame had `since` steps, and whether all were known."""

    data: Data
    since: int
    certain: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Statistic(Unknown):
    """A number or a row that sums up all rows of an array: its mean, its largest value. `of`: the array's history."""

    of: tuple[Step, ...] = ()
    node: CSTNode | None = None
    shape: Shape | None = None
    dtype: str | None = None
    what: str = ""  # the function that works it out: `mean`


@dataclass(frozen=True, eq=False, slots=True)
class Number(Unknown):
    """One number, of whatever value: `len(words)`, `float(limit)`, a size of an array. `of`: whose length it is."""

    of: object = None
    fraction: bool = False  # certainly a float, as what a division gives


@dataclass(frozen=True, eq=False, slots=True)
class Filled(Unknown):
    """An array that holds one whole number everywhere, `tf.fill([n, 1], 40)`, and where it is made."""

    number: int = 0
    node: CSTNode | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Fold(Unknown):
    """The row numbers of one side of a fold: `x[train]` is a part of `x`."""

    step: Step | None = None


@dataclass(frozen=True, eq=False, slots=True)
class TensorSpec(Unknown):
    """`tf.TensorSpec(shape)`: what a dataset promises of its elements."""

    shape: Shape | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Generator(Unknown):
    """What a function of the program with `yield` returns, where the arrays that it yields were not read."""

    yielded: object = None  # the value that each of its `yield`s gives
    ends: bool = False  # it certainly does, and is there for one round only
    endless: bool = False  # it certainly goes on without end


@dataclass(frozen=True, eq=False, slots=True)
class Unordered(Unknown):
    """The different words or characters of a text, in the order of a set: another one whenever the program starts."""


# Draws and places of NumPy that are numbers of NumPy; a single `randint` is one of Python.
_OF_NUMPY = frozenset({"choice", "integers", "argmax", "argmin"})
_DRAWN = frozenset(
    {"uniform", "rand", "random", "random_sample", "normal", "randn", "standard_normal", "choice"}
)
_STAY = frozenset({"round", "rint", "floor", "ceil"})


def type_of(value: object) -> Literal["float", "integer"] | None:
    """Whether what is no constant certainly is a single float, or a single integer of NumPy."""
    if isinstance(value, Number):
        return "float" if value.fraction else None
    if isinstance(value, Statistic):
        return _kind(value.dtype) if value.shape == () else None
    if not isinstance(value, Data) or value.shape != () or value.kind != "array" or not value.sure:
        return None
    first, *later = value.steps or (None,)
    if first is None or any(step.kind != "arithmetic" and step.what not in _STAY for step in later):
        argmax = bool(value.steps) and value.steps[-1].what in _OF_NUMPY
        return "integer" if argmax and _kind(value.dtype) == "integer" else None
    if first.kind != "synthetic" or first.what not in _DRAWN | _OF_NUMPY:
        return None
    return _kind(value.dtype)


def _kind(dtype: str | None) -> Literal["float", "integer"] | None:
    if dtype is None:
        return None
    return "float" if dtype.startswith("float") else "integer" if dtype.startswith(("int", "uint")) else None
