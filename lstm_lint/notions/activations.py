"""The families of activations, and what is wrong with one in the cell or the gates of an LSTM or GRU."""

from __future__ import annotations

from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.script import GATED, Argument, Configured, Known, Layer, Model, Script, Value, identifier

ONE_SIDED = frozenset({"sigmoid", "hard_sigmoid", "softmax"})
UNBOUNDED = frozenset(
    {"relu", "leaky_relu", "elu", "selu", "gelu", "silu", "linear", "softplus", "exponential"}
)
ZERO_AT_ZERO = frozenset({"tanh", "softsign", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "linear"})

# selu is unbounded and yet harmless in the cell: held-out loss 0.054 against 0.050 of tanh at 100 time steps.
_GROWING_CELL = UNBOUNDED - {"selu"}
_NO_SWITCH = frozenset({"tanh", "softmax", "softplus", "exponential"})
_UNBOUNDED_GATE = UNBOUNDED - _NO_SWITCH

_SPELLINGS = {
    "re_lu": "relu", "leaky_re_lu": "leaky_relu", "si_lu": "silu", "swish": "silu", "exp": "exponential",
    "identity": "linear",
}  # fmt: skip


def activation(value: Value) -> str | None:
    """The Keras name of a known activation in one spelling: `relu` for `ReLU()` too, `silu` for `swish`."""
    name = identifier(value)
    return _SPELLINGS.get(name, name) if name else None


def activation_of(configured: Configured, argument: str = "activation") -> str | None:
    """The activation that a layer is given or has by default; None where it is not known."""
    return activation(configured[argument])


def applied_by(layer: Layer) -> str | None:
    """The activation that a layer applies, of its own or by its argument; None where it is not known."""
    if layer.traits.activation == "softmax" and layer["axis"] != Known(-1):
        return None
    return layer.traits.activation or activation_of(layer)


@dataclass(frozen=True, slots=True, eq=False)
class Gated:
    """An LSTM or GRU as configured: the layer itself, or the cell of an RNN layer."""

    configured: Configured
    layer: Layer
    model: Model | None

    @property
    def kind(self) -> str:
        """`LSTM` or `GRU`."""
        return self.configured.cls.removesuffix("Cell")

    @property
    def over_time(self) -> str:
        """` over 120 time steps`, or nothing where the length is not known."""
        return f" over {self.layer.timesteps} time steps" if self.layer.timesteps else ""

    def problem(
        self, message: str, at: str, severity: Severity | None = None, fix: Fix | None = None
    ) -> Problem:
        model = self.model.name if self.model else None
        return Problem(message, self.configured.span(at), severity, fix, model, self.layer.name)

    def replace(self, argument: str, name: str) -> Fix | None:
        """The fix that writes another activation; None where weights or predictions rely on this one."""
        model = self.model
        if model is not None and (model.weights_loaded or (argument == "activation" and self._is_head)):
            return None
        return self.configured.set_argument(argument, quoted(name, self.configured.argument(argument)))

    def restore_tanh(self) -> Fix | None:
        """The fix that drops `activation=`; tanh is written where it is positional."""
        tanh = self.replace("activation", "tanh")
        return tanh and (self.configured.remove_argument("activation") or tanh)

    @property
    def _is_head(self) -> bool:
        return self.model is not None and self.layer in self.model.heads


@once
def gated(script: Script) -> tuple[Gated, ...]:
    """Every LSTM and GRU of a script, be it a layer or the cell of an RNN layer."""
    found: list[Gated] = []
    for layer, model in script.layers():
        if layer.traits.reads != 3:
            continue  # not ConvLSTM, of whose gates nothing was measured
        if layer.cls in GATED:
            found.append(Gated(layer, layer, model))
        elif layer.cell is not None and layer.cell.cls in GATED:
            found.append(Gated(layer.cell, layer, model))
    return tuple(found)


def growing_cell(rnn: Gated) -> Severity | None:
    """How bad an unbounded cell activation is over this layer's time steps; None where it does no harm.

    relu against tanh: better at 3 steps, equal at 5, 1.3 times the loss at 8, 1.9 at 10, 8 at 20, 150 at 50.
    """
    if activation_of(rnn.configured) not in _GROWING_CELL:
        return None
    timesteps = rnn.layer.timesteps
    if timesteps is None:
        return Severity.ADVICE
    return Severity.WARNING if timesteps >= 20 else Severity.ADVICE if timesteps >= 8 else None


def squashed_cell(rnn: Gated) -> bool:
    """Whether the cell activation is one-sided, so that the state can only be pushed one way."""
    return activation_of(rnn.configured) in ONE_SIDED


def gate_without_switch(rnn: Gated) -> bool:
    """Whether the gates are signed, shared or at least 1, and so can neither keep nor forget."""
    return activation_of(rnn.configured, "recurrent_activation") in _NO_SWITCH


def unbounded_gate(rnn: Gated) -> bool:
    """Whether the gates can exceed 1 and that does harm here.

    Below 10 time steps an LSTM with bent gates such as relu is exempt: its loss is twice that of sigmoid.
    A GRU has 3 to 4 times the loss at 3 to 5 steps already, and an LSTM with linear gates 6 to 8 times.
    """
    name = activation_of(rnn.configured, "recurrent_activation")
    if name not in _UNBOUNDED_GATE:
        return False
    timesteps = rnn.layer.timesteps
    return rnn.kind == "GRU" or name == "linear" or timesteps is None or timesteps >= 10


def quoted(text: str, like: Argument) -> str:
    """The text as a string literal, in the quotes of the argument that it replaces."""
    quote = "'" if like.place is not None and like.place.text.startswith("'") else '"'
    return f"{quote}{text}{quote}"
