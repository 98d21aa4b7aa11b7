"""What an expression can stand for while a program is read: the abstract values of the symbolic walk.

Plain constants are `Known`, `OneOf` and `Unknown` of the IR. Everything with parts or identity is a class here.
Mutable values carry `depth`: how many undecided branches enclosed their birth. A change made under more of them than
that happens on some paths only, so the value is `spoiled` instead of changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from lstm_lint.ir.records import dataclass, field
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.script import Cut, Known, OneOf, Shape, Step, Traits, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import Arg, Call, ClassDef, CSTNode, FunctionDef, Lambda

Formula = Callable[[Sequence["Shape | None"]], "Shape | None"]


@dataclass(eq=False, slots=True)
class Items:
    """A list, tuple or set. `open`: more elements than those listed, as after an append in a loop of unknown length."""

    items: list[Abstract]
    mutable: bool = True
    open: bool = False
    depth: int = 0
    spoiled: bool = False
    unordered: bool = False  # a set: what is in it is known, not what comes first
    count: int | None = None  # of an open list that one loop filled: how many elements it got
    limit: int | None = None  # of a deque: how many it holds at most, the last ones
    each: bool = False  # of an open list that one loop filled: it got one element in each pass
    lazy: bool = False  # a generator expression: its elements come one by one, once
    distinct: bool = False  # what a set holds, none of which the program names; also as a list
    weighed: bool = False  # x and y of a dataset: weights may come after them
    appended: tuple[Abstract, Abstract] | None = None  # what a loop appended to it in one pass: the first two
    hashed: bool = False  # words in the order of a set, which hashes decide; or a list of them in that order
    # Of an open list of numbers: which loops appended which, in order.
    blocks: tuple[tuple[object, float], ...] = ()


@dataclass(eq=False, slots=True)
class Table:
    """A dict by constant keys. `open`: it may hold other keys too; `unsure`: some of its keys it may not hold."""

    entries: dict[object, Abstract]
    open: bool = False
    depth: int = 0
    unsure: frozenset[object] = frozenset()
    numbers: bool = (
        False  # what it holds are numbers that count its keys: `{word: i for i, word in enumerate(words)}`
    )
    first: int | None = None  # the smallest of those numbers, where it is known
    bare: bool = False  # every key is a word that was met: none is put in for padding

    def forget(self) -> None:
        """From here on it may hold anything."""
        self.entries.clear()
        self.open, self.unsure, self.numbers, self.first = True, frozenset(), False, None
        self.bare = False

    def may_have(self, key: object, value: Abstract) -> None:
        """A new key, on some paths only."""
        if self.open and not self.unsure:
            return  # it may have been there all the time
        self.entries[key] = value
        self.open, self.unsure = True, self.unsure | {key}

    def take_over(self, other: Table) -> None:
        """`update`: what the other one may hold may stand in place of what this one holds."""
        if other.open:
            unknown = frozenset() if other.unsure else self.unsure
            for key in (self.entries.keys() - other.entries.keys()) | unknown:
                self.entries.pop(key, None)
            self.unsure -= unknown
        sure = other.entries.keys() - other.unsure
        for key, value in other.entries.items():
            if key in sure:
                self.entries[key] = value
            elif key in self.entries:
                self.entries[key] = Unknown("differs between branches")
            else:
                self.may_have(key, value)
        self.unsure -= sure
        self.open = self.open or other.open
        self.numbers, self.first, self.bare = False, None, False


Bounds: TypeAlias = "tuple[Abstract | None, Abstract | None, Abstract | None]"  # begin, end and step


@dataclass(frozen=True, eq=False, slots=True)
class Linear:
    """An integer that is not known but related to others: `base + offset`, as `i` and `i + 10` in a loop.

    `stride`: by how much it grows from pass to pass; None where that is not known. `passed`: an argument of the
    function that is being read. `bounds`: of a `range` that is not known, which has a loop in store for such a number.
    """

    base: object
    offset: int = 0
    stride: int | None = 1
    passed: bool = False
    bounds: Bounds | None = None


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a module, function or class body, and the scope around it."""

    names: Names[Abstract]
    outer: Scope | None = None
    is_class: bool = False
    globals_declared: set[str] = field(default_factory=set)
    nonlocals_declared: set[str] = field(default_factory=set)
    path: str = ""  # of a module that is a sibling of the script
    stars: list[str] = field(default_factory=list)  # modules of which a module imports everything

    @property
    def shared(self) -> set[str]:
        """Names that it assigns in a scope around it."""
        return self.globals_declared | self.nonlocals_declared

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
    kind: str = "plain"  # plain, static, class, property, getter, setter, deleter
    defaults: dict[str, Abstract] = field(default_factory=dict)  # of parameters, where they are no constants
    given_more: bool = False  # a decorator may give it arguments that no call writes


