"""Cells of the program: how many states a class says that it has, and how many its methods return.

`RNN` of Keras 3 packs what `call` returns as it packs the initial state: keras/src/layers/rnn/rnn.py.
"""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data, Filled, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Module,
    Tensor,
)
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.libraries.keras.no_value import without_value
from lstm_lint.reader.tree.syntax import names_used, own_nodes, returns_in, statements
from lstm_lint.script import Known, Unknown

_MOST = 8  # states of a cell
_MADE = tuple(
    f"the result of `{module}.{name}`"
    for module in ("keras.ops", "keras.backend", "tensorflow")
    for name in ("zeros", "ones", "zeros_like", "ones_like", "full", "fill")
)


def note_cell(it: Interpreter, rnn: Built) -> None:
    """Write down a cell whose methods do not return the states that `state_size` says."""
    cell = rnn.cell
    if not isinstance(cell, Instance) or not it.target.at_least(3) or it.control.guards:
        return
    if (silent := without_value(cell.cls.find("call"))) is not None:
        it.record.refuse(silent.name, "no-return", cell.cls.name, "call", "")
        return
    size = cell.names.get("state_size", cell.cls.find("state_size"))
    count = _states(size)
    if size is None and _is_of_program(cell):
        it.record.refuse(rnn.node, "cell-size", cell.cls.name)
    if count == 1:
        _note_list(it, cell)
    if count is None or count > _MOST:
        return
    initial, call = cell.cls.find("get_initial_state"), cell.cls.find("call")
    if not isinstance(call, Function) or (at := _returned(call)) is None:
        return
    begins: int | None = count
    if isinstance(initial, Function):
        made = it.trial(initial, Args([Given(cell)], {"batch_size": Given(Unknown("the batch"))}))
        begins = _count(made)
    states = Items([Tensor(None, given=True) for _ in range(count)], False, depth=it.control.depth)
    made = it.trial(call, Args([Given(cell), Given(Tensor(None, given=True)), Given(states)]))
    if begins is None:
        return
    if isinstance(made, Tensor):
        it.record.refuse(at, "cell", "call", "0", str(begins))
    elif isinstance(made, Items) and not made.open and not made.spoiled and len(made.items) == 2:
        ends = _count(made.items[1])
        if ends is None or ends == begins:
            return
        if ends == count and isinstance(initial, Function):
            where = _returned(initial) or initial.node
            it.record.refuse(where, "cell", "get_initial_state", str(begins), str(ends))
        else:
            it.record.refuse(at, "cell", "call", str(ends), str(begins))


def _is_of_program(cell: Instance) -> bool:
    """Whether its class is known as a whole: it derives from `Layer` alone, and sets attributes by name."""
    roots = [
        canonical(base.path) if isinstance(base, Module) else "" for one in cell.cls.line() for base in one.bases
        if not isinstance(base, Class)
    ]  # fmt: skip
    if roots != ["keras.layers.Layer"] or cell.cls.node.decorators:
        return False
    names = set().union(*(names_used(one.node) for one in cell.cls.line()))
    return not {"setattr", "state_size", "__dict__", "__getattr__"} & names


def _note_list(it: Interpreter, cell: Instance) -> None:
    """Write down the list of one state where `call` reckons with it as if it were the state."""
    call = cell.cls.find("call")
    if not isinstance(call, Function) or not isinstance(call.node, cst.FunctionDef):
        return
    params = [*call.node.params.posonly_params, *call.node.params.params]
    names = {params[2].name.value} if len(params) > 2 else set()
    for part in statements(call.node.body):
        if not isinstance(part, cst.BaseSmallStatement):
            names -= names_used(part)
            continue
        wrong = next((node for node in own_nodes(part) if _reckons_with(node, names)), None)
        if wrong is not None:
            it.record.refuse(wrong, "cell-list", params[2].name.value)
            return
        if isinstance(part, cst.Assign):
            plain = all(isinstance(target.target, cst.Name) for target in part.targets)
            same = plain and isinstance(part.value, cst.Name) and part.value.value in names
            targets = {one for target in part.targets for one in names_used(target.target)}
            names = names | targets if same else names - targets


def _reckons_with(node: cst.CSTNode, names: set[str]) -> bool:
    """Whether one of the names is a side of an operation as it is."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, _RECKONS):
        return False
    return any(isinstance(side, cst.Name) and side.value in names for side in (node.left, node.right))


_RECKONS = (cst.Multiply, cst.Subtract, cst.Divide, cst.Add)


def _states(size: Abstract | None) -> int | None:
    """How many states a `state_size` names: a number is one, a list has its length."""
    if isinstance(size, Known):
        value = size.value
        return len(value) if isinstance(value, (tuple, list)) else 1 if isinstance(value, int) else None
    if isinstance(size, Items) and not size.open and not size.spoiled:
        return None if any(isinstance(one, Items) for one in size.items) else len(size.items)
    if isinstance(size, (Linear, Number)):
        return 1
    return None


def _count(states: Abstract) -> int | None:
    if isinstance(states, Items) and not states.open and not states.spoiled:
        return len(states.items) if all(map(_is_tensor, states.items)) else None
    return 1 if _is_tensor(states) else None


def _is_tensor(value: Abstract) -> bool:
    """Whether it certainly is one tensor: `ops.zeros((batch, units))` is not read any further."""
    made = type(value) in (Unknown, Filled) and value.reason.startswith(_MADE)  # type: ignore[union-attr]
    return isinstance(value, (Tensor, Data)) or made


def _returned(function: Function) -> cst.CSTNode | None:
    """What a method returns, where it does so at one place."""
    found = returns_in(function.node.body)
    return (found[0].value or found[0]) if len(found) == 1 else None
