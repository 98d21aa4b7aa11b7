"""What a model of a library may ask of the program that is read, and do to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, Protocol

from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader.abstract.control import Control
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.values import Abstract, Args, Function, Scope
from lstm_lint.script import Place

if TYPE_CHECKING:
    from lstm_lint.nodes import Arg, BaseExpression, CSTNode


class Interpreter(Protocol):
    """A walk through a program. Libraries know it by these members alone."""

    record: Record
    control: Control
    target: KerasTarget

    def evaluate(self, node: BaseExpression) -> Abstract: ...

    def arguments(self, nodes: Sequence[Arg]) -> Args: ...

    def call(self, callee: Abstract, args: Args, node: CSTNode) -> Abstract: ...

    def attribute(self, owner: Abstract, name: str) -> Abstract: ...

    def set_attribute(self, owner: Abstract, name: str, value: Abstract) -> None: ...

    def assign(self, target: BaseExpression, value: Abstract) -> None: ...

    def elements(self, value: Abstract, limit: int) -> list[Abstract] | None:
        """The elements of an iterable, if all are known and they are at most `limit`."""

    def element(self, value: Abstract) -> Abstract:
        """What is true of every element of an iterable."""

    def mention(self, path: str, use: Literal["method"], node: CSTNode, statement: CSTNode) -> None:
        """Write down that the script uses a name."""

    def within(self, scope: Scope) -> AbstractContextManager[None]:
        """What is read inside sees the names of another scope."""

    def undecided(self) -> AbstractContextManager[None]:
        """What happens inside may or may not happen."""

    def trial(self, function: Function, args: Args) -> Abstract:
        """What a function returns; the layers and operations that it applies are forgotten again."""

    def draw(
        self, name: str, values: Sequence[object] = (), bounds: tuple[float, float] | None = None
    ) -> Abstract:
        """What a search draws under a name: a value where this path has one for it, else a set of values."""

    def settle(self, value: Abstract) -> None:
        """What is built depends on this value: where it comes from a draw, read a path for each value of that."""

    def truth(self, value: Abstract) -> bool | None: ...

    def spend(self, steps: int) -> None: ...

    def leak(self) -> None:
        """What is changed here may be read by other functions and classes that nothing calls."""

    def place(self, node: CSTNode) -> Place: ...

    def text(self, node: CSTNode) -> str: ...
