"""Numbers that `fit` and its kin count with: epochs, steps and the size of a batch, which are whole in Keras 3."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data, Generator, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Args, Function, Given, Instance
from lstm_lint.reader.tree.syntax import statements
from lstm_lint.script import Known, is_text

_ROUNDS = ("epochs", "steps_per_epoch", "validation_steps", "steps")
# What NumPy rounds stays a float.
_ROUNDED = ("ceil", "floor", "round", "rint", "trunc", "fix", "divide")


def note_counts(it: Interpreter, given: Mapping[str, Given], complete: bool, rounds: str) -> None:
    """Write down a count that certainly is a float, `len(x) / batch_size`, and one that is missing. `complete`: all
    arguments are known; `rounds`: the argument that says how many batches x gives."""
    if not it.target.at_least(3) or it.control.guards:
        return
    if complete:
        _note_endless(it, given, rounds)
    x = given["x"].value if "x" in given else None
    in_batches = isinstance(x, (Generator, Instance)) or (
        isinstance(x, Data) and x.kind in ("dataset", "generator")
    )
    for name in _ROUNDS if in_batches or x is None else (*_ROUNDS, "batch_size"):
        node = given[name].node if name in given else None
        if node is None:
            continue
        value = given[name].value
        if is_text(value):
            it.record.refuse(node, "count-text", name, it.text(node))
        elif is_float(value, node):
            shown = f"{value.value:g}" if isinstance(value, Known) else ""
            it.record.refuse(node, "count", name, it.text(node), shown)


def note_length(it: Interpreter, batches: Instance, node: cst.CSTNode) -> None:
    """Write down a `__len__` that certainly returns a float: `return len(self.x) / self.batch_size`."""
    function = batches.cls.find("__len__")
    if not isinstance(function, Function) or it.control.guards:
        return
    lines = statements(function.node.body) if isinstance(function.node, cst.FunctionDef) else []
    returned = [part.value for part in lines if isinstance(part, cst.Return)]
    straight = all(isinstance(line, cst.BaseSmallStatement) for line in lines)  # no branch, no loop
    if straight and len(returned) == 1 and returned[0] is not None:
        length = it.call(function, Args([Given(batches)]), node)
        if is_float(length, returned[0]):
            it.record.refuse(returned[0], "length", it.text(returned[0]))


def _note_endless(it: Interpreter, given: Mapping[str, Given], rounds: str) -> None:
    """Data without end, of which the call is not told how many batches are a round."""
    for name, told in (("x", rounds), ("validation_data", "validation_steps")):
        value = given[name].value if name in given else None
        counts = [given[told].value] if told in given else []
        endless = isinstance(value, (Data, Generator)) and value.endless
        if (
            endless
            and all(count == Known(None) for count in counts)
            and (node := given[name].node) is not None
        ):
            it.record.refuse(node, "endless", told, it.text(node))


def is_float(value: Abstract, node: cst.CSTNode) -> bool:
    """Whether a number certainly is a float; `node`: where it is written."""
    if isinstance(value, Known):
        return isinstance(value.value, float)
    if isinstance(value, Number):
        return value.fraction
    rounded = (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and node.func.attr.value in _ROUNDED
    )
    return rounded and getattr(value, "reason", "").startswith("the result of `numpy.")
