"""The machine: statements in order, names, branches, loops and functions - symbolically, never by running them.

What cannot be decided is not guessed. An `if` whose condition is unknown makes two paths where it builds a model
(`Choices`: the script is read again for each, at most `MAX_PATHS` times), and is merged where it does not. A loop
of unknown length is read once with everything it assigns forgotten first. A budget bounds the whole.

The machine holds the state of one path and gets the rest: what Python does (`Language`), what libraries do
(`Registry`), and where it writes down what it finds (`Record`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from math import prod
from typing import Any, Literal

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass, field
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.control import MAX_STEPS, Again, Budget, Control, Exhausted, Signal
from lstm_lint.reader.abstract.join import join
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.registry import Base, Call, Registry
from lstm_lint.reader.abstract.swept import drawn, each, key, options
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Logs,
    Module,
    Network,
    Scope,
    Table,
    Tensor,
    kind,
)
from lstm_lint.reader.tree.modules import Siblings
from lstm_lint.reader.tree.syntax import Facts
from lstm_lint.script import Known, Swept, Unknown, UsedName

# The builtins that a script calls; other names that nothing assigns are not known.
MAX_PATHS = 8  # through one program
MAX_DRAWS = 8  # that are given values: each begins the reading again

BUILTINS = frozenset(
    {"len", "range", "list", "tuple", "dict", "set", "int", "float", "str", "bool", "max", "min", "sum", "abs", "round",
     "enumerate", "zip", "reversed", "sorted", "map", "filter", "isinstance", "print", "super", "type", "getattr",
     "setattr", "vars", "hasattr", "input", "open", "any", "all", "next", "iter", "object", "Exception"}
)  # fmt: skip

Mention = Literal["import", "call", "method", "attribute"]
_NOT_FOLLOWED = Unknown("an expression that is not followed")
_LISTED = 8  # objects of a list that its name is a name of
_FIRST_ASKED = (Tensor, Data, Logs)  # a tensor and an array together make a tensor


@dataclass(frozen=True, eq=False)
class Language:
    """What the syntax of Python does, by node; and the parts of it that other parts and libraries ask for."""

    expressions: Mapping[type, Callable[[Machine, Any], Abstract]]
    statements: Mapping[type, Callable[[Machine, Any], Signal | None]]
    call: Callable[[Machine, cst.CSTNode, Abstract, Args], Abstract]
    arguments: Callable[[Machine, Sequence[cst.Arg]], Args]
    attribute: Callable[[Machine, Abstract, str], Abstract]
    set_attribute: Callable[[Machine, Abstract, str, Abstract], None]
    assign: Callable[[Machine, cst.BaseExpression, Abstract], None]
    element: Callable[[Machine, Abstract, object], Abstract]
    resolve: Callable[[Machine, Module], Abstract]
    uncalled: Callable[[Machine], None]


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw of a search that decides what is built: its name, and the values that are read."""

    name: str
    options: tuple[object, ...]


@dataclass(eq=False)
class Choices:
    """Which way one path goes at the undecided conditions that build models."""

    taken: dict[str, object]  # a condition is True or False, a draw has one of its values
    only: frozenset[cst.CSTNode] | None = None  # homes to read; None: all
    draws: dict[str, Draw] = field(default_factory=dict)  # those of them that are draws of a search
    met: list[str] = field(default_factory=list)  # conditions that could fork, in the order met
    met_in: dict[str, set[cst.CSTNode | None]] = field(
        default_factory=dict
    )  # the homes in which each was met
    leaks: bool = False  # one home changes what another one reads
    assume: bool = (
        True  # functions that nothing calls get the defaults of their parameters; else these are not known
    )

    def meet(self, condition: str, home: cst.CSTNode | None) -> None:
        """Write down that this path comes by a condition or a draw."""
        if condition not in self.met:
            self.met.append(condition)
        self.met_in.setdefault(condition, set()).add(home)

    def others(self, condition: str) -> list[object]:
        """What else a condition or a draw may be."""
        draw, taken = self.draws.get(condition), self.taken[condition]
        return [option for option in draw.options if option != taken] if draw is not None else [not taken]

    @property
    def ways(self) -> int:
        """How many paths there are, with all that are taken."""
        conditions = len(self.taken) - len(self.draws)
        return int(prod(len(draw.options) for draw in self.draws.values()) * 2**conditions)


