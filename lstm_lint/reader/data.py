"""Data: what happens to arrays, frames and datasets between their source and `fit`.

Every operation that is understood adds a `Step` and keeps the shape where it can. One that is not understood ends
certainty: from then on only what was seen is known, never what was not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import gaps, rows
from lstm_lint.reader.values import Abstract, Data, Fold, Items, Linear, Statistic, Tool, constant, integer
from lstm_lint.script import (
    Argument,
    Configured,
    Dim,
    Known,
    Shape,
    Step,
    StepKind,
    Transformation,
    Unknown,
)

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

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
    **dict.fromkeys(rows.SPLITTERS, "split"),
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
    runs = rows.runs_of(list(map(float, numbers))) if shape is not None and len(shape) == 1 else {}
    return Data((Step("literal", "array", walk.places.of(node), runs),), shape, True, magnitude, whole)


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
    steps.append(Step("stack", "concatenate", walk.places.of(node), rows.joined_runs(list(parts))))
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
    left_nan = gaps.left_by(other.steps) if isinstance(other, Data) else None
    detail: dict[str, object] = {"nan": left_nan} if left_nan and gaps.left_by(array.steps) is None else {}
    what = "division" if scaling else kind.__name__.lower()
    step = Step("scale" if scaling else "arithmetic", what, place, detail)
    shape, certain, magnitude = array.shape, array.certain, None
    if isinstance(other, Data):
        shape = array.shape if array.shape == other.shape else None
        certain = certain and other.certain
    elif isinstance(other, Known) and isinstance(other.value, (int, float)):
        magnitude = _magnitude(kind, array.magnitude, float(other.value), scaling)
    elif not isinstance(other, Statistic):
        certain = False
    if isinstance(other, Statistic) and scaling and other.node is not None:
        detail["learned_at"] = walk.places.of(other.node)
        note(walk, other.node, Tool("division", node, number=-1), "division", Data(other.of))
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
        if isinstance(index, Fold) and index.step is not None:
            return rows.of_fold(value, index)
        selected = _columns(value, index, place)
        if selected is not None:
            return selected
        if value.kind == "frame" and isinstance(index, Items):  # frame[[1]] are columns, frame.iloc[[1]] rows
            return value.then(Step("select", "slice", place), magnitude=value.magnitude)
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
    detail: dict[str, object] = {"strided": True} if _is_strided(slices) else {}
    detail.update(rows.taken(walk, slices[0]) if rows_known else {"picked": True})
    step = (
        Step("split", "slice", place, {**detail, "shuffle": False})
        if _halves(walk, slices)
        else Step("select", "slice", place, detail)
    )
    taken = value.then(step, shape=final, magnitude=value.magnitude, integer=value.integer)
    if "rows" in detail:
        walk.portions.append(taken.series())
    return taken


def _is_strided(slices: Sequence[cst.BaseSlice]) -> bool:
    return any(isinstance(part, cst.Slice) and part.step is not None for part in slices)


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


def store(walk: Walk, node: cst.Subscript, owner: Data, value: Abstract, key: Abstract) -> None:
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
        new = [step for step in value.steps if step not in owner.steps]
        column = gaps.column_of(key)
        owner.steps = (*owner.steps, *(gaps.in_column(new, column) if column is not None else new))
        owner.certain = owner.certain and value.certain
        owner.magnitude = None
    else:
        owner.steps = (*owner.steps, Step("unknown", "assignment", walk.places.of(node)))
        owner.certain = False
        owner.magnitude = None


def method(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Abstract:
    """A method of an array, frame or dataset."""
    place = walk.places.of(node)
    if name in _STATISTICS:
        if owner.steps and owner.steps[-1].what in gaps.MOVING:
            return owner
        return Statistic("a statistic of the data", owner.steps, node)
    if name in gaps.MOVING:
        return gaps.moving(walk, node, owner, name, args)
    if name in ("shift", "diff", "pct_change") and owner.kind in ("frame", "column"):
        return gaps.shifted(walk, node, owner, name, args)
    if name in _UNCHANGED:
        kind: StepKind = "clean" if name in ("dropna", "fillna", "ffill", "bfill", "interpolate") else "cast"
        kept = None if name == "dropna" else owner.shape
        if _in_place(args):
            owner.steps, owner.shape = (*owner.steps, Step(kind, name, place)), kept
            return Known(None)
        return owner.then(
            Step(kind, name, place), shape=kept, magnitude=owner.magnitude, integer=owner.integer
        )
    if name in ("reshape", "astype", "flatten", "ravel", "transpose", "squeeze", "swapaxes"):
        return reshaped(walk, node, owner, name, args)
    if name in _PARTS:
        step = Step("select", name, place, _taken_by(walk, node, name))
        if name == "drop" and _in_place(args):
            owner.steps, owner.shape = (*owner.steps, step), None
            return Known(None)
        part = owner.then(step, magnitude=owner.magnitude)
        if step.detail:
            walk.portions.append(part.series())
        return part
    if name in _RESCALING:
        return owner.then(Step("scale", name, place), shape=owner.shape)
    if name == "shuffle":
        again = args.at(2, "reshuffle_each_iteration")
        anew = True if again is None or again == Known(None) else _plain(again)
        detail = {"again": anew, "call": written_call(walk, node, name, args, reshuffle_each_iteration=True)}
        return owner.then(Step("shuffle", name, place, detail), shape=owner.shape, magnitude=owner.magnitude)
    if name in ("batch", "repeat", "padded_batch", "shift", "window"):
        step_kind: StepKind = "pad" if name == "padded_batch" else "select"
        padded: dict[str, object] = {"padding": "post", "maxlen": None} if name == "padded_batch" else {}
        if name == "window":
            moves = args.at(1, "shift")
            return owner.then(Step("window", name, place, {"slides_by": integer(moves) if moves else None}))
        return owner.then(Step(step_kind, name, place, padded), magnitude=owner.magnitude)
    if name in ("append", "join", "merge", "concat"):
        others = [value for value in args.values() if isinstance(value, Data)]
        return merged(walk, [owner, *others], node)
    if name in ("info", "describe", "plot", "hist", "to_csv", "close"):
        return Unknown("a report on the data")
    return owner.then(Step("unknown", name, place), certain=False)


def _in_place(args: Args) -> bool:
    given = args.at(None, "inplace")
    return isinstance(given, Known) and given.value is True


def _plain(value: Abstract) -> object:
    return value.value if isinstance(value, Known) else None


def _taken_by(walk: Walk, node: cst.Call, name: str) -> dict[str, object]:
    """The rows that `take` and `skip` of a dataset leave, `head` and `tail` of a frame, as bounds of a slice."""
    if len(node.args) != 1 or name not in ("take", "skip", "head", "tail"):
        return {}
    count = walk.module.code_for_node(node.args[0].value)
    if name == "tail":
        return {"rows": (f"-{count}", "")}
    return {"rows": (count, "") if name == "skip" else ("", count)}


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


def note(walk: Walk, node: cst.CSTNode, tool: Tool, method: str, owner: Data) -> None:
    """Write down what a scaler, an encoder or a tokenizer is fitted on or transforms."""
    written = ""
    if isinstance(node, cst.Call) and node.args:
        written = walk.module.code_for_node(node.args[0].value)
    place = walk.places.of(node)
    walk.transformations.append(Transformation(tool.number, tool.cls, method, place, owner.series(), written))


def reshaped(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Data:
    """`reshape` and its kin: the values stay, the shape changes."""
    place = walk.places.of(node)
    kept = {"magnitude": owner.magnitude, "integer": owner.integer}
    if name == "astype":
        dtype = args.at(0, "dtype")
        named = dtype.value if isinstance(dtype, Known) else getattr(dtype, "path", None)
        detail = {"dtype": str(named).rpartition(".")[2]} if isinstance(named, str) else {}
        return owner.then(Step("cast", name, place, detail), shape=owner.shape, **kept)
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
    if name == "split" and tool.cls in rows.SPLITTERS:
        return rows.split(walk, node, tool)
    if name in ("fit", "fit_on_texts", "adapt", "partial_fit"):
        tool.fitted = first
        note(walk, node, tool, name, _seen(walk, first, node))
        return tool
    if name in (
        "texts_to_sequences",
        "texts_to_matrix",
        "sequences_to_matrix",
        "texts_to_sequences_generator",
    ):
        kind: StepKind = "tokens" if "to_sequences" in name else "one-hot"
        note(walk, node, tool, name, _seen(walk, first, node))
        steps = first.steps if isinstance(first, Data) else ()
        detail: dict[str, object] = {}
        if kind == "tokens" and tool.cls == "Tokenizer":
            num_words = tool.given.get("num_words")
            limit = num_words.value if num_words is not None else Known(None)
            detail = {"tool": "Tokenizer", "below": limit.value if isinstance(limit, Known) else None}
            detail["tokenizer"] = tool.key
        step = Step(kind, name, walk.places.of(node), detail)
        return Data((*steps, step), ("?",), integer=kind == "tokens")
    if name not in ("fit_transform", "transform", "inverse_transform", "fit_resample"):
        return Unknown(f"the result of `{name}`")
    owner = as_data(walk, first, node) if first is not None else None
    if owner is None:
        owner = Data((), None, False)
    if name != "inverse_transform":
        note(walk, node, tool, name, owner)
    if name == "fit_transform":
        tool.fitted = first
    if name == "inverse_transform":
        return owner.then(Step("unknown", name, walk.places.of(node)), certain=False)
    return _transformed(walk, node, tool, owner, name)


def _seen(walk: Walk, value: Abstract | None, node: cst.CSTNode) -> Data:
    found = as_data(walk, value, node) if value is not None else None
    return found if found is not None else Data((), None, False)


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
    )


def call(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract | None:
    """A function of numpy, pandas, sklearn, keras.utils ... that makes or changes data; None if it is none of them."""
    from lstm_lint.reader.data_functions import call as known

    return known(walk, node, path, args)
