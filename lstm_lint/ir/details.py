"""What a step of the history of data says besides its kind: one class for each sort of step.

What has no default is known of every such step, None where the reading cannot say. The rest is there where it was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lstm_lint.ir.configured import Configured
from lstm_lint.ir.records import MISSING, dataclass, field, fields
from lstm_lint.ir.values import Place, Shape

Part = Literal["train", "test"]
PARTS: tuple[Part, Part] = ("train", "test")
RunLengths = tuple[tuple[float, int | None], ...]  # of equal labels in a row: `((0, 500), (1, 500))`


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The call that reads a file: its function by its full path, and its arguments as plain values, by name.

    `unknown`: the arguments whose values are not known.
    """

    function: str
    path: str
    given: tuple[tuple[str, object], ...] = ()
    unknown: tuple[str, ...] = ()
    published: bool = False  # a data set of a library, which `path` names

    @property
    def key(self) -> str:
        """Equal for calls that read the same in the same way."""
        return repr((self.function, self.path, self.given, self.unknown))


@dataclass(frozen=True, slots=True)
class Read:
    """A source: raw numbers, a text file, a table that a program stored, whatever a program stored.

    `path`: of the file, where the program gives one that was read; `reading`: how it is read, where that is so.
    `nan`: the argument that says how the file writes that there is no value, `na_values="?"`.
    """

    numbers: Literal["raw", "text", "typed", "stored"]
    path: str | None = None
    reading: Reading | None = field(default=None, repr=False)
    nan: str | None = None


@dataclass(frozen=True, slots=True)
class Selected:
    """Some of the rows: `x[:n]`, `take(n)`, `x[mask]`."""

    strided: bool = False  # some axis is taken with a step, `x[:, ::-1]`
    backwards: bool = False  # the rows from the last to the first, `x[::-1]`
    rows: tuple[str, str] | None = None  # the bounds as written, "" where there is none
    picked: bool = False  # which rows is not a matter of bounds
    shuffle: Literal[False] | None = None  # of one side of a border, which is a split that keeps the order


@dataclass(frozen=True, slots=True)
class Window:
    """A window that moves along the rows, by as many as `slides_by` from one to the next."""

    slides_by: int | None
    single: bool | None = None  # whether it holds one row only, so that two windows share none
    strided: bool = False
    inside: bool = False  # along one row of the array: each row is a series of its own
    short_by: int = 0  # so many of the last windows certainly run over the end of the array, and are shorter


@dataclass(frozen=True, slots=True)
class Side:
    """The side of a split into training and test rows, such as a data set comes with."""

    part: Part


@dataclass(frozen=True, slots=True)
class Split(Side):
    """One side of a split by a function: `train_test_split`, the folds of `KFold`. `call`: so that it can be edited."""

    shuffle: bool | None = None
    stratified: bool | None = None
    call: Configured | None = None


@dataclass(frozen=True, slots=True)
class Shuffle:
    """A shuffle of a dataset. `again`: whether each pass over it draws a new order."""

    again: bool | None
    call: Configured


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a frame by name."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Rows in the order of columns, or without any in that of their index. `ascending`: None where it is not known."""

    by: tuple[str, ...]
    ascending: bool | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Columns of a frame that were taken away, by name; None where it is not known which, or rows were."""

    without: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Cast:
    """`astype`, with the dtype as the program names it, without its module."""

    dtype: str


@dataclass(frozen=True, slots=True)
class Rounded:
    """`round` to some decimals, which leaves fractions: how many, None where that is not known."""

    decimals: int | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """The operation that leaves rows of NaN, `shift`; None where it leaves none or that is not known.

    `ahead`: the rows that a centered window reads beyond its own.
    """

    nan: str | None
    ahead: int | None = None
    between: bool = False  # they may be anywhere, not in the first or the last rows


@dataclass(frozen=True, slots=True)
class Imputed:
    """Each value that is missing got this number: `fillna(-1)`."""

    value: float


@dataclass(frozen=True, slots=True)
class Centered(Gaps):
    """A mean or median of the data was subtracted: some of the values are below 0."""

    by: str = ""


@dataclass(frozen=True, slots=True)
class Division:
    """A division by a statistic of data: where that was worked out, and NaN that come in with it."""

    learned_at: Place
    nan: str | None = None
    by: str = ""  # the statistic: `std`
    by_column: bool = field(default=False, repr=False)  # each column by its own
    learned: object = field(default=None, repr=False)  # the series that the statistic sums up


@dataclass(frozen=True, slots=True)
class ByZero:
    """A division by what certainly is 0."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A transformer at work. `number`: the same for the same object, as `Transformation.tool`."""

    fitted_here: bool
    number: int


