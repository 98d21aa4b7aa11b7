"""Layers, tensors and models while the program is read: what is applied to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint.ir.records import dataclass, field
from lstm_lint.script import Shape, Step

if TYPE_CHECKING:
    from libcst import Call, CSTNode

    from lstm_lint.reader.values import Abstract, Formula, Given


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
    network: Network | None = None  # of such a class: what it holds
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
    home: CSTNode | None = None  # the uncalled function or class in which it stands
    initial_state: tuple[Tensor, ...] = ()  # those of `states` that a recurrent layer starts from

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
    members: list[Built | Network] = field(
        default_factory=list
    )  # of a subclassed model, in order of creation
    uses: list[Use] = field(default_factory=list)  # of a subclassed model: what call() does
    doubt: str = ""  # of a subclassed model: why it was not read as a whole
    home: CSTNode | None = None  # the uncalled function or class that makes it, None for the module
    made_by_init: tuple[int, int | None, str] | None = (
        None  # members, weights, doubt before `build` and `call`
    )
    weights: int | None = 0  # of a class of the program: those that it makes itself, with `add_weight`
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
    size: int = 0  # layers of a Sequential, those of models in it included
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
    reused_over: Step | None = None  # the splitter around it, where the model is older than the loop
    inputs: tuple[str, ...] = ()  # names of the inputs of the model, in their order
