"""Frames and columns: which rows and columns are left, their names, and whether it is a frame at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from lstm_lint.keras_api.dims import NotDeterminable, combine, give_up, product, total
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Table
from lstm_lint.reader.libraries.effects import Bound, Rule
from lstm_lint.reader.libraries.rules import shapes
from lstm_lint.script import Columns, Dim, Imputed, Known, Moves, Selected, SeriesKind, Shape, Sorted, Step

Labels = tuple[str, ...]
_ROWS = (0, "index", "rows")
_COLUMNS = (1, -1, "columns")
PICKED = Selected(picked=True)  # rows without a value may be gone


def picked(bound: Bound) -> Selected:
    return PICKED


# Which axis is meant


def over_rows(bound: Bound, default: int = 0) -> bool:
    """Whether the rows are meant; gives up where that is not known."""
    axis = bound.known("axis", default)
    if axis in _ROWS or axis in _COLUMNS:
        return axis in _ROWS
    give_up("no axis")


# Rows


def free_rows(bound: Bound) -> Shape:
    """How many rows are left depends on the values; the columns stay."""
    shape = bound.shape()
    if bound.given("axis") and not over_rows(bound):
        free: Dim = "?"
        return shape[:1] + (free,) * (len(shape) - 1)
    return ("?", *shape[1:])


def first_rows(default: int = 5) -> Rule[Shape]:
    """`head(n)`, `nlargest(n)`: at most that many; all but some for a negative number."""

    def rule(bound: Bound) -> Shape:
        shape = bound.shape()
        rows = shape[0]
        count = integer(bound.arguments["n"]) if "n" in bound.arguments else default
        if bound.arguments.get("keep") == Known("all") or count is None or not isinstance(rows, int):
            return ("?", *shape[1:])
        return (min(count, rows) if count >= 0 else max(0, rows + count), *shape[1:])

    return rule


def sampled(bound: Bound) -> Shape:
    """`sample(n)`, `sample(frac=...)`: rows, or columns with `axis=1`."""
    shape = bound.shape()
    if bound.given("axis") and not over_rows(bound):
        return (shape[0], "?")
    count = integer(bound.arguments["n"]) if bound.given("n") else None if bound.given("frac") else 1
    if count is not None:
        return (count, *shape[1:])
    if bound.given("frac") and not bound.given("n") and isinstance(shape[0], int):
        part = bound.arguments["frac"]
        if isinstance(part, Known) and isinstance(part.value, (int, float)):
            return (round(part.value * shape[0]), *shape[1:])
    return ("?", *shape[1:])


def taken(bound: Bound) -> Shape:
    """`take(indices)`."""
    shape = bound.shape()
    count = bound.operand(bound.arguments.get("indices")).shape
    size: Dim = count[0] if count else "?"
    return (size, *shape[1:]) if over_rows(bound) else (*shape[:1], size)


def reindexed(bound: Bound) -> Shape:
    """`reindex(index=..., columns=...)`: as many as are named."""
    shape = bound.shape()
    rows, columns = bound.arguments.get("index"), bound.arguments.get("columns")
    if "labels" in bound.arguments:
        columns, rows = (None, bound.arguments["labels"])
        if len(shape) > 1 and not over_rows(bound):
            columns, rows = rows, None
    found: list[Dim] = [shape[0] if rows is None else _size(bound, rows)]
    if len(shape) > 1:
        found.append(shape[1] if columns is None else _size(bound, columns))
    return tuple(found)


def _size(bound: Bound, value: Any) -> Dim:
    known = bound.operand(value).shape
    return known[0] if known else "?"


# Columns


def names_of(value: object) -> Labels:
    """Names as a program gives them: one, or several."""
    if isinstance(value, str):
        return (value,)
    several = value if isinstance(value, (list, tuple)) else give_up("no names")
    return tuple(name if isinstance(name, str) else give_up("no name") for name in several)


def count_of(value: object) -> int:
    """How many columns are named."""
    if isinstance(value, (list, tuple)):
        return len({*value})
    return 1 if isinstance(value, (str, int)) else give_up("not known")


def labels(bound: Bound) -> Labels:
    """The names of the columns, all as before."""
    found = bound.data().labels
    return found if found is not None else give_up("names are not known")


def labels_of_rows(bound: Bound) -> Labels:
    """The same where rows are taken, and not columns."""
    return labels(bound) if not bound.given("axis") or over_rows(bound) else give_up("columns are taken")


def _frame(bound: Bound) -> tuple[Dim, Dim]:
    shape = bound.shape()
    return (shape[0], shape[1]) if len(shape) == 2 else give_up("no frame")


def without_keys(bound: Bound) -> Shape:
    """`set_index(keys)`: the columns become the names of the rows."""
    rows, columns = _frame(bound)
    if not bound.flag("drop", True):
        return rows, columns
    keys = bound.known("keys")
    return rows, combine(lambda count: count - count_of(keys), columns)


def labels_without_keys(bound: Bound) -> Labels:
    if not bound.flag("drop", True):
        return labels(bound)
    gone = names_of(bound.known("keys"))
    return tuple(name for name in labels(bound) if name not in gone)


def with_index(bound: Bound) -> Shape:
    """`reset_index()`: the names of the rows become columns, one for most frames; of a column a frame of two."""
    shape = bound.shape()
    return shape if bound.flag("drop", False) else (shape[0], "?")


def labels_with_index(bound: Bound) -> Labels:
    return labels(bound) if bound.flag("drop", False) else give_up("the index has a name of its own")


def kind_with_index(bound: Bound) -> SeriesKind:
    return bound.data().kind if bound.flag("drop", False) else "frame"


def filtered(bound: Bound) -> Shape:
    """`filter(items, like, regex)`: some of the columns."""
    shape = bound.shape()
    if len(shape) == 1 or (bound.given("axis") and over_rows(bound)):
        return ("?", *shape[1:])
    try:
        return (shape[0], len(labels_filtered(bound)))
    except (NotDeterminable, LookupError):
        return (shape[0], "?")


def labels_filtered(bound: Bound) -> Labels:
    if bound.given("axis") and over_rows(bound):
        return labels(bound)
    here = labels(bound)
    if bound.given("items"):
        wanted = names_of(bound.known("items"))
        return tuple(name for name in wanted if name in here)
    if bound.given("like"):
        part = str(bound.known("like"))
        return tuple(name for name in here if part in name)
    give_up("a pattern")


def some_columns(bound: Bound) -> Shape:
    """`select_dtypes(...)`: which columns are left depends on their dtypes."""
    return (_frame(bound)[0], "?")


def melted(bound: Bound) -> Shape:
    """`melt(id_vars, value_vars)`: each value in a row of its own, beside the columns that name it."""
    rows, columns = _frame(bound)
    names = bound.known("id_vars") if bound.given("id_vars") else []
    kept = count_of(names)
    if bound.given("value_vars"):
        wanted, names = ([one] if isinstance(one, str) else one for one in (bound.known("value_vars"), names))
        count_of(wanted)
        several: Dim = len({*wanted} - {*names})
    else:
        several = combine(lambda count: count - kept, columns)
    return (product((rows, several)), kept + 2)


def of_columns(bound: Bound) -> Shape:
    """`corr()`, `cov()`: one row and one column for each column that holds numbers."""
    columns = _frame(bound)[1]
    if bound.given("numeric_only"):
        return ("?", "?")
    return (columns, columns)


def prefixed(behind: bool) -> Rule[Labels]:
    def rule(bound: Bound) -> Labels:
        text = str(bound.known("suffix" if behind else "prefix"))
        return tuple(name + text if behind else text + name for name in labels(bound))

    return rule


# Statistics


def reduced(bound: Bound) -> Shape:
    """A statistic of each column, of each row with `axis=1`, of everything of a column."""
    shape = bound.shape()
    if len(shape) < 2:
        return ()
    if "axis" in bound.arguments and bound.arguments["axis"] == Known(None):
        give_up("pandas 2 goes along the columns, pandas 3 over everything")
    if not over_rows(bound):
        return shape[:1]
    return ("?",) if bound.given("numeric_only") else shape[1:]


def kind_reduced(bound: Bound) -> SeriesKind:
    """A column, or of `quantile([0.1, 0.9])` and the like a frame."""
    rank = 1
    if "q" in bound.arguments:
        rank = len(ranked(bound))
    elif bound.call.name in ("mode", "corr", "cov", "describe"):
        rank = len(bound.shape())
    return "frame" if rank == 2 else "column"


def squeezed(bound: Bound) -> Shape:
    """`squeeze()`: without the axes of size 1."""
    shape = bound.shape()
    if "?" in shape:
        give_up("a size is not known")
    if not bound.given("axis"):
        return tuple(dim for dim in shape if dim != 1)
    at = 0 if over_rows(bound) or len(shape) == 1 else 1
    return tuple(dim for place, dim in enumerate(shape) if place != at or dim != 1)


def masks(bound: Bound) -> str:
    """`a & b`: of two conditions a condition."""
    found = {one.dtype for one in bound.present}
    return "bool" if found == {"bool"} else give_up("no conditions")


def ranked(bound: Bound) -> Shape:
    """`quantile(q)`: of several a row each."""
    found = reduced(bound)
    if not bound.given("q"):
        return found
    q = bound.known("q")
    if isinstance(q, (list, tuple)):
        return (len(q), *found)
    return found if isinstance(q, (int, float)) else give_up("not known")


def described(bound: Bound) -> Shape:
    """`describe()`: rows of statistics, of the columns that hold numbers."""
    return ("?", "?") if len(bound.shape()) > 1 else ("?",)


def modes(bound: Bound) -> Shape:
    shape = bound.shape()
    return ("?", *shape[1:]) if len(shape) < 2 or over_rows(bound) else (shape[0], "?")


# Several together


def operands(bound: Bound) -> Shape:
    """`a + b` of frames and columns: rows and columns of the same name together, of all that either has."""
    named = [one for one in bound.present if one.data is not None and one.data.kind in ("frame", "column")]
    if len(named) < 2:
        return shapes.broadcast(bound)
    found = [one.shape if one.shape is not None else give_up("a shape is not known") for one in named]
    if len({len(shape) for shape in found}) > 1:
        give_up("a column goes along the columns of a frame")
    return aligned([one.data for one in named if one.data is not None], found)


def aligned(parts: Sequence[Data], found: Sequence[Shape]) -> Shape:
    """The rows and columns that several have together; as before where they are the same."""
    rows = {shape[0] for shape in found}
    same_rows = len(rows) == 1 and len({tuple(map(id, _of_rows(part))) for part in parts}) == 1
    first: Dim = rows.pop() if same_rows else "?"
    if len(found[0]) == 1:
        return (first,)
    names = {part.labels for part in parts}
    return (first, found[0][1] if len(names) == 1 and None not in names else "?")


def _of_rows(part: Data) -> list[Step]:
    """The steps that may change which rows there are, or what they are called."""
    return [
        step
        for step in part.steps
        if step.kind in ("read", "select", "split", "shuffle", "stack", "clean", "window", "unknown")
        and not isinstance(step.detail, Columns)
        and step.what not in _KEEPS_ROWS
    ] + [step for step in part.steps if step.kind == "cast" and step.what in _RENAMES_ROWS]


_KEEPS_ROWS = frozenset({"shift", "fillna", "ffill", "bfill", "interpolate", "column", "filter"})
_RENAMES_ROWS = frozenset(
    {"set_index", "reset_index", "sort_values", "sort_index", "drop_duplicates", "asfreq", "DataFrame", "Series",
     "set_axis", "rename", "reindex"}
)  # fmt: skip


def labels_together(bound: Bound) -> Labels:
    """The names of the columns where all frames have the same, or the others are no frames."""
    found = {one.data.labels for one in bound.present if one.data is not None and one.data.kind == "frame"}
    only = found.pop() if len(found) == 1 else None
    return only if only is not None else give_up("names differ")


def kind_together(bound: Bound) -> SeriesKind:
    """A frame where one is, else a column."""
    kinds = {one.data.kind for one in bound.present if one.data is not None}
    return "frame" if "frame" in kinds else "column" if "column" in kinds else give_up("no frame")


def dotted(bound: Bound) -> Shape:
    return shapes.dotted(bound)


def kind_dotted(bound: Bound) -> SeriesKind:
    """`a.dot(b)`, `a @ b`: of two columns a number."""
    found = shapes.dotted(bound)
    return "frame" if len(found) == 2 else "column" if len(found) == 1 else "array"


def concatenated(bound: Bound) -> Shape:
    """`pd.concat([a, b], axis)`: one below the other, or side by side."""
    if not bound.whole:
        give_up("how many there are is not known")
    parts = [part.data if part.data is not None else give_up("no data") for part in bound.parts]
    found = [part.shape if part.shape is not None else give_up("a shape is not known") for part in parts]
    ranks = {len(shape) for shape in found}
    if not ranks <= {1, 2}:
        give_up("no frames")
    if not over_rows(bound):
        columns = total(shape[1] if len(shape) > 1 else 1 for shape in found)
        if bound.given("keys"):
            return ("?", "?")
        return (aligned(parts, [shape[:1] for shape in found])[0], columns)
    rows = total(shape[0] for shape in found)
    if bound.given("keys"):
        rows = "?"  # pandas 2 leaves out what has no key
    if ranks == {1}:
        return (rows,)
    names = {part.labels for part in parts}
    return (rows, found[0][1] if len(names) == 1 and None not in names else "?")


def labels_concatenated(bound: Bound) -> Labels:
    parts = [part.data if part.data is not None else give_up("no data") for part in bound.parts]
    beside = not over_rows(bound)
    if bound.given("keys") or not (beside or all(part.kind == "frame" for part in parts)):
        give_up("names that are not known")
    names = [_named(part) for part in parts]
    if beside:
        if bound.given("ignore_index"):
            give_up("numbers")
        return tuple(name for one in names for name in one)
    return names[0] if len({*names}) == 1 else give_up("names differ")


def _named(part: Data) -> Labels:
    """The names of the columns of a frame; of a column its own, if it was just taken out of a frame."""
    if part.kind == "frame":
        return part.labels if part.labels is not None else give_up("names are not known")
    last = part.steps[-1].detail if part.steps else None
    single = part.kind == "column" and isinstance(last, Columns) and len(last.columns) == 1
    return last.columns if single and isinstance(last, Columns) else give_up("a column without a name")


# Constructors


def mapping(value: object) -> Mapping[str, str]:
    """`rename(columns={...})`: old names and new ones."""
    if not isinstance(value, Table) or value.open:
        give_up("not known")
    found: dict[str, str] = {}
    for old, new in value.entries.items():
        if not isinstance(new, Known) or not isinstance(new.value, str):
            give_up("not known")
        found[str(old)] = new.value
    return found


def spread(bound: Bound) -> Shape:
    """`get_dummies(x)`: a column for each value, of an array or column of texts that are known."""
    data, shape = bound.data(), bound.shape()
    known = data.words is not None and len(shape) == 1 and data.kind in ("array", "column")
    plain = known and not bound.given("columns") and bound.known("drop_first", False) is False
    plain = plain and not {"dummy_na"} & bound.call.args.keywords.keys()
    return (shape[0], len(data.words) if plain and data.words is not None else "?")


def counted(bound: Bound) -> Shape:
    """`date_range(start, periods=n)`."""
    number = integer(bound.arguments["periods"]) if bound.given("periods") else None
    return (number if number is not None else "?",)


def one_axis(bound: Bound) -> Shape:
    """A column of as many rows."""
    return bound.shape()[:1]


def filled_magnitude(bound: Bound) -> float:
    """`fillna(value)`: what is filled in may be larger."""
    before = bound.data().magnitude
    if before is None:
        give_up("not known")
    value = bound.known("value", None)
    if value is None:
        return before
    return max(before, abs(value)) if isinstance(value, (int, float)) else give_up("not known")


_FORWARD = frozenset({"pad", "ffill", "zero", "previous"})


def filled_with(bound: Bound) -> Imputed | None:
    """The number of `fillna(-1)`."""
    value = bound.known("value")
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return Imputed(float(value)) if number else None


def filled_back(bound: Bound) -> Moves:
    """`bfill()`, `fillna(method="bfill")`, `interpolate()`: gaps are filled with what comes after them."""
    name = bound.call.name
    method = bound.known("method", "linear") if name == "interpolate" else bound.known("method", None)
    if name == "fillna" and method not in ("bfill", "backfill"):
        give_up("filled otherwise")
    if name == "interpolate" and method in _FORWARD:
        give_up("filled with what comes before")
    if bound.known("axis", 0) not in _ROWS:
        give_up("along the row")
    return Moves(0, 1)


def sorted_by(bound: Bound) -> Sorted:
    """`sort_values("date", ascending=False)`, `sort_index()`."""
    by = names_of(bound.known("by")) if bound.given("by") else ()
    if bound.known("axis", 0) not in _ROWS:
        give_up("columns are sorted")
    ascending = bound.known("ascending", True)
    return Sorted(by, ascending if isinstance(ascending, bool) else None)
