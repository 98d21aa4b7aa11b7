"""Where data comes from and what happened to it on the way."""

from __future__ import annotations

from typing import Literal

from lstm_lint.ir.details import Detail, Division, Gaps, Read
from lstm_lint.ir.profile import Measured
from lstm_lint.ir.records import dataclass
from lstm_lint.ir.values import Place, Shape

StepKind = Literal[
    "literal", "read", "dataset", "synthetic", "scale", "split", "window", "reshape", "one-hot", "class-ids",
    "tokens", "pad", "shuffle", "cast", "select", "arithmetic", "clean", "stack", "unknown",
]  # fmt: skip


SeriesKind = Literal["array", "frame", "column", "groups", "rolling", "dataset", "generator", "bunch"]


# What is taken of an axis: the bounds of a slice, one place; "?" where that is not known.
Taken = tuple[int | None, int | None] | int | Literal["?"]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Which rows of the array before it a row of the result holds: those from `first` to `last`, counted from its own.

    Of a window they count from the row that moves `along`: a loop or a call, the same object for all that it cuts.
    `whole`: with all their columns. `later`: how many steps of the second axis are left out at its start; None where
    that is not known, or there is no such axis any more. `begins`: the row at which the loop certainly begins.
    """

    first: int
    last: int
    along: object = None
    whole: bool = True
    later: int | None = 0
    begins: int | None = None
    second: Taken = (None, None)  # of the second axis, which in windows is that of their steps
    rest: bool = True  # all of the axes after the second
    start: object = None  # equal for loops that begin at the same row, where its number is not known
    axes: bool = True  # the axes that are left follow one another as before: no new one came between them


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The histories of other arrays that came in at a step, row for row.

    `across`: all of them became columns, in this order and with these `names`; else they are operands beside the array.
    """

    parts: tuple[tuple[Step, ...], ...]
    across: bool = False
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing that happened to the data on its way to `fit`: `scale` by `MinMaxScaler`, `read` by `read_csv`."""

    kind: StepKind
    what: str  # the function or class that did it
    place: Place | None = None
    detail: Detail | None = None
    column: str | None = None  # of a frame, where it happened to that column alone
    moves: Moves | None = None  # None: not known
    joined: Joined | None = None

    @property
    def nan(self) -> str | None:
        """The operation that brings rows of NaN in here, where one is known to."""
        return self.detail.nan if isinstance(self.detail, (Gaps, Division, Read)) else None


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Where an array of `fit` comes from and what happened on the way.

    `certain` is False as soon as one step was not understood: then only what is in `steps` is known, never what is not.
    `shape` of an array is (samples, ...), of a dataset or generator that of one element: a batch, as the model gets it.
    """

    steps: tuple[Step, ...]
    shape: Shape | None = None
    certain: bool = True
    magnitude: float | None = None  # largest absolute value, where known
    integer: bool | None = None
    kind: SeriesKind = "array"
    ends: bool = False  # of a generator: it certainly ends, and is there for one round only
    most: int | None = None  # rows that a slice leaves at most: `x[:1]` of an array of unknown size
    measured: Measured | None = None  # the columns of files that it holds, where those were looked at
    range: tuple[float, float] | None = None  # smallest and largest value that it may hold, the same

    @property
    def traced(self) -> bool:
        """Whether anything is known of where it comes from."""
        return any(step.kind != "unknown" for step in self.steps)

    @property
    def rows(self) -> int | None:
        """The number of samples of an array, where known."""
        if not self.shape or self.kind in ("dataset", "generator"):
            return None
        return self.shape[0] if isinstance(self.shape[0], int) else None

    def step(self, kind: StepKind) -> Step | None:
        """The last step of that kind."""
        return next((step for step in reversed(self.steps) if step.kind == kind), None)


@dataclass(frozen=True, slots=True, eq=False)
class Transformation:
    """A scaler, encoder or tokenizer at work: `fit_transform` of `StandardScaler`, or a division by the maximum."""

    tool: int  # the same number for the same object; -1 where arithmetic does the work
    cls: str
    method: str
    place: Place
    data: Series  # what it is fitted on or transforms, as it was before
    written: str = ""  # the data as the program writes it
    discarded: bool = False  # what it returns is used by nothing: the call is a statement of its own
    texts: object = None  # the list of the program that it learns from: the same object for the same list

    @property
    def fits(self) -> bool:
        """Whether it learns statistics or a vocabulary from the data."""
        return not self.method.startswith(("transform", "texts_to", "sequences_to"))


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """A fitted scaler at work, where both shapes are known: that of the data it learned from, and of what it gets."""

    cls: str
    method: str  # transform, inverse_transform
    place: Place
    learned: Shape
    given: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Inversion:
    """`inverse_transform` of what a model predicted. `tool`: as `Transformation.tool`."""

    tool: int
    cls: str
    place: Place
    data: Series  # what it gets


