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

from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader import calls, syntax
from lstm_lint.reader.expressions import EVALUATE, binary
from lstm_lint.reader.functions import call_function, run_uncalled
from lstm_lint.reader.library import BUILTINS, starred
from lstm_lint.reader.names import as_imported, canonical, is_keras
from lstm_lint.reader.places import Places
from lstm_lint.reader.siblings import Siblings, resolve
from lstm_lint.reader.values import (
    Abstract,
    Built,
    Class,
    Data,
    Formula,
    Function,
    Instance,
    Items,
    Linear,
    Module,
    Network,
    Padded,
    Scope,
    Table,
    Tensor,
    Tool,
    Use,
    join,
)
from lstm_lint.records import dataclass, field
from lstm_lint.script import Known, Place, Series, Step, Transformation, Unknown, Unread, UsedName

Signal = Literal["return", "break", "continue", "raise"]
NameKind = Literal["import", "call", "method"]

MAX_STEPS = 200_000  # expressions evaluated per path; real files stay below 20,000
MAX_FORKS = 3  # undecided conditions that make alternatives: at most 8 paths
MAX_UNROLLED = 40
_GOES_ON: tuple[Signal, ...] = (
    "raise",
    "return",
    "break",
    "continue",
)  # the last keeps most of the program running
_SHORT = 12  # loops up to this length are always read pass by pass


_TRAINING = frozenset({"compile", "fit", "fit_generator"})


_OF_ONE_BODY = ("scope", "frames", "jumps", "bodies", "varying", "owners", "folds", "depth", "endless", "loops",
                "importing")  # fmt: skip


def _trainings(network: Network) -> int:
    return len(network.compiles) + len(network.fits) + len(network.predictions)


class Exhausted(Exception):
    """The program is larger than the budget of one reading."""


