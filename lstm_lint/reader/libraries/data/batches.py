"""Batches: what datasets and generators yield, inputs and targets together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lstm_lint.reader.abstract.arrays import Data, Generator, Parts
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import fresh, join
from lstm_lint.reader.abstract.registry import Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Table
from lstm_lint.reader.libraries.data.conversion import as_data, merged, origin
from lstm_lint.script import Known, SeriesKind, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode


def pair(value: Abstract) -> tuple[Abstract, Abstract | None]:
    """The inputs and the targets of an element: of `x, y` and `x, y, weights`, or inputs alone."""
    whole = isinstance(value, Items) and not value.open and not value.spoiled
    if whole and isinstance(value, Items) and len(value.items) in (2, 3):
        several = any(isinstance(item, (Items, Table)) and not _is_of_numbers(item) for item in value.items)
        if several or not value.mutable:  # a list of two arrays is one array
            return value.items[0], value.items[1]
    if isinstance(value, Items) and len(value.items) == 1 and not value.open and not value.mutable:
        return value.items[0], None
    return value, None


def _is_of_numbers(value: Items | Table) -> bool:
    """Whether it is a list of numbers that the program writes: a row of an array."""
    return (
        isinstance(value, Items) and bool(value.items) and all(isinstance(one, Known) for one in value.items)
    )


def inputs(it: Interpreter, value: Abstract, node: CSTNode, kind: SeriesKind) -> Data | None:
    """The inputs of a model as they come: an array, or a list or dict of them."""
    several = isinstance(value, Table) or (isinstance(value, Items) and not value.open and not value.spoiled)
    if several and isinstance(value, (Items, Table)) and not _is_array(value):
        held = value.items if isinstance(value, Items) else list(value.entries.values())
        read = [as_data(it, item, node) for item in held]
        if held and any(item is not None for item in read):
            parts = [item if item is not None else origin(raw) for item, raw in zip(read, held)]
            whole = merged(it, parts, node) if len(parts) > 1 else parts[0].then(Step("select", "input"))
            whole.kind, whole.since = kind, len(whole.steps)
            whole.parts = (
                Parts(tuple(parts))
                if isinstance(value, Items)
                else Parts(tuple(parts), tuple(value.entries), value.open)
            )
            return whole
        return None
    found = as_data(it, value, node)
    if found is None:
        return None
    return Data(
        found.steps, found.shape, found.sure, found.magnitude, found.integer, kind, found.target, found.columns,
        found.parts, found.since, found.text, range=found.range,
    )  # fmt: skip


def _is_array(value: Items | Table) -> bool:
    """Whether a list holds the numbers of one array, and not several arrays."""
    return isinstance(value, Items) and not any(isinstance(item, (Data, Unknown)) for item in value.items)


def target(it: Interpreter, value: Abstract, node: CSTNode) -> Data:
    """The targets; of several outputs none is told apart."""
    if isinstance(value, Table) and len(value.entries) == 1 and not value.open:
        value = next(iter(value.entries.values()))
    return as_data(it, value, node) or origin(value)


def _each(values: list[Abstract]) -> Abstract:
    """What every one of them is: of lists and tuples with as many elements, element by element."""
    first = values[0]
    if len(values) > 1 and isinstance(first, Items) and first.items:
        alike = [
            one
            for one in values
            if isinstance(one, Items)
            and (one.mutable, len(one.items)) == (first.mutable, len(first.items))
            and not (one.open or one.spoiled or one.unordered)
        ]
        if len(alike) == len(values):
            columns = zip(*(one.items for one in alike))
            return Items([_each(list(column)) for column in columns], first.mutable, False, first.depth)
    found = first
    for other in values[1:]:
        found = join(found, other)
    return found


def generated(it: Interpreter, yields: Sequence[Abstract], node: CSTNode) -> Abstract:
    """What a function with `yield` gives to `fit`: the arrays of one batch, where they were read."""
    read: list[Data] = []
    each = _each(list(map(fresh, yields)))
    it.record.yielding[id(each)] = each, node
    for value in yields:
        x, y = pair(value)
        made = inputs(it, x, node, "generator")
        if made is not None:
            made.target = target(it, y, node) if y is not None else None
            read.append(made)
    if not read or len(read) < len(yields):
        return Generator("a generator", each)
    for data in read:
        data.yielded = each
        if data.parts is not None:
            data.parts = Parts(tuple(map(_batch, data.parts.arrays)), data.parts.names, data.parts.open)
        data.target = _batch(data.target) if data.target is not None else None
        data.shape = _batch(data).shape
    found: Abstract = read[0]
    for other in read[1:]:
        found = join(found, other)
    if not isinstance(found, Data):
        return Generator("a generator", each)
    found.yielded = each
    return found


def _batch(array: Data) -> Data:
    """A batch as a generator yields it: the last one may have fewer rows."""
    found = array.copy()
    if found.shape:
        found.shape = ("?", *found.shape[1:])
    return found


def element(owner: Data) -> list[Abstract]:
    """One element of a dataset or generator: inputs, and targets where it has any; of windows each is a dataset."""
    x: Abstract = _of_element(owner, owner)
    if owner.parts is not None:
        inner = [_of_element(owner, part) for part in owner.inputs()]
        names = owner.parts.names
        x = Items(list(inner), False) if names is None else Table(dict(zip(names, inner)), owner.parts.open)
    return [x] if owner.target is None else [x, _of_element(owner, owner.target)]


def _of_element(owner: Data, array: Data) -> Data:
    found = Data(
        array.steps, array.shape, array.certain, array.magnitude, array.integer, text=array.text,
        range=array.range,
    )  # fmt: skip
    if owner.inner is not None:
        found.kind = "dataset"
        found.count = owner.inner if isinstance(owner.inner, int) else None
    return found


def one_of(it: Interpreter, owner: Data) -> Abstract:
    """What a loop over a dataset or generator gets: of a generator what it yields, one value after the other."""
    if owner.yielded is not None:
        return fresh(owner.yielded)
    found = element(owner)
    return found[0] if len(found) == 1 else Items(found, False, weighed=True)


def batch_of(it: Interpreter, subscript: Subscript) -> Abstract:
    """`TimeseriesGenerator(...)[0]`: a batch."""
    assert isinstance(subscript.owner, Data)
    single = len(subscript.parts) == 1 and subscript.parts[0].index is not None
    return one_of(it, subscript.owner) if single else Unknown("a part of a generator")
