"""Subscripts: `x[0]`, `x[:, -1]`, `x["close"]`, read and written."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data, Number, Statistic
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Part, Subscript
from lstm_lint.reader.abstract.swept import each
from lstm_lint.reader.abstract.values import (
    ASKED,
    Abstract,
    Built,
    Instance,
    Items,
    Linear,
    Module,
    Network,
    Table,
    kind,
)
from lstm_lint.reader.interpreter.containers import ids, listed_ids, set_entry
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Known, Swept, Unknown


def subscript(machine: Machine, node: cst.Subscript) -> Abstract:
    """`owner[...]` as a value."""
    return get_item(machine, node, machine.evaluate(node.value), subscripts(machine, node))


def get_item(machine: Machine, node: cst.Subscript, owner: Abstract, parts: Sequence[Part]) -> Abstract:
    """`owner[parts]`, once both are evaluated."""
    if owner.__class__ in ASKED:
        machine.registry.common.looks_up(machine, node, owner, parts)
    handler = machine.registry.subscript(owner.path if isinstance(owner, Module) else kind(owner))
    found = handler(machine, Subscript(node, owner, parts, machine.place)) if handler is not None else None
    if found is not None:
        return found
    if isinstance(owner, Statistic):  # `mean["close"]`, `std[None, :]`
        one = len(parts) == 1 and isinstance(parts[0].index, Known) and len(owner.shape or ()) == 1
        return replace(owner, shape=() if one else None)
    if len(parts) != 1:
        return owner if type(owner) is Unknown else Unknown("an element that is not known")
    only = parts[0]
    if isinstance(owner, Instance) and isinstance(only.index, Known) and (base := machine.base(owner.cls)):
        found = base.item(machine, owner, only.index.value)
        if found is not None:
            return found
    if isinstance(owner, Table) and owner.numbers and not _holds(owner, only.index):
        return ids(machine, owner, node.value)
    if isinstance(owner, Table) and only.index is not None and not isinstance(only.index, (Known, Swept)):
        listed = listed_ids(machine, owner, node.value)
        if listed is not None:
            return listed
    if isinstance(only.index, Swept) and isinstance(owner, (Items, Table)):
        chosen = each([only.index], lambda index: _element(owner, index))
        if chosen is not None:
            return chosen
        machine.settle(only.index)
    return _element(owner, only.index) if only.index is not None else _part(machine, owner, only.bounds)


def set_item(
    machine: Machine, node: cst.Subscript, owner: Abstract, parts: Sequence[Part], value: Abstract
) -> None:
    """`owner[parts] = value`, once both are evaluated."""
    if isinstance(owner, (Items, Table)):
        only = parts[0].index if len(parts) == 1 else None
        set_entry(machine, owner, only if only is not None else Unknown("a part"), value)
        return
    handler = machine.registry.store(owner.path if isinstance(owner, Module) else kind(owner))
    if handler is not None:
        handler(machine, Subscript(node, owner, parts, machine.place), value)


def subscripts(machine: Machine, node: cst.Subscript) -> list[Part]:
    """Each expression between the brackets is evaluated once."""
    found: list[Part] = []
    for element in node.slice:
        part = element.slice
        if isinstance(part, cst.Index):
            found.append(Part(part, machine.evaluate(part.value)))
        else:
            assert isinstance(part, cst.Slice)
            lower, upper, step = (
                None if bound is None else machine.evaluate(bound)
                for bound in (part.lower, part.upper, part.step)
            )
            found.append(Part(part, None, (lower, upper, step)))
    return found


def _holds(table: Table, key: Abstract | None) -> bool:
    return isinstance(key, Known) and isinstance(key.value, (str, int, float)) and key.value in table.entries


def _element(value: Abstract, index: Abstract) -> Abstract:
    if isinstance(value, Table) and isinstance(index, Known):
        found = value.entries.get(index.value) if isinstance(index.value, (str, int, bool, float)) else None
        return found if found is not None else Unknown("a key that is not known")
    if isinstance(value, Table):
        return Unknown("an entry of a dict, by a key that is not known")
    at = integer(index)
    if isinstance(value, Items) and not value.spoiled and not value.unordered:
        if at is not None and -len(value.items) <= at < len(value.items) and (not value.open or at == 0):
            return value.items[at]
        alike = value.items[0] if len(value.items) == 1 and (value.open or at is None) else None
        if isinstance(alike, Number) and value.count is not None:  # the loop that filled it has ended
            return Number("a number of a list", fraction=alike.fraction)
        return alike if isinstance(alike, (Data, Items)) else Unknown("an element that is not known")
    if isinstance(value, Known) and isinstance(value.value, (str, tuple)) and at is not None:
        return (
            Known(value.value[at], "computed")
            if -len(value.value) <= at < len(value.value)
            else Unknown("range")
        )
    if isinstance(value, (Instance, Network, Built, Module)):
        return Unknown("an element of an object")
    if type(value) is Unknown:
        return value
    return Unknown("an element that is not known")


def _left(value: Items, bounds: Sequence[Abstract | None]) -> int | None:
    """How many elements a slice leaves of a list that one loop filled: `rows[3:n]`, and `rows[i : i + 4]` of any."""
    lower, upper, step = bounds
    if len(value.items) != 1 or not value.open or value.spoiled or step is not None:
        return None
    if isinstance(lower, Linear) and isinstance(upper, Linear) and lower.base is upper.base:
        return max(upper.offset - lower.offset, 0)
    numbers = [None if bound is None else integer(bound) for bound in (lower, upper)]
    known = all((bound is None) is (number is None) for bound, number in zip((lower, upper), numbers))
    if value.count is None or not known:
        return None
    return len(range(value.count)[slice(*numbers)])


def _part(machine: Machine, value: Abstract, bounds: Sequence[Abstract | None]) -> Abstract:
    whole = isinstance(value, Items) and not value.open and not value.spoiled
    if not whole or any(bound is not None and integer(bound) is None for bound in bounds):
        if isinstance(value, Items):
            count, depth = _left(value, bounds), machine.control.depth
            return Items(list(value.items), value.mutable, True, depth, value.spoiled, count=count)
        return value if type(value) is Unknown else Unknown("a part that is not known")
    assert isinstance(value, Items)
    lower, upper, step = (None if bound is None else integer(bound) for bound in bounds)
    if step == 0:
        return Unknown("a step of zero")
    return Items(value.items[lower:upper:step], value.mutable, False, machine.control.depth)
