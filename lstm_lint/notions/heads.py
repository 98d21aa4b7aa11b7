"""The heads of a model: the Dense layer that makes the predictions and the activation that they pass last."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.notions.activations import applied_by
from lstm_lint.notions.losses import loss_of
from lstm_lint.script import Layer, Model, Script

_INERT = ("dropout", "noise", "penalty", "identity")  # nothing happens there when predicting


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A Dense head. `activated` is the layer that applies the activation: the Dense layer or a later one."""

    dense: Layer
    activated: Layer
    activation: str

    @property
    def units(self) -> int | None:
        units = self.dense.known("units")
        return units if isinstance(units, int) else None


@once
def heads(model: Model) -> tuple[Head, ...]:
    """The Dense heads of a model whose activation is known; none where an unfamiliar layer comes last."""
    found = (_head(model, layer) for layer in model.heads if not model.after(layer))
    return tuple(head for head in found if head is not None)


def single_heads(script: Script) -> Iterator[tuple[Model, Head, str]]:
    """The head of each recurrent model that has one, and the one loss that it is compiled with."""
    for model in script.models:
        losses = {loss_of(compiled) for compiled in model.in_force}
        loss = losses.pop() if len(losses) == 1 else None
        if loss is not None and model.recurrent and len(model.heads) == 1:
            yield from ((model, head, loss) for head in heads(model))


def _head(model: Model, layer: Layer | None) -> Head | None:
    activated: Layer | None = None
    name = "linear"
    passed: set[int] = set()
    while layer is not None and id(layer) not in passed and (applied := _applied(layer)) is not None:
        passed.add(id(layer))
        if applied != "linear" and activated is None:
            activated, name = layer, applied
        if layer.cls == "Dense":
            return Head(layer, activated or layer, name)
        layer = _only(model.before(layer))
    return None


def _applied(layer: Layer) -> str | None:
    """The activation that a layer applies, `linear` for none; None for a layer that does something else."""
    if layer.traits.family in _INERT:
        return "linear"
    return applied_by(layer) if layer.cls == "Dense" or layer.traits.family == "activation" else None


def _only(layers: tuple[Layer, ...]) -> Layer | None:
    return layers[0] if len(layers) == 1 else None
