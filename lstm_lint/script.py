"""The model IR: what a script says of its models, read without running it. Checks see this and nothing else.

`Value` is what is known of an expression. Whatever could not be resolved is `Unknown`, and no rule fires on an unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from lstm_lint.findings import Fix, See, Span
from lstm_lint.ir.configured import ABSENT, Argument, Configured, identifier
from lstm_lint.ir.details import (
    PARTS,
    ByZero,
    Cast,
    Centered,
    Columns,
    Compared,
    Counts,
    Detail,
    Division,
    Drawn,
    Dropped,
    Fitted,
    Gaps,
    Imputed,
    Pad,
    Part,
    Read,
    Reading,
    Recut,
    Rescaled,
    Reshaped,
    Rounded,
    RunLengths,
    Runs,
    Scrambled,
    Selected,
    Shuffle,
    Side,
    Sorted,
    Split,
    Tokens,
    Weighted,
    Window,
    Written,
)
from lstm_lint.ir.facts import cached_property
from lstm_lint.ir.model import GATED, RECURRENT, Compile, Fit, Layer, Model, Output, Padding, Unread
from lstm_lint.ir.profile import Column, Copy, Held, Measured, Order, Profile
from lstm_lint.ir.records import dataclass
from lstm_lint.ir.series import (
    Application,
    Comparison,
    Conversion,
    Cut,
    FedBack,
    Hidden,
    Inversion,
    Joined,
    Largest,
    Misfit,
    Misplaced,
    Moves,
    Outside,
    Refused,
    Restored,
    Series,
    SeriesKind,
    Slip,
    Step,
    StepKind,
    Taken,
    Transformation,
    Unfitted,
    Unpacked,
)
from lstm_lint.ir.values import (
    Dim,
    Ending,
    Known,
    LayerOutput,
    Locator,
    OneOf,
    Origin,
    Overridable,
    Place,
    Shape,
    Swept,
    Symbol,
    Typed,
    Unknown,
    Value,
    WordCount,
    is_text,
)
from lstm_lint.keras_api.layers import Traits
from lstm_lint.keras_api.versions import KerasTarget

__all__ = [
    "ABSENT",
    "Application",
    "Argument",
    "ByZero",
    "Cast",
    "Centered",
    "Column",
    "Columns",
    "Copy",
    "Comparison",
    "Compared",
    "Compile",
    "Configured",
    "Conversion",
    "Counts",
    "Cut",
    "Detail",
    "Dim",
    "Division",
    "Drawn",
    "Dropped",
    "Ending",
    "FedBack",
    "Fit",
    "Fitted",
    "Gaps",
    "Held",
    "Hidden",
    "GATED",
    "identifier",
    "is_text",
    "Imputed",
    "Inversion",
    "Joined",
    "Known",
    "Largest",
    "Layer",
    "Locator",
    "Model",
    "Measured",
    "Misfit",
    "Misplaced",
    "Moves",
    "OneOf",
    "Order",
    "Origin",
    "Outside",
    "Overridable",
    "LayerOutput",
    "Output",
    "PARTS",
    "Pad",
    "Padding",
    "Part",
    "Place",
    "Profile",
    "Read",
    "Reading",
    "Recut",
    "Redrawn",
    "Refused",
    "RefusedDraw",
    "RECURRENT",
    "Rescaled",
    "Restored",
    "Reshaped",
    "Rounded",
    "RunLengths",
    "Runs",
    "Scrambled",
    "Script",
    "Selected",
    "Series",
    "SeriesKind",
    "Slip",
    "Shape",
    "Shuffle",
    "Side",
    "Sorted",
    "Split",
    "Step",
    "StepKind",
    "Swept",
    "Symbol",
    "SyntaxProblem",
    "Taken",
    "Tokens",
    "Traits",
    "Transformation",
    "Typed",
    "Unknown",
    "UnknownSelector",
    "Unfitted",
    "Unpacked",
    "Unread",
    "UnusedSuppression",
    "UsedName",
    "Value",
    "Weighted",
    "Window",
    "WordCount",
    "Written",
]


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A file or a cell that does not parse. `python2`: it looks like Python 2; `runs`: Python itself takes it;
    `no_program`: a template, a file among data or an exercise with blanks, that nobody means to run as it is.
    """

    span: Span
    message: str
    python2: bool = False
    runs: bool = False
    cell: int | None = None
    no_program: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class UsedName:
    """A name of Keras that the program imports, or calls: a function, a class, a method of a model.

    `path` is dotted as imported, `tensorflow.keras.layers.CuDNNLSTM`, or `Sequential.predict_classes` for a method.
    An "attribute" is a name that some version of NumPy took away, `numpy.int`, that the newest Keras lacks, or that not
    every TensorFlow has, called or not.
    `place` is the name alone; `statement` the whole import or call. `guarded`: in a `try`, below a question for
    the version, or a name that the program has put there itself.
    """

    path: str
    kind: Literal["import", "call", "method", "attribute"]
    place: Place
    statement: Place
    guarded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Redrawn:
    """A draw of a search under a name that has another range already: its value is that of the first."""

    place: Place
    name: str
    first: str  # the first range, as it is written