@dataclass(frozen=True, slots=True)
class Rescaled(Fitted):
    """A transformer to whose range the program gives bounds: `MinMaxScaler((-1, 1))`."""

    feature_range: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Pad:
    """`pad_sequences` and what pads like it. `value`: None where it is not known, or no number."""

    padding: str | None  # "pre" or "post"
    maxlen: int | None
    truncating: str | None
    dtype: str | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """Ids of words. All are `below` that number; a text has a `typical` number of them."""

    tool: str
    below: int | None
    typical: int | None = None
    tokenizer: object = None  # equal for the ids of the same tokenizer
    texts: str | None = None  # why it is not known where the texts come from
    ignored: str | None = None  # the argument that was meant to limit them, which this Keras does not read
    number: int | None = None  # of the tokenizer, as `Transformation.tool`
    first: int | None = None  # the smallest id, where it is certainly that of a word
    listed: bool = False  # of a vocabulary that the program lists: its largest id is just below
    added: int | None = None  # of a published data set: what was added to the numbers of its words


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of words, of texts that come from nowhere that is known, and why."""

    texts: str


@dataclass(frozen=True, slots=True)
class Runs:
    """Labels that are the same for many rows one after the other."""

    runs: RunLengths


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows drawn at random, `again`: the same row several times."""

    again: bool


@dataclass(frozen=True, slots=True)
class Weighted:
    """Labels drawn at random, and the share of each class: `choice(3, n, p=[0.9, 0.05, 0.05])`."""

    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with one number, on its right: `x < 0.05`."""

    by: str  # the operator
    number: float


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A reshape `of` this shape: with the one after it, it tells how many rows become one."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Scrambled(Reshaped):
    """A reshape of windows whose last axis is the steps, (n, features, steps), into (n, steps, features)."""

    features: int
    steps: int


@dataclass(frozen=True, slots=True)
class Recut(Reshaped):
    """A reshape of so many `arrays` that are stacked one after the other, (arrays, n), into (n, arrays)."""

    arrays: int


@dataclass(frozen=True, slots=True)
class Written:
    """One element in each pass of a loop: `x[row, step - 1, ids[word]] = 1`.

    `row` and `step`: the loop that counts it, and how far before or behind its number; `ids`: the last subscript as it
    is written, empty of `x[row, step] = ids[word]`.
    """

    row: tuple[object, int]
    step: tuple[object, int]
    ids: str


Detail = (
    Read
    | Written
    | Selected
    | Window
    | Side
    | Shuffle
    | Columns
    | Dropped
    | Sorted
    | Cast
    | Gaps
    | Imputed
    | Division
    | ByZero
    | Fitted
    | Pad
    | Tokens
    | Counts
    | Runs
    | Drawn
    | Weighted
    | Compared
    | Reshaped
    | Rounded
)


def entries(detail: Detail | None) -> Iterator[tuple[str, object]]:
    """What a detail says, by name: all that is known of every such step, and what else was read."""
    for one in (one for one in fields(detail) if one.repr) if detail is not None else ():
        value = getattr(detail, one.name)
        if one.default is MISSING or value != one.default:
            yield one.name, value