@dataclass(frozen=True, eq=False, slots=True)
class Class:
    """A class of the program. `library` is the class of a library that it derives from, by canonical path."""

    node: ClassDef
    name: str
    names: dict[str, Abstract]
    bases: tuple[Abstract, ...]
    library: str = ""

    def line(self) -> Iterator[Class]:
        """The class and those of the program that it derives from, each once; no real line is as long as `MAX_LINE`."""
        seen: set[int] = set()
        waiting: list[Class] = [self]
        while waiting and len(seen) < MAX_LINE:
            cls = waiting.pop()
            if id(cls) not in seen:
                seen.add(id(cls))
                yield cls
                waiting.extend(base for base in reversed(cls.bases) if isinstance(base, Class))

    def find(self, name: str) -> Abstract | None:
        for cls in self.line() if self.bases else (self,):
            if name in cls.names:
                return cls.names[name]
        return None


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the program."""

    cls: Class
    names: Names[Abstract] = field(default_factory=Names)
    depth: int = 0
    network: Network | None = None  # where the class derives from keras.Model
    layer: Built | None = None  # where it derives from keras.Layer
    transformer: Transformer | None = None  # where it derives from a tokenizer or scaler of a library

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
    spread: Arg | None = None  # the `**kwargs` of the call that it comes through


@dataclass(slots=True)
class Args:
    """The arguments of a call. `complete`: no `*args` or `**kwargs` was left unread."""

    positional: list[Given] = field(default_factory=list)
    keywords: dict[str, Given] = field(default_factory=dict)
    complete: bool = True
    rest: Abstract | None = None  # what is behind a `*` that was not unpacked

    def at(self, position: int | None, name: str) -> Abstract | None:
        """The argument of that name or position, or None where it is not given."""
        if name in self.keywords:
            return self.keywords[name].value
        if position is not None and position < len(self.positional):
            return self.positional[position].value
        return None

    def values(self) -> list[Abstract]:
        return [given.value for given in (*self.positional, *self.keywords.values())]


@dataclass(frozen=True, slots=True)
class Changing(Unknown):
    """What a name stands for in any pass of a loop that assigns it. `first`: the data that it is in the first one."""

    first: Abstract = field(default_factory=lambda: Unknown("not known"), compare=False)


@dataclass(eq=False, slots=True)
class Transformer:
    """A scaler, an encoder, a tokenizer: it learns from data and changes data."""

    cls: str
    node: CSTNode
    kind: str = "transformer"  # transformer, composite, tokenizer, splitter
    given: dict[str, Given] = field(default_factory=dict)
    complete: bool = True  # whether all arguments of its class are in `given`
    learned: Shape | None = None  # the shape of what it was fitted on
    makes_frames: bool | None = False  # set_output(transform="pandas"); None: not known
    changed: bool = False  # the program edits its vocabulary
    of_texts: bool | None = (
        None  # of a tokenizer: it was fitted on texts of several words; None: not yet fitted
    )
    key: object = field(default_factory=object)  # tells two apart that the same call made
    number: int = 0
    words: frozenset[str] | None = None  # the different texts that it was fitted on, where they are known
    settled: bool = False  # it was fitted, or may have been: some code that is not followed has it


@dataclass(frozen=True, eq=False, slots=True)
class WordIndex:
    """`tokenizer.word_index`: the words of a Keras Tokenizer with their ids, from 1."""

    transformer: Transformer


@dataclass(frozen=True, eq=False, slots=True)
class Published:
    """The words of a published data set with their numbers, `imdb.get_word_index()`, plus `offset`.

    `by_number`: the other way round, the words by their numbers.
    """

    dataset: str
    offset: int = 0
    by_number: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class PublishedWord:
    """What the number of a word of such a data set counts from, where it is looked up: the base of a `Linear`."""

    dataset: str
    node: object


def published_of(key: Abstract, value: Abstract) -> Published | None:
    """The dict that a comprehension makes of a word of a data set and its number, one way round or the other."""
    for one, by_number in ((key, True), (value, False)):
        if isinstance(one, Linear) and isinstance(one.base, PublishedWord):
            return Published(one.base.dataset, one.offset, by_number)
    return None


@dataclass(frozen=True, eq=False, slots=True)
class Module:
    """A library module or anything below it that was not called: a dotted path as imported."""

    path: str
    importer: str = ""  # the file whose import it is; empty for the script itself


@dataclass(frozen=True, eq=False, slots=True)
class Switch:
    """An assignment to `trainable`: when and where, what it was before (None: not known), and what it is now.

    `certain`: whenever the program comes by, the assignment is made.
    """

    moment: int
    node: CSTNode
    before: bool | None
    value: bool
    certain: bool


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
    custom: bool = False  # a layer class of the program, or of another package than Keras
    traits: Traits | None = None  # of a class that a plug-in describes
    used: bool = False  # part of a model, wrapper or compile
    bound_as: str | None = None  # the name that it was given first
    title: str = ""  # its name, given or as Keras numbers it
    settings: dict[str, Abstract] = field(default_factory=dict)  # attributes set afterwards: layer.trainable
    first_use: Use | None = None
    keeps_mask: bool | None = None  # of a layer class of the program: whether it supports masking
    network: Network | None = None  # of such a class: what it holds
    states: tuple[Shape | None, ...] | None = None  # shapes of its initial_state
    states_at: CSTNode | None = None  # where that is given
    formula: Formula | None = None  # of an operation: its shape from those of its tensors
    package: str | None = None  # that its class is imported from
    level: int = 0  # how many objects are given to each other inside
    in_loop: bool = False  # made anew in each pass
    in_open_loop: bool = False  # in each pass of a loop that is read once for all of them
    loops: int = 0  # around the place where it is made
    maker: CSTNode | None = None  # the function whose body makes it, None for the module
    home: CSTNode | None = None  # the uncalled function or class that makes it, None for the module
    made_in: str = ""  # "call": in the `call` of a class of the program, whenever that runs
    kept: bool = False  # an attribute of an object of the program
    cut: Cut | None = None  # of a `Lambda`: where its function loses the gradient
    switch: Switch | None = None  # the last assignment to its `trainable`
    words: int | None = None  # of a lookup layer: how many different words its vocabulary has
    number: int | None = None  # of a layer that learns from data: as `Transformer.number`, once it has
    looks_on: bool = False  # a callback class of the program that changes nothing about the training
    leaves_logs: bool = False  # such a class that writes nothing into the logs
    asks: tuple[
        tuple[str, str, CSTNode], ...
    ] = ()  # what it certainly asks of the logs at the end of an epoch
    hooks: tuple[
        tuple[str, int, CSTNode], ...
    ] = ()  # of such a class: methods that cannot take what Keras gives
    one_way: str = (
        ""  # a class of the program without `go_backwards`: its name, also at the wrapper around it
    )
    gives_nothing: FunctionDef | None = (
        None  # of a layer class of the program: its `call`, without a `return`
    )

    @property
    def core(self) -> Built:
        """The layer inside a wrapper, else itself."""
        return self.wrapped if isinstance(self.wrapped, Built) else self


@dataclass(eq=False, slots=True)
class Use:
    """One application of a layer or model to tensors."""

    layer: Built | Network
    inputs: tuple[Tensor, ...]
    states: tuple[Tensor, ...] = ()
    certain: bool = True  # False where an input was not read
    outputs: int = 1
    home: CSTNode | None = None  # the uncalled function or class in which it stands
    initial_state: tuple[Tensor, ...] = ()  # those of `states` that a recurrent layer starts from
    symbolic: bool = False  # an `Input`, or made of one: its tensors are symbols of Keras

    @property
    def entering(self) -> tuple[Tensor, ...]:
        """The tensors that shapes depend on, as Keras' RNN takes them in one list: inputs, then initial state."""
        return (*self.inputs, *self.initial_state)


