"""A `keras.utils.PyDataset` of the program: the batches that it gives."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Module,
    Table,
)
from lstm_lint.reader.libraries.data.batches import generated
from lstm_lint.reader.libraries.keras.counts import note_length
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree.syntax import own_nodes, returns_in
from lstm_lint.script import Known, Selected, Unknown

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
    _note_sizes(it, value, function)
    it.record.yielding[id(found.yielded)] = batch, function.node
    return found


def _note_sizes(it: Interpreter, value: Instance, function: Function) -> None:
    """Write down batches whose arrays have not the same number of rows, as the first of them shows."""
    if it.control.guards or it.control.depth:
        return
    batch = it.trial(function, Args([Given(value), Given(Known(0))]))
    returned = returns_in(function.node)
    if (
        not isinstance(batch, Items)
        or batch.open
        or batch.spoiled
        or len(batch.items) not in (2, 3)
        or len(returned) != 1
    ):
        return
    inputs, targets = _arrays(batch.items[0]), [one for item in batch.items[1:] for one in _arrays(item)]
    sizes = [_rows(one) for one in inputs]
    if len(set(sizes)) > 1 and None not in sizes:
        it.record.refuse(returned[0].value or returned[0], "batch-inputs", *map(str, sizes[:2]))
        return
    for target in targets:
        count = _rows(target)
        if sizes and None not in (count, sizes[0]) and count != sizes[0]:
            it.record.refuse(
                _where(target, function, returned[0]), "batch-targets", str(sizes[0]), str(count)
            )
            return


def _arrays(value: Abstract) -> list[Data]:
    """The arrays of a batch, in lists and dicts too."""
    if isinstance(value, Data):
        return [value]
    items: list[Abstract] = []
    if isinstance(value, Items) and not (value.open or value.spoiled):
        items = value.items
    elif isinstance(value, Table) and not value.open:
        items = [*value.entries.values()]
    return [item for item in items if isinstance(item, Data)]


def _rows(array: Data) -> int | None:
    """How many rows it certainly has, or has where the array that it is a part of has enough of them."""
    if array.kind not in ("array", "frame", "column") or array.text:
        return None
    if array.shape and isinstance(array.shape[0], int):
        return array.shape[0] if array.shape[0] != 1 else None  # one row is added to all
    last = array.steps[-1] if array.steps else None
    return (
        array.most
        if (array.most or 0) > 1 and last is not None and isinstance(last.detail, Selected)
        else None
    )


def _where(target: Data, function: Function, returned: cst.Return) -> cst.CSTNode:
    """The slice that gives the targets, where that is in the method; else what it returns."""
    place = target.steps[-1].place if target.steps else None
    within = own_nodes(function.node) if place is not None else ()
    slices = (one for one in within if place is not None and one is place.node)
    return next(slices, returned.value or returned)


def gives_batches(cls: Class) -> bool:
    """Whether a class of the program is a `keras.utils.PyDataset`."""
    bases = (base for one in cls.line() for base in one.bases)
    return any(isinstance(base, Module) and canonical(base.path) in _SEQUENCES for base in bases)
