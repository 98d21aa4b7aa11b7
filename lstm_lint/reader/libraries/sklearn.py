"""scikit-learn: functions that split, shuffle and scale, transformers, splitters, data sets."""

from __future__ import annotations

import math

from lstm_lint.keras_api.sources import DATASETS
from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Items, Transformer
from lstm_lint.reader.libraries.data.conversion import as_data, first_data, origin, untensored
from lstm_lint.reader.libraries.data.history import ARITHMETIC, note, written_call
from lstm_lint.reader.libraries.data.transformers import (
    MAKES,
    METHODS,
    TransformerBase,
    maker,
    other_method,
    property_of,
    set_property,
)
from lstm_lint.script import Dim, Known, Step

# Whether each shuffles: "given" by `shuffle=`, False by default. Those by group keep a person's rows together.
SPLITTERS: dict[str, bool | str] = {
    "KFold": "given",
    "StratifiedKFold": "given",
    "RepeatedKFold": True,
    "RepeatedStratifiedKFold": True,
    "ShuffleSplit": True,
    "StratifiedShuffleSplit": True,
    "LeaveOneOut": True,
    "TimeSeriesSplit": False,
    "GroupKFold": False,
    "StratifiedGroupKFold": False,
    "LeaveOneGroupOut": False,
}


def _folds(it: Interpreter, call: Call) -> Items:
    """`KFold(5).split(x)`: pairs of row numbers."""
    transformer, place = call.owner, call.place
    assert isinstance(transformer, Transformer)
    shuffles = SPLITTERS[transformer.cls]
    if shuffles == "given":
        given = transformer.given.get("shuffle")
        value = given.value if given is not None else Known(False)
        shuffles = bool(value.value) if isinstance(value, Known) else "unknown"
    sides = [
        Fold(
            "row numbers of a fold",
            Step("split", transformer.cls, place, {"shuffle": shuffles, "part": part}),
        )
        for part in ("train", "test")
    ]
    return Items([Items(list(sides), False)], False, True, it.control.depth)


def _split(it: Interpreter, call: Call) -> Abstract:
    """`train_test_split`: two parts of each array, with the row counts where they are known."""
    shuffle = call.args.at(None, "shuffle")
    detail = {"shuffle": shuffle.value if isinstance(shuffle, Known) else True if shuffle is None else None}
    detail["stratified"] = call.args.at(None, "stratify") is not None
    detail["call"] = written_call(it, call, shuffle=True)
    sides = [Step("split", call.name, call.place, {**detail, "part": part}) for part in ("train", "test")]
    parts: list[Abstract] = []
    for given in call.args.positional:
        owner = as_data(it, given.value, call.node) or origin(given.value)
        for step, rows in zip(sides, _split_rows(owner, call.args)):
            shape = (rows, *owner.shape[1:]) if owner.shape else None
            parts.append(owner.then(step, shape=shape, magnitude=owner.magnitude, integer=owner.integer))
    return Items(parts, True, not call.args.complete, it.control.depth)


def _split_rows(owner: Data, args: Args) -> tuple[Dim, Dim]:
    rows = owner.shape[0] if owner.shape else None
    test, train = args.at(None, "test_size"), args.at(None, "train_size")
    if not isinstance(rows, int):
        return "?", "?"
    for given, is_test in ((test, True), (train, False)):
        if given is None:
            continue
        if not isinstance(given, Known) or not isinstance(given.value, (int, float)):
            return "?", "?"
        share = given.value
        size = (
            share
            if isinstance(share, int)
            else math.ceil(rows * share)
            if is_test
            else math.floor(rows * share)
        )
        return (rows - size, size) if is_test else (size, rows - size)
    size = math.ceil(rows * 0.25)
    return rows - size, size


def shuffled(it: Interpreter, call: Call) -> Abstract:
    """`sklearn.utils.shuffle(x, y)`."""
    step = Step("shuffle", call.name, call.place)
    found: list[Abstract] = []
    for given in call.args.positional:
        owner = as_data(it, given.value, call.node) or origin(given.value)
        found.append(owner.then(step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer))
    return found[0] if len(found) == 1 else Items(found, True, not call.args.complete, it.control.depth)


def _rescaled(it: Interpreter, call: Call) -> Abstract:
    """`scale(x)`, `minmax_scale(x)`: what a scaler does, without one."""
    owner = first_data(it, call) or origin(None)
    note(it, call.node, ARITHMETIC, call.name, call.name, owner)
    return owner.then(Step("scale", call.name, call.place), shape=owner.shape)


def _normalized(it: Interpreter, call: Call) -> Abstract:
    """`normalize(x)`, which works row by row."""
    owner = first_data(it, call) or origin(None)
    return owner.then(Step("scale", call.name, call.place), shape=owner.shape)


def _weighed(it: Interpreter, call: Call) -> Abstract:
    """Weights of classes or samples, computed from the labels."""
    it.record.class_weights.append(call.place)
    return Data((Step("unknown", call.name, call.place),), ("?",), False)


def scored(it: Interpreter, call: Call) -> Abstract | None:
    """A metric: what was predicted before is compared with the truth here."""
    for network in it.record.networks:
        network.evaluated = network.evaluated or network.predicted
    return None


def _data_set(it: Interpreter, call: Call) -> Abstract:
    found = DATASETS[call.name]
    step = Step("dataset", call.name, call.place)
    x = Data((step,), (*found.rows, *found.row), True, found.largest)
    ids = (Step("class-ids", call.name, call.place),) if found.target == "ids" else ()
    y = Data((step, *ids), found.rows, True, found.largest_target, bool(ids))
    pair = call.args.at(None, "return_X_y")
    if isinstance(pair, Known) and pair.value is True:
        return Items([x, y], False)
    x.kind, x.target = "bunch", y
    return x


def find(path: str) -> Handler | None:
    """Classes and functions of scikit-learn have one name each, whatever private module they are imported from."""
    module, _, name = path.rpartition(".")
    if path.startswith(("sklearn.", "imblearn.")):
        if module == "sklearn.metrics":
            return scored
        if name in MAKES:
            return maker(name)
        if name in SPLITTERS:
            return maker(name, "splitter")
        return _FUNCTIONS.get(name)
    return None


def find_base(path: str) -> Base | None:
    name = path.rpartition(".")[2]
    return TransformerBase(name) if path.startswith("sklearn.") and name in MAKES else None


_FUNCTIONS: dict[str, Handler] = {
    "train_test_split": untensored(_split),
    "shuffle": untensored(shuffled),
    "scale": untensored(_rescaled),
    "minmax_scale": untensored(_rescaled),
    "normalize": untensored(_normalized),
    "compute_class_weight": _weighed,
    "compute_sample_weight": _weighed,
    **dict.fromkeys((name for name, found in DATASETS.items() if len(found.rows) == 1), _data_set),
}
LIBRARY = Library(
    methods={
        **METHODS,
        ("splitter", "split"): _folds,
        ("splitter", "*"): other_method,
    },
    attributes={("transformer", "*"): property_of, ("splitter", "*"): property_of},
    setters={"transformer": set_property},
    find=find,
    find_base=find_base,
)
