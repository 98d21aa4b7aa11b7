"""Functions that add layers to one Sequential: those that nothing calls are alternatives, each has its turn.

A user of a class calls `plain()` or `stateful()`, and finds the model as it was before either. What a function adds to
a model that another function or the module made is remembered with the model: who added, and what was there before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint.ir.records import dataclass, field
from lstm_lint.reader.abstract.values import Network

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

CALLED = object()  # functions that the module calls
INITIALISED = object()  # functions that the `__init__` of an object calls


@dataclass(eq=False, slots=True)
class Turns:
    """Whose turn it is."""

    current: CSTNode | None = None  # the function that nothing calls, None while the module is read
    mentioned: bool = False  # whether the program names it all the same: it may be called by a path not taken
    before: dict[Network, Network] = field(
        default_factory=dict
    )  # what the current one found, where it began anew

    def begin(self, function: CSTNode, mentioned: bool) -> None:
        self.current, self.mentioned = function, mentioned

    def add(self, network: Network, caller: CSTNode | None) -> None:
        """A layer is about to be put on a Sequential, or taken off it, in the body of `caller`."""
        if self.current is None:
            if caller is not network.maker and network.grown is None:
                network.begun, network.grown = network.begin_again(), CALLED
            return
        if network.grown is self.current:
            return
        goes_on = network.grown is INITIALISED and not self.mentioned
        if goes_on or (network.grown is None and not network.trainings):
            network.begun, network.grown = network.begun or network.begin_again(), self.current
        elif network.grown not in (None, CALLED, INITIALISED) and not network.trainings:
            # It is not said which of them comes first, nor whether both do.
            network.spoil("several functions that nothing calls add layers to it")
        else:
            self._begin_anew(network)

    def _begin_anew(self, network: Network) -> None:
        self.before[network] = network.begin_again()
        self.before[network].become(network)
        begun = network.begun
        network.become(begun.begin_again() if begun is not None else network.begin_again())
        network.begun, network.grown = begun, self.current
        if begun is None:
            network.spoil("a function that nothing calls adds layers to a model that is trained before")

    def made(self, network: Network, maker: CSTNode | None) -> None:
        """A model is made in the body of a function."""
        network.maker, network.grown = maker, self.current

    def initialized(self, networks: list[Network]) -> None:
        """The `__init__` of an object has made these models."""
        for network in networks:
            if network.grown is CALLED:
                network.grown = INITIALISED

    def end(self) -> list[Network]:
        """The current function was read: models are again as it found them; those that it began anew."""
        found: list[Network] = []
        for network, other in self.before.items():
            alternative = network.begin_again()
            alternative.become(network)
            if not alternative.trainings:
                alternative.spoil("what is done with it is not known")
            if network.nested and not other.nested:
                other.spoil(
                    "a function that nothing calls adds layers to it where it is part of another model"
                )
            network.become(other)
            found.append(alternative)
        self.before = {}
        self.current = None
        return found
