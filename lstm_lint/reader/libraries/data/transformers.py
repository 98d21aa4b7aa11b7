"""Transformers: scalers and encoders, which learn from data and change data afterwards, and splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.registry import Base, Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Args, Instance, Method, Transformer, WordIndex
from lstm_lint.reader.libraries.data.conversion import as_data, origin
from lstm_lint.reader.libraries.data.history import note
from lstm_lint.script import Known, Step, StepKind, Unknown

if TYPE_CHECKING:
    from libcst import CSTNode

# What comes out of each class.
MAKES: dict[str, StepKind] = {
    **dict.fromkeys(
        ("MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "QuantileTransformer",
         "PowerTransformer", "PCA"),
        "scale",
    ),
    "OneHotEncoder": "one-hot",
    "LabelBinarizer": "one-hot",
    "MultiLabelBinarizer": "one-hot",
    "LabelEncoder": "class-ids",
    "OrdinalEncoder": "class-ids",
    "SimpleImputer": "clean",
    "Tokenizer": "tokens",
    "TextVectorization": "tokens",
    "CountVectorizer": "one-hot",
    "TfidfVectorizer": "scale",
    "SMOTE": "select",
    "RandomOverSampler": "select",
    "RandomUnderSampler": "select",
}  # fmt: skip
_FIRST = {"Tokenizer": "num_words", "MinMaxScaler": "feature_range"}  # parameters that are given by position


def maker(cls: str, kind: str = "transformer") -> Handler:
    """What a call of the class makes."""

    def make(it: Interpreter, call: Call) -> Transformer:
        return _made(it, call.node, cls, kind, call.args)

    return make


def _made(it: Interpreter, node: CSTNode, cls: str, kind: str, args: Args) -> Transformer:
    transformer = Transformer(cls, node, kind, number=next(it.record.numbers))
    configure(transformer, args)
    return transformer


def configure(transformer: Transformer, args: Args) -> None:
    """What `__init__` gets."""
    transformer.given.update(args.keywords)
    first = _FIRST.get(transformer.cls)
    if args.positional and first is not None:
        transformer.given[first] = args.positional[0]


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


def initialise(it: Interpreter, call: Call) -> Abstract | None:
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
    transformer.fitted = first
    note(it, call.node, transformer.number, transformer.cls, call.name, seen(it, first, call.node))
    return transformer


def transform(it: Interpreter, call: Call) -> Abstract:
    """`transform`, `fit_transform`, `fit_resample`."""
    transformer, first = call.owner, first_of(call)
    assert isinstance(transformer, Transformer)
    owner = (as_data(it, first, call.node) if first is not None else None) or origin(first)
    note(it, call.node, transformer.number, transformer.cls, call.name, seen(it, first, call.node))
    if call.name == "fit_transform":
        transformer.fitted = first
    found = _transformed(transformer, owner, call)
    given = call.node.args
    if _may_overwrite(transformer, call.args) and given and isinstance(given[0].value, cst.Name):
        it.assign(given[0].value, found)
    return found


def inverse_transform(it: Interpreter, call: Call) -> Abstract:
    first = first_of(call)
    owner = (as_data(it, first, call.node) if first is not None else None) or origin(first)
    return owner.then(Step("unknown", call.name, call.place), certain=False)


def other_method(it: Interpreter, call: Call) -> Abstract:
    return Unknown(f"the result of `{call.name}`")


def _may_overwrite(transformer: Transformer, args: Args) -> bool:
    """Whether it may write its result into the array that it is given: `StandardScaler(copy=False)`."""
    made = transformer.given.get("copy")
    copies = (made.value if made is not None else None, args.at(None, "copy"))
    return any(copy is not None and copy not in (Known(None), Known(True)) for copy in copies)


def _transformed(transformer: Transformer, owner: Data, call: Call) -> Data:
    kind = MAKES[transformer.cls]
    shape = owner.shape if kind in ("scale", "class-ids", "clean") and transformer.cls != "PCA" else None
    if kind == "one-hot" and owner.shape:
        shape = (owner.shape[0], "?")
    magnitude = (
        1.0 if transformer.cls == "MinMaxScaler" and "feature_range" not in transformer.given else None
    )
    detail: dict[str, object] = {"fitted_here": call.name == "fit_transform", "number": transformer.number}
    if "feature_range" in transformer.given:
        try:
            detail["feature_range"] = constant(transformer.given["feature_range"].value)
        except LookupError:
            detail["feature_range"] = None
    return owner.then(
        Step(kind, transformer.cls, call.place, detail),
        shape=shape,
        magnitude=magnitude,
        integer=kind == "class-ids",
        certain=owner.sure,
        columns={},
        kind="array",
        text=False,
    )


def property_of(it: Interpreter, owner: Transformer, name: str) -> Abstract:
    """`tokenizer.word_index`, `encoder.classes_`; any other name is a method."""
    if owner.kind == "tokenizer" and name in ("word_index", "index_word"):
        return WordIndex(owner)
    if name in ("word_index", "vocabulary_", "classes_", "index_word"):
        return Unknown("the vocabulary of the data")
    return Method(owner, name)


def set_property(it: Interpreter, owner: Transformer, name: str, value: Abstract) -> None:
    """`tokenizer.word_index = {...}`."""
    owner.changed = owner.changed or name == "word_index"


METHODS: dict[tuple[str, str], Handler] = {
    ("transformer", "__init__"): initialise,
    ("transformer", "fit"): fit,
    ("transformer", "partial_fit"): fit,
    ("transformer", "adapt"): fit,
    ("transformer", "transform"): transform,
    ("transformer", "fit_transform"): transform,
    ("transformer", "fit_resample"): transform,
    ("transformer", "inverse_transform"): inverse_transform,
    ("transformer", "*"): other_method,
}
