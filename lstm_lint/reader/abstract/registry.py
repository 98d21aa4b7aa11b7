"""The registry: what libraries say of their functions, methods, attributes, subscripts, operators and classes.

The key of a function is its whole canonical path; a name alone never decides. A library is loaded when something of it
is first looked up, so that a script pays for what it imports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from lstm_lint.ir.records import dataclass, field
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Args, Function, Instance
from lstm_lint.script import Place

if TYPE_CHECKING:
    from lstm_lint import nodes as cst

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Call:
    """A call of something in a library: the node, its arguments, and where it is written.

    `path` is dotted as imported, `name` its last part or the name of the method, `owner` the object of the method. An
    operator is a call too: of `+`, with two arguments.
    """

    node: cst.Call
    args: Args
    name: str
    path: str
    locate: Callable[[cst.CSTNode], Place]
    owner: Abstract | None = None

    @property
    def place(self) -> Place:
        return self.locate(self.node)


@dataclass(eq=False, slots=True)
class Part:
    """What is between the commas of `x[...]`: an index, or a slice with its bounds and step; each evaluated once."""

    node: cst.BaseSlice
    index: Abstract | None = None
    bounds: tuple[Abstract | None, Abstract | None, Abstract | None] = (None, None, None)


@dataclass(eq=False, slots=True)
class Subscript:
    """`owner[parts]`, read or written."""

    node: cst.Subscript
    owner: Abstract
    parts: Sequence[Part]
    locate: Callable[[cst.CSTNode], Place]

    @property
    def place(self) -> Place:
        return self.locate(self.node)


Handler = Callable[[Interpreter, Call], "Abstract | None"]
Getter = Callable[[Interpreter, Any, str], "Abstract | None"]
Setter = Callable[[Interpreter, Any, str, "Abstract"], None]
Reader = Callable[[Interpreter, Subscript], "Abstract | None"]
Writer = Callable[[Interpreter, Subscript, "Abstract"], None]
Mention = Literal["import", "call", "attribute"]


class Base:
    """What a class of the program inherits from a class of a library. Each answer of None leaves it to Python."""

    def begin(self, it: Interpreter, instance: Instance, args: Args, node: cst.CSTNode) -> Abstract | None:
        """Before `__init__` is read; what is returned is the value of the call, and `__init__` is not read."""
        return None

    def finish(self, it: Interpreter, instance: Instance) -> None:
        """After `__init__` was read."""

    def call(self, it: Interpreter, call: Call, instance: Instance) -> Abstract | None:
        """`instance(...)`."""
        return None

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract | None:
        """A method that no class of the program defines."""
        return None

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract | None:
        """An attribute that the program did not set."""
        return None

    def item(self, it: Interpreter, instance: Instance, key: object) -> Abstract | None:
        """`instance[key]`."""
        return None


@dataclass(frozen=True, eq=False)
class Library:
    """What one library does. `find` and `find_base` answer for paths that go by a pattern, where no table has them."""

    functions: Mapping[str, Handler] = field(default_factory=dict)
    methods: Mapping[tuple[str, str], Handler] = field(
        default_factory=dict
    )  # by kind and name; "*": any other
    attributes: Mapping[tuple[str, str], Getter] = field(default_factory=dict)  # the same
    setters: Mapping[str, Setter] = field(default_factory=dict)  # by kind
    operators: Mapping[tuple[str, str], Handler] = field(default_factory=dict)  # by kind and symbol, the same
    # By kind, or by the path of a module's attribute.
    subscripts: Mapping[str, Reader] = field(default_factory=dict)
    stores: Mapping[str, Writer] = field(default_factory=dict)
    elements: Mapping[str, Callable[[Interpreter, Any], Abstract]] = field(default_factory=dict)  # by kind
    constants: Mapping[str, Abstract] = field(default_factory=dict)  # by path
    bases: Mapping[str, Base] = field(default_factory=dict)  # by path
    aliases: Mapping[str, str] = field(default_factory=dict)  # other paths of the same function
    find: Callable[[str], Handler | None] | None = None
    find_base: Callable[[str], Base | None] | None = None


class Common(Protocol):
    """What holds for names of every library, and for code that no library lists."""

    def canonical(self, path: str) -> str:
        """The path under which a name is listed, whatever way it is imported."""

    def starred(self, module: str, name: str, target: KerasTarget) -> str | None:
        """The path that `from module import *` gives a name, if it gives it."""

    def notes(self, path: str, use: Mention) -> bool:
        """Whether it is written down that the program uses this name."""

    def is_library(self, path: str) -> bool:
        """Whether a path is known to be of a library, and of no file of the project."""

    def only_computes(self, path: str) -> bool:
        """Whether nothing is written down of what a name of a library does to values that are not known."""

    def builds(self, name: str) -> bool:
        """Whether a call of this name makes a model or a part of one."""

    def unlisted(self, it: Interpreter, call: Call) -> Abstract:
        """The value of a call of a function that no library lists."""

    def unknown(self, it: Interpreter, call: Call) -> Abstract:
        """The value of a call of something that is not known at all; `owner` is what is called."""

    def generated(self, it: Interpreter, yields: Sequence[Abstract], node: cst.CSTNode) -> Abstract:
        """What a function with `yield` returns."""

    def unpacks(self, it: Interpreter, target: cst.Tuple | cst.List, value: Abstract) -> None:
        """`a, b = value` is about to happen."""

    def asks(self, it: Interpreter, node: cst.Attribute, owner: Abstract) -> None:
        """`owner.name` is about to be read."""

    def looks_up(self, it: Interpreter, node: cst.Subscript, owner: Abstract, parts: Sequence[Part]) -> None:
        """`owner[index]` is about to be read."""

    def discards(self, it: Interpreter, method: cst.Attribute) -> None:
        """`owner.attribute.method(...)` was read, and nothing takes what it returns."""

    def calls(self, it: Interpreter, call: Call) -> None:
        """A function or method of a library is about to be read."""

    def parameter(self, it: Interpreter, function: Function, given: cst.Param) -> Abstract | None:
        """A parameter that a library fills, such as one of the command line."""


class Registry:
    """Every library that a program may use.

    `roots`: the modules that describe a library, by the first part of its path; `kinds`: those that describe the
    methods of a kind of value. Each has a `LIBRARY`. `general`: what a kind is a kind of. `plugged`: what makes the
    tables of plug-ins, by the first part of the path; they come after those of our own for the same library.
    """

    def __init__(
        self,
        roots: Mapping[str, Sequence[str]],
        kinds: Mapping[str, Sequence[str]],
        general: Mapping[str, str],
        common: Common,
        plugged: Mapping[str, Sequence[Callable[[Registry], Library]]] | None = None,
    ) -> None:
        self.common = common
        self._plugged = dict(plugged or {})
        self._general = general
        self._lines: dict[str, tuple[str, ...]] = {}
        self._roots = dict(roots)
        self._kinds = dict(kinds)
        self._read: set[str] = set()
        self._functions: dict[str, Handler | None] = {}
        self._bases: dict[str, Base | None] = {}
        self._finders: list[Library] = []
        self._methods: dict[tuple[str, str], Handler] = {}
        self._attributes: dict[tuple[str, str], Getter] = {}
        self._setters: dict[str, Setter] = {}
        self._operators: dict[tuple[str, str], Handler] = {}
        self._subscripts: dict[str, Reader] = {}
        self._stores: dict[str, Writer] = {}
        self._elements: dict[str, Callable[[Interpreter, Any], Abstract]] = {}
        self._constants: dict[str, Abstract] = {}
        self._aliases: dict[str, str] = {}

    def load(self, root: str) -> None:
        """Read the tables of a library that the program imports."""
        self._load(self._roots, root)
        for made in self._plugged.pop(root, ()):
            self.add(made(self))

    def _load(self, shelf: dict[str, Sequence[str]], key: str) -> None:
        for module in shelf.pop(key, ()):
            if module not in self._read:
                self._read.add(module)
                self.add(import_module(module).LIBRARY)

    def imported(self, path: str) -> None:
        """A script imports this: a plug-in that describes the library may add methods to what is no part of it."""
        if self._plugged and (root := path.partition(".")[0]) in self._plugged:
            self.load(root)

    def add(self, library: Library) -> None:
        """Put the tables of a library beside the others."""
        self._functions.update(library.functions)
        self._methods.update(library.methods)
        self._attributes.update(library.attributes)
        self._setters.update(library.setters)
        self._operators.update(library.operators)
        self._subscripts.update(library.subscripts)
        self._stores.update(library.stores)
        self._elements.update(library.elements)
        self._constants.update(library.constants)
        self._bases.update(library.bases)
        self._aliases.update(library.aliases)
        for path in library.aliases:
            self._functions.pop(path, None)  # it may have been asked for before
        if library.find is not None or library.find_base is not None:
            self._finders.append(library)

    def function(self, path: str) -> Handler | None:
        """What a function or class does, by canonical path."""
        try:
            return self._functions[path]
        except KeyError:
            self.load(path.partition(".")[0])
        real = self._aliases.get(path, path)
        if real.partition(".")[0] != path.partition(".")[0]:
            self.load(real.partition(".")[0])
        found = self._functions.get(real)
        if found is None:
            found = next(filter(None, (each.find(real) for each in self._finders if each.find)), None)
        self._functions[path] = found
        return found

    def base(self, path: str) -> Base | None:
        """What a class of the program inherits from a class of a library, by canonical path."""
        if path not in self._bases:
            self.load(path.partition(".")[0])
            if path not in self._bases:
                finders = (each.find_base for each in self._finders if each.find_base is not None)
                self._bases[path] = next(filter(None, (find(path) for find in finders)), None)
        return self._bases[path]

    def method(self, kind: str, name: str) -> Handler | None:
        """What a method does to a value of a kind."""
        return self._of_kind(self._methods, kind, name)

    def attribute(self, kind: str, name: str) -> Getter | None:
        return self._of_kind(self._attributes, kind, name)

    def operator(self, kind: str, symbol: str) -> Handler | None:
        """What `+`, `@` or `<` does where a value of that kind is on one side."""
        return self._of_kind(self._operators, kind, symbol)

    def _of_kind(self, table: dict[tuple[str, str], T], kind: str, name: str) -> T | None:
        """The entry of a kind, else of the more general ones; after them what stands for any other name."""
        found = table.get((kind, name))
        if found is not None and kind in self._lines:
            return found
        kinds = self._lines.get(kind) or self._line(kind)
        for wanted in (name, "*"):
            for one in kinds:
                found = table.get((one, wanted))
                if found is not None:
                    return found
        return None

    def _line(self, kind: str) -> tuple[str, ...]:
        """A kind and those that it is a kind of; their libraries are loaded."""
        found = [kind]
        while found[-1] in self._general:
            found.append(self._general[found[-1]])
        for one in found:
            self._load(self._kinds, one)
        self._lines[kind] = tuple(found)
        return self._lines[kind]

    def _first(self, table: dict[str, T], kind: str) -> T | None:
        kinds = self._lines.get(kind) or self._line(kind)
        return next((table[one] for one in kinds if one in table), None)

    def setter(self, kind: str) -> Setter | None:
        """What `value.name = x` does."""
        return self._first(self._setters, kind)

    def subscript(self, kind: str) -> Reader | None:
        """What `value[...]` is. `kind`: that of the value, or the path of a module's attribute, `numpy.c_`."""
        if "." in kind:
            self.load(kind.partition(".")[0])
        return self._first(self._subscripts, kind)

    def store(self, kind: str) -> Writer | None:
        """What `value[...] = x` does."""
        return self._first(self._stores, kind)

    def element(self, kind: str) -> Callable[[Interpreter, Any], Abstract] | None:
        """What a loop over a value of that kind gets."""
        return self._first(self._elements, kind)

    def constant(self, path: str) -> Abstract | None:
        """`numpy.pi`."""
        root = path.partition(".")[0]
        if root in self._roots or root in self._plugged:
            self.load(root)
        return self._constants.get(path)
