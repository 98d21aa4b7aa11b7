"""Data: what happens to arrays, frames and datasets between their source and `fit`.

Every operation that is understood adds a `Step` and keeps the shape where it can. One that is not understood ends
certainty: from then on only what was seen is known, never what was not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.values import Abstract, Data, Items, Linear, Tool, constant, integer
from lstm_lint.script import Dim, Known, Shape, Step, StepKind, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

STATISTIC = Unknown("a statistic of the data")
_STATISTICS = frozenset(
    {"max", "min", "mean", "std", "var", "sum", "median", "ptp", "nunique", "quantile", "item"}
)
_UNCHANGED = frozenset(
    {"copy", "to_numpy", "numpy", "dropna", "fillna", "ffill", "bfill", "interpolate", "replace", "sort_values",
     "sort_index", "reset_index", "set_index", "rename", "to_frame", "tolist", "compute", "prefetch", "cache", "round",
     "infer_objects", "convert_dtypes", "nan_to_num", "drop_duplicates", "with_options", "asfreq", "to_list"}
)  # fmt: skip
_PARTS = frozenset(
    {
        "head",
        "tail",
        "sample",
        "drop",
        "take",
        "skip",
        "filter",
        "query",
        "pop",
        "unique",
        "groupby",
        "get",
        "loc",
    }
)
_RESCALING = frozenset({"pct_change", "diff", "rank"})
_SCALERS = frozenset(
    {"MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "QuantileTransformer",
     "PowerTransformer", "PCA"}
)  # fmt: skip
_FEW_ROWS = 32  # a slice that leaves out fewer shifts a series, it does not split it
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
}


def as_data(walk: Walk, value: Abstract, node: cst.CSTNode) -> Data | None:
    """A list of numbers, or of arrays, as the array that numpy makes of it."""
    if isinstance(value, Data):
        return value
    if isinstance(value, Known) and isinstance(value.value, range):
        bounds = [abs(value.value[0]), abs(value.value[-1])] if len(value.value) else [0]
        return Data(
            (Step("literal", "range", walk.places.of(node)),),
            (len(value.value),),
            True,
            float(max(bounds)),
            True,
        )
    if not isinstance(value, Items):
        return None
    if value.open and not value.spoiled and len(value.items) == 1:
        return _windows(walk, value.items[0], node)
    try:
        plain = constant(value)
    except LookupError:
        return _stacked(walk, value, node)
    leaves = _flat(plain)
    numbers = [leaf for leaf in leaves if isinstance(leaf, (int, float))]
    if not numbers or len(numbers) < len(leaves):
        return None
    shape = _literal_shape(plain)
    magnitude = float(max(map(abs, numbers)))
    whole = all(isinstance(number, int) for number in numbers)
    return Data((Step("literal", "array", walk.places.of(node)),), shape, True, magnitude, whole)


def _windows(walk: Walk, element: Abstract, node: cst.CSTNode) -> Data | None:
    """An array of what a loop appended: one more axis, of unknown length."""
    inner = as_data(walk, element, node)
    if inner is None:
        if isinstance(element, (Known, Linear)) and not isinstance(element, Known):
            return Data((Step("synthetic", "loop", walk.places.of(node)),), ("?",))
        return None
    shape: Shape | None = ("?", *inner.shape) if inner.shape is not None else None
    return inner.then(
        Step("window", "loop", walk.places.of(node)),
        shape=shape,
        magnitude=inner.magnitude,
        integer=inner.integer,
    )


def _stacked(walk: Walk, value: Items, node: cst.CSTNode) -> Data | None:
    parts = [as_data(walk, item, node) for item in value.items]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    joined = merged(walk, known, node)
    shapes = {part.shape for part in known}
    if len(shapes) == 1 and not value.open and not value.spoiled:
        only = shapes.pop()
        joined.shape = (len(known), *only) if only is not None else None
    return joined


def merged(walk: Walk, parts: Sequence[Data], node: cst.CSTNode) -> Data:
    """Several arrays put together: the steps of all of them, certain only where all are."""
    steps: list[Step] = []
    for part in parts:
        steps.extend(step for step in part.steps if step not in steps)
    steps.append(Step("stack", "concatenate", walk.places.of(node)))
    magnitudes = [part.magnitude for part in parts]
    known = [magnitude for magnitude in magnitudes if magnitude is not None]
    magnitude = max(known) if len(known) == len(magnitudes) and known else None
    return Data(tuple(steps), None, all(part.certain for part in parts), magnitude)


def _flat(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _flat(item)]
    return [value]


def _literal_shape(value: object) -> Shape | None:
    if not isinstance(value, (list, tuple)):
        return ()
    inner = {_literal_shape(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or ())) if inner else (0,)


def arithmetic(walk: Walk, node: cst.CSTNode, kind: type, left: Abstract, right: Abstract) -> Data:
    """An operator with an array on one side or both; dividing an array is scaling it."""
    array, other = (left, right) if isinstance(left, Data) else (right, left)
    assert isinstance(array, Data)
    scaling = kind is cst.Divide and isinstance(left, Data)
    place = walk.places.of(node)
    step = Step("scale", "division", place) if scaling else Step("arithmetic", kind.__name__.lower(), place)
    shape, certain, magnitude = array.shape, array.certain, None
    if isinstance(other, Data):
        shape = array.shape if array.shape == other.shape else None
        certain = certain and other.certain
    elif isinstance(other, Known) and isinstance(other.value, (int, float)):
        magnitude = _magnitude(kind, array.magnitude, float(other.value), scaling)
    elif other is not STATISTIC:
        certain = False
    return array.then(step, shape=shape, certain=certain, magnitude=magnitude)


def _magnitude(kind: type, magnitude: float | None, number: float, scaling: bool) -> float | None:
    if magnitude is None:
        return None
    if scaling:
        return magnitude / abs(number) if number else None
    if kind is cst.Multiply:
        return magnitude * abs(number)
    if kind in (cst.Add, cst.Subtract):
        return magnitude + abs(number)
    return None


def subscript(walk: Walk, node: cst.Subscript, value: Data, slices: Sequence[cst.BaseSlice]) -> Abstract:
    """`x[:, 0]`, `frame["close"]`, `x[i : i + 10]`."""
    place = walk.places.of(node)
    if len(slices) == 1 and isinstance(slices[0], cst.Index):
        index = walk.evaluate(slices[0].value)
        selected = _columns(value, index, place)
        if selected is not None:
            return selected
    dims: list[Dim] | None = list(value.shape) if value.shape is not None else None
    shape: list[Dim] | None = [] if dims is not None else None
    rows_known = True
    for part in slices:
        if isinstance(part, cst.Slice):
            size = _slice_size(walk, part, dims[0] if dims else "?")
            if shape is not None:
                shape.append(size)
                dims = dims[1:] if dims else dims
            continue
        assert isinstance(part, cst.Index)
        rows_known = _index(walk, part, shape, dims) and rows_known
        if shape is not None and dims is not None and not _adds_axis(walk, part):
            dims = dims[1:]
    final = (*shape, *dims) if shape is not None and dims is not None and rows_known else None
    step = (
        Step("split", "slice", place, {"shuffle": False})
        if _halves(walk, slices)
        else Step("select", "slice", place)
    )
    return value.then(step, shape=final, magnitude=value.magnitude, integer=value.integer)


def _halves(walk: Walk, slices: Sequence[cst.BaseSlice]) -> bool:
    """Whether a slice of the rows takes one side of a border, `x[:n]` or `x[n:]`, and not all but a few: `x[1:]`."""
    only = slices[0]
    if len(slices) != 1 or not isinstance(only, cst.Slice) or only.step is not None:
        return False
    bounds = [walk.evaluate(bound) for bound in (only.lower, only.upper) if bound is not None]
    if len(bounds) != 1 or isinstance(bounds[0], Linear):
        return False
    border = integer(bounds[0])
    return border is None or abs(border) >= _FEW_ROWS


def _adds_axis(walk: Walk, part: cst.Index) -> bool:
    value = walk.evaluate(part.value)
    from lstm_lint.reader.values import Module

    return (isinstance(value, Known) and value.value is None) or (
        isinstance(value, Module) and value.path.endswith(".newaxis")
    )


def _index(walk: Walk, part: cst.Index, shape: list[Dim] | None, dims: list[Dim] | None) -> bool:
    """Apply one plain index to the shape; False where it cannot be told what it does."""
    value = walk.evaluate(part.value)
    if _adds_axis(walk, part):
        if shape is not None:
            shape.append(1)
        return True
    if isinstance(value, Linear) or integer(value) is not None:
        return True
    if isinstance(value, Items) and shape is not None:
        shape.append(len(value.items) if not value.open and not value.spoiled else "?")
        return True
    return False


def _columns(value: Data, index: Abstract, place: object) -> Data | None:
    """Columns of a frame by name."""
    from lstm_lint.script import Place

    assert isinstance(place, Place)
    rows: Dim = value.shape[0] if value.shape else "?"
    if isinstance(index, Known) and isinstance(index.value, str):
        step = Step("select", "column", place, {"columns": (index.value,)})
        return value.then(step, shape=(rows,), kind="column")
    if (
        isinstance(index, Items)
        and index.items
        and all(isinstance(item, Known) and isinstance(item.value, str) for item in index.items)
    ):
        names = tuple(str(item.value) for item in index.items if isinstance(item, Known))
        return value.then(Step("select", "column", place, {"columns": names}), shape=(rows, len(names)))
    return None


def _slice_size(walk: Walk, part: cst.Slice, size: Dim) -> Dim:
    lower = walk.evaluate(part.lower) if part.lower is not None else Known(0)
    upper = walk.evaluate(part.upper) if part.upper is not None else None
    if part.step is not None:
        return (
            size
            if part.lower is None and part.upper is None and integer(walk.evaluate(part.step)) == -1
            else "?"
        )
    if upper is None and part.lower is None:
        return size
    if isinstance(lower, Linear) and isinstance(upper, Linear) and lower.base is upper.base:
        return max(0, upper.offset - lower.offset)
    low, high = integer(lower), integer(upper) if upper is not None else None
    if isinstance(size, int) and low is not None and (high is not None or upper is None):
        return len(range(size)[low:high])
    if low is not None and high is not None and 0 <= low <= high and size is not None and size != "?":
        return high - low
    if low is not None and high is not None and 0 <= low <= high and high - low <= 1:
        return high - low  # one column by position: x[:, 3:4]
    return "?"


def store(walk: Walk, node: cst.Subscript, owner: Data, value: Abstract) -> None:
    """`x[...] = value`: one-hot rows written into zeros, a scaled column written back, or something else."""
    last = owner.steps[-1] if owner.steps else None
    if (
        isinstance(value, Known)
        and value.value in (1, 1.0, True)
        and last is not None
        and last.what in ("zeros", "one-hot")
    ):
        owner.steps = (*owner.steps, Step("one-hot", "one-hot", walk.places.of(node)))
        owner.magnitude = 1.0
    elif isinstance(value, Data):
        owner.steps = (*owner.steps, *(step for step in value.steps if step not in owner.steps))
        owner.certain = owner.certain and value.certain
        owner.magnitude = None
    else:
        owner.certain = False
        owner.magnitude = None


def method(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Abstract:
    """A method of an array, frame or dataset."""
    place = walk.places.of(node)
    if name in _STATISTICS:
        return STATISTIC
    if name in _UNCHANGED:
        kind: StepKind = "clean" if name in ("dropna", "fillna", "ffill", "bfill", "interpolate") else "cast"
        rows = None if name == "dropna" else owner.shape
        return owner.then(
            Step(kind, name, place), shape=rows, magnitude=owner.magnitude, integer=owner.integer
        )
    if name in ("reshape", "astype", "flatten", "ravel", "transpose", "squeeze", "swapaxes"):
        return reshaped(walk, node, owner, name, args)
    if name in _PARTS:
        return owner.then(Step("select", name, place), magnitude=owner.magnitude)
    if name in _RESCALING:
        return owner.then(Step("scale", name, place), shape=owner.shape)
    if name == "shuffle":
        return owner.then(Step("shuffle", name, place), shape=owner.shape, magnitude=owner.magnitude)
    if name in ("batch", "repeat", "padded_batch", "shift", "window"):
        step_kind: StepKind = "pad" if name == "padded_batch" else "select"
        return owner.then(Step(step_kind, name, place), magnitude=owner.magnitude)
    if name in ("append", "join", "merge", "concat"):
        others = [value for value in args.values() if isinstance(value, Data)]
        return merged(walk, [owner, *others], node)
    if name in ("info", "describe", "plot", "hist", "to_csv", "close"):
        return Unknown("a report on the data")
    return owner.then(Step("unknown", name, place), certain=False)


def reshaped(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Data:
    """`reshape` and its kin: the values stay, the shape changes."""
    place = walk.places.of(node)
    kept = {"magnitude": owner.magnitude, "integer": owner.integer}
    if name == "astype":
        return owner.then(Step("cast", name, place), shape=owner.shape, **kept)
    shape: Shape | None = None
    if name == "reshape":
        values = args.values()
        if len(values) == 1 and isinstance(values[0], Items):
            values = values[0].items
        shape = new_shape(owner.shape, values)
    elif name in ("flatten", "ravel"):
        total = _size(owner.shape)
        shape = (total if total is not None else "?",)
    elif name == "transpose" and not args.values() and owner.shape is not None:
        shape = tuple(reversed(owner.shape))
    return owner.then(Step("reshape", name, place), shape=shape, **kept)


def new_shape(old: Shape | None, values: Sequence[Abstract]) -> Shape | None:
    """The shape after `reshape(*values)`, -1 worked out where it can be."""
    dims: list[Dim] = []
    for value in values:
        number = integer(value)
        dims.append(number if number is not None else "?")
    if not dims:
        return None
    if -1 in dims:
        rest = [dim for dim in dims if dim != -1]
        total = _size(old)
        known = [dim for dim in rest if isinstance(dim, int)]
        product = math.prod(known)
        free: Dim = total // product if total is not None and len(known) == len(rest) and product else "?"
        dims = [free if dim == -1 else dim for dim in dims]
    return tuple(dims)


def _size(shape: Shape | None) -> int | None:
    if shape is None:
        return None
    known = [dim for dim in shape if isinstance(dim, int)]
    return math.prod(known) if len(known) == len(shape) else None


def tool_method(walk: Walk, node: cst.Call, tool: Tool, name: str, args: Args) -> Abstract:
    """A method of a scaler, encoder or tokenizer."""
    first = args.at(0, "X")
    if name in ("fit", "fit_on_texts", "adapt", "partial_fit"):
        tool.fitted = first
        return tool
    if name in (
        "texts_to_sequences",
        "texts_to_matrix",
        "sequences_to_matrix",
        "texts_to_sequences_generator",
    ):
        kind: StepKind = "tokens" if "to_sequences" in name else "one-hot"
        steps = first.steps if isinstance(first, Data) else ()
        return Data((*steps, Step(kind, name, walk.places.of(node))), ("?",), integer=kind == "tokens")
    if name not in ("fit_transform", "transform", "inverse_transform", "fit_resample"):
        return Unknown(f"the result of `{name}`")
    owner = as_data(walk, first, node) if first is not None else None
    if owner is None:
        owner = Data((), None, False)
    if name == "fit_transform":
        tool.fitted = first
    if name == "inverse_transform":
        return owner.then(Step("unknown", name, walk.places.of(node)), certain=False)
    return _transformed(walk, node, tool, owner, name)


def _transformed(walk: Walk, node: cst.Call, tool: Tool, owner: Data, name: str) -> Data:
    kind = TOOLS[tool.cls]
    shape = owner.shape if kind in ("scale", "class-ids", "clean") and tool.cls != "PCA" else None
    if kind == "one-hot" and owner.shape:
        shape = (owner.shape[0], "?")
    magnitude = 1.0 if tool.cls == "MinMaxScaler" and "feature_range" not in tool.given else None
    detail = {"fitted_here": name == "fit_transform"}
    return owner.then(
        Step(kind, tool.cls, walk.places.of(node), detail),
        shape=shape,
        magnitude=magnitude,
        integer=kind == "class-ids",
    )


def call(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract | None:
    """A function of numpy, pandas, sklearn, keras.utils ... that makes or changes data; None if it is none of them."""
    from lstm_lint.reader.data_functions import call as known

    return known(walk, node, path, args)
