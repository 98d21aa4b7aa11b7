"""What an expression can stand for while a program is read: the abstract values of the symbolic walk.

Plain constants are `Known`, `OneOf` and `Unknown` of the IR. Everything with parts or identity is a class here.
Mutable values carry `depth`: how many undecided branches enclosed their birth. A change made under more of them than
that happens on some paths only, so the value is `spoiled` instead of changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lstm_lint.ir.records import dataclass, field
from lstm_lint.reader.graph import Built, Network, Tensor
from lstm_lint.script import Known, OneOf, Series, SeriesKind, Shape, Step, Unknown

Formula = Callable[[Sequence["Shape | None"]], "Shape | None"]

if TYPE_CHECKING:
    from libcst import Arg, Call, ClassDef, CSTNode, FunctionDef, Lambda


@dataclass(eq=False, slots=True)
class Items:
    """A list, tuple or set. `open`: more elements than those listed, as after an append in a loop of unknown length."""

    items: list[Abstract]
    mutable: bool = True
    open: bool = False
    depth: int = 0
    spoiled: bool = False
    unordered: bool = False  # a set: what is in it is known, not what comes first


@dataclass(eq=False, slots=True)
class Table:
    """A dict by constant keys. `open`: it may hold other keys too."""

    entries: dict[object, Abstract]
    open: bool = False
    depth: int = 0

    def forget(self) -> None:
        """From here on it may hold anything."""
        self.entries.clear()
        self.open = True


@dataclass(frozen=True, eq=False, slots=True)
class Linear:
    """An integer that is not known but related to others: `base + offset`, as `i` and `i + 10` in a loop.

    `stride`: by how much it grows from pass to pass; None where that is not known. `passed`: an argument of the
    function that is being read.
    """

    base: object
    offset: int = 0
    stride: int | None = 1
    passed: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Statistic(Unknown):
    """A number or a row that sums up all rows of an array: its mean, its largest value. `of`: the array's history."""

    of: tuple[Step, ...] = ()
    node: CSTNode | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Fold(Unknown):
    """The row numbers of one side of a fold: `x[train]` is a part of `x`."""

    step: Step | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Generator(Unknown):
    """What a function of the program with `yield` returns, where the arrays that it yields were not read."""


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a module, function or class body, and the scope around it."""

    names: dict[str, Abstract]
    outer: Scope | None = None
    is_class: bool = False
    globals_declared: set[str] = field(default_factory=set)
    path: str = ""  # of a module that is a sibling of the script
    stars: list[str] = field(default_factory=list)  # modules of which a module imports everything

    @property
    def module(self) -> Scope:
        scope = self
        while scope.outer is not None:
            scope = scope.outer
        return scope


@dataclass(frozen=True, eq=False, slots=True)
class Function:
    """A function of the program, with the scope in which it was defined."""

    node: FunctionDef | Lambda
    scope: Scope
    name: str
    owner: Class | None = None
    kind: str = "plain"  # plain, static, class, property


@dataclass(frozen=True, eq=False, slots=True)
class Class:
    """A class of the program. `keras` is the Keras kind it derives from: layer, model, callback, or None."""

    node: ClassDef
    name: str
    names: dict[str, Abstract]
    bases: tuple[Abstract, ...]
    keras: str | None = None

    def find(self, name: str) -> Abstract | None:
        if name in self.names:
            return self.names[name]
        for base in self.bases:
            if isinstance(base, Class):
                found = base.find(name)
                if found is not None:
                    return found
        return None

    @property
    def known_bases(self) -> bool:
        """Whether every base was read, so that a missing name is really missing."""
        return all(base.known_bases if isinstance(base, Class) else False for base in self.bases)


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the program."""

    cls: Class
    names: dict[str, Abstract] = field(default_factory=dict)
    depth: int = 0
    network: Network | None = None  # where the class derives from keras.Model
    layer: Built | None = None  # where it derives from keras.Layer
    tool: Tool | None = None  # where it derives from a tokenizer or scaler of a library

    def forget(self) -> None:
        """From here on its plain attributes may be anything; layers and models stay what they are."""
        for name, value in {**self.cls.names, **self.names}.items():
            if isinstance(value, (Known, OneOf, Items, Table)):
                self.names[name] = Unknown("may have been changed by a function of another file")


