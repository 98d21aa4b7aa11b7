"""LL206: a SimpleRNN over many steps, or with an activation that lets its state grow."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.notions.activations import activation_of
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import is_clipped
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Configured, Layer, Model, Script, identifier

_GROWS_FROM = 10  # steps; over fewer, relu in a recurrent layer was measured harmless
_STEADY = frozenset({"identity", "identity_matrix", "orthogonal", "orthogonal_initializer"})


@check("simplernn-risk", needs="SimpleRNN|SimpleRNNCell")
def simplernn_risk(script: Script, *, timesteps: int = 30) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script, timesteps)):
        yield problem


def _found(script: Script, timesteps: int) -> Iterator[tuple[Model | None, Layer, Problem]]:
    told: set[int] = set()
    for layer, model in script.layers():
        weights = _simple(layer)
        if weights is None or (model is not None and is_trial(model)):
            continue
        steps = layer.timesteps
        unbounded = activation_of(weights) in ("relu", "linear")
        steady = unbounded and _starts_steady(weights)
        if steps is not None and steps >= timesteps and not steady:
            if id(model) not in told:
                told.add(id(model))
                message = f"a SimpleRNN hardly carries information over {steps} steps; use LSTM or GRU"
                yield model, layer, layer.problem(message, fix=_as_lstm(layer), model=model)
        elif (
            unbounded and (steps is None or steps >= _GROWS_FROM) and not (steady and _may_be_clipped(model))
        ):
            written = weights.written("activation")
            cure = "clip gradients with clipnorm=1" if steady else "use tanh, or an LSTM"
            problem = Problem(
                f"`{written}` lets the state of a SimpleRNN grow step by step; {cure}",
                weights.span("activation"),
                model=model.name if model else None,
                layer=layer.name,
            )
            yield model, layer, problem


def _simple(layer: Layer) -> Configured | None:
    """The SimpleRNN, or its cell in an RNN layer."""
    if layer.cls == "SimpleRNN":
        return layer
    return layer.cell if layer.cell is not None and layer.cell.cls == "SimpleRNNCell" else None


def _starts_steady(weights: Configured) -> bool:
    """Whether the recurrent kernel starts as the identity or orthogonal on purpose, as in an IRNN."""
    start = "inner_init" if weights.given("inner_init") else "recurrent_initializer"
    name = identifier(weights[start])
    return weights.given(start) and (name is None or name in _STEADY)


def _may_be_clipped(model: Model | None) -> bool:
    """Whether gradients are clipped, or it is not known that they are not."""
    optimizers = [compile.optimizer for compile in model.in_force] if model is not None else []
    return not optimizers or any(one is None or is_clipped(one) is not False for one in optimizers)


def _as_lstm(layer: Layer) -> Fix | None:
    """Another class name, where the class is written as `layers.SimpleRNN`: then LSTM needs no import."""
    call = layer.place.span
    callee = layer.place.text.partition("(")[0]
    if not callee.endswith(".SimpleRNN") or "\n" in callee or layer.is_wrapped or layer.cell is not None:
        return None
    end = call.column + len(callee)
    name = Span(call.line, end - len("SimpleRNN"), call.line, end)
    return Fix("use LSTM", "unsafe", (Edit(name, "LSTM"),))
