"""The model IR: what a script says of its models, read without running it. Checks see this and nothing else.

`Value` is what is known of an expression. Whatever could not be resolved is `Unknown`, and no rule fires on an unknown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, Protocol

from lstm_lint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.records import dataclass, field

Dim = int | None | Literal["?"]  # None: free, such as the batch; "?": not known to the reading
Shape = tuple[Dim, ...]
Origin = Literal["literal", "constant", "default", "parameter-default", "call-site", "computed"]

RECURRENT = frozenset(
    {"LSTM", "GRU", "SimpleRNN", "RNN", "CuDNNLSTM", "CuDNNGRU", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}
)
GATED = frozenset({"LSTM", "GRU", "LSTMCell", "GRUCell"})  # layers with a recurrent_activation


class Locator(Protocol):
    """Finds where a syntax node stands; positions are worked out only when something is reported."""

    def span(self, node: object) -> Span: ...

    def text(self, span: Span) -> str: ...

    def occurrences(self, text: str) -> int: ...

    def sibling(self, span: Span) -> tuple[str, int] | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A stretch of the source whose line and column are computed when first asked for.

    It may lie in a sibling module of the script: then its lines come after the last one of the script.
    """

    node: object
    locator: Locator

    @property
    def span(self) -> Span:
        return self.locator.span(self.node)

    @property
    def text(self) -> str:
        return self.locator.text(self.span)

    @property
    def sibling(self) -> tuple[str, int] | None:
        """Path and line where it lies in a sibling module, else None."""
        return self.locator.sibling(self.span)


@dataclass(frozen=True, slots=True)
class Known:
    """A value that every reading agrees on: a Python constant, a `Symbol` or a `Configured` object."""

    value: object
    origin: Origin = field(default="literal", compare=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several known values: both arms of an `if`, several call sites."""

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not resolved, and why."""

    reason: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class WordCount(Unknown):
    """As many as a Keras Tokenizer has words, whose ids begin at 1, plus a known number: `len(t.word_index) + 1`."""

    plus: int = 0
    num_words: Known | OneOf | Unknown = Known(None)  # of the tokenizer: it keeps the ids below
    tokenizer: object = None  # equal for the ids of the same tokenizer: `detail["tokenizer"]` of their step


@dataclass(frozen=True, slots=True)
class Ending(Unknown):
    """A string of which only the end is known: `os.path.join(folder, "best.h5")`."""

    text: str = ""


Value = Known | OneOf | Unknown


@dataclass(frozen=True, slots=True)
class Symbol:
    """A library function or class named but not called, by canonical path: `keras.activations.relu`."""

    path: str

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


def identifier(value: Value) -> str | None:
    """The Keras identifier that a known value stands for, in snake case: `relu` for `"relu"`, `keras.activations.relu`,
    `tf.nn.relu` and `ReLU()`; `linear` for a known None; None where it is not known."""
    if not isinstance(value, Known):
        return None
    if value.value is None:
        return "linear"
    if isinstance(value.value, str):
        return _snake(value.value)
    if isinstance(value.value, Symbol):
        return _snake(value.value.name)
    if isinstance(value.value, Configured):
        return _snake(value.value.cls)
    return None


_ACTIVATION_LAYERS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "prelu", "ELU": "elu"}


def _snake(name: str) -> str:
    if name.islower() or name in _ACTIVATION_LAYERS:
        return _ACTIVATION_LAYERS.get(name, name)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """One argument of a call. `place` is the value as written, `whole` includes `name=`; both None if not written."""

    name: str
    value: Value
    place: Place | None = None
    whole: Place | None = None

    @property
    def given(self) -> bool:
        """Whether the program gives it, be it in the call or through `**kwargs`; else it is Keras' default."""
        return not (isinstance(self.value, Known) and self.value.origin == "default")


ABSENT = Argument("", Unknown("no such argument"))


