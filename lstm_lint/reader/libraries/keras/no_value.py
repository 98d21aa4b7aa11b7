"""Layers and models of the program whose `call` has no `return`: what comes after them gets None."""

from __future__ import annotations

from collections.abc import Iterable

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Built, Function, Network, Tensor
from lstm_lint.reader.tree.syntax import own_nodes, statements


def without_value(function: Abstract | None) -> cst.FunctionDef | None:
    """A function that certainly returns None, and does not end by an exception."""
    node = function.node if isinstance(function, Function) and function.kind == "plain" else None
    if not isinstance(node, cst.FunctionDef) or node.decorators or node.asynchronous:
        return None
    last = statements(node.body)[-1:]
    if last and isinstance(last[0], cst.Return) and last[0].value:  # as nearly all of them end
        return None
    for part in own_nodes(node):
        if isinstance(part, (cst.Yield, cst.Raise)) or (isinstance(part, cst.Return) and part.value):
            return None
    return node


def note_taken(it: Interpreter, tensors: Iterable[Tensor]) -> None:
    """Write down that something is made of the outputs of such layers."""
    for tensor in tensors:
        if tensor.use is not None:
            note_used(it, tensor.use.layer)


def note_used(it: Interpreter, layer: Built | Network) -> None:
    """Write down that such a layer is part of a model, or such a model is trained."""
    if layer.gives_nothing is None or it.control.guards:
        return
    node = layer.gives_nothing
    owner = layer.cls if isinstance(layer, Built) else layer.name or "the model"
    it.record.refuse(node.name, "no-return", owner, node.name.value, _last_name(node))


def _last_name(node: cst.FunctionDef) -> str:
    """The name that the last statement assigns."""
    lines = statements(node.body)
    last = lines[-1] if lines else None
    target = last.targets[0].target if isinstance(last, cst.Assign) else None
    return target.value if isinstance(target, cst.Name) else ""
