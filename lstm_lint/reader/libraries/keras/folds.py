"""What is older than the folds that a loop trains on: a model, or a layer of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import MAX_LAYERS, Built, Network, Tensor, Use
from lstm_lint.script import Step


def fold_around(it: Interpreter, owner: Network) -> Step | None:
    """The splitter in whose loop a model is trained that was built before the loop."""
    for step, older, _ in it.control.folds if not owner.reloaded else ():
        if any(network is owner for network in it.record.networks[:older]):
            return step
    return None


def layer_around(it: Interpreter, owner: Network) -> tuple[Step, Built] | None:
    """A layer with weights that was made before the folds, of a model that is built anew for each of them."""
    held = [*owner.stack, *layers_behind(owner.outputs)] if it.control.folds and owner.complete else []
    for step, _, count in it.control.folds:
        older = {id(built) for built in islice(it.record.built, count)}
        for layer in held:
            if isinstance(layer, Built) and id(layer) in older and _learns(layer):
                return step, layer
    return None


def layers_behind(tensors: Sequence[Tensor]) -> Iterator[Built | Network]:
    """The layers that make these tensors out of the inputs of a functional model."""
    for use in _uses_behind(tensors):
        yield use.layer


def all_read_behind(tensors: Sequence[Tensor]) -> bool:
    """Whether all of the way from the inputs of a functional model to these tensors was read."""
    uses = list(_uses_behind(tensors))
    ways = (*tensors, *(tensor for use in uses for tensor in (*use.entering, *use.states)))
    return all(use.certain for use in uses) and all(tensor.traced for tensor in ways)


def _uses_behind(tensors: Sequence[Tensor]) -> Iterator[Use]:
    waiting, seen = list(tensors), set[int]()
    while waiting and len(seen) < MAX_LAYERS:
        use = waiting.pop().use
        if use is not None and id(use) not in seen:
            seen.add(id(use))
            yield use
            waiting.extend(use.entering)


def _learns(layer: Built) -> bool:
    """Whether it certainly has weights that training changes: not those of another model, not frozen ones."""
    if isinstance(layer.wrapped, Built):
        return "trainable" not in {**layer.given, **layer.settings} and _learns(layer.wrapped)
    loaded = {"weights", "embeddings_initializer", "trainable"} & {*layer.given, *layer.settings}
    return not layer.custom and bool(traits(layer.cls).weights) and not loaded