@dataclass
class Frame:
    """One call of a function that is being read."""

    function: Function | None = None
    returns: list[Abstract] = field(default_factory=list)
    is_generator: bool = False


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
    ) -> None:
        self.module = module
        self.text = text
        self.building = building  # what `syntax.builds` said, kept for the other paths
        self.places = places
        self.target = target
        self.choices = choices
        self.met: list[str] = []  # undecided conditions that could fork, in the order met
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
        self.functions: list[tuple[Function, Class | None]] = []
        self.instances: dict[Class, Instance] = {}
        self.called: set[cst.CSTNode] = set()

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
        """Record that a name of Keras is imported or called here."""
        if (node, path) not in self.names and self.scope.module is self.main:
            places = self.places.of(node), self.places.of(statement)
            self.names[node, path] = UsedName(path, kind, *places, guarded=self.guards > 0)

    # Expressions

    def evaluate(self, node: cst.BaseExpression) -> Abstract:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Exhausted
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
            return calls.row(value)
        return Unknown("an element of a loop")

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
        values = calls.unpacked(value, len(elements), starred[0] if starred else None)
        if values is None:
            values = [Unknown("part of a value that is not known")] * len(elements)
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
            signal = self._statement(statement)
            if signal is not None:
                return signal
        return None

    def block(self, body: cst.BaseSuite) -> Signal | None:
        return self.execute(body.body)

    def _statement(self, node: cst.BaseStatement | cst.BaseSmallStatement) -> Signal | None:
        if isinstance(node, cst.SimpleStatementLine):
            return self.execute(node.body)
        handler: Any = _STATEMENTS.get(type(node))
        return handler(self, node) if handler is not None else None

    def _expression(self, node: cst.Expr) -> None:
        self.evaluate(node.value)

    def _assign(self, node: cst.Assign) -> None:
        value = self.evaluate(node.value)
        for target in node.targets:
            self.assign(target.target, value)

    def _annotated(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            self.assign(node.target, self.evaluate(node.value))

    def _augmented(self, node: cst.AugAssign) -> None:
        left, right = self.evaluate(node.target), self.evaluate(node.value)
        if isinstance(left, Items) and left.mutable and isinstance(node.operator, cst.AddAssign):
            calls.extend(self, left, right)
            return
        kind = syntax.AUGMENTED.get(type(node.operator))
        value = (
            binary(self, node, kind, left, right) if kind else Unknown("an operation that is not followed")
        )
        self.assign(node.target, value)

    def _delete(self, node: cst.Del) -> None:
        for name in syntax.names_in(node.target):
            self.scope.names.pop(name, None)

    def _return(self, node: cst.Return) -> Signal:
        value: Abstract = Known(None) if node.value is None else self.evaluate(node.value)
        self.frames[-1].returns.append(value)
        return "return"

    def _raise(self, node: cst.Raise) -> Signal:
        return "raise"

    def _break(self, node: cst.Break) -> Signal:
        return "break"

    def _continue(self, node: cst.Continue) -> Signal:
        return "continue"

    def _global(self, node: cst.Global) -> None:
        self.scope.globals_declared.update(item.name.value for item in node.names)

    def _import(self, node: cst.Import) -> None:
        for alias in node.names:
            path = syntax.dotted(alias.name)
            self.imports.append(path)
            if is_keras(path):
                self.name(path, "import", alias.name, node)
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                self.bind(alias.asname.name.value, Module(path, self.scope.module.path))
            else:
                root = path.partition(".")[0]
                self.bind(root, Module(root, self.scope.module.path))

    def _import_from(self, node: cst.ImportFrom) -> None:
        path = "." * len(node.relative) + (syntax.dotted(node.module) if node.module else "")
        if isinstance(node.names, cst.ImportStar):
            self.imports.append(path)
            self.scope.module.stars.append(path)
            if is_keras(path) and node.module is not None:
                self.name(path, "import", node.module, node)
            return
        for alias in node.names:
            name = syntax.dotted(alias.name)
            full = f"{path}.{name}" if not path.endswith(".") else path + name
            self.imports.append(full)
            if is_keras(full):
                self.name(full, "import", alias.name, node)
            bound = (
                alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
            )
            self.bind(bound, Module(full, self.scope.module.path))

    def _function(self, node: cst.FunctionDef) -> None:
        function = Function(node, self.scope, node.name.value, kind=syntax.decoration(node))
        if self.scope.module is self.main:
            self.functions.append((function, None))
        self.bind(node.name.value, function)

    def _class(self, node: cst.ClassDef) -> None:
        bases = tuple(self.evaluate(base.value) for base in node.bases)
        body = Scope({}, self.scope, is_class=True)
        outer, self.scope = self.scope, body
        mine = len(self.functions)
        try:
            self.block(node.body)
        finally:
            self.scope = outer
        cls = Class(node, node.name.value, body.names, bases, calls.keras_base(bases))
        self.functions[mine:] = [(function, owner or cls) for function, owner in self.functions[mine:]]
        self.bind(node.name.value, cls)

    def _with(self, node: cst.With) -> Signal | None:
        if any(syntax.expects_error(item.item) for item in node.items):
            self.note(node, "a block that is meant to raise", "a test asserts the error")
            return None
        for item in node.items:
            value = self.evaluate(item.item)
            if item.asname is not None:
                self.assign(item.asname.name, value if isinstance(value, Instance) else Unknown("a context"))
        return self.block(node.body)

    def _try(self, node: cst.Try) -> Signal | None:
        self.guards += 1
        signal = self.block(node.body)
        kept = dict(self.scope.names)
        for handler in node.handlers:
            with self.undecided():
                self.block(handler.body)
            self.scope.names.update(kept)  # the body is the path that is meant
        self.guards -= 1
        if signal is None and node.orelse is not None:
            signal = self.block(node.orelse.body)
        if node.finalbody is not None:
            signal = self.block(node.finalbody.body) or signal
        return signal

    def _if(self, node: cst.If) -> Signal | None:
        guard = syntax.asks_version(node.test)
        self.guards += guard
        try:
            return self._decide(node)
        finally:
            self.guards -= guard

    def _decide(self, node: cst.If) -> Signal | None:
        truth = self.truth(self.evaluate(node.test))
        if truth is None and not self.endless and not self.importing and self._decides_a_model(node):
            truth = self._fork(node.test)
        if truth is True:
            return self.block(node.body)
        if truth is False:
            return self._else(node.orelse)
        return self._merge(node)

    def _else(self, orelse: cst.If | cst.Else | None) -> Signal | None:
        if orelse is None:
            return None
        return self._if(orelse) if isinstance(orelse, cst.If) else self.block(orelse.body)

    def _fork(self, test: cst.BaseExpression) -> bool | None:
        """Which way this path goes at an undecided condition; the same condition goes the same way throughout."""
        condition = self.module.code_for_node(test)
        if condition not in self.choices:
            if len(self.met) >= MAX_FORKS:
                return None
            self.choices[condition] = True
        if condition not in self.met:
            self.met.append(condition)
        return self.choices[condition]

    def _decides_a_model(self, node: cst.If) -> bool:
        """Whether it decides which layers a model has, by what it does or by jumping past what does."""
        jumps = bool(self.bodies) and syntax.jumps(node) and syntax.builds(self.bodies[-1], self)
        if not jumps and not syntax.builds(node, self):
            return False
        return not any(names & syntax.names_used(node.test) for names in self.varying)

    def _merge(self, node: cst.If) -> Signal | None:
        before = dict(self.scope.names)
        with self.undecided():
            inside = self.depth
            first = self.block(node.body)
            after_body = self.scope.names
            jumped, self.depth = self.depth > inside, inside
            self.scope.names = before
            second = self._else(node.orelse)
            jumped = jumped or self.depth > inside
        after_else = self.scope.names
        self.depth += jumped  # by a jump inside one of the arms: it passes what follows here too
        if first is not None and second is not None:
            goes_on = _GOES_ON.index(first) >= _GOES_ON.index(second)
            self.scope.names = after_body if goes_on else after_else
            return first if goes_on else second
        if first is not None or second is not None:  # only the other arm goes on
            self.scope.names = after_else if first is not None else after_body
            self._jump(first or second, after_body if first is not None else after_else)
            return None
        merged = dict(after_body)
        for name, value in after_else.items():
            merged[name] = join(after_body[name], value) if name in after_body else value
        self.scope.names = merged
        return None

    def _jump(self, signal: Signal | None, names: dict[str, Abstract]) -> None:
        """What follows in this loop or function happens on one path only, until its end lowers the depth again."""
        if signal == "raise":
            return
        self.depth += 1
        if self.jumps:
            self.jumps[-1].append((signal or "return", names))

    def _land(self, signal: Signal, jumps: list[tuple[Signal, dict[str, Abstract]]]) -> None:
        """Where the jumps of this kind end: names are as they were left there, or as they are here."""
        for kind, names in jumps:
            if kind == signal:
                here = self.scope.names
                self.scope.names = {
                    name: join(value, names[name]) if name in names else value for name, value in here.items()
                }

    def _for(self, node: cst.For) -> Signal | None:
        iterable = self.evaluate(node.iter)
        values = self.elements(iterable, MAX_UNROLLED if syntax.builds(node, self) else _SHORT)
        if values is None:
            self._endless(node, node.iter)
            return None
        self.loops += 1
        depth, signal = self.depth, None
        jumps: list[tuple[Signal, dict[str, Abstract]]] = []
        self.jumps.append(jumps)
        self.varying.append(set(syntax.names_in(node.target)) | syntax.assigned_in(node.body))
        if outermost := not self.bodies:
            self.bodies.append(node)
        for value in values:
            self.assign(node.target, value)
            signal = self.block(node.body)
            self._land("continue", jumps)
            jumps[:] = [jump for jump in jumps if jump[0] != "continue"]
            if not jumps:
                self.depth = depth
            if signal in ("break", "return", "raise"):
                break
        self._land("break", jumps)
        self.depth = depth + any(kind == "return" for kind, _ in jumps)
        self.loops -= 1
        self.jumps.pop()
        self.varying.pop()
        if outermost:
            self.bodies.pop()
        return signal if signal in ("return", "raise") else None

    def _while(self, node: cst.While) -> Signal | None:
        if self.truth(self.evaluate(node.test)) is False:
            return None
        self._endless(node, None)
        forever = isinstance(node.test, (cst.Name, cst.Integer)) and node.test.value in ("True", "1")
        return "return" if forever and not syntax.breaks(node.body) else None

    def _endless(self, node: cst.For | cst.While, iterable: cst.BaseExpression | None) -> None:
        """A loop of unknown length: one pass, with everything it assigns forgotten before."""
        assigned = syntax.assigned_in(node.body)
        before = dict(self.scope.names)
        for name in assigned:
            if name in before:
                self.scope.names[name] = Unknown("changes in a loop")
        self.loops += 1
        self.endless += 1
        folds = len(self.folds)
        self.jumps.append([])
        with self.undecided():
            if isinstance(node, cst.For) and iterable is not None:
                element = self.any_element(iterable)
                self.folds.extend((step, len(self.networks)) for step in calls.folded(element))
                self.assign(node.target, element)
            self.block(node.body)
        del self.folds[folds:]
        self._land("break", self.jumps.pop())
        self.endless -= 1
        self.loops -= 1
        for name in assigned:
            if name in before and name in self.scope.names:
                self.scope.names[name] = join(before[name], self.scope.names[name])

    def _match(self, node: cst.Match) -> None:
        self.evaluate(node.subject)
        for case in node.cases:
            with self.undecided():
                self.block(case.body)
        for name in syntax.assigned_in(node):
            self.scope.names[name] = Unknown("differs between cases")

    # What calls create

    def run_function(self, function: Function, args: calls.Args, node: cst.CSTNode) -> Abstract:
        return call_function(self, function, args, node)

    def use(self, use: Use) -> None:
        """Record that a layer was applied, also for the subclassed model whose `call` is being read."""
        self.uses.append(use)
        if self.owners:
            self.owners[-1].uses.append(use)


_STATEMENTS: dict[type, Any] = {
    cst.Expr: Walk._expression,
    cst.Assign: Walk._assign,
    cst.AnnAssign: Walk._annotated,
    cst.AugAssign: Walk._augmented,
    cst.Del: Walk._delete,
    cst.Return: Walk._return,
    cst.Raise: Walk._raise,
    cst.Break: Walk._break,
    cst.Continue: Walk._continue,
    cst.Global: Walk._global,
    cst.Nonlocal: lambda walk, node: None,
    cst.Import: Walk._import,
    cst.ImportFrom: Walk._import_from,
    cst.FunctionDef: Walk._function,
    cst.ClassDef: Walk._class,
    cst.With: Walk._with,
    cst.Try: Walk._try,
    cst.If: Walk._if,
    cst.For: Walk._for,
    cst.While: Walk._while,
    cst.Match: Walk._match,
}
