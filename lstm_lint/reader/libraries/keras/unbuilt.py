"""Weights of a Sequential that has none yet: it states no input, and nothing was fed to it."""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Built, Network
from lstm_lint.reader.libraries.keras.shapes import first_shape

# What may be asked of a model that is not built; anything else may build it.
_LEAVES_UNBUILT = frozenset(
    {"add", "pop", "compile", "summary", "get_config", "to_json", "get_weights", "get_layer", "save",
     "load_weights", "save_weights", "set_weights", "count_params", "reset_metrics"}
)  # fmt: skip
_TOLD = frozenset(
    {"input_shape", "batch_input_shape", "batch_shape", "input_dim", "input_length", "batch_size"}
)


def note_use(it: Interpreter, call: Call, model: Network) -> None:
    """Write down weights that are asked for, or given, before there are any."""
    if call.name not in _LEAVES_UNBUILT:
        model.touched = True
    elif call.name in ("load_weights", "save_weights", "count_params") and _is_unbuilt(it, model):
        it.record.refuse(call.node, "unbuilt", call.name)


def _is_unbuilt(it: Interpreter, model: Network) -> bool:
    control = it.control
    unsure = control.guards or control.depth or control.home or not it.target.at_least(3)
    if (
        unsure
        or model.kind != "sequential"
        or not model.complete
        or model.home
        or model.input_shape is not None
    ):
        return False
    if (
        model.touched
        or model.asked
        or model.handed
        or model.nested
        or model.fits
        or model.predictions
        or not model.stack
    ):
        return False
    elsewhere = [one for network in it.record.networks if network is not model for one in network.stack]
    return all(
        isinstance(layer, Built)
        and not layer.custom
        and layer.kind == "layers"
        and not (_TOLD & {*layer.given, *layer.core.given})
        and first_shape(layer) is None
        and not any(layer is other for other in elsewhere)
        for layer in model.stack
    )