@dataclass(frozen=True, eq=False)
class Configured:
    """A Keras object as constructed: class, arguments bound by its signature with the defaults filled in.

    `complete` is False where `*args` or an unresolved `**kwargs` may hold more: then a default is not certain,
    and every argument that is not written reads as Unknown.
    """

    cls: str
    place: Place
    arguments: Mapping[str, Argument]
    complete: bool = True
    readings: int = (
        1  # how often this call was read (loop passes, call sites): an edit of it touches all of them
    )
    is_call: bool = (
        True  # False where it is written as a string, `optimizer="adam"`: there is no call to edit
    )
    package: str | None = (
        None  # that the class is imported from: `keras`, `tf.keras`, `tf_keras`; None: not known
    )
    kind: str = ""  # of a Keras object, as in the API data: `layers`, `optimizers`, `callbacks`

    def __getitem__(self, name: str) -> Value:
        return self.arguments.get(name, ABSENT).value

    def argument(self, name: str) -> Argument:
        return self.arguments.get(name, ABSENT)

    def given(self, name: str) -> bool:
        return name in self.arguments and self.arguments[name].given

    def known(self, name: str) -> object:
        """The value of the argument if known, else None (which is also the value of a known None)."""
        value = self[name]
        return value.value if isinstance(value, Known) else None

    def number(self, name: str) -> float | None:
        """The value of the argument if it is a known number (not a bool), else None."""
        value = self.known(name)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def span(self, argument: str | None = None) -> Span:
        """Where the argument's value is written, or the whole call."""
        place = self.argument(argument).place if argument else None
        return (place or self.place).span

    def written(self, argument: str) -> str:
        """The argument as the user wrote it, `name=value`; the known value if it came from elsewhere."""
        given = self.argument(argument)
        shown = self.known(argument)
        if isinstance(shown, (Configured, Symbol)):
            return f"{argument}={shown.cls if isinstance(shown, Configured) else shown.name}"
        return f"{argument}={shown!r}" if isinstance(given.value, Known) else f"{argument}=..."

    # Edits. Each is None where the argument is not written in this call, since then an edit here would be wrong.

    def set_argument(self, name: str, text: str, *, applicability: Applicability = "safe") -> Fix | None:
        """Write `name=text` into the call, replacing the value that stands there."""
        given = self.argument(name)
        title = f"write `{name}={text}`"
        if not self.is_call or (self.given(name) and given.place is None):
            return None
        if given.place is not None:
            return Fix(title, applicability, (Edit(given.place.span, text),))
        if not self.complete:
            return None
        call = self.place.span
        wholes = sorted(a.whole.span for a in self.arguments.values() if a.whole is not None)
        if wholes:
            end = wholes[-1]
            at = Span(end.end_line, end.end_column, end.end_line, end.end_column)
            return Fix(title, applicability, (Edit(at, f", {name}={text}"),))
        at = Span(call.end_line, call.end_column - 1, call.end_line, call.end_column - 1)
        return Fix(title, applicability, (Edit(at, f"{name}={text}"),))

    def rename_argument(self, old: str, new: str, *, applicability: Applicability = "safe") -> Fix | None:
        """Write `new=value` for `old=value`."""
        given = self.argument(old)
        if given.whole is None or given.place is None or given.whole.span == given.place.span:
            return None
        whole, value = given.whole.span, given.place.span
        keyword = Span(whole.line, whole.column, value.line, value.column)
        text = self.place.locator.text(keyword)
        if not text.startswith(old):
            return None
        return Fix(f"write `{new}=`", applicability, (Edit(keyword, new + text[len(old) :]),))

    def remove_argument(self, name: str, *, applicability: Applicability = "safe") -> Fix | None:
        """Delete a keyword argument with its comma, so that Keras' default holds again."""
        given = self.argument(name)
        if given.whole is None or given.place is None or given.whole.span == given.place.span:
            return None
        gone = given.whole.span
        wholes = sorted(a.whole.span for a in self.arguments.values() if a.whole is not None)
        at = wholes.index(gone)
        if at > 0:
            before = wholes[at - 1]
            cut = Span(before.end_line, before.end_column, gone.end_line, gone.end_column)
        elif len(wholes) > 1:
            cut = Span(gone.line, gone.column, wholes[1].line, wholes[1].column)
        else:
            cut = gone
        if "#" in self.place.locator.text(cut):
            return None  # a comment stands between: leave the choice to a person
        return Fix(f"remove `{name}`", applicability, (Edit(cut, ""),))

    def delete_call(self, *, applicability: Applicability = "safe") -> Fix | None:
        """Delete the call where it stands alone: in a list, in `model.add(...)`, in `x = Dropout(0.2)(x)`."""
        span, text = self.place.span, self.place.locator.text
        before = text(Span(span.line, 1, span.line, span.column))
        rest = text(Span(span.end_line, span.end_column, span.end_line, sys.maxsize))
        after, newline, _ = rest.partition("\n")
        if not newline:
            return None
        added = re.fullmatch(r"\s*[\w.]+\.add\(", before) and after.strip() == ")"
        passed = re.fullmatch(r"\s*(\w+) = (?:[\w.]+\.)?", before)
        applied = passed is not None and after.strip() == f"({passed[1]})"
        if added or applied or (not before.strip() and after.strip() == ","):
            cut = Span(span.line, 1, span.end_line + 1, 1)
        elif re.search(r",\s+$", before) and after.startswith("]"):
            cut = Span(span.line, len(before.rstrip()), span.end_line, span.end_column)
        else:
            return None
        return Fix(f"delete `{self.cls}`", applicability, (Edit(cut, ""),))


