"""pandas: what is read, made and put together, and what the methods of frames and columns give."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint.ir.records import replace
from lstm_lint.keras_api.dims import give_up
from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data import applied, array_effects, groups, joined, labelled
from lstm_lint.reader.libraries.data import frames as of_frames
from lstm_lint.reader.libraries.data.array_effects import astype, moved
from lstm_lint.reader.libraries.data.columns import column
from lstm_lint.reader.libraries.data.conversion import first_data, origin, read, untensored
from lstm_lint.reader.libraries.data.gaps import shifted
from lstm_lint.reader.libraries.data.located import located
from lstm_lint.reader.libraries.data.odd import noting_odd
from lstm_lint.reader.libraries.data.stored import store_located
from lstm_lint.reader.libraries.effects import Bound, Effect, Rule, described
from lstm_lint.reader.libraries.rules import dtypes, frames, missing, shapes, values
from lstm_lint.script import Gaps, Known, Shape, Step, StepKind


def _table(handler: Handler, *names: str, kind: str = "frame") -> dict[tuple[str, str], Handler]:
    return {(kind, name): handler for name in names}


def kept(params: str, shape: Rule[Shape] = shapes.same, step: StepKind = "cast", **more: object) -> Effect:
    """A method that leaves the values as they are: of all rows and columns, or of some."""
    in_place = "inplace" if "inplace" in params.split() else ""
    return Effect(
        params, step, shape, dtypes.same_dtype, values.same_magnitude, values.same_range, values.still_whole,
        in_place=in_place, labels=frames.labels,
    ).but(**more)  # fmt: skip


def changed(params: str, step: StepKind = "arithmetic", **more: object) -> Effect:
    """A method that gives each number another value."""
    return Effect(params, step, shapes.same, labels=frames.labels).but(**more)


def statistic(params: str, shape: Rule[Shape] = frames.reduced, **more: object) -> Effect:
    """A statistic of all rows, or a column of those of each row."""
    return Effect(
        params, "arithmetic", shape, detail=frames.picked, makes=frames.kind_reduced, sums_up=True, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def picked(params: str, shape: Rule[Shape], **more: object) -> Effect:
    """Some of the rows, chosen by their values."""
    return kept(params, shape, "select", detail=frames.picked, **more)


def truth(params: str, **more: object) -> Effect:
    """Whether something holds, for each value."""
    return Effect(
        params, "arithmetic", shapes.same, "bool", 1.0, (0, 1), labels=frames.labels, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _together(effect: Effect, params: str = "self other|axis level fill_value") -> Effect:
    """An operator between frames, columns and others, and the method of its name."""
    return effect.but(
        params=params, shape=frames.operands, dtype=_dtype_together(effect), labels=frames.labels_together,
        makes=frames.kind_together,
    )  # fmt: skip


def _dtype_together(effect: Effect) -> object:
    return "bool" if effect.dtype == "bool" else None


@described("self|periods freq axis fill_value")
def shift(it: Interpreter, call: Call) -> Abstract | None:
    return shifted(it, call)


@described("arg|errors")
def converted(it: Interpreter, call: Call) -> Abstract | None:
    """`to_datetime(x)`, `to_numeric(x)`; of a frame of years, months and days one column."""
    owner = first_data(it, call) or origin(None)
    found = owner.then(Step("cast", call.name, call.place), shape=owner.shape, text=False)
    if call.name == "to_numeric" and call.args.at(1, "errors") == Known("coerce"):
        found.steps = (*found.steps[:-1], replace(found.steps[-1], detail=Gaps("to_numeric", between=True)))
    if owner.kind == "frame":
        found.shape, found.kind = owner.shape[:1] if owner.shape else None, "column"
        found.certain, found.columns = owner.sure, {}
    return found


def _cut(bound: Bound) -> Shape:
    return frames.one_axis(bound) if not bound.flag("retbins") else give_up("two results")


_BINARY: Mapping[str, Effect] = {
    **dict.fromkeys(("add", "radd"), array_effects.ADD),
    **dict.fromkeys(("sub", "rsub", "subtract"), array_effects.SUBTRACT),
    **dict.fromkeys(("mul", "rmul", "multiply"), array_effects.MULTIPLY),
    **dict.fromkeys(("div", "divide", "truediv"), array_effects.DIVIDE),
    **dict.fromkeys(
        ("rdiv", "rtruediv"), array_effects.DIVIDE.but(step="arithmetic", detail=None, magnitude=None)
    ),
    **dict.fromkeys(("mod", "rmod"), array_effects.MOD),
    **dict.fromkeys(("floordiv", "rfloordiv"), array_effects.FLOOR_DIVIDE),
    **dict.fromkeys(("pow", "rpow"), array_effects.POWER),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), array_effects.COMPARE),
}
_DUMMIES = Effect("data|prefix columns drop_first", "one-hot", frames.spread, makes="frame")
FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(functions("pandas", "yfinance", "pandas_datareader"), read),
    "pandas.DataFrame": of_frames.frame,
    "pandas.Series": of_frames.column,
    "pandas.concat": untensored(joined.concat),
    "pandas.merge": untensored(joined.merge),
    "pandas.to_numeric": untensored(converted),
    "pandas.to_datetime": untensored(converted),
    "pandas.to_timedelta": untensored(converted),
    "pandas.get_dummies": _DUMMIES,
    "pandas.factorize": of_frames.factorize,
    "pandas.cut": Effect("x|bins labels retbins", "class-ids", _cut),
    "pandas.qcut": Effect("x|q labels retbins", "class-ids", _cut),
    "pandas.isnull": truth("obj|"),
    "pandas.isna": truth("obj|"),
    "pandas.notnull": truth("obj|"),
    "pandas.notna": truth("obj|"),
    "pandas.unique": moved("values|", shapes.some, "select", makes="array").but(dtype=None),
    "pandas.melt": Effect("frame|id_vars value_vars", "select", frames.melted),
    "pandas.pivot_table": Effect("data|values index columns aggfunc", "select", lambda bound: ("?", "?"),
                                 detail=frames.picked),
    "pandas.date_range": Effect("|start end periods freq", "literal", frames.counted, makes="column"),
    "pandas.bdate_range": Effect("|start end periods freq", "literal", frames.counted, makes="column"),
}  # fmt: skip
METHODS: dict[tuple[str, str], Handler] = {
    # The same rows and columns, the same values.
    **_table(kept("self|deep"), "copy"),
    **_table(kept("self|", dtype=None), "infer_objects", "convert_dtypes"),
    **_table(kept("self|by axis ascending inplace", labels=frames.labels_of_rows, detail=frames.sorted_by),
             "sort_values"),
    **_table(kept("self|axis level ascending inplace", labels=frames.labels_of_rows, detail=frames.sorted_by),
             "sort_index"),
    **_table(kept("self|labels axis", labels=frames.labels_of_rows), "set_axis"),
    **_table(kept("self|mapper index columns axis inplace"), "rename_axis"),
    **_table(kept("self|tz axis level"), "tz_localize", "tz_convert"),
    **_table(kept("self|freq axis"), "to_period", "to_timestamp"),
    **_table(kept("self|prefix", labels=frames.prefixed(False)), "add_prefix"),
    **_table(kept("self|suffix", labels=frames.prefixed(True)), "add_suffix"),
    ("frame", "astype"): astype,
    ("frame", "rename"): of_frames.rename,
    ("column", "rename"): kept("self|index inplace"),
    # Rows without a value.
    **_table(kept("self|value method axis inplace limit", shapes.same, "clean", magnitude=frames.filled_magnitude,
                  dtype=None, range=None, whole=None, moves=frames.filled_back, detail=frames.filled_with), "fillna"),
    **_table(kept("self|axis limit inplace", shapes.same, "clean", dtype=None), "ffill", "pad"),
    **_table(kept("self|axis limit inplace", shapes.same, "clean", dtype=None, moves=frames.filled_back), "bfill",
             "backfill"),
    **_table(kept("self|method axis limit inplace", shapes.same, "clean", dtype=None, whole=None,
                  moves=frames.filled_back), "interpolate"),
    **_table(kept("self|axis how thresh subset inplace", frames.free_rows, "clean", labels=frames.labels_of_rows),
             "dropna"),
    # Some of the rows.
    **_table(labelled.noted(kept("self|n", frames.first_rows(), "select")), "head", "tail"),
    **_table(kept("self|n frac replace axis", frames.sampled, "select", labels=frames.labels_of_rows), "sample"),
    **_table(picked("self|n columns keep", frames.first_rows()), "nlargest", "nsmallest"),
    **_table(picked("self|n keep", frames.first_rows()), "nlargest", "nsmallest", kind="column"),
    **_table(picked("self|expr inplace", frames.free_rows), "query"),
    **_table(picked("self|before after", frames.free_rows), "truncate"),
    **_table(picked("self|start_time end_time", frames.free_rows), "between_time"),
    **_table(picked("self|offset", frames.free_rows), "first", "last"),
    **_table(kept("self|subset keep inplace", frames.free_rows), "drop_duplicates"),
    **_table(kept("self|keep inplace", frames.free_rows), "drop_duplicates", kind="column"),
    **_table(kept("self|indices axis", frames.taken, "select", labels=frames.labels_of_rows), "take"),
    **_table(picked("self|labels index columns axis", frames.reindexed, labels=None, dtype=None), "reindex"),
    **_table(kept("self|freq method", frames.free_rows, dtype=None), "asfreq"),
    # Some of the columns, or others.
    ("frame", "drop"): of_frames.drop,
    ("frame", "pop"): of_frames.pop,
    ("frame", "insert"): of_frames.insert,
    ("frame", "assign"): described("self|")(of_frames.assign),
    **_table(kept("self|items like regex axis", frames.filtered, "select", labels=frames.labels_filtered), "filter"),
    **_table(kept("self|include exclude", frames.some_columns, "select", labels=None, dtype=None), "select_dtypes"),
    **_table(kept("self|keys drop append inplace", frames.without_keys, labels=frames.labels_without_keys,
                  dtype=None), "set_index"),
    ("frame", "reset_index"): kept(  # the numbers of the rows come in
        "self|level drop inplace", frames.with_index, dtype=None, magnitude=None, range=None, whole=None,
        makes=frames.kind_with_index, labels=frames.labels_with_index,
    ),
    **_table(kept("self|name", lambda bound: (bound.shape()[0], 1), labels=None, makes="frame"), "to_frame",
             kind="column"),
    **_table(kept("self|axis", frames.squeezed, "reshape", labels=None, makes=labelled.squeezed), "squeeze"),
    **_table(kept("self|column", lambda bound: ("?", *bound.shape()[1:]), dtype=None, range=None, magnitude=None,
                  whole=None), "explode"),
    # Other shapes.
    ("frame", "transpose"): moved("self|", shapes.transposed, labels=labelled.labels_transposed),
    **_table(Effect("self|id_vars value_vars", "select", frames.melted), "melt"),
    **_table(Effect("self|index columns values", "select", lambda bound: ("?", "?")), "pivot"),
    **_table(Effect("self|values index columns aggfunc", "select", lambda bound: ("?", "?"), detail=frames.picked),
             "pivot_table"),
    **_table(Effect("self|", "select", labelled.stacked, makes="column"), "stack"),
    ("frame", "get_dummies"): _DUMMIES,
    # Several as one.
    ("frame", "merge"): joined.merge,
    ("frame", "join"): joined.join,
    ("frame", "append"): labelled.appended,
    # Each value another.
    **_table(changed("self|", magnitude=values.same_magnitude, whole=values.still_whole), "abs"),
    **_table(changed("self|lower upper axis inplace", in_place="inplace"), "clip"),
    **_table(changed("self|decimals", "cast", magnitude=labelled.rounded, detail=array_effects.rounded_to), "round"),
    **_table(changed("self|to_replace value inplace regex", "cast", in_place="inplace",
                     detail=missing.put_in_place_of), "replace"),
    **_table(changed("self|cond other inplace", in_place="inplace",
                     detail=missing.where_it_does_not_hold), "where", "mask"),
    **_table(changed("self|axis", whole=values.still_whole), "cumsum", "cumprod", "cummax", "cummin"),
    **_table(changed("self|axis method pct", "scale"), "rank"),
    **_table(shift, "shift", "diff", "pct_change"),
    **_table(applied.apply, "apply"),
    **_table(applied.map_values, "map", "applymap"),
    ("column", "apply"): applied.map_values,
    **_table(applied.aggregate, "agg", "aggregate"),
    ("frame", "pipe"): applied.pipe,
    **{("frame", name): _together(effect) for name, effect in _BINARY.items()},
    **_table(Effect("self other|", "arithmetic", frames.operands, makes=frames.kind_together), "combine_first"),
    **_table(Effect("self other|", "arithmetic", frames.dotted, makes=frames.kind_dotted, what="dot"), "dot"),
    # Whether something holds.
    **_table(truth("self|"), "isna", "isnull", "notna", "notnull"),
    **_table(truth("self|values"), "isin"),
    **_table(truth("self|left right inclusive"), "between", kind="column"),
    **_table(truth("self|subset keep").but(shape=frames.one_axis, labels=None, makes="column"), "duplicated"),
    **_table(truth("self|keep"), "duplicated", kind="column"),
    # Statistics.
    **_table(statistic("self|axis skipna numeric_only"), "mean", "sum", "min", "max", "median", "prod", "product",
             "skew", "kurt", "kurtosis"),
    **_table(statistic("self|axis skipna ddof numeric_only"), "std", "var", "sem"),
    **_table(statistic("self|axis numeric_only"), "count"),
    **_table(statistic("self|axis"), "idxmax", "idxmin"),
    **_table(statistic("self|axis", dtype="bool"), "any", "all"),
    **_table(statistic("self|axis dropna"), "nunique"),
    **_table(statistic("self|"), "nunique", "argmax", "argmin", "item", "autocorr", kind="column"),
    **_table(statistic("self|q axis numeric_only", frames.ranked), "quantile"),
    **_table(statistic("self|q", frames.ranked), "quantile", kind="column"),
    **_table(statistic("self|axis", frames.modes), "mode"),
    **_table(statistic("self|", frames.described), "describe"),
    **_table(statistic("self|method min_periods numeric_only", frames.of_columns), "corr"),
    **_table(statistic("self|min_periods ddof numeric_only", frames.of_columns), "cov"),
    **_table(statistic("self other|", lambda bound: ()), "corr", "cov", kind="column"),
    **_table(statistic("self|normalize sort ascending", shapes.some), "value_counts"),
    **_table(statistic("self other|axis", lambda bound: ("?",)), "corrwith"),
    # Out of pandas.
    **_table(noting_odd(moved("self|dtype copy", shapes.same, "cast", makes="array").but(
        dtype=dtypes.stated_dtype(dtypes.same_dtype))), "to_numpy"),
    **_table(moved("self|", shapes.listed, "cast", makes="array").but(dtype=None, listed=True), "tolist", "to_list",
             kind="column"),
    **_table(moved("self|", shapes.some, "select", makes="array").but(dtype=None), "unique", kind="column"),
    ("column", "factorize"): of_frames.factorize,
    ("frame", "iterrows"): of_frames.rows,
    ("frame", "items"): of_frames.columns_of,
    ("frame", "iteritems"): of_frames.columns_of,
    ("frame", "itertuples"): of_frames.tuples,
    # Groups and windows.
    ("frame", "groupby"): groups.grouped,
    ("frame", "resample"): groups.resampled,
    **_table(groups.moving, "rolling", "expanding", "ewm"),
    **groups.METHODS,
}  # fmt: skip
_masks = _together(array_effects.BITWISE, "x1 x2").but(dtype=frames.masks)
OPERATORS: dict[tuple[str, str], Handler] = {
    ("frame", symbol): _together(effect, "x1 x2")
    for symbol, effect in array_effects.OPERATORS.items()
    if isinstance(effect, Effect) and symbol not in ("neg", "pos", "~", "@")
}
OPERATORS.update(
    {
        ("frame", "neg"): array_effects.NEGATIVE.but(labels=frames.labels),
        ("frame", "pos"): array_effects.NEGATIVE.but(labels=frames.labels),
        ("frame", "~"): array_effects.INVERT.but(labels=frames.labels),
        ("frame", "&"): _masks,
        ("frame", "|"): _masks,
        ("frame", "^"): _masks,
        ("frame", "@"): array_effects.MATMUL.but(dtype=None, makes=frames.kind_dotted),
    }
)


def attribute(it: Interpreter, owner: Data, name: str) -> Abstract | None:
    """`frame.close`: a column, where nothing else has the name."""
    known = owner.kind == "frame" and name in (owner.labels or ())
    if known and ("frame", name) not in METHODS and name not in labelled.PROPERTIES:
        return column(owner, name, None)
    return labelled.attribute(it, owner, name)


LIBRARY = Library(
    FUNCTIONS,
    METHODS,
    attributes={
        ("method", "*"): labelled.of_method,
        ("frame", "*"): attribute,
        ("groups", "*"): groups.attribute,
        ("rolling", "*"): groups.attribute,
    },
    setters={"frame": labelled.set_attribute},
    operators=OPERATORS,
    subscripts={"method": located, "groups": groups.part, "rolling": groups.part},
    stores={"method": store_located},
    elements={"frame": labelled.column_name, "column": labelled.value, "groups": groups.element},
)
