"""Groups, resampled times and rolling windows of frames: what their methods make of them."""

from __future__ import annotations

from lstm_lint.keras_api.dims import NotDeterminable
from lstm_lint.reader.abstract.arrays import Data, Grouping
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Subscript
from lstm_lint.reader.abstract.values import Abstract, Args, Items, Method, Table
from lstm_lint.reader.libraries.data import columns, gaps
from lstm_lint.reader.libraries.effects import Bound, described, parameters
from lstm_lint.reader.libraries.rules import frames
from lstm_lint.script import Dim, Gaps, Known, Selected, SeriesKind, Shape, Step, Unknown

_PICKED = Selected(picked=True)  # statistics leave rows without a value out


@described("self|by axis level as_index sort group_keys")
def grouped(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.groupby("city")`."""
    owner = call.owner
    assert isinstance(owner, Data)
    bound = Bound(it, call, parameters("self|by axis level as_index sort group_keys"))
    keys: tuple[str, ...] | None = None
    try:
        keys = () if bound.given("level") and not bound.given("by") else frames.names_of(bound.known("by"))
    except NotDeterminable:
        keys = () if owner.kind == "column" else None  # a column of the frame itself is left out too
    indexed = bound.arguments.get("as_index", Known(True))
    found = owner.then(Step("select", "groupby", call.place))
    found.certain = found.certain and call.args.complete
    found.kind = "groups"
    known = indexed in (Known(True), Known(False)) and not bound.given("axis")
    shape = owner.shape if known else None
    found.grouping = Grouping(owner.kind, shape, owner.labels, keys, indexed != Known(False))
    return found


@described("self|rule")
def resampled(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.resample("D")`."""
    owner = call.owner
    assert isinstance(owner, Data)
    found = owner.then(Step("select", "resample", call.place))
    found.kind = "groups"
    shape: Shape | None = ("?", *owner.shape[1:]) if owner.shape is not None else None
    if {"on", "level", "axis"} & call.args.keywords.keys():
        shape = None
    found.grouping = Grouping(owner.kind, shape, owner.labels)
    return found


@described("self|window min_periods center")
def moving(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.rolling(7)`, `frame.expanding()`, `frame.ewm(span=7)`."""
    owner = call.owner
    assert isinstance(owner, Data)
    found = gaps.moving(it, call)
    found.kind = "rolling"
    odd = {"on", "axis", "times", "step"} & call.args.keywords.keys()
    found.grouping = Grouping(owner.kind, owner.shape if not odd else None, owner.labels)
    return found


def part(it: Interpreter, subscript: Subscript) -> Abstract:
    """`frame.groupby("city")["price"]`."""
    owner = subscript.owner
    assert isinstance(owner, Data) and owner.grouping is not None
    index = subscript.parts[0].index
    names = columns.column_names(index) if index is not None and len(subscript.parts) == 1 else None
    if names is None or owner.grouping.kind != "frame":
        return owner.then(Step("unknown", "groups", subscript.place), certain=False)
    return _part(owner, names, isinstance(index, Known), subscript)


def _part(owner: Data, names: tuple[str, ...], single: bool, subscript: Subscript | None) -> Data:
    old = owner.grouping
    assert old is not None
    place = subscript.place if subscript is not None else None
    frame = owner.copy()
    frame.kind, frame.shape = "frame", old.shape
    found = columns.column(frame, names[0], place) if single else columns.columns(frame, names, place)
    found.kind, found.shape = owner.kind, None
    kind: SeriesKind = "column" if single else "frame"
    shape = old.shape and ((old.shape[0],) if single else (old.shape[0], len(names)))
    keys = old.keys if old.keys is None or not old.indexed else ()
    found.grouping = Grouping(kind, shape, None if single else names, keys, old.indexed)
    return found


def attribute(it: Interpreter, owner: Data, name: str) -> Abstract:
    """`frame.groupby("city").price`: a column where it has no method of the name."""
    group = owner.grouping
    if group is not None and group.kind == "frame" and group.labels is not None and name in group.labels:
        return _part(owner, (name,), True, None)
    return Method(owner, name)


def _of(owner: Data) -> tuple[Grouping, Dim, Dim, tuple[str, ...] | None]:
    """The rows, and the columns that are no keys."""
    group = owner.grouping
    assert group is not None
    if group.shape is None:
        raise NotDeterminable("the shape is not known")
    rows = group.shape[0]
    if group.kind != "frame" or len(group.shape) < 2:
        return group, rows, "?", None
    if group.keys == ():
        return group, rows, group.shape[1], group.labels
    if group.keys is None:
        return group, rows, "?", None
    if group.labels is not None:
        left = tuple(name for name in group.labels if name not in group.keys)
        return group, rows, len(left), left
    return group, rows, "?", None


def _result(owner: Data, step: Step | None, shape: Shape | None, kind: SeriesKind) -> Data:
    found = owner.then(step) if step is not None else owner.copy()
    found.grouping, found.shape, found.kind = None, shape, kind
    if kind == "array":
        found.certain, found.columns = owner.sure, {}
    found.labels = None
    return found


def _kind(owner: Data) -> SeriesKind:
    return owner.grouping.kind if owner.grouping is not None else "array"


def _one_row_each(it: Interpreter, call: Call) -> Abstract | None:
    """`groups.mean()`: a row for each group."""
    return summed_up(call)


def summed_up(call: Call) -> Data:
    owner = call.owner
    assert isinstance(owner, Data)
    found = _result(owner, Step("arithmetic", call.name, call.place, _PICKED), None, _kind(owner))
    try:
        group, _, width, names = _of(owner)
    except NotDeterminable:
        return found
    if not group.indexed and group.kind != "frame":
        found.kind, found.shape = "frame", ("?", "?" if group.keys is None else len(group.keys) + 1)
        return found
    if group.kind == "frame":
        numeric = call.args.keywords.get("numeric_only")
        if numeric is not None and numeric.value != Known(False):
            width, names = "?", None
        if not group.indexed:
            keys = group.keys
            sure = keys is not None and names is not None and isinstance(width, int)
            width = width + len(keys) if sure and keys is not None and isinstance(width, int) else "?"
            names = (*keys, *names) if sure and keys is not None and names is not None else None
        found.shape, found.labels = ("?", width), names
    else:
        found.shape = ("?",)
    return found


def _one_row_kept(it: Interpreter, call: Call) -> Abstract | None:
    """`groups.cumsum()`, `groups.shift(1)`: as many rows as before."""
    return each_row(it, call)


def each_row(it: Interpreter, call: Call) -> Data:
    owner = call.owner
    assert isinstance(owner, Data)
    if call.name in ("shift", "diff", "pct_change"):
        step = Step("select" if call.name == "shift" else "scale", call.name, call.place, Gaps(call.name))
    elif call.name in ("fillna", "ffill", "bfill", "interpolate"):
        step = Step("clean", call.name, call.place)
    else:
        step = Step("scale" if call.name == "rank" else "arithmetic", call.name, call.place)
    found = _result(owner, step, None, _kind(owner))
    try:
        group, rows, width, names = _of(owner)
    except NotDeterminable:
        return found
    found.shape = (rows, width) if group.kind == "frame" else (rows,)
    found.labels = names
    return found


def some_rows(it: Interpreter, call: Call) -> Data:
    """`groups.head(2)`: rows as they were, the keys among their columns."""
    owner = call.owner
    assert isinstance(owner, Data)
    found = _result(owner, Step("select", call.name, call.place, _PICKED), None, _kind(owner))
    group = owner.grouping
    if group is not None and group.shape is not None:
        found.shape, found.labels = ("?", *group.shape[1:]), group.labels
    return found


def sizes(it: Interpreter, call: Call) -> Data:
    """`groups.size()`, `groups.ngroup()`: a number for each group, or for each row."""
    owner = call.owner
    assert isinstance(owner, Data)
    group = owner.grouping
    step = Step("arithmetic", call.name, call.place)
    found = _result(owner, step, ("?",), "column")
    if group is not None and call.name in ("cumcount", "ngroup"):
        found.shape = group.shape[:1] if group.shape is not None else None
    elif group is not None and not group.indexed:
        found.kind, found.shape = "frame", ("?", "?" if group.keys is None else len(group.keys) + 1)
    found.integer = found.kind == "column" or None
    return found


def aggregated(it: Interpreter, call: Call) -> Abstract | None:
    """`groups.agg("mean")`, `groups.agg({"price": "mean"})`, `groups.agg(["min", "max"])`."""
    owner, function = call.owner, call.args.at(0, "func")
    assert isinstance(owner, Data)
    if call.name == "transform":
        each = each_row(it, call)
        if not isinstance(function, Known):
            each.shape, each.labels = None, None
        return each
    found = summed_up(call)
    if isinstance(function, Known) and isinstance(function.value, str):
        handler = METHODS.get((owner.kind, function.value))
        return (
            handler(it, Call(call.node, _NO_ARGS, function.value, "", call.locate, owner))
            if handler
            else found
        )
    shape, found.shape, found.labels = found.shape, None, None
    group = owner.grouping
    if shape is None or group is None:
        return found
    if not group.indexed:
        found.shape, found.kind = ("?", "?"), "frame"
    elif isinstance(function, Table) and not function.open and group.kind == "frame":
        several = list(function.entries.values())
        if all(isinstance(item, Known) and isinstance(item.value, str) for item in several):
            found.shape = ("?", len(several))
            found.labels = tuple(str(name) for name in function.entries)
        else:
            found.shape = ("?", "?")
    elif isinstance(function, Items) and not function.open and not function.spoiled:
        width = shape[1] if len(shape) > 1 else 1
        found.kind = "frame"
        found.shape = ("?", width * len(function.items) if isinstance(width, int) else "?")
    elif not call.args.positional and call.args.keywords and "func" not in call.args.keywords:
        found.shape, found.kind = ("?", len(call.args.keywords)), "frame"
    return found


def same_windows(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.rolling(7).mean()`: as many rows and columns as before."""
    owner = call.owner
    assert isinstance(owner, Data)
    group = owner.grouping
    found = _result(owner, None, group.shape if group is not None else None, _kind(owner))
    if group is not None and call.name in ("agg", "aggregate"):
        function = call.args.at(0, "func")
        if isinstance(function, Items) and not function.open and not function.spoiled and group.shape:
            width = group.shape[1] if len(group.shape) > 1 else 1
            found.kind = "frame"
            found.shape = (
                group.shape[0], width * len(function.items) if isinstance(width, int) else "?",
            )  # fmt: skip
            return found
        if not isinstance(function, Known):
            found.shape, found.certain = None, False
            return found
    found.labels = group.labels if group is not None else None
    return found


def pairs(it: Interpreter, call: Call) -> Abstract | None:
    """`column.rolling(7).corr(other)`."""
    found = same_windows(it, call)
    owner = call.owner
    if isinstance(found, Data) and isinstance(owner, Data):
        found.labels = None
        if found.kind != "column" or not call.args.positional:
            found.shape = None
    return found


def other(it: Interpreter, call: Call) -> Data:
    """A method that is not followed."""
    owner = call.owner
    assert isinstance(owner, Data)
    found = _result(owner, Step("unknown", call.name, call.place), None, "array")
    found.certain = False
    return found


def element(it: Interpreter, owner: Data) -> Abstract:
    """`for name, group in frame.groupby("city")`."""
    group = owner.grouping
    found = _result(owner, None, None, _kind(owner))
    if group is not None and group.shape is not None:
        found.shape, found.labels = ("?", *group.shape[1:]), group.labels
    return Items([Unknown("the name of a group"), found], False)


def report(it: Interpreter, call: Call) -> Abstract:
    return Unknown("a report on the data")


_NO_ARGS = Args()
_STATISTICS = ("mean", "sum", "min", "max", "std", "var", "median", "count", "first", "last", "prod", "nunique", "any",
               "all", "sem", "quantile", "skew")  # fmt: skip
_PER_ROW = ("cumsum", "cumprod", "cummax", "cummin", "shift", "diff", "pct_change", "rank", "ffill", "bfill", "fillna",
            "interpolate", "asfreq")  # fmt: skip


def _described(handler: Handler, params: str) -> Handler:
    def own(it: Interpreter, call: Call) -> Abstract | None:
        return handler(it, call)

    return described(params)(own)


METHODS: dict[tuple[str, str], Handler] = {
    **{("groups", name): _described(_one_row_each, "self|") for name in _STATISTICS},
    **{("groups", name): _described(_one_row_kept, "self|") for name in _PER_ROW},
    **{("groups", name): _described(some_rows, "self|n") for name in ("head", "tail")},
    **{("groups", name): _described(sizes, "self|") for name in ("size", "ngroup", "cumcount")},
    **{("groups", name): _described(aggregated, "self|func") for name in ("agg", "aggregate", "transform")},
    **{
        ("rolling", name): _described(same_windows, "self|")
        for name in (
            "mean",
            "sum",
            "min",
            "max",
            "std",
            "var",
            "median",
            "count",
            "skew",
            "kurt",
            "sem",
            "rank",
        )
    },
    ("rolling", "quantile"): _described(same_windows, "self|q"),
    ("rolling", "apply"): _described(same_windows, "self|func raw"),
    ("rolling", "agg"): _described(same_windows, "self|func"),
    ("rolling", "aggregate"): _described(same_windows, "self|func"),
    ("rolling", "corr"): _described(pairs, "self other|"),
    ("rolling", "cov"): _described(pairs, "self other|"),
    ("groups", "*"): other,
    ("rolling", "*"): other,
}
