"""What is done to tensors between layers: the name of the function or operator."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Built

_OPERATORS: dict[type, str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.Power: "**",
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/", cst.Minus: "-",
}  # fmt: skip


def operation_name(built: Built) -> str | None:
    """`*` for an operator, `relu` for `keras.ops.relu(x)`; None where it is no operation, or not known which."""
    if built.cls != "Operation" or built.first_use is None or not built.first_use.certain:
        return None
    node: object = built.node
    if isinstance(node, (cst.BinaryOperation, cst.AugAssign, cst.UnaryOperation)):
        return _OPERATORS.get(type(node.operator))
    if isinstance(node, cst.Subscript):
        return "[]"
    if isinstance(node, cst.Call):
        function = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        return function.value if isinstance(function, cst.Name) else None
    return None