@dataclass(frozen=True, eq=False)
class Layer(Configured):
    """One layer. Wrappers (Bidirectional, TimeDistributed) stand around it, outermost first."""

    name: str = ""
    wrappers: tuple[Configured, ...] = ()
    cell: Configured | None = None  # of RNN(cell)
    input_shape: Shape | None = (
        None  # (batch, timesteps, features) before an RNN; one step inside TimeDistributed
    )
    output_shape: Shape | None = None
    parameters: int | None = None
    inputs: tuple[str, ...] = ()  # names of the layers before it
    initial_state: bool = False  # called with initial_state=
    always_training: bool = False  # called with training=True: dropout stays on in predictions
    custom: bool = False  # a layer class of the program, or an operation on tensors (cls "Operation")
    keeps_mask: bool | None = None  # of such a layer: whether a mask of its input reaches the layers after it
    states: tuple[Shape | None, ...] | None = None  # their shapes; None where it is not known how many

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


def _dim(shape: Shape | None, axis: int, rank: int) -> int | None:
    if shape is None or len(shape) != rank:
        return None
    dim = shape[axis]
    return dim if isinstance(dim, int) else None


StepKind = Literal[
    "literal", "read", "dataset", "synthetic", "scale", "split", "window", "reshape", "one-hot", "class-ids",
    "tokens", "pad", "shuffle", "cast", "select", "arithmetic", "clean", "stack", "unknown",
]  # fmt: skip


SeriesKind = Literal["array", "frame", "column", "dataset", "generator", "bunch"]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing that happened to the data on its way to `fit`: `scale` by `MinMaxScaler`, `read` by `read_csv`."""

    kind: StepKind
    what: str  # the function or class that did it
    place: Place | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Where an array of `fit` comes from and what happened on the way.

    `certain` is False as soon as one step was not understood: then only what is in `steps` is known, never what is not.
    """

    steps: tuple[Step, ...]
    shape: Shape | None = None
    certain: bool = True
    magnitude: float | None = None  # largest absolute value, where known
    integer: bool | None = None
    kind: SeriesKind = "array"

    def step(self, kind: StepKind) -> Step | None:
        """The last step of that kind."""
        return next((step for step in reversed(self.steps) if step.kind == kind), None)


@dataclass(frozen=True, slots=True, eq=False)
class Transformation:
    """A scaler, encoder or tokenizer at work: `fit_transform` of `StandardScaler`, or a division by the maximum."""

    tool: int  # the same number for the same object; -1 where arithmetic does the work
    cls: str
    method: str
    place: Place
    data: Series  # what it is fitted on or transforms, as it was before
    written: str = ""  # the data as the program writes it

    @property
    def fits(self) -> bool:
        """Whether it learns statistics or a vocabulary from the data."""
        return not self.method.startswith(("transform", "texts_to"))


@dataclass(frozen=True, eq=False)
class Compile(Configured):
    """A `compile` call. The optimizer is a `Configured`, also where it is written as a string."""

    optimizer: Configured | None = None
    loss: Value = Unknown("not read")
    loss_arguments: Configured | None = None  # of a loss object
    metrics: Value = Unknown("not read")


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
    reused_over: Step | None = (
        None  # the splitter whose folds it trains on, with a model from outside the loop
    )
    class_weight: Series | None = None  # where an array is given, which Keras does not take
    inputs: tuple[Series | None, ...] = ()  # one for each input of the model; x alone where it has one


