"""LL168: another number of names than a layer returns tensors."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script, Unpacked


@check("tensors-not-unpacked", needs="unpacked")
def tensors_not_unpacked(script: Script) -> Iterator[Problem]:
    yield from each_place_once(Problem(_message(found), found.place.span) for found in script.unpacked)


def _message(found: Unpacked) -> str:
    if found.tensors == 1:
        write = "add return_state=True" if found.stateful else "take it as it is"
        if "Attention" in found.layer:
            write = "add return_attention_scores=True"
        return f"`{found.layer}` returns one tensor, but {found.names} names are on the left: Keras raises; {write}"
    states = found.tensors - 1
    both = " of both directions" if found.layer.startswith("Bidirectional") else ""
    has = f"`{found.layer}` returns {found.tensors} tensors, its output and {states} state{'s' if states > 1 else ''}"
    return f"{has}{both}; but {found.names} names are on the left: ValueError"