@dataclass(frozen=True, slots=True, eq=False)
class Restored:
    """A statistic of data that a prediction is multiplied by, or that is added to it: the way back from a scaling.

    `by` is the statistic, `single` whether it is one number and not one a column, `of` the data that it sums up.
    """

    place: Place
    how: Literal["*", "+"]
    by: str
    single: bool
    of: Series
    data: Series  # the prediction, as it was before


@dataclass(frozen=True, slots=True, eq=False)
class Unfitted:
    """What learns from data, applied by a program in which nothing fits it: a scaler, a tokenizer, a lookup layer."""

    cls: str
    method: str  # transform, texts_to_sequences; __call__ of a layer
    place: Place
    given: frozenset[str] = frozenset()  # the arguments it was made with
    layer: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Where the value of a loss loses its gradient, and by what, as one would say it: "`.numpy()`"."""

    place: Place
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class Misfit:
    """A call of a layer, a model or an operation on a shape that it does not take, and why."""

    place: Place
    title: str
    shapes: tuple[Shape, ...]  # batch first
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """What raises where the program comes by, whatever its data is.

    `kind` of mistake: a word that the rule knows which reports it; `words` are what its message names.
    """

    place: Place
    kind: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Slip:
    """What runs, and cannot be what is meant. `kind`: a word that the rule knows which reports it.

    `words` are what its message names; `data`: what the program does it to.
    """

    place: Place
    kind: str
    words: tuple[str, ...] = ()
    data: Series | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """What is not of Keras, done to a symbolic tensor: the path of a function, `tensorflow.exp`, or `.numpy`."""

    place: Place
    path: str


@dataclass(frozen=True, slots=True, eq=False)
class Misplaced:
    """A layer where a tensor is wanted, or something else where a layer is.

    `what` it is: a layer, model, array or class where `taker` wants a tensor; tensors, models or layers that the layer
    `taker` is made of; of a Sequential what is no layer: the output of a layer, a class, a function, a value, a list,
    an object. `name` of it.
    """

    place: Place
    what: str
    name: str
    taker: str


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """A call, in the function of a `Lambda`, of a layer or model with weights that nothing else calls. `made` there."""

    place: Place
    title: str
    made: bool


@dataclass(frozen=True, slots=True, eq=False)
class Unpacked:
    """Names on the left of `=` that are not as many as the tensors of a layer on the right."""

    place: Place
    layer: str  # its class, wrappers around it
    names: int
    tensors: int
    stateful: bool  # it has states that it could return


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two arrays beside each other, at least one of which a model predicted: a score, a difference, a question for
    equality.

    `how` is the function of scikit-learn, or the operator: `accuracy_score`, `-`, `==`. In a score the truth comes
    first; None where it was not read. `options`: the arguments by name that are neither of the two.
    """

    place: Place
    how: str
    first: Series | None
    second: Series | None
    options: frozenset[str] = frozenset()
    number: float | None = None  # the one that stands in place of an array: `p > 0.5`


@dataclass(frozen=True, slots=True, eq=False)
class FedBack:
    """A loop that puts what `predict` gives into the `window` that it gets next.

    `how`: as the "next" step, which is right. Wrong is: "still", the window is the same in each pass; at the "front",
    where the oldest step was; "forward", the steps moved to the end instead of the start; in the place of the "newest"
    step; at the right place, but in all "columns", or in other "units" than the window, after `inverse_transform`.
    Of a decoder: the next pass gets the same "states" or the same "token", and `window` names the states that it
    returns.
    """

    place: Place
    predict: Place
    how: Literal["next", "front", "forward", "newest", "columns", "still", "units", "states", "token"]
    window: str


@dataclass(frozen=True, slots=True, eq=False)
class Largest:
    """`argmax` of what a model predicted, over `size` values; None where it is not known how many they are.

    `over_rows`: "axis 0" or "all", as without an axis, where the rows have several classes each; else empty.
    """

    place: Place
    size: int | None
    of: Series | None = None
    over_rows: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """An array of a shape with axes, where Python or NumPy wants a single number: `float(predicted)`, `float(row)`."""

    place: Place
    how: str  # the function, `float`; `format`; `=` where it is assigned to one element of an array
    shape: Shape

    @property
    def several(self) -> bool:
        """Whether it certainly does not hold exactly one number, which no NumPy converts."""
        return any(isinstance(size, int) and size > 1 for size in self.shape)