@dataclass(frozen=True, slots=True, eq=False)
class RefusedDraw:
    """A draw of a search that its library raises for, and why."""

    place: Place
    call: str  # the method, `Int`
    why: str
    called: bool = True  # not where it is in a function that nothing here calls


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


def _not_known(place: Place) -> bool:
    return False


def _none(place: Place) -> tuple[tuple[int, bool], ...]:
    return ()


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
    outdated: tuple[
        See, ...
    ] = ()  # what Keras 3 lacks of a script that is for an older one; known when all is checked
    uses_gpu: bool | None = None  # True or False where the script itself decides it
    transformations: tuple[Transformation, ...] = ()  # in the order of the program
    applications: tuple[Application, ...] = ()
    restarted: tuple[Configured, ...] = ()  # optimizers made anew for each step of a training loop
    in_graphs: tuple[Configured, ...] = ()  # optimizers that a function under `tf.function` makes and applies
    # Subscripts of a window of a dataset, which is a dataset, and how many elements it has.
    subscripted: tuple[tuple[Place, int | None], ...] = ()
    inversions: tuple[Inversion, ...] = ()  # each reading of each on every path
    restored: tuple[Restored, ...] = ()  # the same, of what a program puts back by hand
    portions: tuple[Series, ...] = ()  # every `x[:n]`, `x[n:]`, `take(n)` and `skip(n)`
    class_weights: tuple[Place, ...] = ()  # where weights of classes or samples are computed from the labels
    refused_draws: tuple[RefusedDraw, ...] = ()
    redrawn: tuple[Redrawn, ...] = ()  # draws of a search whose name has another range
    numbered: tuple[Place, ...] = ()  # where the elements of a set of text get numbers
    keeps_files: bool = False  # it writes something but models: `dump`, `np.save`, `to_csv`
    uninitialized: tuple[
        tuple[Place, str], ...
    ] = ()  # `__init__`s of Keras classes that leave out that of Keras
    # Attributes that a layer class sets before that of Keras does: the place, the attribute.
    set_early: tuple[tuple[Place, str], ...] = ()
    # Calls that read one string as a list of its letters, such as `fit_on_texts`, and the string.
    spelled: tuple[tuple[Place, Place], ...] = ()
    unfitted: tuple[Unfitted, ...] = ()  # where something is applied that nothing fits
    adapts: bool = False  # `adapt` is written somewhere, or weights or a vocabulary are set
    loads: tuple[Configured, ...] = ()  # calls of `load_model` and `load_weights`
    cuts: tuple[Cut, ...] = ()  # of losses from the weights
    misfits: tuple[Misfit, ...] = ()  # beside those of a layer's first use, which `Layer.refused` has
    hidden: tuple[Hidden, ...] = ()  # layers that only a `Lambda` calls
    misplaced: tuple[Misplaced, ...] = ()  # layers as tensors, tensors as layers
    outside: tuple[Outside, ...] = ()  # what symbolic tensors are handed to that is not of Keras
    unpacked: tuple[Unpacked, ...] = ()
    runs_eagerly: bool = False  # it asks TensorFlow to run without graphs
    refused: tuple[Refused, ...] = ()  # what else raises where it is written
    slips: tuple[Slip, ...] = ()  # what runs, and cannot be what is meant
    transcript: bool = False  # it shows values by naming them, as the cells of a notebook do
    conversions: tuple[Conversion, ...] = ()  # of predictions to numbers
    comparisons: tuple[
        Comparison, ...
    ] = ()  # of predictions with something, each reading of each on every path
    largest: tuple[Largest, ...] = ()  # `argmax` of predictions, the same
    # Of searches: the call that starts it, "minimize" or "maximize", the measure that its function returns.
    aims: tuple[tuple[Place, str, str], ...] = ()
    # Rows that a loop appends in each pass, whatever its number is: the row, that number's name, its last step.
    repeated: tuple[tuple[Place, str, Step], ...] = ()
    fed_back: tuple[FedBack, ...] = ()  # windows of forecasts that are handed on
    backend: str | None = None  # of Keras, where the script itself chooses it
    # How large each column is that the recorded output of a notebook shows: read only when it is asked for.
    shown: Callable[[], Mapping[str, float]] = dict
    called_scaled: Callable[[], frozenset[str]] = frozenset  # files of its folder, by the README
    # What is written somewhere as older ones had it: "nb_epoch" of `fit`, the shape first in "add_weight", "acc",
    # "inner_init".
    spelled_as_before: tuple[str, ...] = ()
    is_written_once: Callable[[str], bool] = lambda word: False  # a word, in the whole text
    paddings: tuple[Padding, ...] = ()  # every `pad_sequences` call
    mends_gaps: Callable[[], bool] = (
        bool  # whether it asks for missing values somewhere, or fills or drops them
    )
    # Whether nothing but the shape is read of the rows that a split or a slice cuts off.
    holds_out_in_vain: Callable[[Place], bool] = _not_known
    # The loops and functions around a place, outermost first: a mark of each, and whether it is a loop.
    bodies_around: Callable[[Place], tuple[tuple[int, bool], ...]] = _none
    resets_states: bool = False  # `reset_states` or `reset_state` is written somewhere
    adds_loss: bool = (
        False  # it names a loss beside `compile`: `add_loss`, a regularizer, a step or loss of its own
    )
    names: tuple[
        UsedName, ...
    ] = ()  # of Keras: each import, and each call of a class, function or model method
    registers_objects: bool = False  # it gives names of its own to Keras: get_custom_objects and its kin
    calls: tuple[
        Configured, ...
    ] = ()  # of `Model`, `Sequential`, `Sequential.add` and `Layer.add_weight`, each once
    assumed: bool = (
        False  # functions and classes that nothing calls were read with the defaults of their parameters
    )
    siblings: tuple[str, ...] = ()  # paths of the modules of the same project that the reading went into
    sources: tuple[tuple[Place, Reading], ...] = ()  # the calls that read files whose paths are known
    profiles: Mapping[str, Profile] = MappingProxyType(
        {}
    )  # of those that were looked at, by the key of the reading

    @cached_property
    def facts(self) -> dict[object, Any]:
        """What was worked out of it, by the question: `once`."""
        return {}

    def layers(self) -> Iterator[tuple[Layer, Model | None]]:
        """Every layer once, with the model it belongs to; layers outside any model last."""
        return iter(self._layers)

    @cached_property
    def _layers(self) -> tuple[tuple[Layer, Model | None], ...]:
        homes: dict[int, tuple[Layer, Model | None]] = {}
        for model in self.models:
            for layer in model.layers:
                homes.setdefault(id(layer), (layer, model))
        return (*homes.values(), *((loose, None) for loose in self.loose if isinstance(loose, Layer)))
