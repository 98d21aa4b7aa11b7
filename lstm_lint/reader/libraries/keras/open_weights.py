"""Weights of a layer of the program that are as many as an axis of its input, where that axis is open."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Function, Instance, Tensor
from lstm_lint.reader.tree.syntax import dotted, own_nodes
from lstm_lint.script import Shape

_BRANCHES = (cst.If, cst.Try, cst.IfExp)


def note_open_weights(it: Interpreter, call: Call, instance: Instance) -> None:
    """Write down `add_weight(shape=(input_shape[1], 1))` of a layer that is called on steps of any number."""
    build, given = instance.cls.find("build"), call.args.positional[0].value if call.args.positional else None
    layer = instance.layer
    first = layer is not None and layer.first_use is None
    if not first or not isinstance(given, Tensor) or not given.shape or it.control.guards:
        return
    if not isinstance(build, Function) or not isinstance(build.node, cst.FunctionDef):
        return
    params, nodes = build.node.params.params, own_nodes(build.node)
    if len(params) != 2 or any(
        isinstance(one, (*_BRANCHES, cst.Assign)) and _sets(one, params[1].name.value) for one in nodes
    ):
        return
    for node in own_nodes(build.node):
        if isinstance(node, cst.Call) and dotted(node.func) == f"{params[0].name.value}.add_weight":
            axis = _open_axis(node, params[1].name.value, given.shape)
            if axis is not None:
                it.record.refuse(node, "open-weight", instance.cls.name, f"{params[1].name.value}[{axis}]")
                return


def _sets(node: cst.CSTNode, name: str) -> bool:
    """Whether the shape may be another one by the time that the weights are made."""
    if not isinstance(node, cst.Assign):
        return True
    return any(isinstance(target.target, cst.Name) and target.target.value == name for target in node.targets)


def _open_axis(call: cst.Call, name: str, shape: Shape) -> int | None:
    """The axis of the input, of no stated size, that is an axis of the weight."""
    for one in call.args:
        if one.keyword is not None and one.keyword.value != "shape":
            continue
        dims = one.value.elements if isinstance(one.value, (cst.Tuple, cst.List)) else ()
        for dim in dims:
            at = _index(dim.value, name)
            if at is not None and -len(shape) <= at < len(shape) and at % len(shape) and shape[at] is None:
                return at
    return None


def _index(node: cst.BaseExpression, name: str) -> int | None:
    """k of `input_shape[k]`."""
    if not isinstance(node, cst.Subscript) or dotted(node.value) != name or len(node.slice) != 1:
        return None
    part = node.slice[0].slice
    value = part.value if isinstance(part, cst.Index) else None
    sign = 1
    if isinstance(value, cst.UnaryOperation) and isinstance(value.operator, cst.Minus):
        value, sign = value.expression, -1
    number = value.evaluated_value if isinstance(value, cst.Integer) else None
    return sign * number if number is not None else None