@dataclass(frozen=True, eq=False, slots=True)
class Tensor:
    """A tensor: shape with the batch first, and the use that produced it (None: not read)."""

    shape: Shape | None = None
    use: Use | None = None
    index: int = 0
    given: bool = False  # an array of the program, or a shape that it states: nothing comes before it

    @property
    def traced(self) -> bool:
        """Whether it is known where it comes from."""
        return self.use is not None or self.given

    @property
    def symbolic(self) -> bool:
        """Whether it certainly holds no numbers: Keras makes it of an `Input`, while a model is built."""
        return self.use is not None and self.use.symbolic


MAX_LAYERS = 1_000  # of one model
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
    closed: bool = False  # of a functional model: all its inputs were read
    input_keys: tuple[object, ...] = ()  # of a functional model with a dict of inputs: its keys
    output_keys: tuple[object, ...] = ()  # the same of its outputs
    apart: int | None = (
        None  # of a functional model: how many outputs it has, where they certainly are a flat list
    )
    members: list[Built | Network] = field(
        default_factory=list
    )  # of a subclassed model, in order of creation
    uses: list[Use] = field(default_factory=list)  # of a subclassed model: what call() does
    doubt: str = ""  # of a subclassed model: why it was not read as a whole
    gives_nothing: FunctionDef | None = None  # the same: its `call`, where that has no `return`
    own_step: bool = False  # the same: its class says itself how it is trained, or what its loss is
    home: CSTNode | None = None  # the uncalled function or class that makes it, None for the module
    trial: dict[str, object] = field(default_factory=dict)  # what the loops set in whose pass it is made
    maker: CSTNode | None = None  # the function whose body makes it, None for the module
    grown: object = None  # what has added to it since, see `turns.py`
    begun: Network | None = None  # as it was before that
    made_by_init: tuple[int, int | None, str] | None = (
        None  # members, weights, doubt before `build` and `call`
    )
    weights: int | None = 0  # of a class of the program: those that it makes itself, with `add_weight`
    complete: bool = True
    why: str = ""
    compiles: list[Training] = field(default_factory=list)
    compiled_at: tuple[object, ...] = ()  # what had been done with it when it was compiled last
    fits: list[Training] = field(default_factory=list)
    predictions: list[Training] = field(default_factory=list)
    saved: list[Training] = field(default_factory=list)  # its `save` and `save_weights` calls
    taped: list[tuple[CSTNode, bool]] = field(
        default_factory=list
    )  # calls below a GradientTape, and whether they say `training`
    learned_from: list[tuple[CSTNode, Data]] = field(default_factory=list)  # the arrays that those calls get
    teaches: bool = False  # the program asks for its trainable variables
    asked: bool = False  # other code has it, or its weights or layers
    handed: bool = False  # code that is not followed was given it
    switch: Switch | None = None  # the last assignment to its `trainable`
    traced: int | None = None  # the moment of its last `fit`, where it was not compiled since
    evaluated: bool = False
    predicted: bool = False
    touched: bool = False  # it was called, fed or built: it may have weights
    weights_loaded: bool = False
    reloaded: bool = False  # the program saves it and loads it again
    nested: bool = False  # part of another model
    level: int = 0  # how many models stand in each other inside
    size: int = 0  # layers of a Sequential, those of models in it included
    loops: int = 0  # around the place where it is made
    package: str | None = None  # that its class is imported from
    shapes: dict[object, tuple[Shape | None, ...]] = field(
        default_factory=dict
    )  # of its outputs, by input shapes
    tensors: tuple[
        Tensor, ...
    ] = ()  # of a Sequential that was asked for them: its input, what each layer makes

    @property
    def trainings(self) -> int:
        """How often it is compiled, trained or asked for predictions."""
        return len(self.compiles) + len(self.fits) + len(self.predictions)

    def begin_again(self) -> Network:
        """A Sequential of the same layers, and nothing done with it yet."""
        return Network(
            self.kind, self.node, self.depth, self.name, list(self.stack), self.input_shape, self.entry,
            home=self.home, maker=self.maker, complete=self.complete, why=self.why, level=self.level, size=self.size,
        )  # fmt: skip

    def become(self, other: Network) -> None:
        """Take over all that is known of another one."""
        for name in self.__slots__:
            setattr(self, name, getattr(other, name))

    def hold(self, inner: Network) -> None:
        """Another model becomes part of this one; one inside itself, or far too deep, is not followed."""
        inner.nested = True
        self.level = max(self.level, inner.level + 1)
        if inner is self or self.level > _MAX_LEVEL:
            self.spoil("models are nested too deeply")

    def question(self, why: str) -> None:
        """A subclassed model is not read as a whole; what was read of it stays."""
        self.doubt = self.doubt or why

    def grow(self, layers: int) -> bool:
        """Whether there is room for that many more; a stack that is larger than any real one is not followed."""
        if self.size + layers > MAX_LAYERS:
            self.spoil("it has too many layers")
            return False
        self.size += layers
        return True

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
    older: bool = False  # its model was there before the loop around it
    oldest: bool = False  # its model was there before all loops around it
    reused_over: Step | None = None  # the splitter around it, where the model is older than the loop
    shared: tuple[Step, Built] | None = None  # the same, where one of its layers is
    inputs: tuple[str, ...] = ()  # names of the inputs of the model, in their order
    lists: tuple[str, ...] = ()  # arguments that certainly are lists of numbers, no arrays
    no_numbers: tuple[tuple[str, str], ...] = ()  # arguments that hold texts or lists
    objective: Given | None = None  # of the search that trains it: the value that must be logged
    outputs: tuple[str, ...] = ()  # names of its outputs
    tables_by: str = ""  # the estimator that fits the model, where it takes tables alone
    scalar_loss: bool = (
        False  # of a compile: a function of the program that gives one number for the whole batch
    )
    replaced: bool = False  # of a compile: by another one, before anything is trained or evaluated
    looked_up: list[tuple[CSTNode, str]] = field(default_factory=list)  # what is asked of its logs, by name
    asked: set[str | None] = field(default_factory=set)  # names that the program tests for or sets; None: all
    best: list[tuple[CSTNode, str]] = field(
        default_factory=list
    )  # of which the best epoch is taken: `max(...)`


