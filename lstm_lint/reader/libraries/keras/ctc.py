"""CTC in a loss of the program: how many time steps it is told of."""

from __future__ import annotations

from lstm_lint.nodes import CSTNode
from lstm_lint.reader.abstract.arrays import Data, Filled
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Tensor
from lstm_lint.reader.libraries.keras.ops import operation, tensors_in
from lstm_lint.script import Unknown


def filled(it: Interpreter, call: Call) -> Abstract:
    """`tf.fill([n, 1], 40)`, `keras.ops.full((n, 1), 40)`: one number everywhere, which nothing else is known of."""
    value = call.args.at(1, "value") or call.args.at(1, "fill_value")
    number = integer(value) if value is not None else None
    why = f"the result of `{call.path}`"
    return Filled(why, number, call.node) if number is not None else Unknown(why)


def batch_cost(it: Interpreter, call: Call) -> Abstract:
    """`keras.backend.ctc_batch_cost(y_true, y_pred, input_length, label_length)`."""
    predicted, told = call.args.at(1, "y_pred"), call.args.at(2, "input_length")
    shape = predicted.shape if isinstance(predicted, (Tensor, Data)) else None
    steps = shape[1] if shape is not None and len(shape) == 3 else None
    number, node = _everywhere(told)
    if node is not None and isinstance(steps, int) and number > steps and not it.control.guards:
        it.record.refuse(node, "ctc-steps", str(number), str(steps))
    found = tensors_in(call)
    return operation(it, call.node, found) if found else Unknown(f"the result of `{call.path}`")


def _everywhere(told: Abstract | None) -> tuple[int, CSTNode | None]:
    """The whole number that an array holds everywhere, and where it is made; 0 and None where that is not known."""
    if isinstance(told, Filled):
        return told.number, told.node
    if (
        isinstance(told, Data)
        and told.kind == "array"
        and told.sure
        and told.range is not None
        and told.steps
    ):
        (low, high), place = told.range, told.steps[0].place
        if low == high == int(high) and place is not None and isinstance(place.node, CSTNode):
            return int(high), place.node
    return 0, None
