"""Layers, models, and how they are trained."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.configured import Configured
from lstm_lint.ir.facts import cached_property
from lstm_lint.ir.records import dataclass
from lstm_lint.ir.series import Cut, Series, Step
from lstm_lint.ir.values import Place, Shape, Unknown, Value
from lstm_lint.keras_api.dims import Refusal
from lstm_lint.keras_api.layers import LAYERS, UNKNOWN, Traits, traits

RECURRENT = frozenset(name for name, row in LAYERS.items() if row.family == "recurrent")
GATED = frozenset(  # layers and cells with a `recurrent_activation`
    name for name, row in LAYERS.items() if row.gates and not row.activation
)


@dataclass(frozen=True, eq=False)
class Layer(Configured):
    """One layer. Wrappers (Bidirectional, TimeDistributed) stand around it, outermost first."""

    name: str = ""
    wrappers: tuple[Configured, ...] = ()
    cell: Configured | None = None  # of RNN(cell)
    input_shape: Shape | None = (
        None  # (batch, timesteps, features) before an RNN; one step inside TimeDistributed
    )
    entering: tuple[Shape | None, ...] = ()  # of all its inputs, before any wrapper, where they were seen
    output_shape: Shape | None = None
    refused: Refusal | None = None  # why Keras raises where it is called on its inputs
    parameters: int | None = None
    inputs: tuple[str, ...] = ()  # names of the layers before it
    initial_state: bool = False  # called with initial_state=
    always_training: bool = False  # called with training=True: dropout stays on in predictions
    custom: bool = False  # a layer class of the program, or an operation on tensors (cls "Operation")
    described: Traits | None = None  # of a class of another package, by a plug-in
    keeps_mask: bool | None = None  # of such a layer: whether a mask of its input reaches the layers after it
    states: tuple[Shape | None, ...] | None = None  # their shapes; None where it is not known how many
    states_at: Place | None = None  # where a call of the layer gives them
    given_weights: tuple[
        Shape | None, ...
    ] = ()  # shapes of the arrays in `weights=[...]`, or of a constant initializer
    given_rows: Value = Unknown("not counted by a name")  # of the first of those, where words count them
    cut: Cut | None = (
        None  # an operation without a gradient: what it does to its input, as a function or in a `Lambda`
    )
    one_way: str = ""  # of a wrapper: the class of the program inside it that has no `go_backwards`
    made_in_call: bool = (
        False  # by the `call` of a class of the program, and kept nowhere: new whenever that runs
    )
    bound_as: str = ""  # of an `Input`: the name that the program gave it first
    called: bool = False  # on a tensor, not stacked in a Sequential: what it states of its input is ignored

    @cached_property
    def traits(self) -> Traits:
        """What holds for the layers of its class; nothing is known of a class of the program."""
        if self.described is not None:
            return self.described
        return UNKNOWN if self.custom else traits(self.cls)

    @property
    def is_recurrent(self) -> bool:
        return self.cls in RECURRENT

    @property
    def is_wrapped(self) -> bool:
        return bool(self.wrappers)

    def wrapped_by(self, cls: str) -> bool:
        return any(wrapper.cls == cls for wrapper in self.wrappers)

    @property
    def returns_sequences(self) -> bool | None:
        """True or False for a recurrent layer where known, None else."""
        value = self.known("return_sequences")
        return value if isinstance(value, bool) else None

    @property
    def timesteps(self) -> int | None:
        """Length of the sequence that a recurrent layer reads, if known."""
        return _dim(self.input_shape, 1, 3) if self.is_recurrent else None

    @property
    def features(self) -> int | None:
        """Size of each time step of a recurrent layer's input, if known."""
        return _dim(self.input_shape, 2, 3) if self.is_recurrent else None

    @property
    def title(self) -> str:
        """The layer as a reader would call it: `Bidirectional(LSTM)`."""
        title = self.cls
        for wrapper in reversed(self.wrappers):
            title = f"{wrapper.cls}({title})"
        return title

    def problem(
        self,
        message: str,
        *,
        at: str | None = None,
        severity: Severity | None = None,
        fix: Fix | None = None,
        model: Model | None = None,
    ) -> Problem:
        """A problem of this layer, at one of its arguments or at the call."""
        return Problem(message, self.span(at), severity, fix, model.name if model else None, self.name)


def _as_tuples(lists: Mapping[int, list[Layer]]) -> dict[int, tuple[Layer, ...]]:
    return {key: tuple(layers) for key, layers in lists.items()}


def _dim(shape: Shape | None, axis: int, rank: int) -> int | None:
    if shape is None or len(shape) != rank:
        return None
    dim = shape[axis]
    return dim if isinstance(dim, int) else None


