"""Decoders that a loop asks step by step: the states that they return go in again, and so does what they predicted.

A name hangs on a result where an assignment, a change in place or an `append` of the loop makes it of that result.
"""

from __future__ import annotations

from typing import Literal

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Network
from lstm_lint.reader.libraries.keras.window_expressions import outline
from lstm_lint.reader.libraries.keras.window_pieces import name_of
from lstm_lint.reader.tree.syntax import names_in, names_used
from lstm_lint.script import FedBack


def note_decoding(it: Interpreter, loop: cst.For | cst.While, call: cst.Call, owner: Network) -> None:
    """`tokens, h, c = decoder.predict([token, *states])`, and the next pass gets the same states or the same token."""
    above, changed = outline(loop.body)
    made = above.get(call)
    target = made.targets[0].target if isinstance(made, cst.Assign) and len(made.targets) == 1 else None
    if not isinstance(target, cst.Tuple) or not call.args or not _returns_states(owner, len(target.elements)):
        return
    first, *states = (names_in(one.value) for one in target.elements)
    given = names_used(call.args[0].value)
    of_token, of_states = (
        _hanging(above, set(first)),
        _hanging(above, {name for one in states for name in one}),
    )
    counted = set(names_in(loop.target)) if isinstance(loop, cst.For) else set()
    how: Literal["states", "token"] | None = None
    if given & of_token and not given & of_states:
        how = "states"
    elif given & of_states and not (given & of_token or (given - of_states) & (changed | counted)):
        how = "token"
    if how is not None:
        it.record.fed_back[call] = FedBack(it.place(call), it.place(call), how, _shown(target))


def _shown(target: cst.Tuple) -> str:
    """The names of the states as the program has them."""
    return ", ".join(name_of(one.value) for one in target.elements[1:])


def _returns_states(owner: Network, count: int) -> bool:
    """Whether it returns the states that it takes beside one sequence: as many of one shape as the other."""
    taken = [tensor.shape for tensor in owner.inputs if tensor.shape is not None and len(tensor.shape) == 2]
    sequences = len(owner.inputs) - len(taken)
    return owner.complete and count > 1 and len(owner.outputs) == count == len(taken) + 1 and sequences >= 1


def _hanging(above: dict[cst.CSTNode, cst.CSTNode], names: set[str]) -> set[str]:
    """The names that hang on some in the pass of a loop, those included; rather too many than too few."""
    found, before = set(names), 0
    while len(found) > before:
        before = len(found)
        for node in above:
            if isinstance(node, cst.Assign):
                targets = {name for one in node.targets for name in names_used(one.target)}
                placed = any(
                    isinstance(one.target, cst.Subscript) for one in node.targets
                )  # `token[0, 0, best] = 1`
                if names_used(node.value) & found or (placed and targets & found):
                    found |= targets
            elif isinstance(node, cst.AugAssign) and names_used(node.value) & found:
                found |= names_used(node.target)
            elif isinstance(node, cst.Expr) and names_used(node.value) & found:  # `states.append(h)`
                found |= names_used(node.value)
    return found
