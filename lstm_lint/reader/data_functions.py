"""Functions that make or change data: numpy, pandas, scikit-learn, the datasets and preprocessing of Keras."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.data import TOOLS, as_data, merged, note, reshaped, written_call
from lstm_lint.reader.keras_objects import bind
from lstm_lint.reader.rows import repeated_runs
from lstm_lint.reader.values import Abstract, Data, Items, Padded, Statistic, Tool, constant, integer
from lstm_lint.script import Dim, Known, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

# (train rows, test rows), shape of a row, largest value: from the data sets' own documentation.
_IMAGES: dict[str, tuple[tuple[int, int], Shape, float, int]] = {
    "mnist": ((60000, 10000), (28, 28), 255.0, 1),
    "fashion_mnist": ((60000, 10000), (28, 28), 255.0, 1),
    "cifar10": ((50000, 10000), (32, 32, 3), 255.0, 2),
    "cifar100": ((50000, 10000), (32, 32, 3), 255.0, 2),
}
_TEXTS = {"imdb": (25000, 25000), "reuters": (8982, 2246)}
_LARGEST_LABEL = {
    "imdb": 1.0,
    "reuters": 45.0,
    "mnist": 9.0,
    "fashion_mnist": 9.0,
    "cifar10": 9.0,
    "cifar100": 99.0,
}
_WORDS = {"imdb": 88587, "reuters": 30982}  # one more than the largest id, with the default index_from
_TYPICAL = {"imdb": 130, "reuters": 60}  # tokens of a text: a quarter of the texts has no more
_SKLEARN: dict[str, tuple[Shape, float, bool]] = {  # shape, largest value, classification
    "load_iris": ((150, 4), 7.9, True),
    "load_wine": ((178, 13), 1680.0, True),
    "load_breast_cancer": ((569, 30), 4254.0, True),
    "load_digits": ((1797, 64), 16.0, True),
    "load_diabetes": ((442, 10), 0.2, False),
    "load_boston": ((506, 13), 711.0, False),
    "fetch_california_housing": ((20640, 8), 35682.0, False),
    "fetch_covtype": ((581012, 54), 7173.0, True),
}
_READERS = frozenset(
    {"pandas.read_csv", "pandas.read_excel", "pandas.read_table", "pandas.read_sql", "pandas.read_json",
     "pandas.read_parquet", "numpy.loadtxt", "numpy.genfromtxt", "yfinance.download",
     "pandas_datareader.data.DataReader", "pandas_datareader.DataReader"}
)  # fmt: skip
_STORED = frozenset(
    {"numpy.load", "joblib.load", "scipy.io.loadmat", "pandas.read_pickle", "pandas.read_hdf"}
)
_SAME = frozenset(
    {"numpy.array", "numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.copy", "numpy.float32",
     "tensorflow.convert_to_tensor", "tensorflow.constant", "tensorflow.cast", "pandas.DataFrame",
     "pandas.Series", "keras.ops.convert_to_tensor", "pandas.to_numeric"}
)  # fmt: skip
_DATASETS = frozenset(
    {"from_generator", "from_tensors", "list_files", "zip", "range", "TextLineDataset", "TFRecordDataset"}
)
_STACKS = frozenset(
    {"concatenate", "vstack", "hstack", "column_stack", "dstack", "append", "stack", "concat", "r_", "c_"}
)
_BOUNDED = frozenset({"sin", "cos", "tanh"})
_RESCALED = frozenset({"log", "log1p", "log10", "log2", "sqrt", "diff"})
_STATISTICS = frozenset(
    {"max", "min", "mean", "std", "var", "sum", "median", "amax", "amin", "percentile", "nanmax", "nanmin"}
)


def call(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract | None:
    """The value of the call, or None where the function is not known here."""
    if path in _READERS:
        rank: Shape | None = None if path.startswith("numpy.") else ("?", "?")
        return Data((Step("read", path.rpartition(".")[2], walk.places.of(node)),), rank, kind="frame")
    if path in _STORED:
        step = Step("read", path.rpartition(".")[2], walk.places.of(node))
        return Data((step,), None, False)
    if path in _SAME:
        return _same(walk, node, args)
    name = path.rpartition(".")[2]
    if name == "one_hot" and ".text." not in path:
        return _categorical(walk, node, name, args)
    if name in ("compute_class_weight", "compute_sample_weight") and path.startswith("sklearn."):
        walk.class_weights.append(walk.places.of(node))
        return Data((Step("unknown", name, walk.places.of(node)),), ("?",), False)
    if path.startswith("tensorflow.data.") and name in _DATASETS:
        return Data((Step("unknown", name, walk.places.of(node)),), None, False, kind="dataset")
    handler = _BY_NAME.get(name)
    if handler is not None and path.startswith(_MODULES):
        return handler(walk, node, name, args)
    if name in TOOLS and (path.startswith(("sklearn.", "imblearn.")) or ".preprocessing." in path):
        return _tool(walk, node, name, args)
    if path.startswith("sklearn.datasets.") and name in _SKLEARN:
        return _sklearn_dataset(walk, node, name, args)
    if path.startswith("keras.datasets.") and name == "load_data":
        return _keras_dataset(walk, node, path.split(".")[2], args)
    if path.startswith("numpy."):
        return _numpy(walk, node, path, name, args)
    return None


def _same(walk: Walk, node: cst.Call, args: Args) -> Abstract:
    first = args.positional[0].value if args.positional else None
    made = as_data(walk, first, node) if first is not None else None
    if made is not None:
        return Data(
            made.steps, made.shape, made.certain, made.magnitude, made.integer, made.kind, made.target
        )
    if isinstance(first, Known) and isinstance(first.value, (int, float)):
        return first
    return Data((Step("unknown", "array", walk.places.of(node)),), None, False)


def _tool(walk: Walk, node: cst.Call, name: str, args: Args) -> Tool:
    tool = Tool(name, node, dict(args.keywords), number=len(walk.tools))
    if args.positional and name == "Tokenizer":
        tool.given["num_words"] = args.positional[0]
    if args.positional and name == "MinMaxScaler":
        tool.given["feature_range"] = args.positional[0]
    walk.tools.append(tool)
    return tool


def _first_data(walk: Walk, node: cst.Call, args: Args) -> Data | None:
    first = args.positional[0].value if args.positional else next(iter(args.values()), None)
    return as_data(walk, first, node) if first is not None else None


def _numpy(walk: Walk, node: cst.Call, path: str, name: str, args: Args) -> Abstract | None:
    place = walk.places.of(node)
    if path.startswith("numpy.random."):
        return _random(walk, node, name, args)
    if name in ("zeros", "ones", "full", "empty"):
        shape = _shape_argument(args.at(0, "shape"))
        detail = _constant_runs(name, shape, args)
        return Data(
            (Step("synthetic", name, place, detail),),
            shape,
            name != "full",
            {"zeros": 0.0, "ones": 1.0}.get(name),
        )
    if name in ("arange", "linspace"):
        return _arange(walk, node, name, args)
    first = _first_data(walk, node, args)
    if name in _STATISTICS:
        return Statistic("a statistic of the data", first.steps if first is not None else (), node)
    if first is None:
        return None
    if name in _STACKS:
        return _stack(walk, node, name, args)
    if name in ("reshape", "squeeze", "transpose", "ravel", "swapaxes"):
        from lstm_lint.reader.calls import Args

        return reshaped(walk, node, first, name, Args(args.positional[1:], args.keywords))
    if name == "expand_dims":
        return _expand(walk, node, first, args)
    if name in _BOUNDED:
        return first.then(Step("arithmetic", name, place), shape=first.shape, magnitude=1.0)
    if name in _RESCALED:
        return first.then(Step("scale", name, place), shape=first.shape if name != "diff" else None)
    if name in ("argmax", "argmin"):
        return first.then(
            Step("class-ids", name, place), shape=first.shape[:-1] if first.shape else None, integer=True
        )
    if name == "eye":
        return None
    if name in (
        "random",
        "unique",
        "sort",
        "flip",
        "repeat",
        "tile",
        "split",
        "array_split",
        "delete",
        "where",
    ):
        found = repeated_runs(first, args.at(1, "repeats")) if name == "repeat" else {}
        return first.then(Step("select", name, place, found), magnitude=first.magnitude)
    if name == "nan_to_num":
        return first.then(Step("clean", name, place), shape=first.shape, magnitude=first.magnitude)
    return None


def _constant_runs(name: str, shape: Shape | None, args: Args) -> dict[str, object]:
    """A vector of one number, as labels of one class are: `np.zeros(500)`."""
    value: Abstract | None = {"zeros": Known(0), "ones": Known(1), "full": args.at(1, "fill_value")}.get(name)
    if shape is None or not (len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)):
        return {}
    if not isinstance(value, Known) or not isinstance(value.value, (int, float)):
        return {}
    return {"runs": ((float(value.value), shape[0] if isinstance(shape[0], int) else None),)}


def _random(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract | None:
    place = walk.places.of(node)
    if name in ("rand", "randn"):
        dims = [given.value for given in args.positional]
        shape: Shape | None = tuple(_dim(value) for value in dims)
    elif name in ("random", "random_sample", "sample"):
        shape = _shape_argument(args.at(0, "size"))
    elif name in ("uniform", "normal"):
        shape = _shape_argument(args.at(2, "size"))
        bounds = [
            args.at(0, "low" if name == "uniform" else "loc"),
            args.at(1, "high" if name == "uniform" else "scale"),
        ]
        if any(bound is not None for bound in bounds):
            known = [
                bound.value
                for bound in bounds
                if isinstance(bound, Known) and isinstance(bound.value, (int, float))
            ]
            magnitude = float(max(map(abs, known))) if len(known) == 2 else None
            return Data((Step("synthetic", name, place),), shape, True, magnitude)
    elif name == "randint":
        high = args.at(1, "high") or args.at(0, "low")
        top = integer(high) if high is not None else None
        shape = _shape_argument(args.at(2, "size"))
        return Data(
            (Step("synthetic", name, place),), shape, True, float(top - 1) if top is not None else None, True
        )
    else:
        return None
    return Data((Step("synthetic", name, place),), shape, True, 1.0)


def _dim(value: Abstract) -> Dim:
    number = integer(value)
    return number if number is not None else "?"


def _shape_argument(value: Abstract | None) -> Shape | None:
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(_dim(item) for item in value.items)
    if value is not None and integer(value) is not None:
        return (integer(value),)
    return None


def _arange(walk: Walk, node: cst.Call, name: str, args: Args) -> Data:
    step = Step("literal", name, walk.places.of(node))
    try:
        numbers = [float(constant(value)) for value in args.values()[:3]]  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError):
        return Data((step,), ("?",))
    if name == "linspace":
        size: Dim = int(numbers[2]) if len(numbers) > 2 else 50
        return Data((step,), (size,), True, max(map(abs, numbers[:2])) if len(numbers) > 1 else None)
    start, stop = (
        (0.0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1]) if numbers else (0.0, 0.0)
    )
    pace = numbers[2] if len(numbers) > 2 else 1.0
    size = max(0, math.ceil((stop - start) / pace)) if pace else "?"
    return Data((step,), (size,), True, max(abs(start), abs(stop)))


def _stack(walk: Walk, node: cst.Call, name: str, args: Args) -> Data | None:
    values = args.positional[0].value if args.positional else None
    if isinstance(values, Items) and values.open:
        rows = as_data(walk, values, node)
        if rows is not None and name not in ("stack", "array"):
            rows.shape = None
        return rows
    items = values.items if isinstance(values, Items) else [given.value for given in args.positional]
    parts = [as_data(walk, item, node) for item in items]
    if isinstance(values, Items) and (values.open or values.spoiled) or any(part is None for part in parts):
        known = [part for part in parts if part is not None]
        result = merged(walk, known, node) if known else Data(())
        result.certain = False
        return result
    return merged(walk, [part for part in parts if part is not None], node)


def _expand(walk: Walk, node: cst.Call, first: Data, args: Args) -> Data:
    axis = args.at(1, "axis")
    at = integer(axis) if axis is not None else None
    shape: Shape | None = None
    if first.shape is not None and at is not None:
        at = at if at >= 0 else len(first.shape) + 1 + at
        shape = (*first.shape[:at], 1, *first.shape[at:])
    return first.then(
        Step("reshape", "expand_dims", walk.places.of(node)), shape=shape, magnitude=first.magnitude
    )


def _split(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`train_test_split`: two parts of each array, with the row counts where they are known."""
    shuffle = args.at(None, "shuffle")
    detail = {"shuffle": shuffle.value if isinstance(shuffle, Known) else True if shuffle is None else None}
    detail["stratified"] = args.at(None, "stratify") is not None
    detail["call"] = written_call(walk, node, name, args, shuffle=True)
    sides = [
        Step("split", name, walk.places.of(node), {**detail, "part": part}) for part in ("train", "test")
    ]
    parts: list[Abstract] = []
    for given in args.positional:
        owner = as_data(walk, given.value, node)
        if owner is None:
            parts.extend([Unknown("part of a split")] * 2)
            continue
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


