"""Transformers: scalers and encoders, which learn from data and change data afterwards, and splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.record import is_predicted
from lstm_lint.reader.abstract.registry import Base, Call, Handler
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Given,
    Instance,
    Items,
    Method,
    Transformer,
    WordIndex,
)
from lstm_lint.reader.libraries.data.conversion import as_data, origin
from lstm_lint.reader.libraries.data.fitted import (
    MAKES,
    POSITIONS,
    dtype_of,
    magnitude_of,
    shape_back,
    shape_of,
)
from lstm_lint.reader.libraries.data.history import note
from lstm_lint.reader.libraries.data.odd import of_dates, of_words
from lstm_lint.script import Application, Dim, Fitted, Inversion, Known, Rescaled, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode


_ASKS = frozenset({"get_params", "get_config", "to_json", "sequences_to_texts", "get_feature_names_out"})


def maker(cls: str, kind: str = "transformer") -> Handler:
    """What a call of the class makes."""

    def make(it: Interpreter, call: Call) -> Transformer:
        return _made(it, call.node, cls, kind, call.args)

    return make


def _made(it: Interpreter, node: CSTNode, cls: str, kind: str, args: Args) -> Transformer:
    transformer = Transformer(cls, node, kind, number=next(it.record.numbers))
    configure(transformer, args)
    it.record.transformers.append(transformer)
    if cls == "OneHotEncoder" and "sparse" in args.keywords and not it.control.guards:
        it.record.refuse(node, "sklearn-argument", cls, "sparse", "1.4", "sparse_output=")
    return transformer


def configure(transformer: Transformer, args: Args) -> None:
    """What `__init__` gets."""
    transformer.given.update(args.keywords)
    names = POSITIONS.get(transformer.cls, ())
    transformer.given.update(zip(names, args.positional))
    transformer.complete = args.complete and len(args.positional) <= len(names)


class TransformerBase(Base):
    """`class Words(Tokenizer)`: an object of the class is a transformer too."""

    def __init__(self, cls: str, kind: str = "transformer") -> None:
        self.cls = cls
        self.kind = kind

    def begin(self, it: Interpreter, instance: Instance, args: Args, node: CSTNode) -> Abstract | None:
        own = instance.cls.find("__init__") is not None
        instance.transformer = _made(it, node, self.cls, self.kind, Args() if own else args)
        return None

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract | None:
        transformer = instance.transformer
        return (
            it.call(Method(transformer, call.name), call.args, call.node) if transformer is not None else None
        )

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract | None:
        return it.attribute(instance.transformer, name) if instance.transformer is not None else None


def initialize(it: Interpreter, call: Call) -> Abstract | None:
    """`super().__init__(...)` and `Tokenizer.__init__(self, ...)`."""
    transformer, args = call.owner, call.args
    if not isinstance(transformer, Transformer):
        value = args.at(0, "self")
        transformer = value.transformer if isinstance(value, Instance) else value
        args = Args(args.positional[1:], args.keywords, args.complete)
    if not isinstance(transformer, Transformer):
        return None
    configure(transformer, args)
    return Known(None)


def first_of(call: Call) -> Abstract | None:
    """What a method works on."""
    positional = call.args.positional
    return positional[0].value if positional else next(iter(call.args.values()), None)


def seen(it: Interpreter, value: Abstract | None, node: CSTNode) -> Data:
    """The data that something learns from."""
    found = as_data(it, value, node) if value is not None else None
    return found if found is not None else Data((), None, False)


def fit(it: Interpreter, call: Call) -> Abstract:
    """`fit`, `partial_fit`, `fit_on_texts`."""
    transformer, first = call.owner, first_of(call)
    assert isinstance(transformer, Transformer)
    owner = seen(it, first, call.node)
    learn(it, transformer, owner)
    _note_words(it, call, transformer, owner)
    it.record.fitted.setdefault(call.node, set()).add(transformer.node)
    note(it, call.node, transformer.number, transformer.cls, call.name, owner, first)
    return transformer


_OF_NUMBERS = frozenset(
    {"StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "PowerTransformer", "QuantileTransformer",
     "Normalizer", "PCA"}
)  # fmt: skip


def _note_words(it: Interpreter, call: Call, transformer: Transformer, owner: Data) -> None:
    """Write down a column of words or dates where numbers are scaled."""
    if transformer.cls not in _OF_NUMBERS or it.control.guards:
        return
    if (found := of_words(owner)) is not None:
        it.record.refuse(call.node, "words-scaled", transformer.cls, *found)
    elif (dates := of_dates(owner)) is not None:
        it.record.refuse(call.node, "dates-scaled", transformer.cls, dates)


def learn(it: Interpreter, transformer: Transformer, owner: Data) -> None:
    """Keep the shape of what it is fitted on, unless there may be several."""
    several = it.control.depth > 0 and transformer.learned not in (None, owner.shape)
    transformer.learned = None if several else owner.shape
    transformer.words = None if it.control.depth else owner.words
    transformer.settled = True


def transform(it: Interpreter, call: Call) -> Abstract:
    """`transform`, `fit_transform`."""
    transformer, first = call.owner, first_of(call)
    assert isinstance(transformer, Transformer)
    owner = (as_data(it, first, call.node) if first is not None else None) or origin(first)
    _note_words(it, call, transformer, owner)
    if call.name == "fit_transform":
        learn(it, transformer, owner)
        it.record.fitted.setdefault(call.node, set()).add(transformer.node)
    else:
        _compare(it, transformer, owner, call)
    note(it, call.node, transformer.number, transformer.cls, call.name, seen(it, first, call.node))
    found = made(it, transformer, owner, call, call.name)
    given = call.node.args
    if _may_overwrite(transformer, call.args) and given and isinstance(given[0].value, cst.Name):
        it.assign(given[0].value, found)
    return found


def use(it: Interpreter, tool: Transformer | Built, call: Call) -> None:
    """Write down that it is applied, where nothing was seen to fit it before. It may be fitted later on."""
    settled = isinstance(tool, Transformer) and tool.settled
    if not settled and it.control.depth == 0 and it.control.home is None:
        it.record.unfitted.setdefault(call.node, (tool, call.name))


def _compare(it: Interpreter, transformer: Transformer, owner: Data, call: Call) -> None:
    """Write down on what it was fitted and what it gets. A call that is read with several shapes says nothing."""
    use(it, transformer, call)
    learned, given = transformer.learned, owner.shape
    found = None
    if learned is not None and given is not None:
        found = Application(transformer.cls, call.name, it.record.place(call.node), learned, given)
    before = it.record.applications.setdefault(call.node, found)
    if found is None or before is None or (before.learned, before.given) != (learned, given):
        it.record.applications[call.node] = None


def resample(it: Interpreter, call: Call) -> Abstract:
    """`x, y = SMOTE().fit_resample(x, y)`: more rows of one class, or fewer of another."""
    transformer = call.owner
    assert isinstance(transformer, Transformer)
    found: list[Abstract] = []
    transformer.settled = True
    for at, given in enumerate(call.args.positional or call.args.keywords.values()):
        owner = as_data(it, given.value, call.node) or origin(given.value)
        if at == 0:
            note(it, call.node, transformer.number, transformer.cls, call.name, owner)
        step = Step("select", transformer.cls, call.place)
        shape = ("?", *owner.shape[1:]) if owner.shape else None
        found.append(owner.then(step, shape=shape, integer=owner.integer if at else None))
    return Items(found, False, not call.args.complete)


def inverse_transform(it: Interpreter, call: Call) -> Abstract:
    transformer, first = call.owner, first_of(call)
    assert isinstance(transformer, Transformer)
    owner = (as_data(it, first, call.node) if first is not None else None) or origin(first)
    _compare(it, transformer, owner, call)
    if is_predicted(owner):
        found = Inversion(transformer.number, transformer.cls, call.place, owner.series())
        it.record.inversions.append(found)
    shape = shape_back(transformer, transformer.learned, owner.shape) if transformer.cls in MAKES else None
    step = Step("unknown", call.name, call.place, Fitted(False, transformer.number))
    return owner.then(step, certain=False, shape=shape, columns={}, kind="array")


def with_output(it: Interpreter, call: Call) -> Abstract:
    """`scaler.set_output(transform="pandas")`: frames come out from now on."""
    transformer = call.owner
    assert isinstance(transformer, Transformer)
    wanted = call.args.at(None, "transform")
    plain = isinstance(wanted, Known)
    transformer.makes_frames = wanted == Known("pandas") if plain and wanted != Known("polars") else None
    return transformer


def with_parameters(it: Interpreter, call: Call) -> Abstract:
    """`scaler.set_params(feature_range=(0, 1))`."""
    transformer = call.owner
    assert isinstance(transformer, Transformer)
    transformer.given.update(call.args.keywords)
    transformer.complete = transformer.complete and call.args.complete
    return transformer


def other_method(it: Interpreter, call: Call) -> Abstract:
    if isinstance(call.owner, Transformer) and call.name not in _ASKS:
        call.owner.settled = True
    return Unknown(f"the result of `{call.name}`")


def _may_overwrite(transformer: Transformer, args: Args) -> bool:
    """Whether it may write its result into the array that it is given: `StandardScaler(copy=False)`."""
    made = transformer.given.get("copy")
    copies = (made.value if made is not None else None, args.at(None, "copy"))
    return any(copy is not None and copy not in (Known(None), Known(True)) for copy in copies)


def made(it: Interpreter, transformer: Transformer, owner: Data, call: Call, method: str) -> Data:
    """What comes out of it for data."""
    if transformer.cls == "FunctionTransformer":
        return _of_function(it, transformer, owner, call)
    kind = MAKES[transformer.cls].step
    if transformer.cls == "KBinsDiscretizer":
        kind = (
            "class-ids"
            if transformer.given.get("encode", Given(Known(None))).value == Known("ordinal")
            else kind
        )
    here = method == "fit_transform"
    detail = Fitted(here, transformer.number)
    if "feature_range" in transformer.given:
        detail = Rescaled(here, transformer.number, _limits(transformer.given["feature_range"].value))
    frames = transformer.makes_frames
    shape = shape_of(transformer, transformer.learned, owner.shape)
    magnitude, words = magnitude_of(transformer), transformer.words
    if words is not None and owner.words is not None and kind == "class-ids":
        magnitude = float(len(words) - 1)
    elif words is not None and shape is not None and len(shape) == 2 and shape[1] == "?":
        shape = (shape[0], _width(transformer, words, owner.shape))
    return owner.then(
        Step(kind, transformer.cls, call.place, detail),
        shape=shape if frames is not None else None,
        magnitude=magnitude,
        dtype=dtype_of(transformer, owner.dtype),
        integer=kind == "class-ids",
        certain=owner.sure,
        columns={},
        kind="frame" if frames else "array",
        text=False,
    )


def _width(transformer: Transformer, words: frozenset[str], shape: Shape | None) -> Dim:
    """How many columns an encoder makes of a column of these texts."""
    if transformer.cls == "OneHotEncoder" and not {
        "drop",
        "min_frequency",
        "max_categories",
        "categories",
    } & set(transformer.given):
        return len(words) if transformer.complete and shape is not None and shape[1:] == (1,) else "?"
    if transformer.cls == "LabelBinarizer":
        return len(words) if len(words) > 2 else 1
    return "?"


def _limits(value: Abstract) -> tuple[float, float] | None:
    """`feature_range=(-1, 1)`."""
    try:
        found = constant(value)
    except LookupError:
        return None
    match found:
        case (int() | float() as low, int() | float() as high):
            return low, high
    return None


def _of_function(it: Interpreter, transformer: Transformer, owner: Data, call: Call) -> Data:
    """`FunctionTransformer(np.log1p)`: what the function makes of the data."""
    function = transformer.given.get("func")
    if function is None or function.value == Known(None):
        plain = function is not None or transformer.complete
        return owner.then(
            Step("select", transformer.cls, call.place), certain=owner.certain and plain, shape=owner.shape
        )
    keywords = transformer.given.get("kw_args")
    value = it.call(function.value, Args([Given(owner.copy())]), call.node) if keywords is None else None
    if isinstance(value, Data):
        return value
    return owner.then(Step("unknown", transformer.cls, call.place), certain=False, columns={})


def property_of(it: Interpreter, owner: Transformer, name: str) -> Abstract:
    """`tokenizer.word_index`, `encoder.classes_`; any other name is a method."""
    if owner.kind == "tokenizer" and name in ("word_index", "index_word"):
        return WordIndex(owner)
    owner.settled = owner.settled or name.startswith("__")  # `scaler.__dict__.update(...)`
    if name in ("word_index", "vocabulary_", "classes_", "index_word"):
        return Unknown("the vocabulary of the data")
    return Method(owner, name)


def set_property(it: Interpreter, owner: Transformer, name: str, value: Abstract) -> None:
    """`tokenizer.word_index = {...}`."""
    owner.settled = True
    owner.changed = owner.changed or name == "word_index"


METHODS: dict[tuple[str, str], Handler] = {
    ("transformer", "__init__"): initialize,
    ("transformer", "fit"): fit,
    ("transformer", "partial_fit"): fit,
    ("transformer", "adapt"): fit,
    ("transformer", "transform"): transform,
    ("transformer", "fit_transform"): transform,
    ("transformer", "fit_resample"): resample,
    ("transformer", "set_output"): with_output,
    ("transformer", "set_params"): with_parameters,
    ("transformer", "inverse_transform"): inverse_transform,
    ("transformer", "*"): other_method,
}
