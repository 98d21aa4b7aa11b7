"""What generators feed to `fit`, and Keras 3 does not take: lists instead of tuples, a function instead of its result.

`keras/src/trainers/data_adapters/generator_data_adapter.py` wants a tuple of a Python generator, and both adapters hand
`tf.data` a signature, in which inputs that stand in a list have no place.
"""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data, Generator
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Function, Given, Instance, Items, Network, Table
from lstm_lint.reader.tree.syntax import own_nodes, returns_in

_FED = ("x", "validation_data")


def note_fed(it: Interpreter, given: Mapping[str, Given], before: Mapping[str, Abstract]) -> None:
    """Write down what a call is fed with; `before`: the arguments, before a PyDataset became its batches."""
    if not it.target.at_least(3) or it.control.guards:
        return
    for name in _FED:
        if name not in given:
            continue
        value, node = given[name].value, given[name].node
        if isinstance(value, Function) and node is not None and _is_plain(value.node):
            yields = _first_yield(value.node) is not None
            it.record.refuse(node, "function", value.name, "the generator that" if yields else "what")
        elif isinstance(value, (Data, Generator)) and value.yielded is not None:
            of_dataset = isinstance(before.get(name), Instance)
            _note_batch(it, value, of_dataset)
            if name == "x" and not of_dataset and "class_weight" in given:
                _note_weights(it, value, given["class_weight"])


def _is_plain(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.FunctionDef) and not node.decorators


def note_step(it: Interpreter, call: Call, model: Network) -> None:
    """Write down a list of inputs where a batch is wanted, of which the first alone is the inputs.

    keras/src/trainers/data_adapters/data_adapter_utils.py, `unpack_x_y_sample_weight`.
    """
    node = call.node.args[0].value if call.node.args else None
    while isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        node = node.left
    several = model.kind == "functional" and model.closed and len(model.inputs) > 1 and not model.input_keys
    if (
        not several
        or it.control.guards
        or not it.target.at_least(3)
        or not isinstance(node, (cst.List, cst.Tuple))
    ):
        return
    first = node.elements[0].value if node.elements else None
    value = it.evaluate(first) if isinstance(first, (cst.Name, cst.Call, cst.Subscript)) else None
    if isinstance(value, Data) and value.kind == "array" and value.parts is None and not value.listed:
        it.record.refuse(call.node, "step-inputs", call.name, str(len(model.inputs)))


def _note_weights(it: Interpreter, value: Data | Generator, weights: Given) -> None:
    """Weights of classes beside a generator of Python, which Keras refuses: data_adapters/__init__.py."""
    made = it.record.yielding.get(id(value.yielded))
    plain = isinstance(value, Generator) or value.kind == "generator"
    of_python = made is not None and _first_yield(made[1]) is not None
    if plain and of_python and isinstance(weights.value, Table) and weights.node is not None:
        it.record.refuse(weights.node, "weighted-generator")


def _note_batch(it: Interpreter, value: Data | Generator, of_dataset: bool) -> None:
    batch, made = value.yielded, it.record.yielding.get(id(value.yielded))
    if made is None or not isinstance(batch, Items) or batch.open or batch.spoiled or batch.unordered:
        return
    at = _first_yield(made[1]) if not of_dataset else _first_return(made[1])
    if at is None or not batch.items:
        return
    first, first_node = batch.items[0], _first_element(at)
    if batch.mutable and not of_dataset and len(batch.items) <= 3:
        it.record.refuse(at, "batch-list", it.text(at))
    elif len(batch.items) in (2, 3) and isinstance(first, Items) and first.mutable and _holds_arrays(first):
        it.record.refuse(first_node or at, "inputs-list", "returns" if of_dataset else "yields")


def _holds_arrays(inputs: Items) -> bool:
    """Whether it is a list of several arrays, and no array that is written as a list."""
    return (
        not inputs.open
        and not inputs.spoiled
        and len(inputs.items) > 1
        and all(isinstance(item, Data) and item.kind in ("array", "frame", "column") for item in inputs.items)
    )


def _first_element(node: cst.BaseExpression) -> cst.BaseExpression | None:
    return node.elements[0].value if isinstance(node, (cst.Tuple, cst.List)) and node.elements else None


def _first_yield(function: cst.CSTNode) -> cst.BaseExpression | None:
    """What a function yields first in its text."""
    for node in own_nodes(function):
        if isinstance(node, cst.Yield) and isinstance(node.value, cst.BaseExpression):
            return node.value
    return None


def _first_return(function: cst.CSTNode) -> cst.BaseExpression | None:
    return next((one.value for one in returns_in(function) if one.value is not None), None)
