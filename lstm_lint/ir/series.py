"""Where data comes from and what happened to it on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lstm_lint.ir.records import dataclass, field
from lstm_lint.ir.values import Place, Shape

StepKind = Literal[
    "literal", "read", "dataset", "synthetic", "scale", "split", "window", "reshape", "one-hot", "class-ids",
    "tokens", "pad", "shuffle", "cast", "select", "arithmetic", "clean", "stack", "unknown",
]  # fmt: skip


SeriesKind = Literal["array", "frame", "column", "groups", "rolling", "dataset", "generator", "bunch"]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing that happened to the data on its way to `fit`: `scale` by `MinMaxScaler`, `read` by `read_csv`."""

    kind: StepKind
    what: str  # the function or class that did it
    place: Place | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Where an array of `fit` comes from and what happened on the way.

    `certain` is False as soon as one step was not understood: then only what is in `steps` is known, never what is not.
    """

    steps: tuple[Step, ...]
    shape: Shape | None = None
    certain: bool = True
    magnitude: float | None = None  # largest absolute value, where known
    integer: bool | None = None
    kind: SeriesKind = "array"

    @property
    def traced(self) -> bool:
        """Whether anything is known of where it comes from."""
        return any(step.kind != "unknown" for step in self.steps)

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

    @property
    def fits(self) -> bool:
        """Whether it learns statistics or a vocabulary from the data."""
        return not self.method.startswith(("transform", "texts_to"))


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """A fitted scaler at work, where both shapes are known: that of the data it learned from, and of what it gets."""

    cls: str
    method: str  # transform, inverse_transform
    place: Place
    learned: Shape
    given: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """An array that is used as one number: by `float` or `int`, or written into one element of another array."""

    what: str  # float, int, assignment
    place: Place
    shape: Shape
