"""`get_initial_state`: zeros for the states of a recurrent layer, of which Keras 3 asks for the batch size alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Built, Items, Tensor
from lstm_lint.script import Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode


def zero_states(it: Interpreter, owner: Built, call: Call) -> Abstract:
    """The list of states; of what gets the inputs instead of their number it is written down that it raises."""
    states = traits(owner.cls).states
    if owner.kind != "layers" or owner.custom or owner.wrapped is not None or not states:
        return Unknown("the initial state of a layer")
    _note_inputs(it, owner, call)
    return Items([Tensor(None, given=True) for _ in range(states)], True, depth=it.control.depth)


def _note_inputs(it: Interpreter, owner: Built, call: Call) -> None:
    if not it.target.at_least(3) or it.control.guards:
        return
    if "inputs" in call.args.keywords and call.args.complete:
        it.record.refuse(
            call.args.keywords["inputs"].node or call.node, "initial-state", owner.cls, "inputs="
        )
        return
    given = call.args.positional[0] if call.args.positional else call.args.keywords.get("batch_size")
    if given is not None and given.node is not None and _is_batch(it, given.value):
        it.record.refuse(given.node, "initial-state", owner.cls, it.text(given.node))


def _is_batch(it: Interpreter, value: Abstract) -> bool:
    """Whether it certainly is no single number: an array, what a layer of Keras returns, the input of `call`."""
    if isinstance(value, Data):
        return value.kind == "array" and value.sure and bool(value.shape)
    if not isinstance(value, Tensor):
        return False
    if value.shape is not None:
        return len(value.shape) > 1
    if value.given and value.use is None:
        return it.control.calling[0] == "call"
    layer = value.use.layer if value.use is not None else None
    return isinstance(layer, Built) and layer.kind == "layers" and bool(traits(layer.cls).family)


def note_flat(it: Interpreter, node: CSTNode, layer: Built, given: Abstract) -> None:
    """Write down stacked cells that start from one tensor a cell or a flat list of them: each LSTMCell takes a pair."""
    cells = layer.cell
    if isinstance(cells, Built) and cells.cls == "StackedRNNCells" and "cells" in cells.given:
        cells = cells.given["cells"].value
    if layer.cls != "RNN" or not isinstance(cells, Items) or cells.open or cells.spoiled or it.control.guards:
        return
    flat = isinstance(given, Items) and not given.spoiled and bool(given.items)
    if not flat or not isinstance(given, Items) or not it.target.at_least(3):
        return
    first = [state for cell, state in zip(cells.items, given.items) if _is_lstm(cell)]
    if any(isinstance(state, Tensor) and _is_plain(state) for state in first) and all(
        map(_is_cell, cells.items)
    ):
        it.record.refuse(node, "flat-states", str(len(cells.items)))


def _is_plain(state: Tensor) -> bool:
    """Whether it is one tensor: what stacked cells return as a state is a pair."""
    maker = state.use.layer if state.use is not None else None
    return state.traced and not (
        isinstance(maker, Built) and (maker.cls == "RNN" or maker.wrapped is not None)
    )


def _is_cell(cell: Abstract) -> bool:
    return isinstance(cell, Built) and traits(cell.cls).family == "cell" and not cell.custom


def _is_lstm(cell: Abstract) -> bool:
    return _is_cell(cell) and isinstance(cell, Built) and cell.cls == "LSTMCell"


_DEEPEST = 8  # layers between the states of one layer and those of the next
_STAYS = ("dense", "dropout", "activation")  # layers through which a state stays one of its kind


def note_exchanged(it: Interpreter, node: CSTNode, layer: Built, states: tuple[Tensor, ...]) -> None:
    """Write down an LSTM whose hidden state begins as the cell state of another one, and the other way round."""
    if layer.cls == "LSTM" and len(states) == 2 and [_role(one) for one in states] == ["c", "h"]:
        it.record.slip(node, "states-exchanged")


def _role(tensor: Tensor, depth: int = 0) -> str:
    """Which of its states an LSTM gives there, "h" or "c"; empty where it is none, or not known."""
    use = tensor.use
    built = use.layer if use is not None else None
    if use is None or not isinstance(built, Built) or depth > _DEEPEST:
        return ""
    inner = built.wrapped if built.cls == "Bidirectional" else built
    if isinstance(inner, Built) and inner.cls == "LSTM" and not inner.custom:
        return "" if tensor.index == 0 else "h" if tensor.index % 2 else "c"
    row = traits(built.cls)
    stays = built.cls == "Operation" or row.family in _STAYS or row.mask in ("merges", "joins")
    if stays and (not built.custom or built.cls == "Operation") and use.inputs:
        roles = {_role(one, depth + 1) for one in use.inputs}
        return roles.pop() if len(roles) == 1 else ""
    return ""
