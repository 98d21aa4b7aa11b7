"""How a recurrent model stands before its first update: what explains a training. It decides nothing.

Saturated are a gate below 0.02 or above 0.98 and a candidate beyond 0.98; the reach is the norm of the gradient at the
first tenth of the time steps over that at the last tenth.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lstm_lint.smoke.allowed import CELLS
from lstm_lint.smoke.backend import Backend

ROWS = 64  # samples that are looked at
_GATE, _CANDIDATE = 0.02, 0.98
_GATES, _CANDIDATES = ("sigmoid", "hard_sigmoid"), ("tanh",)  # the others have no end to saturate at


class Heard(NamedTuple):
    """What a recurrent layer was called with: (batch, steps, ...), its mask (batch, steps) and its first states."""

    sequence: Any
    mask: Any = None
    states: Any = None


def recurrent(backend: Backend, model: Any) -> list[Any]:
    """The recurrent layers of a model, those of both directions as one."""
    layers = backend.keras.layers
    return [layer for layer in model.layers if isinstance(layer, (layers.RNN, layers.Bidirectional))]


@contextlib.contextmanager
def listening(layers: Sequence[Any], tape: Any = None) -> Iterator[dict[str, Heard]]:
    """What each layer is called with first, by name, in the order of the calls; the tape watches the sequences."""
    heard: dict[str, Heard] = {}

    def listen(layer: Any) -> None:
        call = layer.call

        def heeded(sequences: Any, *args: Any, **more: Any) -> Any:
            if layer.name not in heard:
                if tape is not None:
                    tape.watch(sequences)
                heard[layer.name] = Heard(sequences, more.get("mask"), more.get("initial_state"))
            return call(sequences, *args, **more)

        layer.call = heeded

    try:
        for layer in layers:
            listen(layer)
        yield heard
    finally:
        for layer in layers:
            if "call" in vars(layer):
                del layer.call


def by_step(backend: Backend, gradient: Any) -> Any:
    """The norm of a gradient at each time step: of (batch, steps, ...) to (steps,); none where nothing arrives."""
    tf = backend.tf
    if gradient is None:
        return tf.zeros((0,))
    return tf.sqrt(tf.reduce_sum(tf.square(gradient), [at for at in range(len(gradient.shape)) if at != 1]))


def reach(norms: Sequence[float]) -> float | None:
    """The mean norm of the first tenth of the time steps over that of the last tenth; None where nothing arrives."""
    tenth = max(1, len(norms) // 10)
    last = sum(norms[-tenth:])
    ratio = sum(norms[:tenth]) / last if len(norms) > 1 and last > 0 else math.nan
    return ratio if math.isfinite(ratio) else None


class Cells:
    """The cells of a model, each traced for one time step."""

    def __init__(self, backend: Backend, layers: Sequence[Any]) -> None:
        self.backend = backend
        self.layers = {layer.name: layer for layer in layers}
        self.steps: dict[int, Any] = {}

    def saturated(self, heard: dict[str, Heard]) -> tuple[float | None, float | None]:
        """The shares of the gates and of the candidates that are saturated, of all layers together."""
        found: list[dict[str, float]] = []
        for name, one in heard.items():
            for part, states in self._directions(self.layers[name], one.states):
                if type(getattr(part, "cell", None)).__name__ in CELLS:
                    found.append(self.walk(part, one._replace(states=states))[1])
        return _mean(found, "gates"), _mean(found, "candidates")

    def _directions(self, layer: Any, states: Any) -> list[tuple[Any, Any]]:
        given = list(states) if isinstance(states, (list, tuple)) else None if states is None else [states]
        if not isinstance(layer, self.backend.keras.layers.Bidirectional):
            return [(layer, given)]
        half = len(given) // 2 if given else 0
        return [
            (layer.forward_layer, given[:half] if given else None),
            (layer.backward_layer, given[half:] if given else None),
        ]

    def walk(self, layer: Any, heard: Heard) -> tuple[list[Any], dict[str, float]]:
        """The states after the last step, as the layer has them, and the saturated shares on the way, by kind."""
        tf, cell = self.backend.tf, layer.cell
        sequence, mask = heard.sequence[:ROWS], heard.mask
        rows, steps = int(sequence.shape[0]), int(sequence.shape[1])
        mask = tf.ones((rows, steps), "bool") if mask is None else tf.cast(mask[:ROWS], "bool")
        sizes = cell.state_size if isinstance(cell.state_size, (list, tuple)) else [cell.state_size]
        states = [one[:ROWS] for one in heard.states or [tf.zeros((rows, size)) for size in sizes]]
        if id(cell) not in self.steps:
            self.steps[id(cell)] = tf.function(self._traced(cell), autograph=False)
        seen = []
        for time in reversed(range(steps)) if layer.go_backwards else range(steps):
            states, shares = self.steps[id(cell)](sequence[:, time], states, mask[:, time])
            seen.append(shares)
        real = max(1.0, float(tf.reduce_sum(tf.cast(mask, "float32"))))
        return states, {kind: float(tf.add_n([one[kind] for one in seen])) / real for kind in seen[0]}

    def _traced(self, cell: Any) -> Any:
        tf = self.backend.tf

        def step(inputs: Any, states: list[Any], mask: Any) -> tuple[list[Any], dict[str, Any]]:
            shares: dict[str, list[Any]] = {}
            with _recorded(tf, cell, shares):
                _, after = cell.call(inputs, states)
            after = list(after) if isinstance(after, (list, tuple)) else [after]
            kept = [tf.where(mask[:, None], new, old) for new, old in zip(after, states)]
            real = tf.cast(mask, "float32")
            return kept, {
                kind: tf.reduce_sum(tf.add_n(one) / len(one) * real) for kind, one in shares.items() if one
            }

        return step


@contextlib.contextmanager
def _recorded(tf: Any, cell: Any, shares: dict[str, list[Any]]) -> Iterator[None]:
    """Notes of what the activations of a cell give, by sample, how much is saturated."""
    activations = {
        name: function
        for name in ("activation", "recurrent_activation")
        if (function := getattr(cell, name, None)) is not None
    }

    def recorder(function: Any, kind: str, names: Sequence[str], ends: tuple[float, float], most: int) -> Any:
        def recording(values: Any) -> Any:
            given = function(values)
            noted = shares.setdefault(kind, [])
            if getattr(function, "__name__", "") in names and len(noted) < most:
                out = tf.logical_or(given < ends[0], given > ends[1])
                noted.append(tf.reduce_mean(tf.cast(out, "float32"), -1))
            return given

        return recording

    try:
        if "recurrent_activation" in activations:
            cell.recurrent_activation = recorder(
                activations["recurrent_activation"], "gates", _GATES, (_GATE, 1 - _GATE), 3
            )
        if "activation" in activations:  # of an LSTM the second call is that of the output
            cell.activation = recorder(
                activations["activation"], "candidates", _CANDIDATES, (-_CANDIDATE, _CANDIDATE), 1
            )
        yield
    finally:
        for name, function in activations.items():
            setattr(cell, name, function)


def _mean(found: list[dict[str, float]], kind: str) -> float | None:
    shares = [one[kind] for one in found if kind in one]
    return sum(shares) / len(shares) if shares else None