@dataclass(frozen=True, eq=False, slots=True)
class Method:
    """An attribute that is about to be called on a value we know: `model.add`, `scaler.fit_transform`."""

    owner: Abstract
    name: str


@dataclass(frozen=True, eq=False, slots=True)
class Partial:
    """`functools.partial(callee, ...)`: a callable with some of its arguments."""

    callee: Abstract
    positional: tuple[Given, ...]
    keywords: dict[str, Given]
    complete: bool


@dataclass(eq=False, slots=True)
class Given:
    """An argument as a call gives it: the value, and where it is written (None: through `**kwargs`)."""

    value: Abstract
    node: CSTNode | None = None
    whole: Arg | None = None


@dataclass(eq=False, slots=True)
class Data:
    """An array, frame or dataset and its history.

    A column that the program assigns has a history of its own; `certain` is about all others.
    """

    steps: tuple[Step, ...]
    shape: Shape | None = None
    certain: bool = True
    magnitude: float | None = None
    integer: bool | None = None
    kind: SeriesKind = "array"  # dataset: tf.data
    target: Data | None = None  # of a dataset or generator that yields (x, y)
    columns: dict[str, Column] = field(default_factory=dict)
    parts: Items | Table | None = None  # of a dataset or generator for several inputs: what each of them gets
    since: int = 0  # how many steps there were when it was put together from its parts
    text: bool = False  # lines, words or characters

    @property
    def sure(self) -> bool:
        """Whether every step was understood, those of its columns included."""
        return self.certain and all(column.data.sure for column in self.columns.values())

    def copy(self) -> Data:
        """The same data and history in a value of its own."""
        return Data(
            self.steps, self.shape, self.certain, self.magnitude, self.integer, self.kind, self.target,
            self.columns, self.parts, self.since, self.text,
        )  # fmt: skip

    def then(self, step: Step, **changes: object) -> Data:
        """The same data after one more step; shape and magnitude are lost unless given."""
        new = self.copy()
        new.shape, new.magnitude, new.integer = None, None, None
        if len(self.steps) < MAX_HISTORY:
            new.steps = (*self.steps, step)
        else:
            new.certain = False
        for name, value in changes.items():
            setattr(new, name, value)
        return new

    def series(self) -> Series:
        return Series(self.steps, self.shape, self.sure, self.magnitude, self.integer, self.kind)

    def inputs(self) -> tuple[Data, ...]:
        """What each input of a model gets, in the order of the program; itself where there is one."""
        if self.parts is None:
            return (self,)
        items = self.parts.items if isinstance(self.parts, Items) else list(self.parts.entries.values())
        return tuple(self._part(item) for item in items)

    def _part(self, item: Abstract) -> Data:
        part = item if isinstance(item, Data) else Data((), None, False)
        return Data(
            (*part.steps, *self.steps[self.since :]), part.shape, part.sure and self.certain, part.magnitude,
            part.integer, self.kind,
        )  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """A column of a frame as the program assigned it, when the frame had `since` steps, and whether all were known."""

    data: Data
    since: int
    certain: bool = True


@dataclass(eq=False, slots=True)
class Tool:
    """A data object with memory: a scaler, an encoder, a tokenizer. `fitted` is what it was fitted on."""

    cls: str
    node: CSTNode
    given: dict[str, Given] = field(default_factory=dict)
    fitted: Abstract | None = None
    changed: bool = False  # the program edits its vocabulary
    key: object = field(default_factory=object)  # tells two tools apart that the same call made
    number: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class WordIndex:
    """`tokenizer.word_index`: the words of a Keras Tokenizer with their ids, from 1."""

    tool: Tool


@dataclass(eq=False, slots=True)
class Padded:
    """A call of `pad_sequences` and what goes in."""

    node: Call
    given: dict[str, Given]
    complete: bool
    sequences: Data | None


@dataclass(frozen=True, eq=False, slots=True)
class Module:
    """A library module or anything below it that was not called: a dotted path as imported."""

    path: str
    importer: str = ""  # the file whose import it is; empty for the script itself


Abstract = (
    Known | OneOf | Unknown | Items | Table | Linear | Function | Class
    | Instance | Method | Partial | Built | Tensor | Network | Data | Tool | WordIndex | Module
)  # fmt: skip


MAX_HISTORY = 300  # steps of an array that are followed
MAX_ITEMS = 20_000  # of a list or string: doubling one 60 times is more than a machine holds
