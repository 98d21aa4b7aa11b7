"""Functions and methods that nothing in the program calls: read on their own, after everything else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst

from lstm_lint.reader.abstract.values import Abstract, Args, Class, Function, Given, Instance, Items, Network
from lstm_lint.reader.interpreter.building import builds
from lstm_lint.reader.interpreter.functions import call_function, instantiate
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree.syntax import Facts, attributes_set, dotted
from lstm_lint.script import Known, OneOf, Unknown

# A function or a method of its own object: `model.fit(` says nothing of a method `fit` of the program.
_CALLED = re.compile(r"(?:(?<![\w.])|\bself\.|\bcls\.)(?<!def )(?<!class )(\w+)\s*\(")


def run_uncalled(machine: Machine) -> None:
    """Read functions and methods that nothing called, the ones that no other function names first.

    Parameters have their defaults; without one they are unknown.
    """
    waiting = [(function, cls) for function, cls in machine.functions if function.node not in machine.called]
    _order(waiting, machine.source)
    classes = {cls: _Shared(cls, machine.facts) for _, cls in waiting if cls is not None}
    for function, cls in waiting:
        shared = classes[cls] if cls is not None else None
        home = shared.home(function) if shared is not None else function.node
        if function.node not in machine.called and (
            machine.choices.only is None or home in machine.choices.only
        ):
            machine.control.home = home
            _run_alone(machine, function, shared)
            machine.control.home = None


def _order(waiting: list[tuple[Function, Class | None]], source: str) -> None:
    """Callers before what they call, which then is not read alone: else a chain of n is read n times from its start.

    What no other function names comes first, then the rest from the end: what is used is mostly defined before.
    The methods of a class stay in their order.
    """
    mentions = Counter(_CALLED.findall(source)) if waiting else Counter()
    extended = {
        base for _, cls in waiting if cls is not None for base in cls.bases if isinstance(base, Class)
    }
    places: dict[object, int] = {}

    def key(item: tuple[Function, Class | None]) -> tuple[bool, int]:
        function, cls = item
        named = mentions[function.name] > 0
        if cls is not None:
            named = named or cls in extended or mentions[cls.name] > 0
        place = places.setdefault(function if cls is None else cls, len(places))
        return named, -place if named else place

    waiting.sort(key=key)


class _Shared:
    """What the methods of a class set on its object, and see of each other."""

    def __init__(self, cls: Class, facts: Facts) -> None:
        self.cls = cls
        methods = [value for value in cls.names.values() if isinstance(value, Function)]
        self.set_by: dict[str, set[cst.CSTNode]] = {}  # attributes, by which methods but `__init__`
        for method in methods:
            for name in attributes_set(method.node.body, facts) if method.name != "__init__" else ():
                self.set_by.setdefault(name, set()).add(method.node)
        self.together = bool(self.set_by) or not methods
        self.open: list[str] | None = (
            None  # attributes that only the last method sets; None: no method was read
        )

    def home(self, function: Function) -> cst.CSTNode:
        """What must be read together with a method: methods see what other methods set on the object."""
        return self.cls.node if self.together else function.node

    def forget(self, instance: Instance, method: Function) -> None:
        """Plain attributes that another method assigns may be anything when this one is called."""
        # Only what changed since the last time can be known again.
        asked = sorted(self.set_by) if self.open is None else [*self.open, *sorted(instance.names.keep())]
        self.open = []
        for name in asked:
            setters = self.set_by.get(name, set())
            if setters == {method.node}:
                self.open.append(name)
            elif setters and isinstance(instance.names.get(name), (Known, OneOf)):
                instance.names[name] = Unknown(f"`self.{name}` is set by another method")
        instance.names.branch()


def _run_alone(machine: Machine, function: Function, shared: _Shared | None) -> None:
    args = Args()
    if shared is not None and function.kind != "static":
        cls = shared.cls
        if cls not in machine.instances:
            instantiate(machine, cls, Args(), cls.node)
            if function.node in machine.called:
                return
        instance = machine.instances[cls]
        shared.forget(instance, function)
        args.positional.append(Given(cls if function.kind == "class" else instance))
        with _in_place_of_others(machine, instance, function):
            _call(machine, function, args)
    else:
        _call(machine, function, args)


def _call(machine: Machine, function: Function, args: Args) -> None:
    for values in _parametrized(machine, function):
        keywords = {name: Given(value) for name, value in values.items()}
        call_function(machine, function, Args(list(args.positional), keywords))


@contextmanager
def _in_place_of_others(machine: Machine, instance: Instance, method: Function) -> Iterator[None]:
    """Methods that add layers to one model of their object are alternatives: each finds it as `__init__` left it."""
    others: dict[str, Network | None] = {}
    again: list[Network] = []
    for name, network in list(instance.networks()):
        begun = instance.begun.get(network)
        if begun is None or len(network.stack) <= len(begun.stack) or not _adds_to(machine, method, name):
            continue
        if not network.trainings:  # it is not said which of them comes first, nor whether both do
            network.spoil("several methods that nothing calls add layers to it")
            continue
        held = instance.names.get(name)
        others[name] = held if isinstance(held, Network) else None
        instance.names[name] = alternative = begun.begin_again()
        alternative.home = machine.control.home
        machine.record.networks.append(alternative)
        again.append(alternative)
    yield
    for name, other in others.items():
        if other is None:
            instance.names.drop(name)
        else:
            instance.names[name] = other
    for network in again:
        if not network.trainings:
            network.spoil("what is done with it is not known")


_ADDS = re.compile(r"\.(?:add|pop)\(")


def _adds_to(machine: Machine, method: Function, name: str) -> bool:
    text = machine.text(method.node)
    return f".{name}" in text and _ADDS.search(text) is not None


_MAX_PARAMETERS = 8  # sets of values of one test


def _parametrized(machine: Machine, function: Function) -> list[dict[str, Abstract]]:
    """The layers that `pytest.mark.parametrize("layer", [...])` gives a test; one empty set where it gives none."""
    sets: list[dict[str, Abstract]] = [{}]
    node = function.node
    for decorator in node.decorators if isinstance(node, cst.FunctionDef) else ():
        call = decorator.decorator
        if (
            not isinstance(call, cst.Call)
            or dotted(call.func) != "pytest.mark.parametrize"
            or len(call.args) < 2
        ):
            continue
        if not builds(call.args[1].value, machine):
            continue
        names, values = (machine.evaluate(argument.value) for argument in call.args[:2])
        if not isinstance(names, Known) or not isinstance(values, Items) or values.open:
            continue
        found = [_row_of(str(names.value), value) for value in values.items]
        if len(sets) * len(found) <= _MAX_PARAMETERS:
            sets = [{**one, **other} for one in sets for other in found]
    return sets


def _row_of(names: str, value: Abstract) -> dict[str, Abstract]:
    """One set of values by the names of the parameters, `"layer, steps"`."""
    separate = [name.strip() for name in names.split(",")]
    if len(separate) == 1:
        return {separate[0]: value}
    items = value.items if isinstance(value, Items) and len(value.items) == len(separate) else []
    return dict(zip(separate, items))