def _keras_dataset(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract | None:
    place = walk.places.of(node)
    train, test = (Step("dataset", name, place, {"part": part}) for part in ("train", "test"))
    tokens, ids = Step("tokens", name, place), Step("class-ids", name, place)
    sets: list[Abstract] = []
    if name in _IMAGES:
        counts, row, magnitude, rank = _IMAGES[name]
        for step, rows in zip((train, test), counts):
            x = Data((step,), (rows, *row), True, magnitude, True)
            y = Data((step, ids), (rows, 1)[:rank], True, _largest_label(name, args), True)
            sets.append(Items([x, y], False))
    elif name in _TEXTS:
        for step, rows in zip((train, test), _TEXTS[name]):
            words = Data((step, _limited(tokens, name, args)), (rows,), integer=True)
            y = Data((step, ids), (rows,), True, _LARGEST_LABEL[name], True)
            sets.append(Items([words, y], False))
    elif name == "boston_housing":
        for step, rows in zip((train, test), (404, 102)):
            x = Data((step,), (rows, 13), True, 711.0)
            sets.append(Items([x, Data((step,), (rows,), True, 50.0)], False))
    return Items(sets, False) if sets else None


def _limited(tokens: Step, name: str, args: Args) -> Step:
    """The ids of `load_data(num_words=...)` are below that number; without it the data's own words are the limit."""
    words = args.at(1, "num_words") or args.at(None, "nb_words")
    limit = words.value if isinstance(words, Known) else _WORDS[name] if words is None else None
    if limit is None and isinstance(words, Known):
        limit = _WORDS[name]
    return Step(
        tokens.kind, tokens.what, tokens.place, {"tool": name, "below": limit, "typical": _TYPICAL[name]}
    )


def _largest_label(name: str, args: Args) -> float | None:
    """Of the image data sets; cifar100 has 20 coarse labels too, chosen by `label_mode`."""
    return None if args.values() and name == "cifar100" else _LARGEST_LABEL[name]


def _sklearn_dataset(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    shape, magnitude, classes = _SKLEARN[name]
    step = Step("dataset", name, walk.places.of(node))
    x = Data((step,), shape, True, magnitude)
    ids = (Step("class-ids", name, walk.places.of(node)),) if classes else ()
    y = Data((step, *ids), shape[:1], True, None, classes)
    pair = args.at(None, "return_X_y")
    if isinstance(pair, Known) and pair.value is True:
        return Items([x, y], False)
    x.kind, x.target = "bunch", y
    return x


def _categorical(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = _first_data(walk, node, args) or Data((), None, False)
    classes = args.at(1, "num_classes") or args.at(None, "depth")
    size = _dim(classes) if classes is not None else "?"
    if classes is None and name == "to_categorical" and owner.integer and owner.magnitude is not None:
        size = int(owner.magnitude) + 1
    shape: Shape | None = None
    if owner.shape is not None:
        rows = owner.shape[:-1] if len(owner.shape) > 1 and owner.shape[-1] == 1 else owner.shape
        shape = (*rows, size)
    return owner.then(Step("one-hot", name, walk.places.of(node)), shape=shape, magnitude=1.0)


def _pad(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = _first_data(walk, node, args) or Data((), None, False)
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


def _timeseries(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    generator = name == "TimeseriesGenerator"
    owner = as_data(walk, args.at(0, "data") or Unknown("data"), node) or Data((), None, False)
    target = as_data(walk, args.at(1, "targets") or Unknown("targets"), node)
    length = args.at(2, "length" if generator else "sequence_length")
    size = _dim(length) if length is not None else "?"
    shape = ("?", size, *owner.shape[1:]) if owner.shape else None
    stride = args.at(None, "stride" if generator else "sequence_stride")
    slides_by = 1 if stride is None else integer(stride)
    step = Step("window", name, walk.places.of(node), {"slides_by": slides_by})
    result = owner.then(
        step, shape=shape, magnitude=owner.magnitude, kind="generator" if generator else "dataset"
    )
    result.target = target.then(step, shape=target.shape) if target is not None else None
    return result


def _slices(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`tf.data.Dataset.from_tensor_slices((x, y))`."""
    value = args.positional[0].value if args.positional else None
    pair = (
        value.items if isinstance(value, Items) and len(value.items) == 2 and not value.mutable else [value]
    )
    parts = [as_data(walk, item, node) if item is not None else None for item in pair]
    x = parts[0] or Data((), None, False)
    made = x.then(
        Step("select", name, walk.places.of(node)), shape=x.shape, magnitude=x.magnitude, kind="dataset"
    )
    made.target = parts[1] if len(parts) > 1 else None
    return made


def _rescale(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = _first_data(walk, node, args) or Data((), None, False)
    step = Step("scale", name, walk.places.of(node))
    if name != "normalize":  # which works row by row
        note(walk, node, Tool(name, node, number=-1), name, owner)
    return owner.then(step, shape=owner.shape)


def _dummies(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = _first_data(walk, node, args) or Data((), None, False)
    rows: Dim = owner.shape[0] if owner.shape else "?"
    return owner.then(Step("one-hot", name, walk.places.of(node)), shape=(rows, "?"))


def _joined(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    return _stack(walk, node, name, args) or Unknown("joined data")


def _tokens(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    size = args.at(1, "n") if name != "text_to_word_sequence" else None
    detail: dict[str, object] = {"tool": name, "below": size.value} if isinstance(size, Known) else {}
    return Data((Step("tokens", name, walk.places.of(node), detail),), ("?",), integer=True)


def _window_view(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    owner = _first_data(walk, node, args) or Data((), None, False)
    size = args.at(1, "window_shape")
    rest = owner.shape[1:] if owner.shape else None
    shape: Shape | None = ("?", *rest, _dim(size)) if rest is not None and size is not None else None
    step = Step("window", name, walk.places.of(node), {"slides_by": 1})
    return owner.then(step, shape=shape, magnitude=owner.magnitude)


_MODULES = ("keras.", "sklearn.", "tensorflow.", "pandas.", "numpy.", "scipy.")
_BY_NAME: dict[str, Callable[[Walk, cst.Call, str, Args], Abstract]] = {
    "train_test_split": _split,
    "to_categorical": _categorical,
    "pad_sequences": _pad,
    "TimeseriesGenerator": _timeseries,
    "timeseries_dataset_from_array": _timeseries,
    "from_tensor_slices": _slices,
    "minmax_scale": _rescale,
    "scale": _rescale,
    "normalize": _rescale,
    "zscore": _rescale,
    "get_dummies": _dummies,
    "concat": _joined,
    "hashing_trick": _tokens,
    "one_hot": _tokens,
    "text_to_word_sequence": _tokens,
    "sliding_window_view": _window_view,
}
