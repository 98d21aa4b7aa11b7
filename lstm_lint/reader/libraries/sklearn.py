"""scikit-learn: functions that split, shuffle and scale, transformers, splitters, data sets."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_lint.keras_api.dims import combine
from lstm_lint.keras_api.sources import DATASETS
from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant, integer
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Items, Transformer
from lstm_lint.reader.libraries.data import composites
from lstm_lint.reader.libraries.data.conversion import as_data, first_data, has_tensor, origin, untensored
from lstm_lint.reader.libraries.data.fitted import MAKES
from lstm_lint.reader.libraries.data.history import ARITHMETIC, note, written_call
from lstm_lint.reader.libraries.data.looked_at import held, published
from lstm_lint.reader.libraries.data.stratified import note_stratified
from lstm_lint.reader.libraries.data.transformers import (
    METHODS,
    TransformerBase,
    maker,
    other_method,
    property_of,
    set_property,
)
from lstm_lint.reader.libraries.effects import Bound, Effect, described
from lstm_lint.reader.libraries.rules import shapes
from lstm_lint.reader.libraries.rules.shapes import as_size
from lstm_lint.script import PARTS, Dim, Drawn, Known, Shape, Split, Step, Unknown

# Whether each shuffles; None: by `shuffle=`, False by default. Those by group keep a person's rows together.
SPLITTERS: dict[str, bool | None] = {
    "KFold": None,
    "StratifiedKFold": None,
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
    if "Stratified" in transformer.cls and "Group" not in transformer.cls:
        note_stratified(it, call, transformer.cls, call.args.at(1, "y"))
    shuffles = SPLITTERS[transformer.cls]
    if shuffles is None:
        given = transformer.given.get("shuffle")
        value = given.value if given is not None else Known(False)
        shuffles = bool(value.value) if isinstance(value, Known) else None
    sides = [
        Fold("row numbers of a fold", Step("split", transformer.cls, place, Split(part, shuffles)))
        for part in PARTS
    ]
    return Items([Items(list(sides), False)], False, True, it.control.depth)


def _split(it: Interpreter, call: Call) -> Abstract:
    """`train_test_split`: two parts of each array, with the row counts where they are known."""
    shuffle = call.args.at(None, "shuffle")
    shuffles = bool(shuffle.value) if isinstance(shuffle, Known) else True if shuffle is None else None
    by = call.args.at(None, "stratify")
    stratified = by is not None
    if by is not None:
        note_stratified(it, call, call.name, by)
    written = written_call(it, call, shuffle=True)
    sides = [
        Step("split", call.name, call.place, Split(part, shuffles, stratified, written)) for part in PARTS
    ]
    parts: list[Abstract] = []
    owners = [as_data(it, given.value, call.node) or origin(given.value) for given in call.args.positional]
    refused = _differ_in_rows(it, call, owners)
    for owner in owners:
        for step, rows in zip(sides, _split_rows(owner, call.args)):
            shape = ("?" if refused else rows, *owner.shape[1:]) if owner.shape else None
            parts.append(owner.then(step, shape=shape, magnitude=owner.magnitude, integer=owner.integer))
    return Items(parts, True, not call.args.complete, it.control.depth)


def _differ_in_rows(it: Interpreter, call: Call, owners: Sequence[Data]) -> bool:
    """Whether the arrays certainly have different numbers of rows, which is written down."""
    counts = dict.fromkeys(owner.shape[0] for owner in owners if owner.shape)
    known = [count for count in counts if isinstance(count, int)]
    if len(known) < 2 or it.control.guards:
        return False
    it.record.refuse(call.node, "split-rows", call.name, str(known[0]), str(known[1]))
    return True


def _split_rows(owner: Data, args: Args) -> tuple[Dim, Dim]:
    """The rows of the training and the test part."""
    rows = owner.shape[0] if owner.shape else None
    if not isinstance(rows, int):
        return "?", "?"
    try:
        train, test = (_rows(args.at(None, f"{side}_size"), rows, side) for side in ("train", "test"))
    except LookupError:
        return "?", "?"
    if test is None:
        test = rows - train if train is not None else math.ceil(rows * 0.25)
    return rows - test if train is None else train, test


def _rows(given: Abstract | None, rows: int, side: str) -> int | None:
    """What `test_size=0.2` and `test_size=100` take; None where nothing is given."""
    size = constant(given) if given is not None else None
    if size is None or isinstance(size, int):
        return size
    if not isinstance(size, float):
        raise LookupError
    return math.ceil(rows * size) if side == "test" else math.floor(rows * size)


def shuffled(it: Interpreter, call: Call) -> Abstract:
    """`sklearn.utils.shuffle(x, y)`."""
    step = Step("shuffle", call.name, call.place)
    found: list[Abstract] = []
    for given in call.args.positional:
        owner = as_data(it, given.value, call.node) or origin(given.value)
        found.append(owner.then(step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer))
    return found[0] if len(found) == 1 else Items(found, True, not call.args.complete, it.control.depth)


def resampled(it: Interpreter, call: Call) -> Abstract:
    """`sklearn.utils.resample(x, y, n_samples=100)`: rows drawn at random."""
    again = call.args.at(None, "replace")
    detail = Drawn(True) if again is None or again == Known(True) else None
    step = Step("select", call.name, call.place, detail)
    count = call.args.at(None, "n_samples")
    found: list[Abstract] = []
    for given in call.args.positional:
        owner = as_data(it, given.value, call.node) or origin(given.value)
        shape = owner.shape
        if shape and count is not None and count != Known(None):
            shape = (as_size(count), *shape[1:])
        found.append(owner.then(step, shape=shape, magnitude=owner.magnitude, integer=owner.integer))
    return found[0] if len(found) == 1 else Items(found, True, not call.args.complete, it.control.depth)


def _learning(effect: Effect) -> Handler:
    """`scale(x)`, `minmax_scale(x)`: what a scaler does, without one; with `axis=1` each row by itself."""

    @described(effect.params)
    def scaled(it: Interpreter, call: Call) -> Abstract | None:
        axis = call.args.at(None, "axis")
        if axis is None or axis in (Known(0), Known(None)) or not isinstance(axis, Known):
            note(it, call.node, ARITHMETIC, call.name, call.name, first_data(it, call) or origin(None))
        return _always(it, call, effect)

    return scaled


def _always(it: Interpreter, call: Call, effect: Effect) -> Abstract | None:
    """The effect; the step alone on what is not followed."""
    found = effect(it, call)
    if found is not None or any(map(has_tensor, call.args.values())):
        return found
    return (first_data(it, call) or origin(None)).then(Step(effect.step or "unknown", call.name, call.place))


def _row_wise(effect: Effect) -> Handler:
    """The same where each row is worked on by itself."""

    @described(effect.params)
    def changed(it: Interpreter, call: Call) -> Abstract | None:
        return _always(it, call, effect)

    return changed


def _note_single(bound: Bound) -> None:
    """Write down rows of one number that are each scaled to the length 1: all of them become 1 or -1."""
    data = bound.operands[0].data
    usual = bound.arguments.get("axis", Known(1)) == Known(1)
    if usual and data is not None and data.shape is not None and len(data.shape) == 2 and data.shape[1] == 1:
        bound.it.record.slip(bound.call.node, "normalized-single", bound.call.name, data=data)


def _labels(bound: Bound) -> Shape:
    """`label_binarize(y, classes=...)`: a column for each class; of two classes most often one."""
    rows = bound.shape()[:1]
    try:
        count = len(constant(bound.arguments["classes"]))  # type: ignore[arg-type]
    except (LookupError, TypeError):
        return (*rows, "?")
    return (*rows, "?" if count == 2 else count)


def _one_more(bound: Bound) -> Shape:
    """A column of ones in front."""
    rows, columns = bound.shape()
    return (rows, combine(lambda n: n + 1, columns))


_UNIT = Effect("X|feature_range axis copy", "scale", shapes.same, makes="array")
_NORMALIZED = Effect("X|norm axis copy", "scale", shapes.same, makes="array")
_BINARIZED = Effect("y|classes neg_label pos_label sparse_output", "one-hot", _labels, makes="array")


def _synthetic(x: Sequence[str | int], y: Sequence[str | int] | None, ids: bool = False) -> Handler:
    """`make_regression(n_samples, n_features)`: sizes by the names of the arguments, at their places."""

    def make(it: Interpreter, call: Call) -> Abstract:
        step = Step("synthetic", call.name, call.place)
        made = Data((step,), _made_shape(call.args, x))
        if y is None:
            return made
        labels = (Step("class-ids", call.name, call.place),) if ids else ()
        target = Data((step, *labels), _made_shape(call.args, y), integer=ids or None)
        if call.name == "make_classification" and call.args.complete:
            several = call.args.at(None, "n_classes")
            count = integer(several) if several is not None else 2
            target.magnitude = count - 1.0 if count is not None else None
        return Items([made, target], False)

    return make


def _made_shape(args: Args, sizes: Sequence[str | int]) -> Shape | None:
    if not args.complete:
        return None
    shape: list[Dim] = []
    for index, size in enumerate(sizes):
        if isinstance(size, int):
            shape.append(size)
            continue
        name, _, default = size.partition("=")
        given = args.at(index, name)
        shape.append(as_size(given) if given is not None else int(default))
    return tuple(shape)


_BOTH = ("n_samples=100", "n_features=20")
_MADE: dict[str, Handler] = {
    "make_classification": _synthetic(_BOTH, ("n_samples=100",), True),
    "make_blobs": _synthetic(("n_samples=100", "n_features=2"), ("n_samples=100",), True),
    "make_friedman1": _synthetic(("n_samples=100", "n_features=10"), ("n_samples=100",)),
    "make_friedman2": _synthetic(("n_samples=100", 4), ("n_samples=100",)),
    "make_friedman3": _synthetic(("n_samples=100", 4), ("n_samples=100",)),
    "make_swiss_roll": _synthetic(("n_samples=100", 3), ("n_samples=100",)),
    "make_s_curve": _synthetic(("n_samples=100", 3), ("n_samples=100",)),
    "make_hastie_10_2": _synthetic(("n_samples=12000", 10), ("n_samples=12000",)),
    "make_low_rank_matrix": _synthetic(("n_samples=100", "n_features=100"), None),
    "make_sparse_uncorrelated": _synthetic(("n_samples=100", "n_features=10"), ("n_samples=100",)),
}


def _regression(it: Interpreter, call: Call) -> Abstract:
    """`make_regression(n_samples, n_features, n_targets=1)`; with `coef=True` three arrays."""
    step = Step("synthetic", call.name, call.place)
    targets = call.args.at(None, "n_targets")
    sizes = ("n_samples=100", "n_features=100")
    x = Data((step,), _made_shape(call.args, sizes))
    y = Data((step,), _made_shape(call.args, sizes[:1]))
    if targets is not None and y.shape is not None and targets != Known(1):
        y.shape = (*y.shape, as_size(targets)) if isinstance(targets, Known) else None
    coefficients = call.args.at(None, "coef") not in (None, Known(False))
    return Items([x, y], False, coefficients or not call.args.complete)


def _two_rings(it: Interpreter, call: Call) -> Abstract:
    """`make_moons(n_samples)`: of a pair of numbers the rows are their sum."""
    step = Step("synthetic", call.name, call.place)
    given = call.args.at(0, "n_samples")
    rows: Dim = 100 if given is None else as_size(given)
    x = Data((step,), (rows, 2))
    y = Data((step, Step("class-ids", call.name, call.place)), (rows,), integer=True, dtype="int64")
    return Items([x, y], False)


def _weighed(it: Interpreter, call: Call) -> Abstract:
    """Weights of classes or samples, computed from the labels."""
    it.record.class_weights.append(call.place)
    if len(call.args.positional) > 1 and call.name == "compute_class_weight" and not it.control.guards:
        it.record.refuse(call.node, "class-weight-positions")
    return Data((Step("unknown", call.name, call.place),), ("?",), False)


def _takes_any_rank(call: Call) -> bool:
    """Whether it is a loss of Keras of the same name, which takes sequences too."""
    return call.path.startswith(("keras.", "tensorflow."))


def scored(it: Interpreter, call: Call) -> Abstract | None:
    """A metric: what was predicted before is compared with the truth here."""
    for network in it.record.networks:
        network.evaluated = network.evaluated or network.predicted
    if call.name == "mean_squared_error" and "squared" in call.args.keywords and not it.control.guards:
        it.record.refuse(
            call.node, "sklearn-argument", call.name, "squared", "1.6", "root_mean_squared_error"
        )
    truth = _compared(it, call, 0, ("y_true",))
    predicted = _compared(it, call, 1, ("y_pred", "y_score"))
    options = frozenset(call.args.keywords) - {"y_true", "y_pred", "y_score"}
    if call.args.complete and len(call.args.positional) <= 2 and not _takes_any_rank(call):
        it.record.compare(call.node, call.name, truth, predicted, options)
        if call.name in _CURVES:
            thresholds = Data((Step("unknown", call.name, call.place),), None, False)
            return Items([Unknown("a curve"), Unknown("a curve"), thresholds], False)
    return None


_CURVES = ("roc_curve", "precision_recall_curve", "det_curve")


def _compared(it: Interpreter, call: Call, at: int, names: tuple[str, ...]) -> Data | None:
    """The truth or the prediction that a metric gets."""
    given = next((value for name in names if (value := call.args.at(at, name)) is not None), None)
    return as_data(it, given, call.node) if given is not None else None


def _data_set(it: Interpreter, call: Call) -> Abstract:
    found = DATASETS[call.name]
    step = Step("dataset", call.name, call.place)
    x = Data((step,), (*found.rows, *found.row), True, found.largest)
    ids = (Step("class-ids", call.name, call.place),) if found.target == "ids" else ()
    y = Data((step, *ids), found.rows, True, found.largest_target, bool(ids))
    profile = published(it, call, f"sklearn.datasets.{call.name}")
    if profile is not None:
        x.measured = held(profile, lambda name: name != "target")
        y.measured = held(profile, lambda name: name == "target")
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
        if (whole := composites.composite(name)) is not None:
            return whole
        if name in SPLITTERS:
            return maker(name, "splitter")
        return FUNCTIONS.get(name)
    return None


def find_base(path: str) -> Base | None:
    name = path.rpartition(".")[2]
    return TransformerBase(name) if path.startswith("sklearn.") and name in MAKES else None


FUNCTIONS: dict[str, Handler] = {
    "train_test_split": untensored(_split),
    "shuffle": untensored(shuffled),
    "resample": untensored(resampled),
    "minmax_scale": _learning(_UNIT),
    **dict.fromkeys(("scale", "maxabs_scale", "robust_scale", "quantile_transform", "power_transform"),
                    _learning(_UNIT.but(params="X|axis copy"))),
    "normalize": _row_wise(_NORMALIZED.but(notes=_note_single)),
    "binarize": _row_wise(_UNIT.but(params="X|threshold copy")),
    "label_binarize": _row_wise(_BINARIZED),
    "add_dummy_feature": _row_wise(_UNIT.but(params="X|value", step="stack", shape=_one_more)),
    **_MADE,
    "make_regression": _regression,
    "make_moons": _two_rings,
    "make_circles": _two_rings,
    "compute_class_weight": _weighed,
    "compute_sample_weight": _weighed,
    **dict.fromkeys((name for name, found in DATASETS.items() if len(found.rows) == 1), _data_set),
}  # fmt: skip
LIBRARY = Library(
    methods={
        **METHODS,
        **composites.METHODS,
        ("splitter", "split"): _folds,
        ("splitter", "*"): other_method,
    },
    attributes={
        ("transformer", "*"): property_of,
        ("composite", "*"): property_of,
        ("splitter", "*"): property_of,
    },
    setters={"transformer": set_property},
    find=find,
    find_base=find_base,
)
