"""What an expression can stand for while a program is read: the abstract values of the symbolic walk.

Plain constants are `Known`, `OneOf` and `Unknown` of the IR. Everything with parts or identity is a class here.
Mutable values carry `depth`: how many undecided branches enclosed their birth. A change made under more of them than
that happens on some paths only, so the value is `spoiled` instead of changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING

from lstm_lint.records import dataclass, field
from lstm_lint.script import Known, OneOf, Series, SeriesKind, Shape, Step, Symbol, Unknown

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

    `stride`: by how much it grows from pass to pass; None where that is not known.
    """

    base: object
    offset: int = 0
    stride: int | None = 1


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
    """What a function of the program with `yield` returns."""


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
class Built:
    """A Keras object while the program is read: layer, optimizer, callback, loss, initializer ..."""

    kind: str  # layers, optimizers, callbacks, losses, metrics, initializers, regularizers, schedules, custom
    cls: str
    node: Call
    given: dict[str, Given]
    complete: bool = True
    wrapped: Built | Network | None = None  # of a wrapper layer
    cell: Abstract | None = None  # of RNN(cell)
    custom: bool = False  # a layer class of the program
    used: bool = False  # part of a model, wrapper or compile
    bound_as: str | None = None  # the name that it was given first
    title: str = ""  # its name, given or as Keras numbers it
    settings: dict[str, Abstract] = field(default_factory=dict)  # attributes set afterwards: layer.trainable
    first_use: Use | None = None
    keeps_mask: bool | None = None  # of a layer class of the program: whether it supports masking
    states: tuple[Shape | None, ...] | None = None  # shapes of its initial_state
    formula: Formula | None = None  # of an operation: its shape from those of its tensors
    package: str | None = None  # that its class is imported from


@dataclass(eq=False, slots=True)
class Use:
    """One application of a layer or model to tensors."""

    layer: Built | Network
    inputs: tuple[Tensor, ...]
    states: tuple[Tensor, ...] = ()
    certain: bool = True  # False where an input was not read
    outputs: int = 1
    initial_state: tuple[Tensor, ...] = ()  # those of `states` that a recurrent layer starts from

    @property
    def entering(self) -> tuple[Tensor, ...]:
        """The tensors that shapes depend on, as Keras' RNN takes them in one list: inputs, then initial state."""
        return (*self.inputs, *self.initial_state)


@dataclass(frozen=True, eq=False, slots=True)
class Tensor:
    """A symbolic tensor: shape with the batch first, and the use that produced it (None: not read)."""

    shape: Shape | None = None
    use: Use | None = None
    index: int = 0


_MAX_LEVEL = 40  # models in models; real ones have three levels


@dataclass(eq=False, slots=True)
class Network:
    """A model while the program is read."""

    kind: str  # sequential, functional, subclassed
    node: CSTNode
    depth: int = 0
    name: str | None = None
    stack: list[Built | Network] = field(default_factory=list)  # of a Sequential
    input_shape: Shape | None = None  # of a Sequential, batch first
    entry: Built | None = None  # its `Input`, where it has one
    inputs: tuple[Tensor, ...] = ()  # of a functional model
    outputs: tuple[Tensor, ...] = ()
    members: list[Built | Network] = field(
        default_factory=list
    )  # of a subclassed model, in order of creation
    uses: list[Use] = field(default_factory=list)  # of a subclassed model: what call() does
    complete: bool = True
    why: str = ""
    compiles: list[Training] = field(default_factory=list)
    fits: list[Training] = field(default_factory=list)
    predictions: list[Training] = field(default_factory=list)
    evaluated: bool = False
    predicted: bool = False
    weights_loaded: bool = False
    nested: bool = False  # part of another model
    level: int = 0  # how many models stand in each other inside
    package: str | None = None  # that its class is imported from
    shapes: dict[object, tuple[Shape | None, ...]] = field(
        default_factory=dict
    )  # of its outputs, by input shapes

    def hold(self, inner: Network) -> None:
        """Another model becomes part of this one; one inside itself, or far too deep, is not followed."""
        inner.nested = True
        self.level = max(self.level, inner.level + 1)
        if inner is self or self.level > _MAX_LEVEL:
            self.spoil("models are nested too deeply")

    def spoil(self, why: str) -> None:
        """From here on the structure is not known any more."""
        self.complete = False
        self.why = self.why or why


@dataclass(frozen=True, eq=False, slots=True)
class Training:
    """A compile or fit call with its arguments."""

    method: str
    node: Call
    given: dict[str, Given]
    complete: bool
    in_loop: bool = False
    undecided: bool = False  # on some paths only, or in a loop of unknown length
    reused_over: Step | None = None  # the splitter around it, where the model is older than the loop


