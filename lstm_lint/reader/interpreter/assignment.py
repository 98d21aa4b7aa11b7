"""Assignment to anything but a plain name: `a, b = ...`, `self.model = ...`, `x[0] = ...`."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.interpreter.elements import unpacked
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.interpreter.subscripts import set_item, subscripts
from lstm_lint.script import Unknown


def assign(machine: Machine, target: cst.BaseExpression, value: Abstract) -> None:
    if isinstance(target, (cst.Tuple, cst.List)):
        _unpack(machine, target, value)
    elif isinstance(target, cst.Attribute):
        owner = machine.evaluate(target.value)
        machine.control.setting = target
        machine.set_attribute(owner, target.attr.value, value)
    elif isinstance(target, cst.Subscript):
        set_item(machine, target, machine.evaluate(target.value), subscripts(machine, target), value)


def _unpack(machine: Machine, target: cst.Tuple | cst.List, value: Abstract) -> None:
    elements = target.elements
    starred = [at for at, element in enumerate(elements) if isinstance(element, cst.StarredElement)]
    machine.registry.common.unpacks(machine, target, value)
    values = unpacked(machine, value, len(elements), starred[0] if starred else None)
    if values is None:
        whole = value if type(value) is Unknown else Unknown("part of a value that is not known")
        values = [whole] * len(elements)
    for element, item in zip(elements, values):
        machine.assign(element.value, item)
