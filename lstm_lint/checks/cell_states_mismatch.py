"""LL174: a cell of the program whose states do not fit: how many there are, and how its `call` takes them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("cell-states-mismatch", needs="refused:cell|refused:cell-size|refused:cell-list")
def cell_states_mismatch(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("cell", _message))
    yield from refusals(script, of_kind("cell-size", _without_size))
    yield from refusals(script, of_kind("cell-list", _of_list))


def _without_size(name: str) -> str:
    return f"`{name}` sets no `state_size`: RNN raises; write self.state_size = self.units in its `__init__`"


def _of_list(states: str) -> str:
    return f"`{states}` is a list of one state, and no tensor to reckon with: it raises; take {states}[0]"


def _message(method: str, gives: str, wants: str) -> str:
    if gives == "0":
        new = "[h]" if wants == "1" else "[h, c]" if wants == "2" else "[...]"
        return f"`call` of a cell returns its output and its new states: Keras raises; return output, {new}"
    states = f"{gives} state{'s' if gives != '1' else ''}"
    if method == "call":
        return (
            f"`call` returns {states}, but the cell begins with {wants}: it raises; make `state_size` agree"
        )
    return f"`get_initial_state` returns {states}, but `call` returns {wants}: it raises; one for each size"
