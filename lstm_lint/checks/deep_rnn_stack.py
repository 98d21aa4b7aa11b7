"""LL604: four and more recurrent layers on top of each other, with nothing that leads around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.layers import traits
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import sequences
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Known, Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_MANY_SEQUENCES = 100_000
_VOCABULARY = 1_000


@check("deep-rnn-stack", needs="recurrent")
def deep_rnn_stack(script: Script, *, most_layers: int = 3) -> Iterator[Problem]:
    yield from on_their_paths(script, chosen(script, _found(script, most_layers)))


def _found(script: Script, most: int) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        heights: dict[int, int] = {}
        under_others: set[int] = set()
        for layer in filter(_is_measured, model.recurrent):
            under = _under(model, layer)
            heights[id(layer)] = heights.get(id(under), 0) + 1
            under_others |= {id(under)} & heights.keys()
        for top in filter(_is_measured, model.recurrent):
            height = heights[id(top)]
            if (
                height > most
                and id(top) not in under_others
                and not _large_scale(model)
                and not is_trial(model)
            ):
                message = (
                    f"{height} recurrent layers in a stack learn slower than 1 or 2 and rarely better; "
                    "remove some, or add residual connections"
                )
                yield model, top, top.problem(message, model=model)


def _is_measured(layer: Layer) -> bool:
    return layer.is_recurrent and layer.traits.reads == 3  # not ConvLSTM


def _under(model: Model, layer: Layer) -> Layer | None:
    """The recurrent layer whose sequence this one reads, directly or through layers that work step by step."""
    passed: set[int] = set()
    while True:
        before = model.before(layer)
        if len(before) != 1 or id(before[0]) in passed or len(model.after(before[0])) != 1:
            return None
        layer = before[0]
        passed.add(id(layer))
        if _is_measured(layer):
            return layer if layer["return_sequences"] == Known(True) else None
        if layer.traits.time != "steps":
            return None


@once
def _large_scale(model: Model) -> bool:
    """Speech and translation, where depth pays: many sequences, a head over a vocabulary, a loss such as CTC."""
    counts = [sequences(fit) for fit in model.fits]
    sizes = [head.number("units") or 0 for head in model.heads]
    own_loss = any(not isinstance(compile.loss, Known) for compile in model.in_force)
    return (
        own_loss
        or any((count or 0) >= _MANY_SEQUENCES for count in counts)
        or max(sizes, default=0) >= _VOCABULARY
    )


@mends("deep-rnn-stack")
def two_layers(specification: Specification, defect: Defect) -> Specification | None:
    """The first and the last recurrent layer of the stack."""
    rows = {node.id: traits(node.cls) for node in specification.nodes}
    stack = [
        name
        for name, row in rows.items()
        if row.family == "recurrent" and row.reads == 3 and row.states  # not RNN, which may hold any cell
    ]
    return specification.without(*stack[1:-1])
