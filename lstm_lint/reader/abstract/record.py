"""What one path through a program has read: the assembly makes the `Script` from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from lstm_lint.ir.details import Reading
from lstm_lint.ir.profile import Profile
from lstm_lint.ir.records import dataclass, field, replace
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.turns import Turns
from lstm_lint.reader.abstract.values import (
    Abstract,
    Built,
    Given,
    Network,
    Table,
    Training,
    Transformer,
    Use,
)
from lstm_lint.script import (
    Application,
    Comparison,
    Conversion,
    Cut,
    FedBack,
    Inversion,
    Largest,
    Misfit,
    Misplaced,
    Outside,
    Place,
    Redrawn,
    Refused,
    RefusedDraw,
    Restored,
    Series,
    Shape,
    Slip,
    Step,
    Transformation,
    Unpacked,
    Unread,
    UsedName,
)

if TYPE_CHECKING:
    from lstm_lint.nodes import Call, CSTNode


@dataclass(eq=False, slots=True)
class Padded:
    """A call of `pad_sequences` and what goes in."""

    node: Call
    given: dict[str, Given]
    complete: bool
    sequences: Data | None


@dataclass(frozen=True, eq=False, slots=True)
class Called:
    """A call of Keras that makes no object of its own in the IR: `Model(...)`, `add(...)`."""

    owner: str  # as the data names it: `Model`, `Sequential.add`
    node: CSTNode
    given: dict[str, Given]
    complete: bool


def is_predicted(array: Data) -> bool:
    """Whether it is what a model predicted, or was made of that."""
    return any(step.what == PREDICT for step in array.steps)


@dataclass(eq=False, slots=True)
class Environment:
    """What the program sets around Keras; None where it says nothing."""

    uses_gpu: bool | None = None
    backend: str | None = None


PREDICT = "predict"  # the step of what a model predicts
_MEANS = frozenset({"mean", "nanmean", "average", "reduce_mean"})
_POSITIVE = frozenset(
    {"power", "multiply", "abs", "absolute", "fabs", "square", "comparison", "matmul", "dot"}
)
TOO_DEEP = "loops are nested too deeply"  # why a part is not read that does run


@dataclass(eq=False)
class Record:
    """Everything that is found on one path, in the order of the program."""

    target: KerasTarget
    place: Callable[[CSTNode], Place]  # where a node stands; its line is worked out when first asked for
    profiles: Mapping[str, Profile] = field(default_factory=dict)  # of files, by the key of the reading
    readings: dict[tuple[CSTNode, str], Reading] = field(default_factory=dict)  # of files, by call and key
    # Files that the script writes, and whether they hold numbers as they were read.
    written: dict[str, bool] = field(default_factory=dict)
    imports: list[str] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    built: dict[Built, None] = field(default_factory=dict)  # in order, each once
    uses: dict[Use, None] = field(default_factory=dict)
    transformations: list[Transformation] = field(default_factory=list)
    transformers: list[Transformer] = field(default_factory=list)  # all that are made
    unfitted: dict[CSTNode, tuple[Transformer | Built, str]] = field(
        default_factory=dict
    )  # calls of what learns from data, before anything was seen to fit it, and the method
    fitted: dict[CSTNode, set[CSTNode]] = field(
        default_factory=dict
    )  # calls that fit what learns from data, and the calls that made what each of them fits
    applications: dict[CSTNode, Application | None] = field(default_factory=dict)  # None: of several shapes
    subscripted: dict[CSTNode, int | None] = field(
        default_factory=dict
    )  # subscripts of a window of a dataset, and its size
    inversions: list[Inversion] = field(default_factory=list)
    restored: list[Restored] = field(default_factory=list)
    portions: list[Series] = field(default_factory=list)
    class_weights: list[Place] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    converted: set[CSTNode] = field(default_factory=set)  # where a single number may be
    comparisons: list[Comparison] = field(default_factory=list)
    largest: list[Largest] = field(default_factory=list)
    # Of searches that the program starts: the call, which way it looks, the measure that its function returns.
    aims: dict[CSTNode, tuple[Place, str, str]] = field(default_factory=dict)
    # Calls that append the same row in each pass of a loop: the row, the name that counts the passes, the last step.
    repeated: dict[CSTNode, tuple[Place, str, Step]] = field(default_factory=dict)
    fed_back: dict[CSTNode, FedBack] = field(default_factory=dict)  # by the call that predicts
    draws: dict[tuple[object, str], tuple[object, str]] = field(
        default_factory=dict
    )  # of each search by name: the range, and how it is written
    refused_draws: dict[CSTNode, RefusedDraw] = field(default_factory=dict)
    redrawn: list[Redrawn] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    misfits: dict[CSTNode, Misfit] = field(default_factory=dict)
    # Of `Lambda`s whose function calls a layer with weights: the call, the layer or the class of one made there,
    # the function.
    hidden: dict[CSTNode, tuple[Call, Built | Network | str, CSTNode]] = field(default_factory=dict)
    misplaced: dict[CSTNode, Misplaced] = field(default_factory=dict)
    outside: dict[CSTNode, Outside] = field(default_factory=dict)
    unpacked: dict[CSTNode, Unpacked] = field(default_factory=dict)
    refused: dict[CSTNode, Refused] = field(default_factory=dict)
    slips: dict[CSTNode, Slip] = field(default_factory=dict)
    # What is prepared under a name: the statement, the name, "scaled" or "weights", the data.
    prepared: dict[CSTNode, tuple[str, str, Data | None]] = field(default_factory=dict)
    # Calls of a tape that ask by all weights of a model.
    gradients: dict[CSTNode, None] = field(default_factory=dict)
    rebuilt: dict[CSTNode, str] = field(default_factory=dict)  # calls that make a model without weights
    counted: dict[Built, int] = field(
        default_factory=dict
    )  # metrics, and the loops around where they get values
    # Optimizers that the program applies itself: the model whose weights come first, and the function or class around
    # that is read on its own; None where that is not certain.
    applied: dict[Built, tuple[Network, CSTNode | None] | None] = field(default_factory=dict)
    # What generators give, by `id`, and the function of the program that does.
    yielding: dict[int, tuple[Abstract, CSTNode]] = field(default_factory=dict)
    numbered_lists: dict[int, tuple[Abstract, int, Table]] = field(
        default_factory=dict
    )  # lists of words, by `id`, with how many are known of each, and the dict that numbers them from 1
    numbered: list[Place] = field(default_factory=list)  # where the elements of a set of text get numbers
    # The `__init__`s of Keras classes: the name of the class where it leaves out that of Keras, else empty.
    initializers: dict[CSTNode, str] = field(default_factory=dict)
    configs: set[CSTNode] = field(default_factory=set)  # classes whose `get_config` was looked at
    # Attributes that Keras sets anew after an `__init__` has.
    set_early: dict[CSTNode, str] = field(default_factory=dict)
    # Calls that read one string as a list of letters, and the string.
    spelled: dict[CSTNode, CSTNode] = field(default_factory=dict)
    # Resets of states, trainings and predictions in the order of the program, each with the loops around it; and
    # predictions that follow a reset.
    of_states: list[tuple[str, Built | Network, int]] = field(default_factory=list)
    asked_fresh: set[CSTNode] = field(default_factory=set)
    # Of optimizers that the program applies itself: the loops around each, whether `tf.function` is around both.
    steps: list[tuple[Built, int, bool]] = field(default_factory=list)
    loads: list[Training] = field(default_factory=list)  # calls of `load_model` and `load_weights`
    paddings: list[Padded] = field(default_factory=list)
    names: dict[tuple[CSTNode, str], UsedName] = field(default_factory=dict)
    put_in: set[str] = field(default_factory=set)  # names that the program sets in modules of libraries
    calls: dict[CSTNode, Called] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    passed: list[tuple[CSTNode, str]] = field(default_factory=list)  # what no path reads, and why
    commands: set[CSTNode] = field(default_factory=set)  # functions that get a command line
    space: dict[str, Abstract] = field(default_factory=dict)  # what a sweep draws, by name
    environment: Environment = field(default_factory=Environment)
    aside: dict[Network, int] = field(
        default_factory=dict
    )  # models of sibling modules; their trainings there
    transcript: bool = (
        False  # it shows values by naming them: `frame` as a statement, as in the cells of a notebook
    )
    assumed: bool = False  # a default was taken for a parameter of a function that nothing calls
    turns: Turns = field(default_factory=Turns)  # of functions that add to one model
    doubted: int = 0  # how many of the models are in doubt, the first of them
    numbers: Iterator[int] = field(default_factory=count)  # of transformers
    moments: Iterator[int] = field(
        default_factory=count
    )  # of trainings, and of what is switched between them
    # Checkpoints that are older than the loop in which the model is made that they are given to.
    kept_over: dict[Built, Network] = field(default_factory=dict)
    titles: dict[str, int] = field(
        default_factory=dict
    )  # layers of each class, for the names that Keras gives
    specifications: dict[Built, Any] = field(
        default_factory=dict
    )  # layers as the formulas of shapes take them
    shapes: dict[tuple[Built, tuple[Shape | None, ...]], tuple[Shape | None, ...]] = field(
        default_factory=dict
    )  # of what layers return, by the shapes of what they get
    parameters: dict[tuple[Network, tuple[Shape | None, ...]], int | None] = field(
        default_factory=dict
    )  # how many weights models have, by the shapes of what they get

    def call(self, owner: str, node: CSTNode, given: dict[str, Given], complete: bool) -> None:
        """Write down how something of Keras is called, the first time that the call is read."""
        self.calls.setdefault(node, Called(owner, node, given, complete))

    def doubt(self, why: str) -> None:
        """No model that was begun so far may be whole."""
        for network in self.networks[self.doubted :]:
            network.spoil(why)
        self.doubted = len(self.networks)

    def refuse(self, node: CSTNode, kind: str, *words: str) -> None:
        """Write down what raises here."""
        self.refused.setdefault(node, Refused(self.place(node), kind, words))

    def slip(self, node: CSTNode, kind: str, *words: str, data: Data | None = None) -> None:
        """Write down what runs here, and cannot be what is meant."""
        if node not in self.slips:
            self.slips[node] = Slip(
                self.place(node), kind, words, data.series() if data is not None else None
            )

    def prepare(self, node: CSTNode, name: str, value: Abstract, weights: bool) -> None:
        """Write down that a statement scales data, or works out weights of classes, and gives them a name."""
        if weights:
            self.prepared[node] = name, "weights", None
        elif isinstance(value, Data) and "scale" in [step.kind for step in value.steps[-2:]]:
            self.prepared[node] = name, "scaled", value

    def raise_mean(self, node: CSTNode, value: Abstract) -> None:
        """Write down that the mean of the errors of a prediction is squared, instead of each error."""
        if not isinstance(value, Statistic) or value.what not in _MEANS:
            return
        compared = {id(one.place.node) for one in self.comparisons}
        at = [step.place is not None and id(step.place.node) in compared for step in value.of]
        since = value.of[len(at) - 1 - at[::-1].index(True) :] if True in at else ()
        if since and since[0].what == "subtract" and not any(step.what in _POSITIVE for step in since):
            self.slip(node, "mean-squared")

    def convert(self, node: CSTNode, how: str, value: object, of_numbers: bool = True) -> None:
        """Write down that an array goes where a single number must be: one of several numbers, or a prediction.

        `of_numbers`: the array that it is assigned to certainly is; one of objects takes arrays.
        """
        array = value if isinstance(value, Data) and value.kind == "array" and not value.text else None
        if array is None or not array.shape:
            self.converted.add(node)  # another call of the same function hands over what may be one number
            return
        found = Conversion(self.place(node), how, array.shape)
        if of_numbers and (is_predicted(array) or (found.several and array.sure)):
            self.conversions.append(found)

    def compare(
        self,
        node: CSTNode,
        how: str,
        first: object,
        second: object,
        options: frozenset[str] = frozenset(),
        number: float | None = None,
    ) -> None:
        """Write down that two values are compared, where a model predicted one of them."""
        pair = [one if isinstance(one, Data) else None for one in (first, second)]
        if any(one is not None and is_predicted(one) for one in pair):
            left, right = (one.series() if one is not None else None for one in pair)
            self.comparisons.append(Comparison(self.place(node), how, left, right, options, number))

    def cut(self, module: CSTNode, why: str) -> None:
        """The rest of the program is not read. It may do anything with the models that there are."""
        self.note(module, "the rest of the file", why)
        self.doubt("the rest of the file is not read")
        for network in self.networks:
            network.evaluated = network.weights_loaded = True

    def note(self, node: CSTNode, what: str, why: str) -> None:
        self.unread.append(Unread(self.place(node), what, why))

    def discard(self, node: CSTNode, since: int) -> None:
        """Mark what a statement throws away: a call of `transform` or `fit_transform` and nothing else."""
        self.transformations[since:] = [
            replace(work, discarded=True)
            if work.place.node is node and work.method in ("transform", "fit_transform")
            else work
            for work in self.transformations[since:]
        ]

    def forget(self) -> None:
        """Nothing is asked of it any more: layers, their uses and the formulas of their shapes hold each other."""
        for built in self.built:
            built.first_use = built.formula = None
        for use in self.uses:
            if isinstance(use.layer, Built):
                use.layer.first_use = use.layer.formula = None

    def beside(self) -> Record:
        """For the body of a sibling module. What it makes is numbered with the rest and dropped with this record.

        Its models stay, for the script may ask for them by name.
        """
        return replace(
            self, built={}, uses={}, transformations=[], portions=[], class_weights=[], conversions=[], comparisons=[],
            largest=[], cuts=[], misfits={}, misplaced={}, hidden={}, outside={}, unpacked={}, refused={}, loads=[],
            numbered=[], initializers={}, set_early={}, spelled={}, paddings=[], unread=[], calls={}, applications={},
            unfitted={}, inversions=[], restored=[], steps=[], subscripted={}, fed_back={}, repeated={}, aims={},
            slips={}, counted={}, prepared={}, gradients={}, rebuilt={}, applied={},
        )  # fmt: skip

    def is_aside(self, network: Network) -> bool:
        """Whether a model is only in the body of a sibling module, and this script does nothing with it."""
        return network in self.aside and self.aside[network] == network.trainings
