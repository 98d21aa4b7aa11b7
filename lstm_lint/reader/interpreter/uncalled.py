"""Functions and methods that nothing in the program calls: read on their own, after everything else."""

from __future__ import annotations

import re
from functools import cache

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Abstract, Args, Class, Function, Given, Instance, Items
from lstm_lint.reader.interpreter.building import builds
from lstm_lint.reader.interpreter.functions import call_function, instantiate
from lstm_lint.reader.interpreter.idle import is_idle
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree.syntax import Facts, attributes_set, dotted
from lstm_lint.script import Known, OneOf, Unknown

# Before a function or a method of its own object: `model.fit(` says nothing of a method `fit` of the program.
_PLAINLY = re.compile(r"(?:(?<![\w.])|\bself\.|\bcls\.)(?<!def )(?<!class )\Z")
_CALLS = re.compile(r"\s*\(")


def run_uncalled(machine: Machine) -> None:
    """Read functions and methods that nothing called, the ones that no other function names first.

    Parameters have their defaults; without one they are unknown.
    """
    waiting = [(function, cls) for function, cls in machine.functions if function.node not in machine.called]
    _order(waiting, machine.source)
    derived: dict[Class, list[Class]] = {}
    for cls in (
        [value for value in machine.main.names.values() if isinstance(value, Class)] if waiting else ()
    ):
        for base in cls.line():
            derived.setdefault(base, []).append(cls)
    classes = {
        cls: _Shared(cls, machine.facts, derived.get(cls, [])) for _, cls in waiting if cls is not None
    }
    for function, owner in waiting:
        if owner is None and _is_replaced(machine, function):
            continue
        shared = classes[owner] if owner is not None else None
        home = shared.home(function) if shared is not None else function.node
        wanted = machine.choices.only is None or home in machine.choices.only
        if (
            wanted
            and function.node not in machine.called
            and not (owner is None and is_idle(machine, function))
        ):
            machine.control.home = home
            _run_alone(machine, function, shared, _is_named(function.name, machine.source))
            machine.control.home = None


def _is_replaced(machine: Machine, function: Function) -> bool:
    """Whether its name means another function by now: what it would call has changed as well."""
    now = machine.main.names.get(function.name) if function.scope is machine.main else None
    return isinstance(now, Function) and now.node is not function.node


def _is_named(name: str, source: str) -> bool:
    """Whether a text has a name anywhere but where it is defined."""
    at = source.find(name)
    while at >= 0:
        end = at + len(name)
        around = source[at - 1 : at] + source[end : end + 1]
        if not any(map(_is_of_word, around)) and not source.endswith("def ", 0, at):
            return True
        at = source.find(name, end)
    return False


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _order(waiting: list[tuple[Function, Class | None]], source: str) -> None:
    """Callers before what they call, which then is not read alone: else a chain of n is read n times from its start.

    What no other function names comes first, then the rest from the end: what is used is mostly defined before.
    The methods of a class stay in their order.
    """
    extended = {
        base for _, cls in waiting if cls is not None for base in cls.bases if isinstance(base, Class)
    }
    places: dict[object, int] = {}

    @cache
    def called(name: str) -> bool:
        at = source.find(name)
        while at >= 0:
            end = at + len(name)
            if _CALLS.match(source, end) and _PLAINLY.search(source[max(at - 8, 0) : at]):
                return True
            at = source.find(name, end)
        return False

    def key(item: tuple[Function, Class | None]) -> tuple[bool, int]:
        function, cls = item
        named = called(function.name)
        if cls is not None:
            named = named or cls in extended or called(cls.name)
        place = places.setdefault(function if cls is None else cls, len(places))
        return named, -place if named else place

    waiting.sort(key=key)


class _Shared:
    """What the methods of a class set on its object, and see of each other."""

    def __init__(self, cls: Class, facts: Facts, derived: list[Class]) -> None:
        self.cls = cls
        self.derived = derived  # classes of the program that derive from it, itself among them
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


def _run_alone(machine: Machine, function: Function, shared: _Shared | None, mentioned: bool) -> None:
    args = _arguments(machine, function)
    if shared is not None and function.kind != "static":
        cls = shared.cls
        if cls not in machine.instances:
            _make(machine, shared)
            if function.node in machine.called:
                return
        instance = machine.instances[cls]
        shared.forget(instance, function)
        args.positional.append(Given(cls if function.kind == "class" else instance))
    turns = machine.record.turns
    turns.begin(function.node, mentioned)
    for values in _parametrized(machine, function):
        keywords = {name: Given(value) for name, value in values.items()}
        call_function(machine, function, Args(list(args.positional), keywords, args.complete))
    for alternative in turns.end():
        alternative.home = machine.control.home
        machine.record.networks.append(alternative)


def _arguments(machine: Machine, function: Abstract | None) -> Args:
    """None: the parameters have their defaults, or may be anything."""
    parameters = function.node.params if isinstance(function, Function) else cst.Parameters(cst.NOWHERE)
    several = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    if any(parameter.default is not None for parameter in several):
        machine.record.assumed = True
    return Args(complete=machine.choices.assume)


def _make(machine: Machine, shared: _Shared) -> None:
    """An object for the methods that nothing calls. What a subclass sets anew is a default as well."""
    cls = shared.cls
    instantiate(machine, cls, _arguments(machine, cls.find("__init__")), cls.node)
    for other in shared.derived:
        for name in other.names if other is not cls else ():
            if isinstance(cls.find(name), (Known, OneOf)):
                machine.record.assumed = True
                if not machine.choices.assume and name not in machine.instances[cls].names:
                    machine.instances[cls].names[name] = Unknown(f"`{name}` is set by a subclass")


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
