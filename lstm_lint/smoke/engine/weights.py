"""The weights of all runs in one array, (runs, weights), and their gradients in another of the same shape.

A layer asks for a block and works on a view of it; optimizers work on the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lstm_lint.smoke.engine import initializers
from lstm_lint.smoke.engine.arrays import Array, Runs, Unsupported, np


@dataclass
class Block:
    """One weight of all runs. `shape` is that of Keras; `arranged` makes ours of it, `returned` is the way back."""

    name: str
    shape: tuple[int, ...]
    arranged: Callable[[Array], Array]
    returned: Callable[[Array], Array]
    initial: Sequence[Any]  # an initializer for each arm, or a function of (generator, shape)
    penalties: Sequence[tuple[float, float]]  # l1 and l2 for each arm
    ours: tuple[int, ...] = ()
    at: slice = field(default_factory=lambda: slice(0, 0))
    value: Array = None  # (runs, ...), a view
    gradient: Array = None
    # The squares of the parts of a gradient, where TensorFlow has one part for each token: Keras squares them apart.
    squares: Array = None

    @property
    def penalized(self) -> bool:
        return any(l1 or l2 for l1, l2 in self.penalties)


class Weights:
    """All blocks of a network."""

    def __init__(self, arms: Sequence[Runs], runs: int, dtype: Any) -> None:
        self.arms, self.runs, self.dtype = arms, runs, dtype
        self.blocks: list[Block] = []
        self.values: Array = None
        self.gradients: Array = None

    def ask(
        self, name: str, shape: tuple[int, ...], initial: Sequence[Any],
        arranged: Callable[[Array], Array] = lambda w: w, returned: Callable[[Array], Array] = lambda w: w,
        penalties: Sequence[Any] = (),
    ) -> Block:  # fmt: skip
        """A block whose views are there after `settle`. Raises Unsupported."""
        for one in initial:
            if not callable(one):
                initializers.check(one)
        parts = [penalty(one) for one in penalties] or [(0.0, 0.0)] * len(self.arms)
        block = Block(name, shape, arranged, returned, initial, parts)
        block.ours = tuple(arranged(np.empty(shape)).shape)
        self.blocks.append(block)
        return block

    def settle(self) -> None:
        """Makes the arrays, once all blocks are asked for."""
        size = sum(int(np.prod(block.ours)) for block in self.blocks)
        self.values = np.zeros((self.runs, size), self.dtype)
        self.gradients = np.zeros((self.runs, size), self.dtype)
        at = 0
        for block in self.blocks:
            block.at = slice(at, at + int(np.prod(block.ours)))
            at = block.at.stop
            block.value = self.values[:, block.at].reshape(self.runs, *block.ours)
            block.gradient = self.gradients[:, block.at].reshape(self.runs, *block.ours)
            assert np.shares_memory(block.value, self.values)

    def draw(self, seeds: Sequence[int]) -> None:
        """Initial weights: those of a run depend on its seed and its initializers alone."""
        for arm, runs in enumerate(self.arms):
            for run in range(runs.start, runs.stop):
                rng = np.random.default_rng((seeds[run], 11))  # not the generator of the data
                for block in self.blocks:
                    initial = block.initial[arm]
                    drawn = (
                        initial(rng, block.shape)
                        if callable(initial)
                        else initializers.draw(rng, initial, block.shape)
                    )
                    block.value[run] = block.arranged(drawn)

    def penalize(self) -> None:
        """Adds the gradients of the penalties on weights."""
        for block in self.blocks:
            if block.penalized:
                for runs, (l1, l2) in zip(self.arms, block.penalties):
                    value = block.value[runs]
                    block.gradient[runs] += 2 * l2 * value + l1 * np.sign(value)

    def squared(self) -> Array:
        """The squares of all gradients, (runs, weights), as Keras takes them."""
        found = self.gradients * self.gradients
        for block in self.blocks:
            if block.squares is not None:
                found[:, block.at] = block.squares.reshape(self.runs, -1)
        return found

    @property
    def starts(self) -> list[int]:
        """Where each block begins, to sum up by block."""
        return [block.at.start for block in self.blocks]


def penalty(regularizer: Any) -> tuple[float, float]:
    """The factors (l1, l2) of a regularizer of the specification. Raises Unsupported."""
    if regularizer is None:
        return 0.0, 0.0
    if isinstance(regularizer, str):
        both = {
            "l1": (0.01, 0.0),
            "l2": (0.0, 0.01),
            "l1_l2": (0.01, 0.01),
            "L1": (0.01, 0.0),
            "L2": (0.0, 0.01),
        }
        if regularizer in both:
            return both[regularizer]
    elif isinstance(regularizer, Mapping):
        given = regularizer["arguments"]
        if regularizer["class"] == "L1" and set(given) <= {"l1"}:
            return float(given.get("l1", 0.01)), 0.0
        if regularizer["class"] == "L2" and set(given) <= {"l2"}:
            return 0.0, float(given.get("l2", 0.01))
        if regularizer["class"] == "L1L2" and set(given) <= {"l1", "l2"}:
            return float(given.get("l1") or 0.0), float(given.get("l2") or 0.0)
    raise Unsupported(f"the regularizer {regularizer}")
