"""Methods of arrays, frames and datasets: `x.reshape(...)`, `frame.dropna()`, `dataset.batch(...)`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import batches, frames, gaps, operators, texts
from lstm_lint.reader.contents import integer
from lstm_lint.reader.data import merged
from lstm_lint.reader.tools import written_call
from lstm_lint.reader.values import Abstract, Data, Items, Statistic
from lstm_lint.script import Dim, Known, Shape, Step, StepKind, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_STATISTICS = frozenset(
    {"max", "min", "mean", "std", "var", "sum", "median", "ptp", "nunique", "quantile", "item"}
)
_UNCHANGED = frozenset(
    {"copy", "to_numpy", "numpy", "dropna", "fillna", "ffill", "bfill", "interpolate", "replace", "sort_values",
     "sort_index", "reset_index", "set_index", "rename", "to_frame", "tolist", "compute", "prefetch", "cache", "round",
     "infer_objects", "convert_dtypes", "nan_to_num", "drop_duplicates", "toarray",
     "todense", "with_options", "asfreq", "to_list"}
)  # fmt: skip
_PARTS = frozenset(
    {
        "resample",
        "nlargest",
        "nsmallest",
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
_TOTALS = frozenset({"cumsum", "cumprod", "cummax", "cummin"})
_LARGEST = 1 << 128  # elements of an array; a program that squares it 60 times means no array
_ELEMENTWISE = frozenset({"abs", "clip", "pow", "mod", "floordiv", "dot"})
_OPERATORS = {"add": cst.Add, "sub": cst.Subtract, "mul": cst.Multiply, "div": cst.Divide, "tru": cst.Divide}
_RESCALING = frozenset({"pct_change", "diff", "rank"})


def method(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Abstract:
    """A method of an array, frame or dataset."""
    if owner.text and owner.kind not in ("dataset", "generator"):
        told = texts.method(owner, name)
        if told is not None:
            return told
    if name in _STATISTICS or name in _TOTALS:
        return _statistic(walk, node, owner, name, args)
    if name in gaps.MOVING:
        return gaps.moving(walk, node, owner, name, args)
    if name in ("shift", "diff", "pct_change") and owner.kind in ("frame", "column"):
        return gaps.shifted(walk, node, owner, name, args)
    place = walk.places.of(node)
    if name in _UNCHANGED:
        return _unchanged(walk, node, owner, name, args)
    if name in ("reshape", "astype", "flatten", "ravel", "transpose", "squeeze", "swapaxes"):
        return reshaped(walk, node, owner, name, args)
    if name in _PARTS:
        return _part(walk, node, owner, name, args)
    if name in _RESCALING:
        return owner.then(Step("scale", name, place), shape=owner.shape)
    if name in _ELEMENTWISE:
        return owner.then(Step("arithmetic", name, place), shape=owner.shape)
    if name in ("add", "sub", "mul", "div", "divide", "truediv", "subtract", "multiply") and args.positional:
        kind = _OPERATORS[name[:3]]
        return operators.arithmetic(walk, node, kind, owner, args.positional[0].value)
    if name == "shuffle":
        again = args.at(2, "reshuffle_each_iteration")
        anew = True if again is None or again == Known(None) else _plain(again)
        detail = {"again": anew, "call": written_call(walk, node, name, args, reshuffle_each_iteration=True)}
        return owner.then(
            Step("shuffle", name, place, detail),
            shape=owner.shape,
            magnitude=owner.magnitude,
            integer=owner.integer,
        )
    if name in ("map", "flat_map") and owner.kind == "dataset":
        return batches.mapped(walk, node, owner, name, args)
    if owner.kind != "frame" and (found := batches.together(walk, node, owner, name, args)) is not None:
        return found
    if name in ("append", "join", "merge", "concat", "concatenate"):
        others = [value for value in args.values() if isinstance(value, Data)]
        joined = merged(walk, [owner, *others], node)
        joined.kind, joined.target, joined.text = owner.kind, owner.target, owner.text
        return joined
    if name == "assign":
        return _assigned(walk, node, owner, args)
    if name in ("info", "describe", "plot", "hist", "to_csv", "close", "value_counts", "isnull", "isna", "notna",
                "isin", "any", "all", "equals", "duplicated", "as_numpy_iterator", "memory_usage"):  # fmt: skip
        return Unknown("a report on the data")
    return owner.then(Step("unknown", name, place), certain=False)


def _statistic(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Abstract:
    """`x.mean()` sums up all rows; after `rolling` or `groupby` it is one more array."""
    before = next((step for step in reversed(owner.steps) if step.what != "column"), None)
    if before is not None and before.what in gaps.MOVING:
        return owner
    if name in _TOTALS:
        return owner.then(Step("arithmetic", name, walk.places.of(node)), shape=owner.shape)
    if before is not None and before.what in ("groupby", "resample"):
        return owner.then(Step("arithmetic", name, walk.places.of(node)))
    return Statistic("a statistic of the data", owner.steps, node)


def _unchanged(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Abstract:
    """Methods that leave the values, or all but some that were not there."""
    kind: StepKind = "clean" if name in ("dropna", "fillna", "ffill", "bfill", "interpolate") else "cast"
    kept = None if name == "dropna" else owner.shape
    step = Step(kind, name, walk.places.of(node))
    if _in_place(args):
        owner.steps, owner.shape = (*owner.steps, step), kept
        return Known(None)
    changed = owner.then(step, shape=kept, magnitude=owner.magnitude, integer=owner.integer)
    if name in ("to_numpy", "tolist", "to_list", "numpy"):
        changed.kind = "array"
        if owner.columns:
            changed.certain, changed.columns = owner.sure, {}
    return changed


def _part(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Abstract:
    """Methods that leave some rows or columns out."""
    first = args.positional[0].value if args.positional else None
    names = frames.column_names(args.at(None, "columns") or first or Unknown("columns"))
    place = walk.places.of(node)
    if name == "pop" and names is not None and owner.kind == "frame":
        taken = frames.column(owner, names[0], place)
        rest = frames.without(owner, set(names))
        owner.steps, owner.columns, owner.shape = rest.steps, rest.columns, None
        return taken
    if name == "drop" and names is not None and owner.kind == "frame":
        owner, before = frames.without(owner, set(names)), owner
        if _in_place(args):
            before.steps, before.columns = owner.steps, owner.columns
            owner = before
    step = Step("select", name, place, _taken_by(walk, node, name))
    if name == "drop" and _in_place(args):
        owner.steps, owner.shape = (*owner.steps, step), None
        return Known(None)
    part = owner.then(step, magnitude=owner.magnitude, integer=owner.integer)
    if step.detail:
        walk.portions.append(part.series())
    return part


def _assigned(walk: Walk, node: cst.Call, owner: Data, args: Args) -> Data:
    """`frame.assign(lag=...)`."""
    found = owner.copy()
    for name, given in args.keywords.items():
        frames.store_column(found, given.value, name, walk.places.of(node))
    return found


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


def reshaped(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Data:
    """`reshape` and its kin: the values stay, the shape changes."""
    place = walk.places.of(node)
    kept = {"magnitude": owner.magnitude, "integer": owner.integer}
    if name == "astype":
        dtype = args.at(0, "dtype")
        named = dtype.value if isinstance(dtype, Known) else getattr(dtype, "path", None)
        detail = {"dtype": str(named).rpartition(".")[2]} if isinstance(named, str) else {}
        is_text = owner.text or detail.get("dtype") in ("str", "string")
        return owner.then(Step("cast", name, place, detail), shape=owner.shape, text=is_text, **kept)
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
    size = math.prod(known)
    return size if len(known) == len(shape) and size <= _LARGEST else None
