"""Recurrent layers as layers of a network: in one direction or two, for all steps or the last, from given states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.cells import CELLS
from lstm_lint.smoke.engine.layers import Shape
from lstm_lint.smoke.engine.parts import Dropper
from lstm_lint.smoke.engine.weights import Weights

_MODES = ("concat", "sum", "ave", "mul")


class Sequenced:
    """A recurrent layer, or both directions of one. `heard` is what it was called with in the last pass."""

    def __init__(
        self, weights: Weights, name: str, cls: str, arms: Sequence[Mapping[str, Any]], shape: Shape,
        merge: str | None = None, from_states: bool = False,
    ) -> None:  # fmt: skip
        if len(shape) != 2:
            raise Unsupported("a recurrent layer of what is no sequence")
        first = arms[0]
        if first.get("stateful"):
            raise Unsupported("a stateful layer")
        self.sequences = bool(first.get("return_sequences"))
        self.from_states = from_states
        both = merge is not None
        if both and (merge not in _MODES or first.get("return_state") or first.get("go_backwards")):
            raise Unsupported("a Bidirectional that is not merged, or hands on its states")
        self.merge = merge
        ways = [dict(one) for one in arms]
        if both:
            ways = [{**one, "zero_output_for_mask": self.sequences} for one in ways]
        cell = CELLS[cls]
        self.parts = [cell(weights, f"{name}/forward" if both else name, ways, shape[-1])]
        if both:
            back = [{**one, "go_backwards": True} for one in ways]
            self.parts.append(cell(weights, f"{name}/backward", back, shape[-1]))
        width = self.parts[0].units * (2 if merge == "concat" else 1)
        self.output_shape: Shape = (shape[0], width) if self.sequences else (width,)
        self.input_wanted = True

    def forward(
        self, x: Array, dropper: Dropper | None, mask: Array | None, states: Sequence[Array] | None = None
    ) -> Array:
        """The output; its last states are in `final`."""
        if mask is not None and states is not None:
            raise Unsupported("masked sequences from given states")
        made = []
        for part in self.parts:
            outputs, self.final = part.forward(x, mask, states, dropper)
            if not self.sequences:
                made.append(outputs[:, :, -1])
            elif part.backwards and self.merge is not None:
                made.append(outputs[:, :, ::-1])
            else:
                made.append(outputs)
        self.outputs = made
        if self.merge is None:
            return np.ascontiguousarray(made[0])
        if self.merge == "concat":
            return np.concatenate(made, 1)
        if self.merge == "mul":
            return made[0] * made[1]
        total = made[0] + made[1]
        return total / 2 if self.merge == "ave" else total

    def backward(
        self, gradient: Array | None, final: Sequence[Array | None] = (None, None)
    ) -> tuple[Array | None, list[Array]]:
        """Gradients of the input and of the first states."""
        total: Array | None = None
        begun: list[Array] = []
        for part, one in zip(self.parts, self._split(gradient)):
            sequence, last = (one, None) if self.sequences else (None, one)
            if sequence is not None and part.backwards and self.merge is not None:
                sequence = sequence[:, :, ::-1]
            back, begun = part.backward(sequence, last, final, self.input_wanted)
            if back is not None:
                total = back if total is None else total + back
        self.back = total
        return total, begun

    def _split(self, gradient: Array | None) -> list[Array | None]:
        if gradient is None or self.merge is None:
            return [gradient] * len(self.parts)
        if self.merge == "concat":
            units = self.parts[0].units
            return [gradient[:, :units], gradient[:, units:]]
        if self.merge == "mul":
            return [gradient * self.outputs[1], gradient * self.outputs[0]]
        return [gradient / 2 if self.merge == "ave" else gradient] * 2