class _Within(AbstractContextManager[None]):
    """Another scope. A generator would cost five times as much to enter and leave."""

    def __init__(self, control: Control, scope: Scope) -> None:
        self.control, self.scope = control, scope

    def __enter__(self) -> None:
        self.control.scope, self.scope = self.scope, self.control.scope

    def __exit__(self, *_: object) -> None:
        self.control.scope = self.scope


class _Undecided(AbstractContextManager[None]):
    """One more undecided condition around what is read."""

    def __init__(self, control: Control) -> None:
        self.control, self.outer = control, control.depth

    def __enter__(self) -> None:
        self.control.depth += 1

    def __exit__(self, *_: object) -> None:
        self.control.depth = self.outer


class Machine:
    """One path through one program."""

    def __init__(
        self,
        module: cst.Module,
        source: str,
        language: Language,
        registry: Registry,
        record: Record,
        choices: Choices,
        facts: Facts,
        siblings: Siblings,
    ) -> None:
        self.module = module
        self.source = source
        self.language = language
        self.expressions = language.expressions
        self.registry = registry
        self.record = record
        self.target = record.target
        self.place = record.place
        self.text = siblings.places.code
        self.choices = choices
        self.facts = facts
        self.siblings = siblings
        self.main = Scope(Names())
        self.control = Control(self.main)
        self.budget = Budget()
        self.spend = self.budget.spend
        self.modules: dict[str, Scope | None] = {}  # siblings whose body was read, by path
        self.functions: list[tuple[Function, Class | None]] = []
        self.instances: dict[Class, Instance] = {}
        self.called: set[cst.CSTNode] = set()
        self.enclosing: dict[int, Scope] = {}  # scopes that define functions, by `id`
        self.is_read = False  # what is asked of it now is only asked for the Script
        self.deep = 0  # calls inside functions that others call, so far

    def run(self) -> None:
        """Read the module from top to bottom, then the functions that nothing called."""
        try:
            self.execute(self.module.body)
            self.language.uncalled(self)
        except (Exhausted, RecursionError):
            self.record.cut(self.module, "it is larger than the reading's budget")
        self.is_read = True

    def forget(self) -> None:
        """Nothing is asked of it any more: what it holds in circles is taken apart, a function and its scope."""
        for scope in self.enclosing.values():
            scope.names.clear()
        self.record.forget()
        vars(self).clear()  # formulas of layers that were only made on trial hold it

    def execute_aside(self, module: cst.Module, scope: Scope, limit: int) -> bool:
        """Read the body of a sibling module; False where it is larger than the limit.

        Of what it does only its names stay, and the models that the script asks for by name.
        """
        control, record, models = self.control, self.record, len(self.record.networks)
        self.control = Control(scope, home=control.home, importing=control.importing + 1)
        self.record = record.beside()
        budget = self.budget
        used, budget.steps = budget.steps, max(budget.steps, MAX_STEPS - limit)
        before = budget.steps
        try:
            self.execute(module.body)
            return True
        except Exhausted:
            return False
        finally:
            budget.steps = used + budget.steps - before
            self.control, self.record = control, record
            record.aside.update({network: network.trainings for network in record.networks[models:]})

    def mention(self, path: str, use: Mention, node: cst.CSTNode, statement: cst.CSTNode) -> None:
        """Write down that the script uses a name here."""
        names = self.record.names
        if (node, path) not in names and self.control.scope.module is self.main:
            places = self.place(node), self.place(statement)
            sure = self.control.guards == 0 and path not in self.record.put_in
            names[node, path] = UsedName(path, use, *places, guarded=not sure)

    # Expressions

    def evaluate(self, node: cst.BaseExpression) -> Abstract:
        budget = self.budget
        budget.steps += 1
        if budget.steps > MAX_STEPS:
            raise Exhausted
        handler = self.expressions.get(node.__class__)
        return handler(self, node) if handler is not None else _NOT_FOLLOWED

    def arguments(self, nodes: Sequence[cst.Arg]) -> Args:
        """Evaluate the arguments of a call, `*` and `**` unpacked where they are known."""
        return self.language.arguments(self, nodes)

    def call(self, callee: Abstract, args: Args, node: cst.CSTNode) -> Abstract:
        """The value of a call."""
        return self.language.call(self, node, callee, args)

    def attribute(self, owner: Abstract, name: str) -> Abstract:
        """`owner.name`, as a value or as a method about to be called."""
        return self.language.attribute(self, owner, name)

    def base(self, cls: Class) -> Base | None:
        """What a class of the program inherits from a class of a library."""
        return self.registry.base(cls.library) if cls.library else None

    def set_attribute(self, owner: Abstract, name: str, value: Abstract) -> None:
        """`owner.name = value`."""
        self.language.set_attribute(self, owner, name, value)

    def operator(self, node: cst.CSTNode, symbol: str, *operands: Abstract) -> Abstract | None:
        """What a library says of an operator, where one of the operands is a value of its own."""
        for wanted in _FIRST_ASKED:
            for operand in operands:
                if operand.__class__ is wanted:
                    handler = self.registry.operator(kind(operand), symbol)
                    if handler is None:
                        continue
                    args = Args([Given(operand) for operand in operands])
                    return handler(self, Call(node, args, symbol, "", self.place))  # type: ignore[arg-type]
        return None

    def truth(self, value: Abstract) -> bool | None:
        """Whether a condition holds; None where it is not known."""
        if isinstance(value, Known):
            return bool(value.value)
        if isinstance(value, Items) and not value.open and not value.spoiled:
            return bool(value.items)
        if isinstance(value, Table) and not value.open:
            return bool(value.entries)
        if isinstance(value, (Network, Built, Function, Class)):
            return True
        if isinstance(value, Swept):
            found = each([value], lambda one: Known(bool(one.value)))
            return found.value is True if isinstance(found, Known) else None
        return None

    # Draws of a search

    def draw(
        self, name: str, values: Sequence[object] = (), bounds: tuple[float, float] | None = None
    ) -> Abstract:
        """What a search draws under a name: a value where this path has one for it, else a set of values."""
        found = drawn(name, values, bounds)
        condition = key(found)
        if name and condition in self.choices.taken:
            self.choices.meet(condition, self.control.home)
            return Known(self.choices.taken[condition], "computed")
        return found

    def settle(self, value: Abstract) -> None:
        """What is built depends on this value: where it comes from a draw, read a path for each value of that.

        Where there is no room for more paths, one of the values stands for all. Raises Again.
        """
        if not isinstance(value, Swept) or not value.name or not value.drawn:
            return
        if self.control.importing or self.is_read:
            return
        condition = key(value)
        if condition in self.choices.taken or len(self.choices.draws) >= MAX_DRAWS:
            return
        found = options(value, max(MAX_PATHS // self.choices.ways, 1))
        raise Again(condition, value.name, found)

    def elements(self, value: Abstract, limit: int) -> list[Abstract] | None:
        """The elements of an iterable, if all are known and they are at most `limit`."""
        if isinstance(value, Items) and not value.open and not value.spoiled and len(value.items) <= limit:
            return None if value.unordered else list(value.items)
        if isinstance(value, Table) and not value.open and len(value.entries) <= limit:
            return [Known(key, "computed") for key in value.entries]
        if isinstance(value, Known) and isinstance(value.value, range) and len(value.value) <= limit:
            return [Known(item, "computed") for item in value.value]
        return None

    def element(self, value: Abstract, base: object = None) -> Abstract:
        """What is true of every element of an iterable whose elements cannot be listed."""
        return self.language.element(self, value, base)

    # Names

    def resolve(self, value: Module) -> Abstract:
        """What an imported name stands for, where it comes from a file of the project."""
        of_library = self.registry.common.is_library(value.path)
        return value if of_library else self.language.resolve(self, value)

    def lookup(self, name: str) -> Abstract:
        scope: Scope | None = self.control.scope
        module = self.control.scope
        first = True
        while scope is not None:
            if name in scope.names and (first or not scope.is_class):
                value = scope.names[name]
                if isinstance(value, Known) and value.origin == "literal":
                    return Known(value.value, "constant")
                return value
            module = scope
            scope, first = scope.outer, False
        if name in BUILTINS:
            return Module(f"builtins.{name}")
        for star in reversed(module.stars):  # the last one wins
            path = self.registry.common.starred(star, name, self.target)
            if path is not None:
                return Module(path)
            given = self.resolve(Module(f"{star}.{name}" if star[-1] != "." else star + name, module.path))
            if not isinstance(given, Module):
                return given
        if name == "__name__":
            return Known("__main__" if module is self.main else module.path, "computed")
        return Unknown(f"`{name}` is not assigned in this file")

    def of_main(self, name: str) -> Abstract:
        """What a name stands for at the end of the script."""
        with self.within(self.main):
            return self.lookup(name)

    def bind(self, name: str, value: Abstract) -> None:
        scope = self.control.scope
        if name in scope.globals_declared:
            value = self._shared(scope := scope.module, name, value)
        elif name in scope.nonlocals_declared:
            while scope.outer is not None and (scope.is_class or name not in scope.names):
                scope = scope.outer
            value = self._shared(scope, name, value)
        if isinstance(value, Network) and value.name is None:
            value.name = name
        elif isinstance(value, Built):
            value.bound_as = value.bound_as or name
        elif isinstance(value, Tensor) and value.use is not None and not value.use.inputs:
            made_by = value.use.layer  # an `Input`
            if isinstance(made_by, Built):
                made_by.bound_as = made_by.bound_as or name
        elif isinstance(value, Items):
            for item in value.items[:_LISTED]:
                if isinstance(item, Built):
                    item.bound_as = item.bound_as or name
        scope.names[name] = value

    def _shared(self, scope: Scope, name: str, value: Abstract) -> Abstract:
        """A name of another scope, assigned in a function: it may have been, where the path there is not certain."""
        uncertain = self.control.depth > 0 or self.control.guards > 0
        return join(scope.names[name], value) if uncertain and name in scope.names else value

    def assign(self, target: cst.BaseExpression, value: Abstract) -> None:
        if isinstance(target, cst.Name):
            self.bind(target.value, value)
        else:
            self.language.assign(self, target, value)

    def within(self, scope: Scope) -> AbstractContextManager[None]:
        """What is read inside sees the names of another scope."""
        return _Within(self.control, scope)

    def inner_scope(self) -> AbstractContextManager[None]:
        return self.within(Scope(Names(), self.control.scope))

    def undecided(self) -> AbstractContextManager[None]:
        """What happens inside may or may not happen."""
        return _Undecided(self.control)

    # Statements

    def execute(self, body: Sequence[cst.BaseStatement | cst.BaseSmallStatement]) -> Signal | None:
        statements, budget = self.language.statements, self.budget
        for whole in body:
            for statement in whole.body if whole.__class__ is cst.SimpleStatementLine else (whole,):
                budget.steps += 1
                if budget.steps > MAX_STEPS:
                    raise Exhausted
                handler = statements.get(statement.__class__)
                signal = handler(self, statement) if handler is not None else None
                if signal is not None:
                    return signal
        return None

    def block(self, body: cst.BaseSuite) -> Signal | None:
        return self.execute(body.body)

    # What functions and classes change

    def trial(self, function: Function, args: Args) -> Abstract:
        """What a function returns; the layers and operations that it makes and applies are forgotten again."""
        record, control = self.record, self.control
        uses, record.uses = record.uses, {}
        built, record.built = record.built, {}
        owners, control.owners = control.owners, []
        try:
            return self.call(function, args, function.node)
        except Exhausted:
            return Unknown("the rest of the file is larger than the reading's budget")
        finally:
            record.uses, control.owners = uses, owners
            built.update((made, None) for made in record.built if made.kept)
            record.built = built

    def leak(self) -> None:
        """What is changed here may be read by other functions and classes that nothing calls."""
        self.choices.leaks = self.choices.leaks or self.control.home is not None
