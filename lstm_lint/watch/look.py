"""What was measured at one step of a training: a `Look`. All of it is plain and goes into JSON.

Shares are between 0 and 1. What does not apply to a layer, or was not finite, is None.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

TENTHS = 10  # parts of a sequence of which gradients are summed up


@dataclass(frozen=True)
class InputLook:
    """What the model reads: one array of the held batch."""

    name: str
    size: float | None  # the 99th percentile of the sizes of its numbers
    whole: bool  # nothing but whole numbers
    finite: bool
    trailing: float | None = None  # the share of steps at the end of each sequence that are all 0, or id 0
    beyond: str = ""  # what an Embedding cannot read of it


@dataclass(frozen=True)
class LayerLook:
    """A layer with weights, or one whose outputs were seen. Norms are Euclidean, over all of its weights."""

    name: str
    kind: str
    weight: float | None = None
    gradient: float | None = None
    update: float | None = None  # the norm of one update over that of the weights
    grown: float | None = None  # the norm of the weights over that of the first look
    constant: float | None = None  # share of units with one value for all samples and steps
    zero: float | None = None  # share of units that are 0 for all samples and steps
    copied: float | None = None  # share of units that equal another unit for all samples and steps


@dataclass(frozen=True)
class RecurrentLook:
    """A recurrent layer, or one direction of it, on the held batch."""

    name: str
    kind: str
    units: int
    steps: int
    activation: str
    sequences: bool  # it hands on every step
    backwards: bool
    gates: float | None = None  # saturated share of the gates: below 0.02 or above 0.98
    candidates: float | None = None  # saturated share of the candidates: beyond 0.98 of tanh
    beyond: float | None = None  # share of the candidates beyond 3, of an activation without a bound
    forget: float | None = None  # the mean of the forget gates of an LSTM
    state: float | None = None  # the largest size in its outputs
    masked: float | None = None  # masked share of the steps
    interior: float | None = None  # share of the steps that are masked between steps that are not
    gradients: tuple[
        float, ...
    ] = ()  # norm of the gradient of its input, for each tenth of the steps, first to last
    alike: bool = False  # before the training all weights of a kernel were one number that is far from 0
    began: float | None = None  # size of the recurrent weights before the training; 1 for orthogonal ones
    reads_input: bool = False  # nothing but layers without weights or scale lie between it and an input


@dataclass(frozen=True)
class HeadLook:
    """The predictions beside the targets, of one output."""

    name: str
    kind: str
    activation: str
    loss: str
    from_logits: bool
    units: int
    low: float | None
    high: float | None
    spread: float | None  # standard deviation of the predictions
    target_low: float | None = None
    target_high: float | None = None
    target_spread: float | None = None
    target_size: float | None = None  # root of the mean of squares
    outside: float | None = None  # share of the targets that the activation of the head cannot produce
    broadcast: str = ""  # shapes of predictions and targets, where the loss would broadcast them


@dataclass(frozen=True)
class Look:
    """One look at a training: `step` counts updates from 1, `planned` is how many there will be."""

    step: int
    planned: int | None
    loss: float | None
    constant: float | None  # the loss of the best constant on the same batch
    inputs: tuple[InputLook, ...]
    layers: tuple[LayerLook, ...]
    recurrent: tuple[RecurrentLook, ...]
    heads: tuple[HeadLook, ...]
    rate: float | None = None  # the learning rate
    scheduled: bool = False  # the learning rate is a schedule
    penalty: float | None = None  # what regularizers add to the loss
    pull: float | None = (
        None  # the norm of their gradient over that of the loss, in the weights that they are on
    )
    worst: float | None = None  # the largest mean loss of an epoch so far, as a share of the constant's
    non_finite: str = ""  # the first thing that is not finite, in the order of the computation
    weights_moved: float | None = None  # the largest update ratio of a layer

    @property
    def share(self) -> float | None:
        """The loss as a share of the constant's."""
        if self.loss is None or not self.constant or self.constant < 1e-9:
            return None
        return self.loss / self.constant

    def scalars(self) -> dict[str, float]:
        """Names and values for TensorBoard and the like."""
        found: dict[str, float | None] = {"watch/loss_share": self.share}
        for one in self.layers:
            found[f"watch/{one.name}/gradient"] = one.gradient
            found[f"watch/{one.name}/update_ratio"] = one.update
        for part in self.recurrent:
            found[f"watch/{part.name}/saturated_gates"] = part.gates
            found[f"watch/{part.name}/saturated_candidates"] = part.candidates
            found[f"watch/{part.name}/forget_gate"] = part.forget
            found[f"watch/{part.name}/masked"] = part.masked
            if part.gradients and part.gradients[-1] > 0:
                found[f"watch/{part.name}/gradient_first_to_last"] = part.gradients[0] / part.gradients[-1]
        for head in self.heads:
            if head.spread is not None and head.target_spread:
                found[f"watch/{head.name}/spread"] = head.spread / head.target_spread
        return {name: value for name, value in found.items() if value is not None}

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "share": self.share}