@dataclass(eq=False, slots=True)
class Data:
    """An array, frame or dataset and its history."""

    steps: tuple[Step, ...]
    shape: Shape | None = None
    certain: bool = True
    magnitude: float | None = None
    integer: bool | None = None
    kind: SeriesKind = "array"  # dataset: tf.data
    target: Data | None = None  # of a dataset or generator that yields (x, y)

    def then(self, step: Step, **changes: object) -> Data:
        """The same data after one more step; shape and magnitude are lost unless given."""
        new = Data((*self.steps, step), None, self.certain, None, None, self.kind, self.target)
        for name, value in changes.items():
            setattr(new, name, value)
        return new

    def series(self) -> Series:
        return Series(self.steps, self.shape, self.certain, self.magnitude, self.integer, self.kind)


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


def constant(value: Abstract) -> object:
    """The plain Python value of an abstract value, with lists and tuples; raises LookupError where it is not known."""
    return _constant(value, count(_MAX_CONSTANT, -1), 0)


_MAX_CONSTANT = 20_000  # elements
MAX_NESTED = 12  # lists in lists; one that holds itself has no end


def _constant(value: Abstract, left: Iterator[int], depth: int) -> object:
    if isinstance(value, Known):
        return value.value
    if next(left) <= 0 or depth > MAX_NESTED:
        raise LookupError
    if isinstance(value, Items) and not value.open and not value.spoiled:
        items = [_constant(item, left, depth + 1) for item in value.items]
        return items if value.mutable else tuple(items)
    if isinstance(value, Table) and not value.open:
        return {key: _constant(item, left, depth + 1) for key, item in value.entries.items()}
    raise LookupError


_MAX_SET = 100  # elements that are compared with each other


def as_set(items: Items) -> Items:
    """The same elements as a set: each once, in no order."""
    unique: list[Abstract] = []
    if len(items.items) > _MAX_SET:
        return Items(items.items, True, True, items.depth, items.spoiled, unordered=True)
    for item in items.items:
        if not any(same(item, other) for other in unique):
            unique.append(item)
    sure = all(isinstance(item, Known) for item in unique) or len(unique) < 2
    return Items(unique, True, items.open or not sure, items.depth, items.spoiled, unordered=len(unique) > 1)


def integer(value: Abstract) -> int | None:
    """The value as an int, or None."""
    if isinstance(value, Known) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return value.value
    return None


def tensors(value: Abstract) -> Iterator[Tensor]:
    """Every tensor in a value, through lists, tuples and dicts, each of those once."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (Items, Table)):
        yield from _tensors(value, set())


def _tensors(value: Items | Table, seen: set[int]) -> Iterator[Tensor]:
    seen.add(id(value))
    for item in value.items if isinstance(value, Items) else value.entries.values():
        if isinstance(item, Tensor):
            yield item
        elif isinstance(item, (Items, Table)) and id(item) not in seen:
            yield from _tensors(item, seen)


def parts(built: Built) -> Iterator[Built]:
    """The objects given to this one: the wrapped layer, cells, an activation, the backward layer."""
    for given in built.given.values():
        value = given.value
        for item in value.items if isinstance(value, Items) else (value,):
            if isinstance(item, Built):
                yield item


def in_order(ends: Sequence[Use], stop: Collection[int] = ()) -> Iterator[Use]:
    """The uses that lead to these, sources first; what lies before those in `stop` (by id) is left out."""
    seen: set[int] = set()
    stack: list[tuple[Use, bool]] = [(use, False) for use in reversed(ends)]
    while stack:
        use, ready = stack.pop()
        if ready:
            yield use
            continue
        if id(use) in seen:
            continue
        seen.add(id(use))
        stack.append((use, True))
        if id(use) not in stop:
            sources = [tensor.use for tensor in (*use.inputs, *use.states) if tensor.use is not None]
            stack.extend((source, False) for source in reversed(sources))


def same(first: Abstract, second: Abstract, depth: int = 0) -> bool:
    """Whether two values are certainly equal."""
    if first is second:
        return True
    if depth > 3:
        return False
    if isinstance(first, Known) and isinstance(second, Known):
        return type(first.value) is type(second.value) and bool(first.value == second.value)
    if isinstance(first, Items) and isinstance(second, Items):
        return (
            len(first.items) == len(second.items)
            and not (first.open or second.open or first.spoiled or second.spoiled)
            and all(same(a, b, depth + 1) for a, b in zip(first.items, second.items))
        )
    if isinstance(first, Module) and isinstance(second, Module):
        return first.path == second.path
    return False


def join(first: Abstract, second: Abstract) -> Abstract:
    """What is known after two paths meet."""
    if same(first, second):
        return first
    options: list[object] = []
    for value in (first, second):
        if isinstance(value, Known) and isinstance(value.value, (int, float, str, bool, type(None), Symbol)):
            options.append(value.value)
        elif isinstance(value, OneOf):
            options.extend(value.values)
        else:
            return _join_data(first, second)
    unique = list({(type(option), option): option for option in options}.values())
    return OneOf(tuple(unique)) if len(unique) <= 8 else Unknown("one of many values")


def _join_data(first: Abstract, second: Abstract) -> Abstract:
    if isinstance(first, Data) and isinstance(second, Data):
        shape = first.shape if first.shape == second.shape else None
        return Data((*first.steps, Step("unknown", "branches")), shape, False, None, None, first.kind)
    return Unknown("differs between branches")
