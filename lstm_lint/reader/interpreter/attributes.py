"""Attributes: `keras.layers`, `self.model`, `x.shape`, read and written."""

from __future__ import annotations

from lstm_lint.reader.abstract.join import join
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Module,
    Network,
    Table,
    kind,
)
from lstm_lint.reader.interpreter import siblings
from lstm_lint.reader.interpreter.containers import GIVE_STRINGS
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Ending, Known, Unknown


def attribute(machine: Machine, owner: Abstract, name: str) -> Abstract:
    """`owner.name`, as a value or as a method about to be called."""
    if isinstance(owner, Module):
        path = f"{owner.path}.{name}"
        constant = machine.registry.constant(path)
        return Module(path, owner.importer) if constant is None else constant
    if isinstance(owner, Instance):
        return _of_instance(machine, owner, name)
    if isinstance(owner, Class):
        found = owner.find(name)
        return found if found is not None else Unknown(f"`{name}` is not an attribute of this class")
    if isinstance(owner, Items) and (getter := machine.registry.attribute(kind(owner), name)) is not None:
        return getter(machine, owner, name) or Method(owner, name)
    if isinstance(owner, (Items, Table)) or (isinstance(owner, Known) and isinstance(owner.value, str)):
        return Method(owner, name)
    if isinstance(owner, Ending) and name in GIVE_STRINGS:
        return Method(owner, name)
    if type(owner) is Unknown:
        return owner  # what is not known of the whole is not known of its parts
    getter = machine.registry.attribute(kind(owner), name)
    found = getter(machine, owner, name) if getter is not None else None
    return found if found is not None else Unknown("an attribute of a value that is not known")


def _of_instance(machine: Machine, owner: Instance, name: str) -> Abstract:
    if name in owner.names:
        return owner.names[name]
    found = owner.cls.find(name)
    if isinstance(found, Function):
        if found.kind in ("property", "getter"):
            return machine.call(found, Args([Given(owner)]), found.node)
        return Method(owner, name)
    if found is not None:
        return found
    base = machine.base(owner.cls)
    found = base.attribute(machine, owner, name) if base is not None else None
    return found if found is not None else Unknown(f"`self.{name}` is not set where this is read")


_MAX_KEPT = 1_000  # layers in a list


def _keep(value: Abstract) -> None:
    """Keras objects are kept with what holds them: a list, a dict, a Sequential."""
    if isinstance(value, Built):
        value.kept = True
        return
    held: list[Abstract] = []
    if isinstance(value, Items):
        held = value.items
    elif isinstance(value, Table):
        held = list(value.entries.values())
    elif isinstance(value, Network):
        held = [*value.stack]
    for one in held[:_MAX_KEPT]:
        if isinstance(one, Built):
            one.kept = True


def set_attribute(machine: Machine, owner: Abstract, name: str, value: Abstract) -> None:
    """`owner.name = value`."""
    if isinstance(owner, Instance):
        own = owner.cls.find(f"{name}.setter")
        if isinstance(own, Function):
            machine.call(own, Args([Given(owner), Given(value)]), own.node)
            return
        changed = owner.depth < machine.control.depth and name in owner.names
        _keep(value)
        owner.names[name] = join(owner.names[name], value) if changed else value
    elif isinstance(owner, Class):
        machine.leak()
        owner.names[name] = value
    elif isinstance(owner, Module):
        machine.record.put_in.add(f"{owner.path}.{name}")
        siblings.assign(machine, owner, name, value)
    else:
        setter = machine.registry.setter(kind(owner))
        if setter is not None:
            setter(machine, owner, name, value)
