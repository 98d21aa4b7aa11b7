"""Layers and operators with several inputs of the same steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.layers import Shape

_OPERATORS = {"+": "Add", "*": "Multiply", "-": "Subtract"}


class Merging:
    """Add, Subtract, Multiply, Average, Concatenate of the features, and the operators of Python."""

    def __init__(self, cls: str, arguments: Mapping[str, Any], shapes: Sequence[Shape]) -> None:
        if cls == "Operation":
            cls = _OPERATORS.get(str(arguments.get("function")), "")
        elif cls == "Concatenate":
            if arguments.get("axis", -1) not in (-1, len(shapes[0])) or len({one[:-1] for one in shapes}) > 1:
                raise Unsupported("Concatenate of another axis than the features")
        elif arguments:
            raise Unsupported(f"arguments of {cls}")
        if cls not in ("Add", "Subtract", "Multiply", "Average", "Concatenate") or len(shapes) < 2:
            raise Unsupported("an operation")
        if cls != "Concatenate" and len(set(shapes)) > 1:
            raise Unsupported("inputs of different shapes")
        self.cls = cls
        self.widths = [shape[-1] for shape in shapes]
        width = sum(self.widths) if cls == "Concatenate" else self.widths[0]
        self.output_shape: Shape = (*shapes[0][:-1], width)

    def forward(self, inputs: Sequence[Array]) -> Array:
        self.inputs = list(inputs)
        if self.cls == "Concatenate":
            return np.concatenate(self.inputs, 1)
        if self.cls == "Multiply":
            return reduce(np.multiply, self.inputs)
        if self.cls == "Subtract":
            return self.inputs[0] - self.inputs[1]
        total = reduce(np.add, self.inputs)
        return total / len(self.inputs) if self.cls == "Average" else total

    def backward(self, gradient: Array) -> list[Array]:
        if self.cls == "Concatenate":
            return list(np.split(gradient, np.cumsum(self.widths)[:-1], 1))
        if self.cls == "Multiply":
            return [
                reduce(np.multiply, [one for at, one in enumerate(self.inputs) if at != number], gradient)
                for number in range(len(self.inputs))
            ]
        if self.cls == "Subtract":
            return [gradient, -gradient]
        share = gradient / len(self.inputs) if self.cls == "Average" else gradient
        return [share] * len(self.inputs)
