"""`fit` of a model whose `compile` names no loss, and whose layers add none: Keras 3 has nothing to compute."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import MAX_LAYERS, Abstract, Built, Items, Network, Training
from lstm_lint.reader.libraries.keras.folds import all_read_behind, layers_behind
from lstm_lint.script import Known

_COMPUTE = ("fit", "train_on_batch")  # `evaluate` of such a model returns 0


def note_without_loss(it: Interpreter, call: Call, owner: Network) -> None:
    """Write down the `compile` that leaves out the loss. That no layer adds one is for the rule to ask."""
    control = it.control
    if call.name not in _COMPUTE or control.home or control.guards or not it.target.at_least(3):
        return
    in_force = [compiled for compiled in owner.compiles if not compiled.replaced]
    if in_force and all(map(_names_none, in_force)) and _is_read(owner):
        it.record.refuse(in_force[-1].node, "no-loss", call.name)


def _names_none(compiled: Training) -> bool:
    loss = compiled.given["loss"].value if "loss" in compiled.given else Known(None)
    return compiled.complete and _is_none(loss)


def _is_none(loss: Abstract) -> bool:
    if isinstance(loss, Items):
        return not (loss.open or loss.spoiled) and bool(loss.items) and all(map(_is_none, loss.items))
    return loss == Known(None)


def _is_read(owner: Network) -> bool:
    """Whether all layers of a model are of Keras or of the program, and nothing else has it in hand."""
    if owner.handed or owner.nested or owner.home or owner.reloaded or not owner.complete:
        return False
    if owner.kind == "subclassed":
        whole = not (owner.own_step or owner.doubt)
    else:
        whole = owner.kind == "sequential" or all_read_behind(owner.outputs)
    inside = list(_inside(owner))
    return whole and bool(inside) and len(inside) < MAX_LAYERS and not any(map(_is_foreign, inside))


def _inside(owner: Network) -> Iterator[Built]:
    """All layers of a model, those of models in it included."""
    waiting: list[Built | Network] = [*owner.stack, *owner.members, *layers_behind(owner.outputs)]
    seen = set[int]()
    while waiting and len(seen) < MAX_LAYERS:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Network):
            waiting.extend((*one.stack, *one.members, *layers_behind(one.outputs)))
            continue
        yield one
        waiting.extend(part for part in (one.wrapped, one.network) if part is not None)


def _is_foreign(layer: Built) -> bool:
    """Whether it may be of another package, which may add a loss."""
    return layer.custom and layer.network is None and layer.cls != "Operation"