@dataclass(frozen=True, eq=False, slots=True)
class Logs(Unknown):
    """What `fit` returns and, `inside`, its `.history`: the logs of each epoch. `depth`: of the call of `fit`."""

    training: Training
    depth: int
    inside: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Logged(Unknown):
    """What was logged under a name, one number for each epoch: `history.history["val_loss"]`."""

    training: Training
    name: str


@dataclass(frozen=True, eq=False, slots=True)
class Scores(Unknown):
    """What `evaluate` returns, and how many numbers it is: the loss, and each metric that `compile` names."""

    count: int
    method: str


@dataclass(frozen=True, eq=False, slots=True)
class Predictions(Unknown):
    """What a model with several outputs returns, and how many arrays that is."""

    count: int
    method: str


@dataclass(frozen=True, eq=False, slots=True)
class LayerWeights(Unknown):
    """What `get_weights` of a layer returns, and how many arrays that is."""

    count: int
    layer: str


@dataclass(frozen=True, eq=False, slots=True)
class Weights(Unknown):
    """What `get_weights` of a model returns."""

    network: Network


@dataclass(frozen=True, eq=False, slots=True)
class Variables(Unknown):
    """`model.trainable_variables`: all of them."""

    network: Network


Abstract = (
    Known | OneOf | Unknown | Items | Table | Linear | Function | Class
    | Instance | Method | Partial | Built | Tensor | Network | Data | Transformer | WordIndex | Published | Module
)  # fmt: skip


LOADED = "a model that is loaded from a file"  # why it is not known

MAX_LINE = 64  # classes that a class derives from
MAX_ITEMS = 20_000  # of a list or string: doubling one 60 times is more than a machine holds


# Values of which it is known what they have.
ASKED: frozenset[type] = frozenset(
    {Known, Logs, Network, Built, Data, Items, Table, Method, Scores, Predictions}
)
# Attributes of what is known only at run time, of which something is to be said.
ASKED_OF_ALL = frozenset({"lr"})

_KINDS: dict[type, str] = {
    Unknown: "unknown", Changing: "unknown", Items: "list", Table: "dict", Tensor: "tensor", Network: "model",
    Built: "keras", WordIndex: "vocabulary", Published: "published", Method: "method", Logs: "logs",
}  # fmt: skip


def kind(value: Abstract) -> str:
    """The kind under which libraries list what a value can do: `frame`, `array`, `tensor`, `model`; else empty."""
    if value.__class__ is Data or value.__class__ is Transformer:
        return value.kind
    return _KINDS.get(value.__class__, "")
