"""Training in phases: `trainable` that is switched between two of them, and one checkpoint for several models.

Keras keeps the training step that `fit` has traced (`make_train_function` of keras/src/backend/tensorflow/trainer.py),
with the weights that were trainable then. `ModelCheckpoint` keeps the best value that it has seen for all trainings
that it is given to (callbacks/model_checkpoint.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import in_order
from lstm_lint.reader.abstract.values import Abstract, Built, Given, Items, Network, Switch
from lstm_lint.script import Known

_MOST = 300  # layers that are looked at
_DEEPEST = 4  # models in models


def switch(it: Interpreter, owner: Built | Network, value: Abstract) -> None:
    """`owner.trainable = value` is read."""
    node = it.control.setting
    if node is None or not isinstance(value, Known) or not isinstance(value.value, bool):
        owner.switch = None
        return
    before = owner.switch.value if owner.switch is not None else _made_with(owner)
    now = next(it.record.moments)
    certain = it.control.depth <= it.control.endless and not it.control.guards
    owner.switch = Switch(now, node, before, value.value, certain)


def _made_with(owner: Built | Network) -> bool | None:
    """Whether it is trainable as it is made; None where that is not known."""
    given = owner.given.get("trainable") if isinstance(owner, Built) else None
    if given is None:
        return True
    return bool(given.value.value) if isinstance(given.value, Known) else None


def trained(it: Interpreter, owner: Network) -> None:
    """`fit` is read: what was switched since the last one, without `compile` in between, changes nothing."""
    if owner.traced is not None and not owner.handed:
        for part in parts_of(owner):
            found = part.switch
            if found is None or found.moment < owner.traced or not found.certain:
                continue
            if found.before is (not found.value) and has_weights(part):
                title = part.title if isinstance(part, Built) else part.name or "the model"
                it.record.refuse(found.node, "switched", title, str(found.value))
    owner.traced = next(it.record.moments)


def parts_of(owner: Network, level: int = 0) -> Iterator[Built | Network]:
    """A model, its layers, and those of the models in it."""
    yield owner
    uses = in_order([tensor.use for tensor in owner.outputs if tensor.use is not None])
    held = [*owner.stack, *(use.layer for use in uses), *owner.members][:_MOST]
    for part in held:
        if isinstance(part, Network) and level < _DEEPEST:
            yield from parts_of(part, level + 1)
        elif isinstance(part, Built):
            yield part


def has_weights(part: Built | Network) -> bool:
    if isinstance(part, Network):
        return True
    return part.kind == "layers" and not part.custom and bool(traits(part.core.cls).weights)


def keep(it: Interpreter, owner: Network, given: Mapping[str, Given]) -> None:
    """`fit` gets callbacks: remember the checkpoints that are older than the loop in which the model is made."""
    callbacks = given["callbacks"].value if "callbacks" in given else None
    for one in callbacks.items if isinstance(callbacks, Items) else ():
        if isinstance(one, Built) and one.cls == "ModelCheckpoint" and one.loops < owner.loops:
            best = one.given.get("save_best_only")
            if best is not None and best.value == Known(True) and "initial_value_threshold" not in one.given:
                it.record.kept_over[one] = owner


def load(it: Interpreter, path: Given | Abstract | None) -> None:
    """A file is loaded in the loop: what a checkpoint for all of its passes wrote there."""
    value = path.value if isinstance(path, Given) else path
    if not isinstance(value, Known) or it.control.guards:
        return
    for checkpoint in it.record.kept_over:
        where = checkpoint.given.get("filepath")
        if where is not None and where.value == value and checkpoint.loops < it.control.loops:
            it.record.refuse(checkpoint.node, "shared-checkpoint", str(value.value))
