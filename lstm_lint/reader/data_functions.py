"""Functions that make or change data: pandas, scikit-learn, the preprocessing of Keras, `tf.data`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader import array_functions, batches, datasets, frames, texts, tools
from lstm_lint.reader.contents import tensors
from lstm_lint.reader.data import as_data, merged, origin
from lstm_lint.reader.keras_objects import bind
from lstm_lint.reader.made_up import dim
from lstm_lint.reader.values import Abstract, Data, Items, Padded, Table, Tool
from lstm_lint.script import Dim, Known, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_READERS = frozenset(
    {"pandas.read_csv", "pandas.read_excel", "pandas.read_table", "pandas.read_sql", "pandas.read_json",
     "pandas.read_parquet", "numpy.loadtxt", "numpy.genfromtxt", "yfinance.download",
     "pandas_datareader.data.DataReader", "pandas_datareader.DataReader"}
)  # fmt: skip
_STORED = frozenset(
    {"numpy.load", "joblib.load", "scipy.io.loadmat", "pandas.read_pickle", "pandas.read_hdf", "pickle.load",
     "cPickle.load", "_pickle.load", "json.load"}
)  # fmt: skip
_SAME = frozenset(
    {"numpy.array", "numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.copy", "numpy.float32",
     "tensorflow.convert_to_tensor", "tensorflow.constant", "tensorflow.cast", "pandas.DataFrame",
     "pandas.Series", "keras.ops.convert_to_tensor", "pandas.to_numeric", "copy.copy", "copy.deepcopy"}
)  # fmt: skip
_OPAQUE = frozenset({"from_tensors", "list_files", "range", "TFRecordDataset"})
_FIRST = ("sequences", "arrays", "tensors", "data", "array", "x", "a", "y", "X", "objs", "arys", "indices")


def call(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract | None:
    """The value of the call, or None where the function is not known here."""
    name = path.rpartition(".")[2]
    if path in _READERS:
        rank: Shape | None = None if path.startswith("numpy.") else ("?", "?")
        return Data((Step("read", name, walk.places.of(node)),), rank, kind="frame")
    if path in _STORED:
        return Data((Step("read", name, walk.places.of(node)),), None, False)
    if path in _SAME:
        return _same(walk, node, path, args)
    text = texts.opened(walk, node, path, args)
    if text is not None:
        return text
    if name == "__init__" and (tool := tools.of_instance(args.at(0, "self"))) is not None:
        tools.configure(tool, type(args)(args.positional[1:], args.keywords, args.complete))
        return Known(None)
    if name == "one_hot" and ".text." not in path:
        return _categorical(walk, node, name, args)
    if name in ("compute_class_weight", "compute_sample_weight") and path.startswith("sklearn."):
        walk.class_weights.append(walk.places.of(node))
        return Data((Step("unknown", name, walk.places.of(node)),), ("?",), False)
    if path.startswith("tensorflow.data."):
        if name in _OPAQUE:
            return batches.opaque(walk, node, name)
        if name in _OF_DATASETS:
            return _OF_DATASETS[name](walk, node, name, args)
    handler = _BY_NAME.get(name) if not path.startswith("numpy.random.") else None
    if handler is not None and path.startswith(_MODULES) and not any(map(_has_tensor, args.values())):
        return handler(walk, node, name, args)
    if tools.tool_class(path) is not None:
        return tools.make(walk, node, name, args)
    if path.startswith("sklearn.datasets.") and name in datasets.SKLEARN:
        return datasets.of_sklearn(walk, node, name, args)
    if path.startswith("keras.datasets.") and name == "load_data":
        return datasets.of_keras(walk, node, path.split(".")[2], args)
    if path.startswith("numpy."):
        return array_functions.call(walk, node, path, name, args)
    return None


def _has_tensor(value: Abstract) -> bool:
    return next(tensors(value), None) is not None


def _same(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract | None:
    """`np.array(x)`, `pd.DataFrame(x)`: the same data in another container."""
    first = args.positional[0].value if args.positional else args.at(None, "data")
    if path == "pandas.DataFrame" and isinstance(first, Table):
        read = {name: as_data(walk, item, node) or origin(item) for name, item in first.entries.items()}
        return frames.of_table(first, read, Step("select", "DataFrame", walk.places.of(node)))
    made = as_data(walk, first, node) if first is not None else None
    if made is not None:
        found = made.copy()
        if path == "pandas.DataFrame":
            found.kind = "frame"
        elif path.startswith("numpy.") and found.kind in ("frame", "column", "bunch"):
            found.kind, found.certain, found.columns = "array", found.sure, {}
        return found
    if isinstance(first, Known) and isinstance(first.value, (int, float)):
        return first
    if first is not None and _has_tensor(first):
        return None
    found = origin(first)
    if path == "pandas.DataFrame":
        found.kind = "frame"
    return found


def first_data(walk: Walk, node: cst.Call, args: Args) -> Data | None:
    """The data that a function works on; data of unknown origin where it is given something else than data."""
    value = args.positional[0].value if args.positional else None
    if value is None:
        value = next((args.keywords[name].value for name in _FIRST if name in args.keywords), None)
    if value is None:
        return None
    return as_data(walk, value, node) or origin(value)


def _split(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`train_test_split`: two parts of each array, with the row counts where they are known."""
    shuffle = args.at(None, "shuffle")
    detail = {"shuffle": shuffle.value if isinstance(shuffle, Known) else True if shuffle is None else None}
    detail["stratified"] = args.at(None, "stratify") is not None
    detail["call"] = tools.written_call(walk, node, name, args, shuffle=True)
    sides = [
        Step("split", name, walk.places.of(node), {**detail, "part": part}) for part in ("train", "test")
    ]
    parts: list[Abstract] = []
    for given in args.positional:
        owner = as_data(walk, given.value, node) or origin(given.value)
        for step, rows in zip(sides, _split_rows(owner, args)):
            shape = (rows, *owner.shape[1:]) if owner.shape else None
            parts.append(owner.then(step, shape=shape, magnitude=owner.magnitude, integer=owner.integer))
    return Items(parts, True, not args.complete, walk.depth)


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


