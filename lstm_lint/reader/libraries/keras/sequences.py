"""A `keras.utils.PyDataset` of the program: the batches that it gives."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Args, Class, Function, Given, Instance, Module
from lstm_lint.reader.libraries.data.batches import generated
from lstm_lint.reader.libraries.keras.counts import note_length
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.script import Unknown

_SEQUENCES = ("keras.utils.Sequence", "keras.utils.PyDataset")


def of_sequence(it: Interpreter, value: Abstract, node: cst.CSTNode) -> Abstract:
    """A `keras.utils.PyDataset` of the program as the batches that its `__getitem__` returns."""
    if not isinstance(value, Instance) or not gives_batches(value.cls):
        return value
    function = value.cls.find("__getitem__")
    if not isinstance(function, Function):
        return value
    note_length(it, value, node)
    batch = it.call(function, Args([Given(value), Given(Unknown("the number of a batch"))]), node)
    found = generated(it, [batch], node)
    if not isinstance(found, Data):
        return value
    it.record.yielding[id(found.yielded)] = batch, function.node
    return found


def gives_batches(cls: Class) -> bool:
    """Whether a class of the program is a `keras.utils.PyDataset`."""
    bases = (base for one in cls.line() for base in one.bases)
    return any(isinstance(base, Module) and canonical(base.path) in _SEQUENCES for base in bases)
