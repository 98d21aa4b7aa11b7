"""Masks: which layers make them, hand them on, use them or lose them, and what that means for the layers behind."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from lstm_lint.ir.facts import once
from lstm_lint.script import Known, Layer, Model

_USING = ("uses", "ends", "query")


def makes_mask(layer: Layer) -> bool | None:
    """Whether a layer puts a mask on its output whatever comes in; None where that is not known."""
    if layer.traits.mask != "makes":
        return False
    if layer.traits.family != "embedding":
        return True
    zero = layer["mask_zero"]
    return bool(zero.value) if isinstance(zero, Known) and not layer.is_wrapped else None


class Masks:
    """Which layers of a model put out a masked sequence: True, False, or None where it is not known."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._out: dict[int, bool | None] = {}
        self._asked: set[int] = set()

    def out(self, layer: Layer) -> bool | None:
        """Whether the output of the layer carries a mask."""
        waiting = [layer]
        while waiting:
            last = waiting[-1]
            if id(last) in self._out:
                waiting.pop()
            elif id(last) in self._asked:
                waiting.pop()
                # A source that is still asked for reads its own output: a shared layer.
                self._out[id(last)] = self._transfer(
                    last, [self._out.get(id(one)) for one in self.model.before(last)]
                )
            else:
                self._asked.add(id(last))
                waiting.extend(one for one in self.model.before(last) if id(one) not in self._asked)
        return self._out[id(layer)]

    def into(self, layer: Layer) -> list[bool | None]:
        """Whether each input of the layer carries a mask."""
        return [self.out(source) for source in self.model.before(layer)]

    def source(self, layer: Layer) -> Layer | None:
        """The nearest layer that made the mask which reaches this one."""
        return self.model.behind(makes_mask).get(id(layer))

    def _transfer(self, layer: Layer, masks: list[bool | None]) -> bool | None:
        kind = layer.traits.mask
        if kind == "makes":
            return makes_mask(layer)
        if not masks or all(mask is False for mask in masks):
            return False if not layer.custom else None
        if layer.wrapped_by("TimeDistributed"):
            return masks[0]
        match kind:
            case "uses":
                return masks[0] if layer.returns_sequences else layer.returns_sequences
            case "keeps" | "query":
                return masks[0]
            case "merges":
                return True if all(masks) else None if None in masks else False
            case "joins":
                return True if all(masks) else None
        return False if kind == "ends" or loses_mask(layer) else None


def mask_of_head(model: Model) -> Layer | None:
    """The layer whose mask reaches the predictions, one for each step; None where none does, or it is not known."""
    if len(model.heads) != 1 or len(model.heads[0].output_shape or ()) != 3:
        return None
    masks, head = Masks(model), model.heads[0]
    return (masks.source(head) or head) if masks.out(head) is True else None


def loses_mask(layer: Layer) -> bool:
    """Whether a mask of the input certainly does not reach the layers behind; layers that use it up do not lose it."""
    if layer.wrapped_by("TimeDistributed"):
        return False
    if layer.cls == "Operation":
        return "function" in layer.arguments
    if layer.custom:
        return layer.keeps_mask is False
    return layer["mask"] == Known(None) if layer.traits.mask == "argument" else layer.traits.mask == "drops"


def is_sequence(layer: Layer) -> bool:
    """Whether it puts out the time steps that it reads, in their order, perhaps mixed or fewer."""
    if layer.wrapped_by("TimeDistributed"):
        return True
    return layer.traits.time in ("steps", "sequence") and layer.traits.mask != "makes"


def _keeps_steps(layer: Layer) -> bool:
    return is_sequence(layer) and layer.traits.time != "sequence"


def keeps_mask(layer: Layer) -> bool:
    """Whether a mask passes it untouched, step by step."""
    return layer.traits.mask == "keeps" and layer.traits.time == "steps"


def users(model: Model, layer: Layer) -> Iterator[Layer]:
    """The layers behind that would use a mask of the same time steps: recurrent layers, attention, averages."""
    passed: set[int] = set()
    queue = deque(model.after(layer))
    while queue:
        found = queue.popleft()
        if id(found) in passed:
            continue
        passed.add(id(found))
        if found.traits.mask in _USING and not found.wrapped_by("TimeDistributed"):
            if not found.given("mask"):
                yield found
            if found.returns_sequences and not found.is_wrapped:
                queue.extend(model.after(found))
        elif is_sequence(found) or found.traits.mask in ("merges", "joins"):
            queue.extend(model.after(found))


def scores_steps(model: Model, layer: Layer) -> bool:
    """Whether the time steps of this layer's output reach a head of the model, so that the loss counts each of them."""
    return _has_steps(layer) and (layer in model.heads or id(layer) in _scored(model))


@once
def _scored(model: Model) -> set[int]:
    """The layers, by `id`, whose output goes step by step into layers that lead to a head."""
    found: set[int] = set()
    queue = deque(layer for layer in model.heads if _hands_on_steps(layer))
    while queue:
        for source in model.before(queue.popleft()):
            if id(source) not in found:
                found.add(id(source))
                queue.extend([source] if _hands_on_steps(source) else [])
    return found


def _hands_on_steps(layer: Layer) -> bool:
    return _has_steps(layer) and (layer.returns_sequences is True or _keeps_steps(layer))


def _has_steps(layer: Layer) -> bool:
    return layer.output_shape is None or len(layer.output_shape) == 3
