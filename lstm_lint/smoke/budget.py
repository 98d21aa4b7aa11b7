"""The budget of a file, in processor seconds of a usual core: what work is estimated to take, never what it took.

So the load of a machine changes no verdict and no figure.
"""

from __future__ import annotations

from lstm_lint.keras_api.layers import traits
from lstm_lint.smoke.specification import Specification

SECONDS = 120.0  # for a file
JOB = 0.5  # of it, for one finding at most
EXACT = 1.0  # seconds for a finding that an exact probe answers
IMPORT = 6.0  # seconds that TensorFlow takes to be there
_ROWS = 32
_GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1, "LSTMCell": 4, "GRUCell": 3, "SimpleRNNCell": 1}
_PRODUCT, _NUMBER, _STEP = (
    6e-11,
    5e-9,
    8e-6,
)  # seconds for a multiplication and the sum, a number, a time step
_OTHERS = 1e-3  # for what is not recurrent
TENSORFLOW = 6.0  # times as long
TRACING = 4.0  # seconds of TensorFlow before an arm trains


class Budget:
    """What is left of it."""

    def __init__(self, seconds: float) -> None:
        self.whole = self.left = seconds

    def take(self, seconds: float) -> bool:
        """Whether there is as much left, which is gone then."""
        if seconds > self.left:
            return False
        self.left -= seconds
        return True

    def part(self, share: float) -> Budget:
        """One that holds at most that share of the whole; `give_back` what is left of it."""
        held = Budget(min(self.left, share * self.whole))
        self.left -= held.left
        return held

    def give_back(self, part: Budget) -> None:
        self.left += part.left
        part.left = 0.0


def update(specification: Specification) -> float:
    """Seconds for one update of one seed in NumPy."""
    steps = max((one.shape[0] or 30 for one in specification.inputs if one.shape), default=1)
    width = max((one.shape[-1] or 1 for one in specification.inputs if one.shape), default=1)
    total = _OTHERS
    for node in specification.nodes:
        row = traits(node.cls)
        if node.cls == "RepeatVector":
            steps = node.arguments.get("n") or steps
        if row.family == "embedding":
            width = node.arguments.get("output_dim") or width
        if row.family != "recurrent":
            continue
        arguments = node.cell.arguments if node.cell is not None else node.arguments
        gates = _GATES.get(node.cell.cls if node.cell is not None else node.cls, 4)
        units, ways = arguments.get("units") or 32, 2 if node.wrappers else 1
        rows = gates * units
        one = steps * (_STEP + _ROWS * rows * (_NUMBER + 3 * _PRODUCT * (width + units)))
        total += ways * one
        width = units * ways
    return total
