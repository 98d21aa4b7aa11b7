"""Tools: scalers, encoders and tokenizers, which learn from data and change it afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import rows, texts
from lstm_lint.reader.contents import constant
from lstm_lint.reader.data import as_data, origin
from lstm_lint.reader.names import canonical
from lstm_lint.reader.values import Abstract, Class, Data, Instance, Module, Statistic, Tool
from lstm_lint.script import (
    Argument,
    Configured,
    Known,
    Step,
    StepKind,
    Transformation,
    Unknown,
)

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_SCALERS = frozenset(
    {"MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "QuantileTransformer",
     "PowerTransformer", "PCA"}
)  # fmt: skip
TOOLS: dict[str, StepKind] = {
    **dict.fromkeys(_SCALERS, "scale"),
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
    **dict.fromkeys(rows.SPLITTERS, "split"),
}
_TO_IDS = frozenset({"texts_to_sequences", "texts_to_sequences_generator"})
_TO_MATRIX = frozenset({"texts_to_matrix", "sequences_to_matrix"})


def tool_class(path: str) -> str | None:
    """The class of a data tool that a canonical path names."""
    name = path.rpartition(".")[2]
    known = name in TOOLS and (path.startswith(("sklearn.", "imblearn.")) or ".preprocessing." in path)
    return name if known else None


def make(walk: Walk, node: cst.CSTNode, name: str, args: Args) -> Tool:
    """`MinMaxScaler(...)`."""
    tool = Tool(name, node, number=len(walk.tools))
    configure(tool, args)
    walk.tools.append(tool)
    return tool


def configure(tool: Tool, args: Args) -> None:
    """What `__init__` gets."""
    tool.given.update(args.keywords)
    first = {"Tokenizer": "num_words", "MinMaxScaler": "feature_range"}.get(tool.cls)
    if args.positional and first is not None:
        tool.given[first] = args.positional[0]


def inherited(walk: Walk, cls: Class, node: cst.CSTNode, args: Args) -> Tool | None:
    """The tool that an object of a class of the program is, `class Words(Tokenizer)`; None where it is none."""
    from lstm_lint.reader.calls import Args as Arguments

    for base in cls.bases:
        if isinstance(base, Class):
            found = inherited(walk, base, node, args)
            if found is not None:
                return found
        name = tool_class(canonical(base.path)) if isinstance(base, Module) else None
        if name is not None:
            return make(walk, node, name, args if cls.find("__init__") is None else Arguments())
    return None


def of_instance(value: Abstract | None) -> Tool | None:
    return value.tool if isinstance(value, Instance) else value if isinstance(value, Tool) else None


def note(walk: Walk, node: cst.CSTNode, tool: Tool, method: str, owner: Data) -> None:
    """Write down what a scaler, an encoder or a tokenizer is fitted on or transforms."""
    written = ""
    if isinstance(node, cst.Call) and node.args:
        written = walk.module.code_for_node(node.args[0].value)
    place = walk.places.of(node)
    walk.transformations.append(Transformation(tool.number, tool.cls, method, place, owner.series(), written))


def discard(walk: Walk, node: cst.BaseExpression, since: int) -> None:
    """Mark what a statement throws away: a call of `transform` or `fit_transform` and nothing else."""
    walk.transformations[since:] = [
        replace(work, discarded=True)
        if work.place.node is node and work.method in ("transform", "fit_transform")
        else work
        for work in walk.transformations[since:]
    ]


def note_division(walk: Walk, node: cst.CSTNode, other: Statistic) -> None:
    """Write down that arithmetic with a statistic scales data, as a scaler would."""
    if other.node is not None:
        note(walk, other.node, Tool("division", node, number=-1), "division", Data(other.of))


def written_call(walk: Walk, node: cst.Call, name: str, args: Args, **defaults: object) -> Configured:
    """A call outside Keras with its arguments, so that it can be edited."""
    places = walk.places
    arguments = {
        name: Argument(
            name,
            given.value if isinstance(given.value, Known) else Unknown("not a constant"),
            places.of(given.node) if given.node is not None else None,
            places.of(given.whole) if given.whole is not None else None,
        )
        for name, given in (
            *((f"at {at}", given) for at, given in enumerate(args.positional)),
            *args.keywords.items(),
        )
    }
    for missing in defaults.keys() - arguments.keys():
        arguments[missing] = Argument(missing, Known(defaults[missing], "default"))
    return Configured(name, places.of(node), arguments, args.complete)


def method(walk: Walk, node: cst.Call, tool: Tool, name: str, args: Args) -> Abstract:
    """A method of a scaler, encoder or tokenizer."""
    first = args.positional[0].value if args.positional else next(iter(args.values()), None)
    if name == "__init__":
        configure(tool, args)
        return Known(None)
    if name == "split" and tool.cls in rows.SPLITTERS:
        return rows.split(walk, node, tool)
    if name in ("fit", "fit_on_texts", "adapt", "partial_fit"):
        tool.fitted = first
        note(walk, node, tool, name, _seen(walk, first, node))
        return tool
    if name in _TO_IDS | _TO_MATRIX:
        return _tokenized(walk, node, tool, name, first)
    if name not in ("fit_transform", "transform", "inverse_transform", "fit_resample"):
        return Unknown(f"the result of `{name}`")
    owner = (as_data(walk, first, node) if first is not None else None) or origin(first)
    if name != "inverse_transform":
        note(walk, node, tool, name, _seen(walk, first, node))
    if name == "fit_transform":
        tool.fitted = first
    if name == "inverse_transform":
        return owner.then(Step("unknown", name, walk.places.of(node)), certain=False)
    found = _transformed(walk, node, tool, owner, name)
    if _may_overwrite(tool, args) and node.args and isinstance(node.args[0].value, cst.Name):
        walk.assign(node.args[0].value, found)
    return found


def _may_overwrite(tool: Tool, args: Args) -> bool:
    """Whether it may write its result into the array that it is given: `StandardScaler(copy=False)`."""
    made = tool.given.get("copy")
    copies = (made.value if made is not None else None, args.at(None, "copy"))
    return any(copy is not None and copy not in (Known(None), Known(True)) for copy in copies)


def _seen(walk: Walk, value: Abstract | None, node: cst.CSTNode) -> Data:
    found = as_data(walk, value, node) if value is not None else None
    return found if found is not None else Data((), None, False)


def _tokenized(walk: Walk, node: cst.Call, tool: Tool, name: str, value: Abstract | None) -> Data:
    """Ids or counts of words, whatever the texts were."""
    kind: StepKind = "tokens" if name in _TO_IDS else "one-hot"
    note(walk, node, tool, name, _seen(walk, value, node))
    detail: dict[str, object] = {}
    if kind == "tokens" and tool.cls == "Tokenizer":
        num_words = tool.given.get("num_words")
        limit = num_words.value if num_words is not None else Known(None)
        detail = {"tool": "Tokenizer", "below": limit.value if isinstance(limit, Known) else None}
        detail["tokenizer"] = tool.key
    steps, lost = texts.source(walk, value, node)
    if lost is not None:
        detail["texts"] = lost
    step = Step(kind, name, walk.places.of(node), detail)
    return Data((*steps, step), ("?",), integer=kind == "tokens")


def _transformed(walk: Walk, node: cst.Call, tool: Tool, owner: Data, name: str) -> Data:
    kind = TOOLS[tool.cls]
    shape = owner.shape if kind in ("scale", "class-ids", "clean") and tool.cls != "PCA" else None
    if kind == "one-hot" and owner.shape:
        shape = (owner.shape[0], "?")
    magnitude = 1.0 if tool.cls == "MinMaxScaler" and "feature_range" not in tool.given else None
    detail: dict[str, object] = {"fitted_here": name == "fit_transform", "number": tool.number}
    if "feature_range" in tool.given:
        try:
            detail["feature_range"] = constant(tool.given["feature_range"].value)
        except LookupError:
            detail["feature_range"] = None
    return owner.then(
        Step(kind, tool.cls, walk.places.of(node), detail),
        shape=shape,
        magnitude=magnitude,
        integer=kind == "class-ids",
        certain=owner.sure,
        columns={},
        kind="array",
        text=False,
    )
