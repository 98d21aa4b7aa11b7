"""What an adapter hands over: raw arrays of one pass over the held batch, in the layout of Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Array = Any


@dataclass
class Batch:
    """The held batch in NumPy: arrays (batch, ...), one for each input and each output."""

    inputs: tuple[Array, ...]
    targets: tuple[Array, ...]
    x: Any = None  # as the model takes them
    y: Any = None


@dataclass
class Direction:
    """One recurrent layer in one direction after a pass. `part` is a cell of the NumPy engine that was run on it."""

    name: str  # of the layer, as Keras has it
    part: Any
    sequences: bool
    gradient: Array | None  # (batch, timesteps, features) of its input, in the order of its steps
    source: str = ""  # the layer that it reads, by name; an input has its own


@dataclass
class Sight:
    """One pass. Outputs are those of layers by name; gradients are those of each weight of a layer."""

    loss: float
    predictions: tuple[Array, ...]
    gradients: Mapping[str, Sequence[Array]]
    outputs: Mapping[str, Array]  # (batch, [timesteps,] features), in the order of the computation
    directions: Sequence[Direction]
    reads: Mapping[str, str] = field(default_factory=dict)  # a layer, and the first thing that it reads


class Adapter(Protocol):
    """Computes a `Sight` in a function of its own, and changes nothing that belongs to the training."""

    def look(self, batch: Batch) -> Sight: ...


class NotSeen(Exception):
    """What this adapter cannot compute; the message says what it is."""
