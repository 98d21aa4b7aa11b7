"""What is known of an expression, and where it is written."""

from __future__ import annotations

from typing import Literal, Protocol

from lstm_lint.findings import See, Span
from lstm_lint.ir.records import dataclass, field

Dim = int | None | Literal["?"]  # None: free, such as the batch; "?": not known to the reading


Shape = tuple[Dim, ...]


Origin = Literal["literal", "constant", "default", "parameter-default", "call-site", "computed", "nothing"]


class Locator(Protocol):
    """Finds where a syntax node stands; positions are worked out only when something is reported."""

    def span(self, node: object) -> Span: ...

    def text(self, span: Span) -> str: ...

    def occurrences(self, text: str) -> int: ...

    def sibling(self, node: object) -> tuple[str, int] | None: ...


OWN_FUNCTION = "a function of the program"  # why a value is not known
OLDER_NAME = "given by its name of Keras 1"  # of an argument, in front of the default that it would have


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A stretch of the source whose line and column are computed when first asked for.

    It may lie in a sibling module of the script: then its lines come after the last one of the script.
    """

    node: object
    locator: Locator

    @property
    def span(self) -> Span:
        return self.locator.span(self.node)

    @property
    def text(self) -> str:
        return self.locator.text(self.span)

    @property
    def sibling(self) -> tuple[str, int] | None:
        """Path and line where it lies in a sibling module, else None."""
        return self.locator.sibling(self.node)

    def see(self, message: str) -> See:
        """It as a place that a problem has to do with."""
        return See(self.span, message, self.sibling)


@dataclass(frozen=True, slots=True)
class Known:
    """A value that every reading agrees on: a Python constant, a `Symbol` or a `Configured` object."""

    value: object
    origin: Origin = field(default="literal", compare=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several known values: both arms of an `if`, several call sites."""

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not resolved, and why."""

    reason: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class WordCount(Unknown):
    """As many as a vocabulary has words, whose ids begin at 1, plus a known number: `len(t.word_index) + 1`."""

    plus: int = 0
    num_words: Known | OneOf | Unknown = Known(None)  # of the tokenizer: it keeps the ids below
    tokenizer: object = None  # equal for the ids of the same tokenizer: `Tokens.tokenizer` of their step
    passed: bool = False  # handed to the function that uses it
    by_hand: bool = False  # of a dict of the program that numbers them from 1


@dataclass(frozen=True, slots=True)
class Typed(Unknown):
    """A number of which the type alone is known: a "float", of Python or NumPy, or an "integer" of NumPy."""

    type: Literal["float", "integer"] = "float"


@dataclass(frozen=True, slots=True)
class LayerOutput(Unknown):
    """The tensor that a layer gives when it is called. `of`: the class of the layer."""

    of: str = ""


@dataclass(frozen=True, slots=True)
class Ending(Unknown):
    """A string of which only the end is known: `os.path.join(folder, "best.h5")`."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Overridable(Unknown):
    """A string that the command line or the environment may set. `text`: what it is where they do not.

    `stays`: nothing makes a number of what they set.
    """

    text: str = ""
    stays: bool = False


def is_text(value: object) -> bool:
    """Whether it certainly is a string, be that known or not."""
    if isinstance(value, Known):
        return isinstance(value.value, str)
    return isinstance(value, Ending) or (isinstance(value, Overridable) and value.stays)


@dataclass(frozen=True, slots=True)
class Swept(Unknown):
    """What a search draws anew for each trial: `hp.Int("units", 16, 64)`, and what is computed of that alone.

    `values`: all that it can be, one for each of `drawn`, the values of the draw called `name`; empty where they are
    not listed. `low` and `high`: its bounds, where it is a number.
    """

    name: str = ""
    values: tuple[object, ...] = ()
    drawn: tuple[object, ...] = ()
    low: float | None = None
    high: float | None = None


Value = Known | OneOf | Unknown


@dataclass(frozen=True, slots=True)
class Symbol:
    """A library function or class named but not called, by canonical path: `keras.activations.relu`."""

    path: str

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]
