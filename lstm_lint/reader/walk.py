"""The walk: statements in order, names in scopes, branches, loops and functions - symbolically, never by running them.

What cannot be decided is not guessed. An `if` whose condition is unknown makes two paths where it builds a model
(`choices`: the script is read again for each, at most `MAX_FORKS` conditions), and is merged where it does not. A loop
of unknown length is read once with everything it assigns forgotten first. A budget bounds the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import libcst as cst

from lstm_lint.ir.records import dataclass, field
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader import calls, statements, syntax
from lstm_lint.reader.contents import join
from lstm_lint.reader.elements import row, unpacked
from lstm_lint.reader.expressions import EVALUATE
from lstm_lint.reader.functions import call_function
from lstm_lint.reader.graph import Built, Network, Tensor, Use
from lstm_lint.reader.library import BUILTINS, starred
from lstm_lint.reader.names import as_imported, canonical
from lstm_lint.reader.places import Places
from lstm_lint.reader.siblings import Siblings, resolve
from lstm_lint.reader.uncalled import run_uncalled
from lstm_lint.reader.values import (
    Abstract,
    Class,
    Data,
    Formula,
    Function,
    Instance,
    Items,
    Linear,
    Module,
    Padded,
    Scope,
    Table,
    Tool,
)
from lstm_lint.script import Known, Place, Series, Shape, Step, Transformation, Unknown, Unread, UsedName

Signal = Literal["return", "break", "continue", "raise"]
NameKind = Literal["import", "call", "method", "attribute"]

MAX_STEPS = 100_000  # expressions evaluated per path, and statements; real files stay below 20,000
_COST_OF_MODEL = 100  # steps; what comes after the walk costs more
_COST_OF_LAYER = 10


_TRAINING = frozenset({"compile", "fit", "fit_generator"})


_OF_ONE_BODY = ("scope", "frames", "jumps", "bodies", "varying", "owners", "folds", "depth", "endless", "loops",
                "passes", "importing")  # fmt: skip


def _trainings(network: Network) -> int:
    return len(network.compiles) + len(network.fits) + len(network.predictions)


class Exhausted(Exception):
    """The program is larger than the budget of one reading."""


@dataclass
class Frame:
    """One call of a function that is being read."""

    function: Function | None = None
    returns: list[Abstract] = field(default_factory=list)
    yields: list[Abstract] = field(default_factory=list)


class Walk:
    """One path through one program."""

    def __init__(
        self,
        module: cst.Module,
        text: str,
        places: Places,
        target: KerasTarget,
        choices: dict[str, bool],
        building: dict[cst.CSTNode, bool],
        siblings: Siblings,
        only: frozenset[cst.CSTNode] | None = None,
    ) -> None:
        self.module = module
        self.text = text
        self.building = building  # what `syntax.builds` said, kept for the other paths
        self.places = places
        self.target = target
        self.choices = choices
        self.met: list[str] = []  # undecided conditions that could fork, in the order met
        self.met_in: dict[str, set[cst.CSTNode | None]] = {}  # the homes in which each of them was met
        self.only = only  # homes to read; None: all
        self.home: cst.CSTNode | None = None  # what is read on its own: a function, a class; None: the module
        self.leaks = False  # one home changes what another one reads
        self.siblings = siblings
        self.modules: dict[str, Scope | None] = {}  # siblings whose body was read, by path
        self.aside: dict[Network, int] = {}  # models that such a body makes, and how often it trains them
        self.importing = 0
        self.scope = self.main = Scope({})
        self.frames = [Frame()]
        self.depth = 0  # undecided conditions around the current statement, jumps past it included
        self.jumps: list[
            list[tuple[Signal, dict[str, Abstract]]]
        ] = []  # undecided ones, for each loop around
        self.bodies: list[cst.CSTNode] = []  # the outermost loop or function around, of each call
        self.varying: list[set[str]] = []  # names that differ between the passes of each loop around
        self.endless = 0  # loops of unknown length around the current statement
        self.loops = 0
        self.passes = 1  # of the loops around, as they are read: the product of their lengths
        self.steps = 0
        self.imports: list[str] = []
        self.networks: list[Network] = []
        self.built: list[Built] = []
        self.tools: list[Tool] = []
        self.transformations: list[Transformation] = []
        self.portions: list[Series] = []
        self.class_weights: list[Place] = []
        self.folds: list[
            tuple[Step, int]
        ] = []  # splitters looped over, and how many models there were before
        self.paddings: list[Padded] = []
        self.uses: list[Use] = []
        self.names: dict[tuple[cst.CSTNode, str], UsedName] = {}
        self.guards = 0  # `try` blocks and questions for a version around the current statement
        self.unread: list[Unread] = []
        self.uses_gpu: bool | None = None
        self.backend: str | None = None
        self.owners: list[Network] = []  # subclassed models whose __init__ or call is being read
        self.auto_names: dict[str, int] = {}
        self.output_shapes: dict[tuple[Built, tuple[Shape | None, ...]], tuple[Shape | None, ...]] = {}
        self.functions: list[tuple[Function, Class | None]] = []
        self.instances: dict[Class, Instance] = {}
        self.called: set[cst.CSTNode] = set()
        self.commands: set[cst.CSTNode] = set()  # functions that `typer.run` gives a command line
        self.passed: list[tuple[cst.CSTNode, str]] = []  # what no path reads, and why

    def run(self) -> None:
        """Read the module from top to bottom, then the functions that nothing called."""
        try:
            self.execute(self.module.body)
            run_uncalled(self)
        except (Exhausted, RecursionError):
            self.note(self.module, "the rest of the file", "it is larger than the reading's budget")

    def execute_aside(self, module: cst.Module, scope: Scope, limit: int) -> bool:
        """Read the body of a sibling module; False where it is larger than the limit.

        Of what it does only its names stay, and the models that somebody asks for by name.
        """
        lists: tuple[list[Any], ...] = (self.built, self.uses, self.transformations, self.portions, self.paddings,
                                        self.class_weights, self.unread)  # fmt: skip
        lengths = [len(each) for each in lists]
        models = len(self.networks)
        state = {name: getattr(self, name) for name in _OF_ONE_BODY}
        self.scope, self.frames, self.jumps, self.bodies = scope, [Frame()], [], []
        self.varying, self.owners, self.folds = [], [], []
        self.depth = self.endless = self.loops = 0
        self.importing += 1
        used, self.steps = self.steps, max(self.steps, MAX_STEPS - limit)
        try:
            before = self.steps
            self.execute(module.body)
            used += self.steps - before
            return True
        except Exhausted:
            return False
        finally:
            self.steps = used
            for name, value in state.items():
                setattr(self, name, value)
            for each, length in zip(lists, lengths):
                del each[length:]
            self.aside.update({network: _trainings(network) for network in self.networks[models:]})

    def is_aside(self, network: Network) -> bool:
        """Whether a model only stands in the body of a sibling module, and this script does nothing with it."""
        return network in self.aside and self.aside[network] == _trainings(network)

    def note(self, node: cst.CSTNode, what: str, why: str) -> None:
        self.unread.append(Unread(self.places.of(node), what, why))

    def name(self, path: str, kind: NameKind, node: cst.CSTNode, statement: cst.CSTNode) -> None:
        """Record that a name of Keras is imported or called here, or one that NumPy took away is used."""
        if (node, path) not in self.names and self.scope.module is self.main:
            places = self.places.of(node), self.places.of(statement)
            self.names[node, path] = UsedName(path, kind, *places, guarded=self.guards > 0)

    def spend(self, steps: int) -> None:
        """Takes from the budget; raises Exhausted where there is none left."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Exhausted

    # Expressions

    def evaluate(self, node: cst.BaseExpression) -> Abstract:
        self.spend(1)
        handler = EVALUATE.get(type(node))
        return handler(self, node) if handler is not None else Unknown("an expression that is not followed")

    def call(self, node: cst.Call) -> Abstract:
        callee = self.evaluate(node.func)
        if isinstance(callee, Unknown) and isinstance(node.func, cst.Attribute):
            name = node.func.attr.value
            if name in _TRAINING:
                self.note(node, f"`{name}`", f"the model is not known: {callee.reason}")
            elif name == "run_cell_magic" and node.args:
                self._forget_cell(self.evaluate(node.args[-1].value))
        return calls.dispatch(self, node, callee, calls.arguments(self, node.args))

    def _forget_cell(self, code: Abstract) -> None:
        """What a converted notebook runs as text, `run_cell_magic("time", "", code)`, may set these names anew."""
        try:
            module = cst.parse_module(str(code.value) if isinstance(code, Known) else "")
        except (cst.ParserSyntaxError, RecursionError, ValueError, cst.CSTValidationError):
            return
        for name in syntax.assigned_in(cst.IndentedBlock(module.body)):
            self.bind(name, Unknown("set in a cell that is kept as text"))

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
        return None

    def operation(
        self, node: cst.CSTNode, inputs: Sequence[Tensor], formula: Formula | None = None
    ) -> Tensor:
        """Something done to tensors that is not a layer: an operator, `keras.ops`, `tf.*`."""
        return calls.operation(self, node, tuple(inputs), formula=formula)

    def elements(self, value: Abstract, limit: int) -> list[Abstract] | None:
        """The elements of an iterable, if all are known and they are at most `limit`."""
        if isinstance(value, Items) and not value.open and not value.spoiled and len(value.items) <= limit:
            return None if value.unordered else list(value.items)
        if isinstance(value, Table) and not value.open and len(value.entries) <= limit:
            return [Known(key, "computed") for key in value.entries]
        if isinstance(value, Known) and isinstance(value.value, range) and len(value.value) <= limit:
            return [Known(item, "computed") for item in value.value]
        return None

    def any_element(self, iterable: cst.BaseExpression) -> Abstract:
        """What stands for every element of an iterable whose elements cannot be listed."""
        value = self.evaluate(iterable)
        if isinstance(value, Linear):
            return Linear(iterable, 0, value.stride)
        if isinstance(value, Known) and isinstance(value.value, range):
            return Linear(iterable, 0, value.value.step)
        if isinstance(value, Items) and value.items and not value.spoiled:
            found = value.items[0]
            for item in value.items[1:]:
                found = join(found, item)
            return found
        if isinstance(value, Data):
            return row(value)
        return value if type(value) is Unknown else Unknown("an element of a loop")

    # Names

    def resolve(self, value: Module) -> Abstract:
        """What an imported name stands for, where it comes from a file of the project."""
        return resolve(self, value)

    def lookup(self, name: str) -> Abstract:
        scope: Scope | None = self.scope
        module = self.scope
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
        for star in module.stars:
            path = starred(canonical(star), name, self.target)
            if path is not None:
                return Module(as_imported(path, star))
            given = resolve(self, Module(f"{star}.{name}" if star[-1] != "." else star + name, module.path))
            if not isinstance(given, Module):
                return given
        if name == "__name__":
            return Known("__main__" if module is self.main else module.path, "computed")
        return Unknown(f"`{name}` is not assigned in this file")

    def bind(self, name: str, value: Abstract) -> None:
        scope = self.scope
        if name in scope.globals_declared:
            scope = scope.module
        if isinstance(value, Network) and value.name is None:
            value.name = name
        elif isinstance(value, Built):
            value.bound_as = value.bound_as or name
        scope.names[name] = value

    def assign(self, target: cst.BaseExpression, value: Abstract) -> None:
        if isinstance(target, cst.Name):
            self.bind(target.value, value)
        elif isinstance(target, (cst.Tuple, cst.List)):
            self._unpack(list(target.elements), value)
        elif isinstance(target, cst.Attribute):
            calls.set_attribute(self, self.evaluate(target.value), target.attr.value, value)
        elif isinstance(target, cst.Subscript):
            calls.set_item(self, target, value)

    def _unpack(self, elements: Sequence[cst.BaseElement], value: Abstract) -> None:
        starred = [at for at, element in enumerate(elements) if isinstance(element, cst.StarredElement)]
        values = unpacked(value, len(elements), starred[0] if starred else None)
        if values is None:
            whole = value if type(value) is Unknown else Unknown("part of a value that is not known")
            values = [whole] * len(elements)
        for element, item in zip(elements, values):
            self.assign(element.value, item)

    @contextmanager
    def inner_scope(self) -> Iterator[None]:
        outer = self.scope
        self.scope = Scope({}, outer)
        try:
            yield
        finally:
            self.scope = outer

    @contextmanager
    def undecided(self) -> Iterator[None]:
        """What happens inside may or may not happen."""
        outer = self.depth
        self.depth += 1
        try:
            yield
        finally:
            self.depth = outer

    # Statements

    def execute(self, body: Sequence[cst.BaseStatement | cst.BaseSmallStatement]) -> Signal | None:
        for statement in body:
            signal = statements.read(self, statement)
            if signal is not None:
                return signal
        return None

    def block(self, body: cst.BaseSuite) -> Signal | None:
        return self.execute(body.body)

    # What calls create

    def run_function(self, function: Function, args: calls.Args, node: cst.CSTNode) -> Abstract:
        return call_function(self, function, args, node)

    def use(self, use: Use) -> None:
        """Record that a layer was applied, also for the subclassed model whose `call` is being read."""
        self.spend(_COST_OF_LAYER)
        use.home = self.home
        self.uses.append(use)
        if self.owners:
            owner = self.owners[-1]
            owner.uses.append(use)
            if self.depth > owner.depth:
                owner.question("a layer is applied on some paths only")

    def begin(self, network: Network) -> None:
        """Record a new model."""
        network.home = self.home
        self.networks.append(network)

    def leak(self) -> None:
        """What is changed here may be read by other functions and classes that nothing calls."""
        self.leaks = self.leaks or self.home is not None

    def hold(self, member: Built | Network) -> None:
        """Record that a layer or model is made, also for the subclassed model whose `__init__` is being read."""
        self.spend(_COST_OF_MODEL if isinstance(member, Network) else _COST_OF_LAYER)
        if self.owners:
            owner = self.owners[-1]
            owner.members.append(member)
            if self.depth > owner.depth:
                owner.question("a layer is made on some paths only")
