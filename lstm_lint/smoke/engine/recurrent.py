"""What LSTM, GRU and SimpleRNN share: weights, dropout of inputs and states, masks, and the way through time.

Cells follow `keras/src/layers/rnn/`. Gates are stacked by rows: a kernel is (runs, gates * units, features).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.parts import Activations, Dropper, rate
from lstm_lint.smoke.engine.weights import Weights

_ARGUMENTS = frozenset(
    {"units", "activation", "recurrent_activation", "use_bias", "kernel_initializer", "recurrent_initializer",
     "bias_initializer", "unit_forget_bias", "kernel_regularizer", "recurrent_regularizer", "bias_regularizer",
     "dropout", "recurrent_dropout", "return_sequences", "return_state", "go_backwards", "stateful", "reset_after",
     "zero_output_for_mask"}
)  # fmt: skip
Arguments = Mapping[str, Any]


class Recurrent:
    """One recurrent layer in one direction. `order` says which gate of Keras each of ours is."""

    gates = 1
    order: tuple[int, ...] = (0,)
    states = 1
    masks_by_gate = False  # with recurrent dropout Keras drops for each gate apart

    def __init__(self, weights: Weights, name: str, arms: Sequence[Arguments], features: int) -> None:
        first = arms[0]
        for one in arms:
            if unknown := {key for key, value in one.items() if key not in _ARGUMENTS and value is not None}:
                raise Unsupported(f"`{min(unknown)}` of a recurrent layer")
        self.units, self.features = int(first["units"]), features
        self.zero_output = bool(first.get("zero_output_for_mask"))
        self.backwards = bool(first.get("go_backwards"))
        self.cell = Activations([one.get("activation", "tanh") for one in arms], weights.arms)
        self.gate = Activations([one.get("recurrent_activation", "sigmoid") for one in arms], weights.arms)
        self.drop = [rate(one.get("dropout") or 0) for one in arms]
        self.recurrent_drop = [rate(one.get("recurrent_dropout") or 0) for one in arms]
        rows = self.gates * self.units

        def of(argument: str, usual: Any = None) -> list[Any]:
            return [one.get(argument, usual) for one in arms]

        self.kernel = weights.ask(f"{name}/kernel", (features, rows), of("kernel_initializer", "glorot_uniform"),
                                  self._rows, self._columns, of("kernel_regularizer"))  # fmt: skip
        self.recurrent = weights.ask(
            f"{name}/recurrent_kernel", (self.units, rows), of("recurrent_initializer", "orthogonal"),
            self._rows, self._columns, of("recurrent_regularizer"),
        )  # fmt: skip
        self.bias = None
        if first.get("use_bias", True):
            self.bias = self._asked_bias(weights, f"{name}/bias", arms, of("bias_regularizer"))

    def _asked_bias(
        self, weights: Weights, name: str, arms: Sequence[Arguments], penalties: Sequence[Any]
    ) -> Any:
        initial = [one.get("bias_initializer", "zeros") for one in arms]
        return weights.ask(name, (self.gates * self.units,), initial, self._rows, self._columns, penalties)

    def _rows(self, w: Array) -> Array:
        """From (..., gates * units) of Keras to rows in our order."""
        parts = np.split(w, self.gates, -1)
        return np.concatenate([parts[at] for at in self.order], -1).T

    def _columns(self, w: Array) -> Array:
        parts = np.split(w.T, self.gates, -1)
        return np.concatenate([parts[self.order.index(at)] for at in range(self.gates)], -1)

    def forward(
        self, x: Array, mask: Array | None, states: Sequence[Array] | None, dropper: Dropper | None
    ) -> tuple[Array, list[Array]]:
        """Outputs (runs, units, steps, batch) in the order of the steps taken, and the states after the last.

        What `backward` needs is kept where there is a dropper, as in training.
        """
        if self.backwards:
            x, mask = x[:, :, ::-1], mask[:, ::-1] if mask is not None else None
        runs, _, steps, batch = x.shape
        self.keeps, self.mask, self.batch, self.steps = dropper is not None, mask, batch, steps
        self._draw(dropper, batch)
        self.x = np.ascontiguousarray(x)
        self.started = states is not None
        begun = states or [np.zeros((runs, self.units, batch), x.dtype) for _ in range(self.states)]
        self.hidden = np.empty((runs, self.units, steps + 1, batch), x.dtype)
        self.hidden[:, :, 0] = begun[0]
        final = self._through(self._projected(), begun)
        outputs = self.hidden[:, :, 1:]
        if mask is not None and self.zero_output:
            outputs = outputs * mask[:, None]
        return outputs, final

    def backward(
        self, sequence: Array | None, last: Array | None, final: Sequence[Array | None], wanted: bool = True
    ) -> tuple[Array | None, list[Array]]:
        """Gradients of the input, unless nobody wants it, and of the first states.

        Given are those of the outputs, of the last one alone, and of the states after it.
        """
        if self.mask is not None and self.zero_output and sequence is not None:
            sequence = sequence * self.mask[:, None]
        gradients, begun = self._back_through(sequence, last, final)
        x = self._back_projected(gradients, wanted)
        if x is not None and self.backwards:
            x = x[:, :, ::-1]
        return x, begun

    def _through(self, projected: Array, states: Sequence[Array]) -> list[Array]:
        raise NotImplementedError

    def _back_through(
        self, sequence: Array | None, last: Array | None, final: Sequence[Array | None]
    ) -> tuple[Array, list[Array]]:
        raise NotImplementedError

    # Dropout: masks of one batch, the same for all steps.

    def _draw(self, dropper: Dropper | None, batch: int) -> None:
        self.input_mask: Array = None
        self.state_mask: Array = None
        if dropper is None:
            return
        gates = self.gates if self.masks_by_gate and any(self.recurrent_drop) else 1
        self.input_mask = dropper.mask(self.drop, gates, self.features, batch)
        if self.input_mask is not None and gates > 1:
            for recurrent, runs in zip(self.recurrent_drop, dropper.arms):
                if not recurrent:  # Keras has one mask for all gates here
                    self.input_mask[runs] = self.input_mask[runs][:, :1]
        self.state_mask = dropper.mask(self.recurrent_drop, gates, self.units, batch)
        if gates > 1 and self.state_mask is not None:  # drawn in the order of Keras
            self.state_mask = self.state_mask[:, self.order]
            self.input_mask = self.input_mask[:, self.order] if self.input_mask is not None else None

    def _projected(self) -> Array:
        """What the inputs of all steps give to the gates: (runs, rows, steps, batch).

        Step after step in memory: to add a step to its gates took four times as long where the steps lay side by side.
        """
        kernel, mask = self.kernel.value, self.input_mask
        if mask is not None and mask.shape[1] == 1:
            self.x = self.x * mask[:, 0, :, None]
            mask = None
        if mask is None:
            z = kernel @ _by_step(self.x)
        else:
            dropped = [_by_step(self.x * mask[:, at, :, None]) for at in range(self.gates)]
            z = np.concatenate([kernel[:, rows] @ x for rows, x in zip(self._by_gate(), dropped)], 2)
        if self.bias is not None:
            z += self._input_bias(self.bias.value)[:, :, None]
        return z.transpose(1, 2, 0, 3)

    def _input_bias(self, bias: Array) -> Array:
        return bias

    def _by_gate(self) -> list[slice]:
        return [slice(at * self.units, (at + 1) * self.units) for at in range(self.gates)]

    def _back_projected(self, gradients: Array, wanted: bool) -> Array | None:
        """Gradients of kernel and bias, and that of the input. `gradients` are those of `_projected`."""
        runs, features, steps, batch = self.x.shape
        flat = gradients.reshape(runs, -1, steps * batch)
        mask, kernel = self.input_mask, self.kernel
        if self.bias is not None:
            self._input_bias(self.bias.gradient)[...] = flat.sum(-1)
        if mask is None or mask.shape[1] == 1:
            np.matmul(flat, self.x.reshape(runs, features, -1).swapaxes(1, 2), out=kernel.gradient)
            if not wanted:
                return None
            x = (kernel.value.swapaxes(1, 2) @ flat).reshape(self.x.shape)
            return x if mask is None else x * mask[:, 0, :, None]
        x = np.zeros_like(self.x)
        for at, rows in enumerate(self._by_gate()):
            dropped = self.x * mask[:, at, :, None]
            kernel.gradient[:, rows] = flat[:, rows] @ dropped.reshape(runs, features, -1).swapaxes(1, 2)
            back = (kernel.value[:, rows].swapaxes(1, 2) @ flat[:, rows]).reshape(self.x.shape)
            x += back * mask[:, at, :, None]
        return x

    # The recurrent kernel, for some of the gates.

    def _recurring(self, h: Array, first: int = 0, end: int = 0) -> Array:
        """What a state gives to the gates from `first` to `end`: (runs, rows, batch)."""
        rows = slice(first * self.units, (end or self.gates) * self.units)
        kernel, mask = self.recurrent.value[:, rows], self.state_mask
        if mask is None:
            return kernel @ h
        if mask.shape[1] == 1:
            return kernel @ (h * mask[:, 0])
        by_gate = kernel.reshape(len(kernel), -1, self.units, self.units)
        made = by_gate @ (h[:, None] * mask[:, first : end or self.gates])
        return made.reshape(len(h), -1, h.shape[-1])

    def _back_recurring(self, gradient: Array, first: int = 0, end: int = 0) -> Array:
        """The gradient of the state, of that of what it gives to the gates."""
        rows = slice(first * self.units, (end or self.gates) * self.units)
        kernel, mask = self.recurrent.value[:, rows], self.state_mask
        if mask is None:
            return kernel.swapaxes(1, 2) @ gradient
        if mask.shape[1] == 1:
            return (kernel.swapaxes(1, 2) @ gradient) * mask[:, 0]
        by_gate = kernel.reshape(len(kernel), -1, self.units, self.units).swapaxes(2, 3)
        split = gradient.reshape(len(gradient), -1, self.units, gradient.shape[-1])
        return ((by_gate @ split) * mask[:, first : end or self.gates]).sum(1)

    def _learn_recurrent(self, gradients: Array, before: Array, first: int = 0, end: int = 0) -> None:
        """The gradient of the recurrent kernel: `gradients` (runs, rows, steps, batch) of what states `before` gave."""
        end = end or self.gates
        runs, mask = len(gradients), self.state_mask
        rows = slice(first * self.units, end * self.units)
        flat = gradients.reshape(runs, gradients.shape[1], -1)
        if mask is None or mask.shape[1] == 1:
            states = before if mask is None else before * mask[:, 0, :, None]
            states = states.reshape(runs, self.units, -1).swapaxes(1, 2)
            self.recurrent.gradient[:, rows] = flat @ states
            return
        for at in range(first, end):
            states = (before * mask[:, at, :, None]).reshape(runs, self.units, -1).swapaxes(1, 2)
            gate = slice((at - first) * self.units, (at - first + 1) * self.units)
            self.recurrent.gradient[:, at * self.units : (at + 1) * self.units] = flat[:, gate] @ states

    def _real(self, step: int) -> Array | None:
        """(runs, 1, batch): which samples have a real step here; None where nothing is masked."""
        return self.mask[:, step][:, None] if self.mask is not None else None


def _by_step(x: Array) -> Array:
    """(runs, features, steps, batch) as (steps, runs, features, batch)."""
    return np.ascontiguousarray(x.transpose(2, 0, 1, 3))