@dataclass(frozen=True, eq=False)
class Padding(Configured):
    """A `pad_sequences` call and the sequences that go in."""

    sequences: Series | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """One model on one path through the program. `complete`: every layer and every wire of it was read."""

    name: str
    kind: Literal["sequential", "functional", "subclassed"]
    place: Place
    layers: tuple[Layer, ...]
    wires: tuple[tuple[Layer, Layer], ...]
    heads: tuple[Layer, ...]  # the layers whose output is the model's
    entries: tuple[Layer, ...] = ()  # the `Input`s of a Sequential or functional model, where it has any
    complete: bool = True
    when: str | None = None  # the condition of this path, where there are several
    compiles: tuple[Compile, ...] = ()
    fits: tuple[Fit, ...] = ()
    predictions: tuple[Fit, ...] = ()  # its `predict` and `evaluate` calls
    evaluated: bool = False  # evaluate is called on it, or a metric on what it predicts
    weights_loaded: bool = False
    unread: tuple[Unread, ...] = ()
    package: str | None = None  # that its class is imported from

    @property
    def recurrent(self) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.is_recurrent)

    @property
    def parameters(self) -> int | None:
        """Number of weights, each layer once, or None where one of them is unknown."""
        counts = [layer.parameters for layer in self.layers]
        known = [count for count in counts if count is not None]
        return sum(known) if self.complete and len(known) == len(counts) else None

    def edges(self) -> Iterator[tuple[Layer, Layer]]:
        """Each pair of layers of which the second reads the output of the first."""
        yield from self.wires

    def before(self, layer: Layer) -> tuple[Layer, ...]:
        """The layers whose output this one reads."""
        return tuple(source for source, target in self.wires if target is layer)

    def after(self, layer: Layer) -> tuple[Layer, ...]:
        """The layers that read this one's output."""
        return tuple(target for source, target in self.wires if source is layer)

    def upstream(self, layer: Layer) -> tuple[Layer, ...]:
        """Every layer whose output reaches this one, nearest first."""
        return self._reach(layer, self.before)

    def downstream(self, layer: Layer) -> tuple[Layer, ...]:
        """Every layer that this one's output reaches, nearest first."""
        return self._reach(layer, self.after)

    def _reach(self, layer: Layer, step: Callable[[Layer], tuple[Layer, ...]]) -> tuple[Layer, ...]:
        seen: list[Layer] = []
        queue = list(step(layer))
        while queue:
            found = queue.pop(0)
            if found not in seen:
                seen.append(found)
                queue.extend(step(found))
        return tuple(seen)


@dataclass(frozen=True, slots=True, eq=False)
class Unread:
    """Something the reading had to leave open, and why."""

    place: Place
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A file or a cell that does not parse. `python2`: it looks like Python 2."""

    span: Span
    message: str
    python2: bool = False
    cell: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class UsedName:
    """A name of Keras that the program imports, or calls: a function, a class, a method of a model.

    `path` is dotted as imported, `tensorflow.keras.layers.CuDNNLSTM`, or `Sequential.predict_classes` for a method.
    `place` is the name alone; `statement` the whole import or call. `guarded`: in a `try`, or below a question for
    the version.
    """

    path: str
    kind: Literal["import", "call", "method"]
    place: Place
    statement: Place
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A comment that silences nothing here, and the edit that takes it away. `codes` is empty for a blanket one."""

    span: Span
    codes: tuple[str, ...]
    fix: Fix | None = None
    ends_nothing: bool = False  # the end of a range that no comment starts


@dataclass(frozen=True, slots=True)
class UnknownSelector:
    """A word in a suppression that names no rule, and the rule, group or code that it may stand for."""

    span: Span
    written: str
    nearest: str | None


@dataclass(frozen=True, eq=False)
class Script:
    """Everything read from one file. `loose` holds objects that no model was seen to use."""

    path: str
    target: KerasTarget
    models: tuple[Model, ...] = ()
    loose: tuple[Configured, ...] = ()
    never_read: tuple[Configured, ...] = ()  # those of them that have a name which nothing in the file reads
    unread: tuple[Unread, ...] = ()
    syntax_problems: tuple[SyntaxProblem, ...] = ()
    unused_suppressions: tuple[UnusedSuppression, ...] = ()  # known only after all other checks
    unknown_selectors: tuple[UnknownSelector, ...] = ()  # the same
    unexplained_suppressions: tuple[Span, ...] = ()  # those that give no reason
    uses_gpu: bool | None = None  # True or False where the script itself decides it
    transformations: tuple[Transformation, ...] = ()  # in the order of the program
    portions: tuple[Series, ...] = ()  # every `x[:n]`, `x[n:]`, `take(n)` and `skip(n)`
    class_weights: tuple[Place, ...] = ()  # where weights of classes or samples are computed from the labels
    backend: str | None = None  # of Keras 3, where the script itself chooses it
    paddings: tuple[Padding, ...] = ()  # every `pad_sequences` call
    resets_states: bool = False  # `reset_states` or `reset_state` is written somewhere
    names: tuple[
        UsedName, ...
    ] = ()  # of Keras: each import, and each call of a class, function or model method
    registers_objects: bool = False  # it gives names of its own to Keras: get_custom_objects and its kin
    siblings: tuple[str, ...] = ()  # paths of the modules of the same project that the reading went into

    def layers(self) -> Iterator[tuple[Layer, Model | None]]:
        """Every layer once, with the model it belongs to; layers outside any model last."""
        seen: set[int] = set()
        for model in self.models:
            for layer in model.layers:
                if id(layer) not in seen:
                    seen.add(id(layer))
                    yield layer, model
        for loose in self.loose:
            if isinstance(loose, Layer):
                yield loose, None