def _categorical(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = first_data(walk, node, args) or origin(None)
    classes = args.at(1, "num_classes") or args.at(None, "depth")
    size = dim(classes) if classes is not None else "?"
    if classes is None and name == "to_categorical" and owner.integer and owner.magnitude is not None:
        size = int(owner.magnitude) + 1
    shape: Shape | None = None
    if owner.shape is not None:
        rows = owner.shape[:-1] if len(owner.shape) > 1 and owner.shape[-1] == 1 else owner.shape
        shape = (*rows, size)
    return owner.then(Step("one-hot", name, walk.places.of(node)), shape=shape, magnitude=1.0)


def _pad(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = first_data(walk, node, args) or origin(None)
    detail: dict[str, object] = {"padding": "pre", "dtype": "int32", "truncating": "pre"}
    for at, key in enumerate(("sequences", "maxlen", "dtype", "padding", "truncating", "value")):
        given = args.at(at, key)
        if given is not None and key != "sequences":
            detail[key] = given.value if isinstance(given, Known) else None
    maxlen = detail.get("maxlen")
    rows: Dim = owner.shape[0] if owner.shape else "?"
    length: Dim = maxlen if isinstance(maxlen, int) else "?"
    rest = owner.shape[2:] if owner.shape and len(owner.shape) > 2 else ()
    bound = bind(signature("functions", "pad_sequences", walk.target), args)
    walk.paddings.append(Padded(node, bound, args.complete, owner if owner.steps else None))
    shape: Shape | None = (rows, length, *rest)
    if owner.shape is None and detail["dtype"] != "int32":
        shape = None  # of numbers, not ids: how many a step has is not known
    return owner.then(Step("pad", name, walk.places.of(node), detail), shape=shape, integer=owner.integer)


def _rescale(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = first_data(walk, node, args) or origin(None)
    step = Step("scale", name, walk.places.of(node))
    if name != "normalize":  # which works row by row
        tools.note(walk, node, Tool(name, node, number=-1), name, owner)
    return owner.then(step, shape=owner.shape)


def _dummies(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = first_data(walk, node, args) or origin(None)
    rows: Dim = owner.shape[0] if owner.shape else "?"
    return owner.then(Step("one-hot", name, walk.places.of(node)), shape=(rows, "?"))


def _joined(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    return array_functions.stacked(walk, node, name, args) or Unknown("joined data")


def _merged(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`pd.merge(left, right)`."""
    sides = [args.at(0, "left"), args.at(1, "right")]
    read = [(as_data(walk, side, node) if side is not None else None) or origin(side) for side in sides]
    return merged(walk, read, node)


def _tokens(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    size = args.at(1, "n") if name != "text_to_word_sequence" else None
    detail: dict[str, object] = {"tool": name, "below": size.value} if isinstance(size, Known) else {}
    return Data((Step("tokens", name, walk.places.of(node), detail),), ("?",), integer=True)


def _shuffled(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`sklearn.utils.shuffle(x, y)`."""
    step = Step("shuffle", name, walk.places.of(node))
    found: list[Abstract] = []
    for given in args.positional:
        owner = as_data(walk, given.value, node) or origin(given.value)
        found.append(owner.then(step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer))
    return found[0] if len(found) == 1 else Items(found, True, not args.complete, walk.depth)


def _cast(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = first_data(walk, node, args) or origin(None)
    return owner.then(Step("cast", name, walk.places.of(node)), shape=owner.shape, text=False)


_MODULES = ("keras.", "sklearn.", "tensorflow.", "pandas.", "numpy.", "scipy.")
_BY_NAME: dict[str, Callable[[Walk, cst.Call, str, Args], Abstract]] = {
    "train_test_split": _split,
    "to_categorical": _categorical,
    "pad_sequences": _pad,
    "TimeseriesGenerator": batches.of_timeseries,
    "timeseries_dataset_from_array": batches.of_timeseries,
    "text_dataset_from_directory": batches.from_directory,
    "image_dataset_from_directory": batches.from_directory,
    "minmax_scale": _rescale,
    "scale": _rescale,
    "normalize": _rescale,
    "zscore": _rescale,
    "get_dummies": _dummies,
    "concat": _joined,
    "merge": _merged,
    "hashing_trick": _tokens,
    "one_hot": _tokens,
    "text_to_word_sequence": _tokens,
    "sliding_window_view": array_functions.window_view,
    "shuffle": _shuffled,
    "to_datetime": _cast,
    "expand_dims": array_functions.expanded,
}
_OF_DATASETS: dict[str, Callable[[Walk, cst.Call, str, Args], Abstract]] = {
    "from_tensor_slices": batches.from_slices,
    "from_generator": batches.from_generator,
    "zip": batches.zipped,
}