@dataclass(frozen=True, eq=False)
class Compile(Configured):
    """A `compile` call. The optimizer is a `Configured`, also where it is written as a string."""

    optimizer: Configured | None = None
    loss: Value = Unknown("not read")
    loss_arguments: Configured | None = None  # of a loss object
    metrics: Value = Unknown("not read")
    own_metrics: tuple[str, ...] = ()  # the functions of the program among the metrics
    scalar_loss: bool = False  # the loss is a function of the program that gives one number for a whole batch
    replaced: bool = False  # another `compile` certainly follows before anything is trained or evaluated
    # What is given for each output, by number or name, of `metrics`, `weighted_metrics` and `loss_weights`.
    of_outputs: Mapping[str, tuple[object, ...]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Fit(Configured):
    """A `fit`, `fit_generator` or `train_on_batch` call and the data that goes in; `predict` and `evaluate` alike."""

    method: str = "fit"
    x: Series | None = None
    y: Series | None = None
    validation: bool | None = None  # None: not decidable
    validation_x: Series | None = None  # of `validation_data`, where given and read
    callbacks: tuple[Configured, ...] | None = ()  # None: not read
    in_loop: bool = False
    undecided: bool = False  # on some paths through the program only, or in a loop of unknown length
    older: bool = False  # in a loop, of a model that was there before it
    oldest: bool = False  # in loops, of a model that was there before all of them
    reused_over: Step | None = (
        None  # the splitter whose folds it trains on, with a model from outside the loop
    )
    shared: tuple[Step, str, Place] | None = (
        None  # the same splitter, and the layer that is older than the loop, where the model is not
    )
    sample_weight: Series | None = None  # where an array is given
    class_weight: Series | None = None  # where an array is given, which Keras does not take
    objective: tuple[str, Place] | None = None  # of the search that trains it: the value that must be logged
    tables_by: str = ""  # the estimator that fits the model, where it takes tables alone
    inputs: tuple[Series | None, ...] = ()  # one for each input of the model; x alone where it has one
    lists: tuple[str, ...] = ()  # its arguments that certainly are plain lists of numbers, no arrays
    # Its arguments that certainly hold no numbers, and what they hold: "texts", or "lists" of different length.
    no_numbers: tuple[tuple[str, str], ...] = ()
    targets: tuple[Series | None, ...] = ()  # one for each output of the model; y alone where it has one
    validation_y: Series | None = None  # as `validation_x`
    arrays: tuple[object, ...] | None = (
        None  # what `x` holds: (0, 1) of two arrays, the names of a dict; None: not read
    )
    labels: tuple[object, ...] | None = None  # the same of `y`
    looked_up: tuple[
        tuple[str, Place], ...
    ] = ()  # names that the program certainly looks up in its history without a test
    best: tuple[tuple[str, Place], ...] = ()  # names of which the program takes the best epoch, and where
    weights: tuple[object, ...] | None = None  # the same of `sample_weight`, where it is a list or dict
    # The same of the two parts of `validation_data`; those of a single array are (0,) and ().
    held_out: tuple[tuple[object, ...] | None, tuple[object, ...] | None] = (None, None)
    aside: bool = False  # of a prediction: nobody takes its values for those of a trained model


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """One output of a model: the layer that makes it and its shape, batch first."""

    layer: Layer
    shape: Shape | None
    key: str = ""  # in a dict of outputs

    @property
    def name(self) -> str:
        """By which Keras calls it."""
        return self.key or self.layer.name


@dataclass(frozen=True, eq=False)
class Padding(Configured):
    """A `pad_sequences` call and the sequences that go in."""

    sequences: Series | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """One model on one path through the program. `complete`: every layer and every wire of it was read.

    `standalone` are layers that the program applies itself, with no Keras model around them: to arrays, in a training
    loop of its own, in a graph that no `Model` closes.
    """

    name: str
    kind: Literal["sequential", "functional", "subclassed", "standalone"]
    place: Place
    layers: tuple[Layer, ...]
    wires: tuple[tuple[Layer, Layer], ...]
    heads: tuple[Layer, ...]  # the layers whose output is the model's
    entries: tuple[Layer, ...] = ()  # the `Input`s of a Sequential or functional model, where it has any
    complete: bool = True
    when: str | None = None  # the condition of this path, where there are several
    trial: tuple[
        tuple[str, object], ...
    ] = ()  # the values, by name, that it is made with where others are tried too
    one_of_many: bool = False  # values that a search tries too were not read, there are too many
    compiles: tuple[Compile, ...] = ()
    fits: tuple[Fit, ...] = ()
    predictions: tuple[Fit, ...] = ()  # its `predict` and `evaluate` calls
    saved: tuple[Configured, ...] = ()  # its `save` and `save_weights` calls
    untrained_calls: tuple[Place, ...] = ()  # below a GradientTape that trains it; none says `training`
    left_out: Place | None = None  # where a GradientTape calls it that trains another model alone
    evaluated: bool = False  # a metric is called on what it predicts; `evaluate` is one of the predictions
    weights_loaded: bool = False
    handed_out: bool = False  # the function that makes it, which nothing in the file calls, returns it
    taught: bool = False  # a loop of the program trains it: it asks for its trainable variables
    taught_on: tuple[
        Fit, ...
    ] = ()  # its calls below the tape of that loop on arrays, each with the array as `x`
    asked: bool = False  # other code has it, or its weights or layers: what is done with them is not known
    # Of standalone layers: the last ones, where all that goes in comes of models whose outputs they do not reach.
    off: tuple[Layer, ...] = ()
    unread: tuple[Unread, ...] = ()
    own_parameters: int | None = 0  # of a class of the program: weights that it makes itself
    outputs: tuple[Output, ...] = ()  # in order, where all are known; a layer may make several of them
    inputs: tuple[str, ...] = ()  # names of the inputs of a functional model, in order
    unfed: tuple[Layer, ...] = ()  # the `Input`s that its outputs need and that it certainly is not given
    package: str | None = None  # that its class is imported from

    @cached_property
    def in_force(self) -> tuple[Compile, ...]:
        """The compiles by which it may be trained or evaluated: what a replaced one says never counts."""
        return tuple(compiled for compiled in self.compiles if not compiled.replaced)

    @cached_property
    def recurrent(self) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.is_recurrent)

    @property
    def parameters(self) -> int | None:
        """Number of weights, each layer once, or None where one of them is unknown."""
        counts = [self.own_parameters, *(layer.parameters for layer in self.layers)]
        known = [count for count in counts if count is not None]
        return sum(known) if self.complete and len(known) == len(counts) else None

    def edges(self) -> Iterator[tuple[Layer, Layer]]:
        """Each pair of layers of which the second reads the output of the first."""
        yield from self.wires

    def before(self, layer: Layer) -> tuple[Layer, ...]:
        """The layers whose output this one reads."""
        return self._beside[0].get(id(layer), ())

    def after(self, layer: Layer) -> tuple[Layer, ...]:
        """The layers that read this one's output."""
        return self._beside[1].get(id(layer), ())

    def upstream(self, layer: Layer) -> tuple[Layer, ...]:
        """Every layer whose output reaches this one, nearest first."""
        return self._reach(layer, self.before)

    def downstream(self, layer: Layer) -> tuple[Layer, ...]:
        """Every layer that this one's output reaches, nearest first."""
        return self._reach(layer, self.after)

    @cached_property
    def _beside(self) -> tuple[dict[int, tuple[Layer, ...]], dict[int, tuple[Layer, ...]]]:
        """The layers before and after each layer, by its `id`: asked for by nearly all checks, many times."""
        before: dict[int, list[Layer]] = {}
        after: dict[int, list[Layer]] = {}
        for source, target in self.wires:
            before.setdefault(id(target), []).append(source)
            after.setdefault(id(source), []).append(target)
        return _as_tuples(before), _as_tuples(after)

    # What is true of a layer because of others, at the cost of one walk through the model for all its layers.

    @cached_property
    def order(self) -> tuple[Layer, ...]:
        """The layers with every source before its target, without those in or after a circle: a shared layer that
        reads its own output."""
        missing = {id(layer): len(self.before(layer)) for layer in self.layers}
        found = [layer for layer in self.layers if not missing[id(layer)]]
        for layer in found:
            for target in self.after(layer):
                left = missing[id(target)] = missing.get(id(target), 0) - 1
                if left == 0:
                    found.append(target)
        return tuple(found)

    def behind(self, marked: Callable[[Layer], object]) -> Mapping[int, Layer]:
        """The layers that the output of a marked one reaches, by `id`, each with the nearest of those."""
        return self._nearest(marked, self.after)

    def in_front_of(self, marked: Callable[[Layer], object]) -> Mapping[int, Layer]:
        """The layers whose output reaches a marked one, by `id`, each with the nearest of those."""
        return self._nearest(marked, self.before)

    def _nearest(
        self, marked: Callable[[Layer], object], step: Callable[[Layer], tuple[Layer, ...]]
    ) -> Mapping[int, Layer]:
        key = marked, step.__name__
        known: dict[int, Layer] | None = self.facts.get(key)
        if known is None:
            known = self.facts[key] = {}
            queue = deque((layer, layer) for layer in self.layers if marked(layer))
            while queue:
                layer, source = queue.popleft()
                for found in step(layer):
                    if id(found) not in known:
                        known[id(found)] = source
                        queue.append((found, source))
        return known

    @cached_property
    def facts(self) -> dict[object, Any]:
        """What was worked out of it, by the question: `once`."""
        return {}

    def _reach(self, layer: Layer, step: Callable[[Layer], tuple[Layer, ...]]) -> tuple[Layer, ...]:
        seen: dict[int, Layer] = {}
        queue = deque(step(layer))
        while queue:
            found = queue.popleft()
            if id(found) not in seen:
                seen[id(found)] = found
                queue.extend(step(found))
        return tuple(seen.values())


@dataclass(frozen=True, slots=True, eq=False)
class Unread:
    """Something the reading had to leave open, and why. What never runs is not `live`."""

    place: Place
    what: str
    why: str
    live: bool = True
