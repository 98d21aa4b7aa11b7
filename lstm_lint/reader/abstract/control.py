"""Where a walk is in a program, and how much of it may still be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lstm_lint.ir.records import dataclass, field
from lstm_lint.reader.abstract.branches import Jump
from lstm_lint.reader.abstract.values import Abstract, Function, Items, Network, Scope, Table
from lstm_lint.script import Step

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode, For, While, With

Signal = Literal["return", "break", "continue", "raise"]
Jumps = list[tuple[Signal, Jump[Abstract]]]

MAX_STEPS = 100_000  # expressions evaluated per path, and statements; real files stay below 20,000


class Exhausted(Exception):
    """The program is larger than the budget of one reading."""


class Again(Exception):
    """What is built depends on a draw of a search: this path is read again with each of these values in its place."""

    def __init__(self, draw: str, name: str, options: tuple[object, ...]) -> None:
        super().__init__(name)
        self.draw = draw
        self.name = name
        self.options = options


@dataclass(eq=False, slots=True)
class Budget:
    """The steps that one path through a program may take."""

    steps: int = 0

    def spend(self, steps: int) -> None:
        """Takes from the budget; raises Exhausted where there is none left."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Exhausted


@dataclass(eq=False, slots=True)
class Frame:
    """One call of a function that is being read."""

    function: Function | None = None
    returns: list[Abstract] = field(default_factory=list)
    yields: list[Abstract] = field(default_factory=list)
    given_up: list[Abstract] = field(default_factory=list)  # those that a handler returns in place of data
    around: int = 0  # loops around the call
    goes_on: bool = False  # a loop in it may have no end, or yields round after round
    endless: bool = False  # it comes to a loop that nothing leaves


@dataclass(frozen=True, eq=False, slots=True)
class Filling:
    """The loop around that is read once for all its passes, and the lists that its body appends to."""

    passes: int | None  # how many there are, where that is known
    depth: int  # of its body
    empty: list[Items | Table]  # those that were, before it
    lists: list[Items] = field(default_factory=list)
    within: Filling | None = None  # the next such loop around it

    @property
    def outermost(self) -> Filling:
        return self.within.outermost if self.within is not None else self


@dataclass(eq=False, slots=True)
class Control:
    """The place in the program: what is around the current statement. Another body has a control of its own."""

    scope: Scope
    frames: list[Frame] = field(default_factory=lambda: [Frame()])
    depth: int = 0  # undecided conditions around the current statement, jumps past it included
    jumps: list[Jumps] = field(default_factory=list)  # undecided ones, for each loop around
    bodies: list[CSTNode] = field(default_factory=list)  # the outermost loop or function around, of each call
    varying: list[frozenset[str]] = field(
        default_factory=list
    )  # names that differ between the passes of each loop
    around: list[For | While] = field(default_factory=list)  # the loops, outermost first
    endless: int = 0  # those of unknown length
    filling: Filling | None = None  # the innermost of these
    passes: int = 1  # of the loops around, as they are read: the product of their lengths
    trials: list[dict[str, object]] = field(
        default_factory=list
    )  # what the passes of the loops around set to listed values, by name
    before: list[int] = field(default_factory=list)  # how many models there were before each loop around it
    folds: list[tuple[Step, int, int]] = field(
        default_factory=list
    )  # splitters looped over; how many models and Keras objects there were before each
    owners: list[Network] = field(default_factory=list)  # models whose `__init__` or `call` is being read
    calling: tuple[str, int] = ("", 0)  # "call" of a layer or model that is being read, and the depth there
    contexts: list[str] = field(default_factory=list)  # of the `with` blocks around: the paths that make them
    left: dict[str, With] = field(default_factory=dict)  # the last block of each, by its path
    setting: CSTNode | None = None  # the attribute that an assignment sets
    unsure: int = 0  # conditions around that hold for some passes of a loop, and it is not known for which
    guards: int = 0  # `try` blocks and questions for a version
    home: CSTNode | None = None  # what is read on its own: a function, a class; None: the module
    importing: int = 0  # modules of the project whose body is being read, one imported by the other

    @property
    def loops(self) -> int:
        """How many loops are around."""
        return len(self.around)

    @property
    def caller(self) -> CSTNode | None:
        """The function whose body is being read; None for the module."""
        function = self.frames[-1].function
        return function.node if function is not None else None
