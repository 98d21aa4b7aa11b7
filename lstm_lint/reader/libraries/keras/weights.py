"""Weights that one model of the program gives to another one: from `get_weights`, or by a file."""

from __future__ import annotations

from itertools import islice

from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import in_order, integer
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Built, Network, Weights
from lstm_lint.script import Known

_SIZES = ("units", "filters", "output_dim")
_MOST = 200  # layers that are compared


def note_weights(it: Interpreter, call: Call, owner: Network) -> None:
    """Write down weights of layers of another size."""
    if (
        it.control.guards
        or not call.args.complete
        or call.args.keywords.keys() & {"by_name", "skip_mismatch"}
    ):
        return
    given = call.args.at(0, "filepath" if call.name == "load_weights" else "weights")
    other = given.network if isinstance(given, Weights) else None
    if call.name == "load_weights" and isinstance(given, Known) and isinstance(given.value, str):
        wrote = [one for one in it.record.networks[-_MOST:] if one is owner or _wrote(one, given.value)]
        other = next((one for one in wrote if one is not owner), None) if len(wrote) == 2 else None
        if _wrote(owner, given.value):
            return
    if other is None or other is owner:
        return
    pair = _unlike(_layers(other), _layers(owner))
    if pair is not None:
        it.record.refuse(call.node, "weights", *pair)


def _wrote(network: Network, path: str) -> bool:
    return any(
        saved.method == "save_weights"
        and "filepath" in saved.given
        and saved.given["filepath"].value == Known(path)
        for saved in network.saved[-_MOST:]
    )


def _layers(network: Network) -> list[Built]:
    """The layers with weights, in order; empty where they are not all known."""
    if not network.complete or network.kind == "subclassed":
        return []
    held = (
        network.stack
        if network.kind == "sequential"
        else [use.layer for use in in_order([one.use for one in network.outputs if one.use is not None])]
    )
    found: list[Built] = []
    for layer in islice(held, _MOST):
        if not isinstance(layer, Built) or layer.custom or isinstance(layer.wrapped, Network):
            return []
        if traits(layer.core.cls).weights:
            found.append(layer)
    return found


def _unlike(theirs: list[Built], own: list[Built]) -> tuple[str, str] | None:
    """The first layers of the same class and another size, where the models are alike in all else."""
    classes = [[(one.cls, one.core.cls) for one in layers] for layers in (theirs, own)]
    if not theirs or classes[0] != classes[1]:
        return None
    for first, second in zip(theirs, own):
        sizes = [_size(one.core) for one in (first, second)]
        if None not in sizes and sizes[0] != sizes[1]:
            name = first.core.cls
            return f"{name}({sizes[0]})", f"{name}({sizes[1]})"
    return None


def _size(layer: Built) -> int | None:
    given = next((layer.given[name].value for name in _SIZES if name in layer.given), None)
    return integer(given) if given is not None else None
