"""SimpleRNN, LSTM and GRU: one step forward, one step back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lstm_lint.smoke.engine import initializers
from lstm_lint.smoke.engine.arrays import Array, np
from lstm_lint.smoke.engine.recurrent import Arguments, Recurrent
from lstm_lint.smoke.engine.weights import Weights


class SimpleRNN(Recurrent):
    """h = activation(W x + U h + b)."""

    def _through(self, projected: Array, states: Sequence[Array]) -> list[Array]:
        h = states[0]
        self.inputs: list[Array] = []
        self.made: Array = np.empty((self.steps, *h.shape), h.dtype) if self.keeps else None
        for step in range(self.steps):
            new = self._recurring(h)
            new += projected[:, :, step]
            if self.keeps and self.cell.needs_input:
                self.inputs.append(new.copy())
            self.cell(new)
            if self.made is not None:
                self.made[step] = new
            real = self._real(step)
            h = new if real is None else np.where(real, new, h)
            self.hidden[:, :, step + 1] = h
        return [h]

    def _back_through(
        self, sequence: Array | None, last: Array | None, final: Sequence[Array | None]
    ) -> tuple[Array, list[Array]]:
        shape = self.made[0].shape
        dh = _together(shape, self.x.dtype, last, final[0])
        gradients = np.empty((shape[0], self.units, self.steps, self.batch), self.x.dtype)
        for step in reversed(range(self.steps)):
            if sequence is not None:
                dh = dh + sequence[:, :, step]
            real = self._real(step)
            kept = None if real is None else dh * ~real
            dz = dh.copy() if real is None else dh * real
            self.cell.back(dz, self.inputs[step] if self.inputs else None, self.made[step])
            gradients[:, :, step] = dz
            dh = self._back_recurring(dz)
            if kept is not None:
                dh += kept
        self._learn_recurrent(gradients, self.hidden[:, :, :-1])
        return gradients, [dh]


class LSTM(Recurrent):
    """Gates i, f, o and the candidate g, which Keras has as i, f, g, o: c = f c + i g, h = o activation(c)."""

    gates, order, states, masks_by_gate = 4, (0, 1, 3, 2), 2, True

    def _asked_bias(
        self, weights: Weights, name: str, arms: Sequence[Arguments], penalties: Sequence[Any]
    ) -> Any:
        initial = [_forgetting(one, self.units) for one in arms]
        return weights.ask(name, (4 * self.units,), initial, self._rows, self._columns, penalties)

    def _through(self, projected: Array, states: Sequence[Array]) -> list[Array]:
        h, c = states
        units, kept = self.units, self.steps if self.keeps else 0
        gates = 3 * units
        self.inputs: list[tuple[Array, Array]] = []
        self.stacked = np.empty(
            (kept, h.shape[0], 4 * units, self.batch), h.dtype
        )  # i, f, o and g of each step
        self.carried = np.empty((kept + 1, *h.shape), h.dtype)
        self.squashed = np.empty((kept, *h.shape), h.dtype)
        by_gate = (h.shape[0], 3, units, self.batch)
        if self.keeps:
            self.carried[0] = c
        for step in range(self.steps):
            z = self._recurring(h)
            if self.keeps:
                z = np.add(z, projected[:, :, step], out=self.stacked[step])
                if self.gate.needs_input or self.cell.needs_input:
                    self.inputs.append((z.copy(), None))
            else:
                z += projected[:, :, step]
            self.gate(z[:, :gates].reshape(by_gate))
            self.cell(z[:, gates:])
            new_c = z[:, units : 2 * units] * c
            new_c += z[:, :units] * z[:, gates:]
            real = self._real(step)
            squashed = self.cell(new_c.copy())
            if self.inputs:
                self.inputs[step] = self.inputs[step][0], new_c
            new_h = z[:, 2 * units : gates] * squashed
            h, c = (new_h, new_c) if real is None else (np.where(real, new_h, h), np.where(real, new_c, c))
            if self.keeps:
                self.carried[step + 1], self.squashed[step] = c, squashed
            self.hidden[:, :, step + 1] = h
        return [h, c]

    def _back_through(
        self, sequence: Array | None, last: Array | None, final: Sequence[Array | None]
    ) -> tuple[Array, list[Array]]:
        units = self.units
        gates = 3 * units
        shape = self.squashed.shape[1:]
        dh = _together(shape, self.x.dtype, last, final[0])
        dc = _together(shape, self.x.dtype, None, final[1])
        gradients = np.empty((shape[0], 4 * units, self.steps, self.batch), self.x.dtype)
        dz = np.empty((shape[0], 4 * units, self.batch), self.x.dtype)
        by_gate = (shape[0], 3, units, self.batch)
        for step in reversed(range(self.steps)):
            if sequence is not None:
                dh = dh + sequence[:, :, step]
            real, kept = self._real(step), None
            if real is not None:
                kept = dh * ~real, dc * ~real
                dh, dc = dh * real, dc * real
            a, squashed = self.stacked[step], self.squashed[step]
            z, c = self.inputs[step] if self.inputs else (None, None)
            into_c = dh * a[:, 2 * units : gates]
            into_c = self.cell.back(into_c, c, squashed)
            dc = dc + into_c
            np.multiply(dc, a[:, gates:], out=dz[:, :units])
            np.multiply(dc, self.carried[step], out=dz[:, units : 2 * units])
            np.multiply(dh, squashed, out=dz[:, 2 * units : gates])
            np.multiply(dc, a[:, :units], out=dz[:, gates:])
            dc *= a[:, units : 2 * units]
            inputs = (z[:, :gates].reshape(by_gate), z[:, gates:]) if z is not None else (None, None)
            self.gate.back(dz[:, :gates].reshape(by_gate), inputs[0], a[:, :gates].reshape(by_gate))
            self.cell.back(dz[:, gates:], inputs[1], a[:, gates:])
            gradients[:, :, step] = dz
            dh = self._back_recurring(dz)
            if kept is not None:
                dh += kept[0]
                dc += kept[1]
        self._learn_recurrent(gradients, self.hidden[:, :, :-1])
        return gradients, [dh, dc]


class GRU(Recurrent):
    """Gates z and r and the candidate n, with the reset before or after the recurrent kernel."""

    gates, order, masks_by_gate = 3, (0, 1, 2), True

    def __init__(self, weights: Weights, name: str, arms: Sequence[Arguments], features: int) -> None:
        self.after = bool(arms[0].get("reset_after", True))
        super().__init__(weights, name, arms, features)

    def _asked_bias(
        self, weights: Weights, name: str, arms: Sequence[Arguments], penalties: Sequence[Any]
    ) -> Any:
        if not self.after:
            return super()._asked_bias(weights, name, arms, penalties)
        initial = [one.get("bias_initializer", "zeros") for one in arms]
        shape = (2, self.gates * self.units)
        return weights.ask(name, shape, initial, penalties=penalties)

    def _input_bias(self, bias: Array) -> Array:
        return bias[:, 0] if self.after else bias

    def _through(self, projected: Array, states: Sequence[Array]) -> list[Array]:
        h, units = states[0], self.units
        both = 2 * units
        by_gate = (h.shape[0], 2, units, self.batch)
        self.kept: list[Any] = []
        bias = self.bias.value[:, 1, :, None] if self.bias is not None and self.after else None
        for step in range(self.steps):
            x = projected[:, :, step]
            if self.after:
                inner = self._recurring(h)
                if bias is not None:
                    inner += bias
                a = x[:, :both] + inner[:, :both]
            else:
                a = x[:, :both] + self._recurring(h, 0, 2)
            z_gates = a.copy() if self.keeps and self.gate.needs_input else None
            self.gate(a.reshape(by_gate))
            update, reset = a[:, :units], a[:, units:]
            held = inner[:, both:] if self.after else reset * h
            new = x[:, both:] + (reset * held if self.after else self._recurring(held, 2, 3))
            z_cell = new.copy() if self.keeps and self.cell.needs_input else None
            self.cell(new)
            new_h = new + update * (h - new)
            if self.keeps:
                self.kept.append((a, held, new, h, z_gates, z_cell))
            real = self._real(step)
            h = new_h if real is None else np.where(real, new_h, h)
            self.hidden[:, :, step + 1] = h
        return [h]

    def _back_through(
        self, sequence: Array | None, last: Array | None, final: Sequence[Array | None]
    ) -> tuple[Array, list[Array]]:
        units, both = self.units, 2 * self.units
        runs = len(self.x)
        by_gate = (runs, 2, units, self.batch)
        dh = _together((runs, units, self.batch), self.x.dtype, last, final[0])
        gradients = np.empty((runs, 3 * units, self.steps, self.batch), self.x.dtype)
        inner = np.empty_like(gradients) if self.after else None  # of what states give to the gates
        resets = np.empty((runs, units, self.steps, self.batch), self.x.dtype) if not self.after else None
        for step in reversed(range(self.steps)):
            if sequence is not None:
                dh = dh + sequence[:, :, step]
            real, kept = self._real(step), None
            if real is not None:
                kept, dh = dh * ~real, dh * real
            a, held, new, h, z_gates, z_cell = self.kept[step]
            update, reset = a[:, :units], a[:, units:]
            da = np.empty_like(a)
            np.multiply(dh, h - new, out=da[:, :units])
            dn = dh - dh * update
            self.cell.back(dn, z_cell, new)
            dh = dh * update
            if self.after:
                np.multiply(dn, held, out=da[:, units:])
            else:
                dheld = self._back_recurring(dn, 2, 3)
                np.multiply(dheld, h, out=da[:, units:])
                dh += dheld * reset
            shaped = z_gates.reshape(by_gate) if z_gates is not None else None
            self.gate.back(da.reshape(by_gate), shaped, a.reshape(by_gate))
            gradients[:, :both, step], gradients[:, both:, step] = da, dn
            if inner is not None:
                both_kinds = np.concatenate([da, dn * reset], 1)
                inner[:, :, step] = both_kinds
                dh += self._back_recurring(both_kinds)
            elif resets is not None:
                resets[:, :, step] = held
                dh += self._back_recurring(da, 0, 2)
            if kept is not None:
                dh += kept
        before = self.hidden[:, :, :-1]
        if inner is not None:
            self._learn_recurrent(inner, before)
            if self.bias is not None:
                self.bias.gradient[:, 1] = inner.sum((2, 3))
        elif resets is not None:
            self._learn_recurrent(gradients[:, :both], before, 0, 2)
            self._learn_recurrent(gradients[:, both:], resets, 2, 3)
        return gradients, [dh]


CELLS: dict[str, type[Recurrent]] = {"SimpleRNN": SimpleRNN, "LSTM": LSTM, "GRU": GRU}


def _together(shape: tuple[int, ...], dtype: Any, *gradients: Array | None) -> Array:
    total = np.zeros(shape, dtype)
    for one in gradients:
        if one is not None:
            total = total + one
    return total


def _forgetting(arguments: Arguments, units: int) -> Any:
    """The bias of an LSTM: 1 for the forget gates, unless asked otherwise."""
    initializer = arguments.get("bias_initializer", "zeros")
    if not arguments.get("unit_forget_bias", True):
        return initializer
    initializers.check(initializer)

    def drawn(rng: Any, shape: tuple[int, ...]) -> Array:
        bias = initializers.draw(rng, initializer, shape)
        bias[units : 2 * units] = 1
        return bias

    return drawn
