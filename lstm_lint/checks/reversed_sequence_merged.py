"""LL151: a sequence that was read backwards, merged step by step with one that was read forwards."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script

_OPERATORS = frozenset({"+", "-", "*", "add", "multiply", "subtract", "maximum", "minimum"})


@check("reversed-sequence-merged", needs="recurrent.go_backwards=")
def reversed_sequence_merged(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not any(layer.known("go_backwards") is True for layer in model.recurrent):
            continue
        turned = _turned(model)
        for layer in model.layers:
            sources = model.before(layer)
            ways = [turned.get(id(source)) for source in sources]
            if _goes_step_by_step(layer) and True in ways and False in ways:
                back = sources[ways.index(True)]
                message = (
                    f"`{layer.cls}` puts step 1 of one sequence beside the last step of `{back.name}`, "
                    "which is in reversed time; flip that first"
                )
                if layer.cls == "Operation":
                    message = f"`{layer.known('function')}`" + message.removeprefix("`Operation`")
                yield model, layer, layer.problem(message, model=model)


def _turned(model: Model) -> dict[int, bool | None]:
    """Whether the output of each layer, by `id`, is a sequence in reversed time; None where that is not known."""
    turned: dict[int, bool | None] = {}
    for layer in model.order:
        ways = {turned.get(id(source)) for source in model.before(layer)}
        before = ways.pop() if len(ways) == 1 else None
        turned[id(layer)] = _after(layer, before)
    return turned


def _after(layer: Layer, before: bool | None) -> bool | None:
    if layer.traits.family == "entry":
        return False
    if before is None:
        return None
    if layer.is_recurrent:
        backwards = layer.known("go_backwards")
        if layer.returns_sequences is not True or not isinstance(backwards, bool):
            return None
        return before if layer.is_wrapped else before != backwards  # Bidirectional turns its half back itself
    keeps = layer.traits.time == "steps" or layer.wrapped_by("TimeDistributed") or _goes_step_by_step(layer)
    return before if keeps else None


def _goes_step_by_step(layer: Layer) -> bool:
    """Whether a merge puts the same steps of its inputs together."""
    if layer.output_shape is None or len(layer.output_shape) != 3:
        return False
    if layer.cls == "Operation":
        return layer.known("function") in _OPERATORS
    if layer.traits.mask == "joins":
        return layer.known("axis") in (-1, 2)
    return layer.traits.mask == "merges"
