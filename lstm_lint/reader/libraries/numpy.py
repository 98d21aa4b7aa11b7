"""numpy: functions, methods and operators of arrays."""

from __future__ import annotations

import math

from lstm_lint.keras_api.dims import combine, give_up
from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import shape_value
from lstm_lint.reader.abstract.registry import Call, Handler, Library, Reader, Subscript
from lstm_lint.reader.abstract.values import Abstract, Args, Given, Items
from lstm_lint.reader.libraries.data import made_up
from lstm_lint.reader.libraries.data.array_effects import (
    ADD,
    ANY,
    APPEND,
    ARGSORT,
    CLIP,
    COMPARE,
    CONCATENATE,
    CUMULATED,
    DIFF,
    DIVIDE,
    DOT,
    EXTREME,
    FLIP,
    FLOOR_DIVIDE,
    INVERT,
    LARGEST,
    LOGICAL,
    MATMUL,
    MEAN,
    MEDIAN,
    MOD,
    MULTIPLY,
    NEGATIVE,
    POWER,
    QUANTILE,
    RAVEL,
    REPEAT,
    RESHAPED,
    ROUND,
    SORT,
    SPREAD,
    SQUEEZE,
    SUBTRACT,
    SUM,
    SWAPAXES,
    TAKE,
    TRANSPOSE,
    TRIG,
    astype,
    binary,
    chosen,
    converted,
    expanded,
    gradient,
    moved,
    parts,
    pile,
    unary,
    unique,
)
from lstm_lint.reader.libraries.data.conversion import first_data, read
from lstm_lint.reader.libraries.data.moved import around, rolled
from lstm_lint.reader.libraries.data.windows import strided_view, window_view
from lstm_lint.reader.libraries.effects import Bound, Effect, described
from lstm_lint.reader.libraries.keras.logs import noting_best
from lstm_lint.reader.libraries.rules import dtypes, joins, shapes, sizes, values
from lstm_lint.script import Known, Shape


def _table(handler: Handler, *names: str) -> dict[str, Handler]:
    return {f"numpy.{name}": handler for name in names}


def _shape_of(it: Interpreter, call: Call) -> Abstract | None:
    """`np.shape(x)`."""
    data = first_data(it, call)
    return shape_value(data.shape) if data is not None else None


def _first_diagonal(bound: Bound) -> Shape:
    """`x.diagonal()` of the first two axes, which becomes the last one."""
    shape = bound.shape()
    return (*shape[2:], combine(min, *shape[:2])) if len(shape) > 1 else give_up("no matrix")


def _beside(name: str) -> Reader:
    """`np.c_[x, y]`: what the function makes of the arrays between the brackets."""

    def read(it: Interpreter, subscript: Subscript) -> Abstract | None:
        arrays = [part.index for part in subscript.parts if part.index is not None]
        if len(arrays) < len(subscript.parts) or not all(isinstance(one, (Data, Items)) for one in arrays):
            return None  # `np.r_[0:10, 5]`
        if any(isinstance(one, Data) and len(one.shape or ()) > 2 for one in arrays):
            return None
        given = Args([Given(Items(arrays, False), subscript.node)])
        path = f"numpy.{name}"
        return FUNCTIONS[path](it, Call(subscript.node, given, name, path, subscript.locate))  # type: ignore[arg-type]

    return read


FUNCTIONS: dict[str, Handler] = {
    **made_up.FUNCTIONS,
    **_table(converted, "array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "copy", "float32",
             "float64"),
    **_table(CONCATENATE, "concatenate", "concat"),
    **_table(pile(joins.stacked).but(across=joins.across), "stack"),
    **_table(pile(joins.piled(2, 0)), "vstack", "row_stack"),
    **_table(pile(joins.side_by_side).but(across=joins.across), "hstack"),
    **_table(pile(joins.piled(3, 2)), "dstack"),
    **_table(pile(joins.as_columns).but(across=True), "column_stack"),
    **_table(APPEND, "append"),
    # Element by element.
    **_table(TRIG, "sin", "cos", "tanh"),
    **_table(unary("arithmetic", dtypes.floating), "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "arcsinh",
             "arccosh", "arctanh", "exp", "exp2", "expm1", "cbrt", "deg2rad", "rad2deg", "degrees", "radians", "fabs"),
    **_table(unary("arithmetic", None), "sinc", "i0", "real", "imag", "angle", "unwrap"),
    **_table(unary("scale", dtypes.floating), "log", "log1p", "log10", "log2", "sqrt"),
    **_table(unary("arithmetic", dtypes.same_dtype, magnitude=values.same_magnitude), "abs", "absolute"),
    **_table(unary("arithmetic", dtypes.numeric), "square", "sign", "positive", "reciprocal", "conj", "conjugate"),
    **_table(NEGATIVE.but(what=""), "negative"),
    **_table(unary("arithmetic", dtypes.only_floats), "floor", "ceil", "trunc", "rint", "fix"),
    **_table(unary("arithmetic", "bool", magnitude=1.0, range=(0, 1)), "isnan", "isinf", "isfinite", "logical_not",
             "signbit", "isneginf", "isposinf", "iscomplex", "isreal"),
    **_table(INVERT.but(what=""), "invert", "bitwise_not"),
    **_table(ROUND, "round", "around"),
    **_table(CLIP, "clip"),
    **_table(Effect("x|copy nan posinf neginf", "clean", shapes.same, dtypes.same_dtype, values.same_magnitude,
                    values.same_range), "nan_to_num"),
    **_table(ADD, "add"),
    **_table(SUBTRACT, "subtract"),
    **_table(MULTIPLY, "multiply"),
    **_table(DIVIDE, "divide", "true_divide"),
    **_table(POWER, "power"),
    **_table(binary("float64"), "float_power"),
    **_table(MOD.but(what=""), "mod", "remainder", "fmod"),
    **_table(FLOOR_DIVIDE.but(what=""), "floor_divide"),
    **_table(binary(dtypes.promoted), "maximum", "minimum", "fmax", "fmin"),
    **_table(binary(dtypes.floating_together), "arctan2", "hypot", "logaddexp", "logaddexp2", "copysign", "nextafter"),
    **_table(binary(dtypes.floating_together), "heaviside"),
    **_table(COMPARE.but(what=""), "greater", "greater_equal", "less", "less_equal", "equal", "not_equal"),
    **_table(LOGICAL, "logical_and", "logical_or", "logical_xor", "isclose"),
    **_table(binary(dtypes.promoted), "bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm"),
    # Statistics.
    **_table(SUM, "sum", "prod", "nansum", "nanprod"),
    **_table(MEAN, "mean", "nanmean"),
    **_table(SPREAD, "std", "var", "nanstd", "nanvar"),
    **_table(noting_best(EXTREME), "max", "min", "amax", "amin", "nanmax", "nanmin"),
    **_table(EXTREME, "ptp"),
    **_table(MEDIAN, "median", "nanmedian"),
    **_table(QUANTILE, "quantile", "percentile", "nanquantile", "nanpercentile"),
    **_table(ANY, "any", "all"),
    **_table(Effect("a|axis weights", "arithmetic", shapes.reduced, sums_up=True), "average"),
    **_table(Effect("a|axis", "arithmetic", shapes.reduced, "int64", sums_up=True), "count_nonzero"),
    **_table(Effect("x|ord axis keepdims", "arithmetic", shapes.reduced, sums_up=True), "linalg.norm"),
    **_table(LARGEST, "argmax", "argmin"),
    **_table(LARGEST.but(params="a|axis"), "nanargmax", "nanargmin"),
    **_table(CUMULATED, "cumsum", "cumprod", "nancumsum", "nancumprod"),
    **_table(DIFF, "diff"),
    **_table(Effect("ary|", "arithmetic", sizes.differences, dtypes.numeric), "ediff1d"),
    **_table(gradient, "gradient"),
    **_table(Effect("a|", "arithmetic", sizes.related), "corrcoef", "cov"),
    # Order and place.
    **_table(RESHAPED, "reshape"),
    **_table(RAVEL, "ravel"),
    **_table(TRANSPOSE, "transpose", "permute_dims"),
    **_table(SWAPAXES, "swapaxes"),
    **_table(moved("a|source destination", shapes.moved), "moveaxis"),
    **_table(expanded, "expand_dims"),
    **_table(SQUEEZE, "squeeze"),
    **_table(moved("arys|", shapes.at_least(1)), "atleast_1d"),
    **_table(moved("arys|", shapes.at_least(2)), "atleast_2d"),
    **_table(moved("arys|", shapes.at_least(3)), "atleast_3d"),
    **_table(moved("array|shape", sizes.stated()), "broadcast_to"),
    **_table(moved("a|new_shape", sizes.stated("new_shape")), "resize"),
    **_table(FLIP, "flip", "fliplr", "flipud"),
    **_table(moved("m|k axes", sizes.rotated, "select"), "rot90"),
    **_table(moved("a|shift axis", shapes.same, "select", makes="array", moves=rolled), "roll"),
    **_table(moved("x|axes", shapes.same, "select"), "fft.fftshift", "fft.ifftshift"),
    **_table(SORT, "sort"),
    **_table(moved("a|kth axis", shapes.along(-1), "select", makes="array"), "partition"),
    **_table(ARGSORT, "argsort"),
    **_table(ARGSORT.but(params="a|kth axis"), "argpartition"),
    **_table(REPEAT, "repeat"),
    **_table(moved("A|reps", joins.tiled, "select", makes="array"), "tile"),
    **_table(Effect("array|pad_width mode", "stack", joins.padded, dtypes.same_dtype), "pad"),
    **_table(TAKE, "take"),
    **_table(moved("arr|obj axis", shapes.fewer, "select", makes="array"), "delete"),
    **_table(Effect("arr|obj values axis", "select", shapes.inserted, dtypes.same_dtype, makes="array"), "insert"),
    **_table(unique, "unique"),
    **_table(moved("m|k", shapes.square, "select"), "tril", "triu"),
    **_table(moved("v|k", sizes.diagonal, "select"), "diag"),
    **_table(parts, "split", "array_split"),
    **_table(Effect("a|", "class-ids", sizes.found, "int64", whole=True, makes="array"), "argwhere"),
    **_table(Effect("a|", "class-ids", shapes.some, "int64", whole=True, makes="array"), "flatnonzero"),
    **_table(chosen, "where"),
    **_table(window_view, "lib.stride_tricks.sliding_window_view"),
    **_table(strided_view, "lib.stride_tricks.as_strided"),
    # Products.
    **_table(DOT, "dot"),
    **_table(MATMUL, "matmul"),
    **_table(Effect("a b", "arithmetic", shapes.inner, dtypes.as_arrays), "inner"),
    **_table(Effect("a b", "arithmetic", shapes.outer, dtypes.as_arrays), "outer"),
    **_table(Effect("a b|axes", "arithmetic", shapes.contracted, dtypes.as_arrays), "tensordot"),
    **_table(Effect("a b", "arithmetic", shapes.crossed), "kron"),
    **_table(Effect("a v|mode", "arithmetic", sizes.convolved, dtypes.as_arrays, moves=around), "convolve"),
    **_table(Effect("a v|mode", "arithmetic", sizes.convolved, dtypes.as_arrays), "correlate"),
    # Look-ups.
    **_table(Effect("x bins|right", "class-ids", shapes.same, "int64", whole=True), "digitize"),
    **_table(Effect("a v|", "class-ids", lambda bound: bound.shape(1), "int64", whole=True, makes="array"),
             "searchsorted"),
    **_table(Effect("ar1 ar2|", "select", shapes.some, makes="array"), "intersect1d", "union1d",
             "setdiff1d"),
    **_table(Effect("element test_elements|", "arithmetic", shapes.same, "bool", 1.0, (0, 1), makes="array"), "isin"),
    **_table(described("a|")(_shape_of), "shape"),
    **_table(Effect("x|weights minlength", "arithmetic", shapes.some), "bincount"),
    **_table(Effect("x xp fp", "arithmetic", shapes.same, "float64"), "interp"),
    **_table(Effect("x y|deg", "arithmetic", sizes.coefficients, "float64"), "polyfit"),
    **_table(Effect("x|n axis", "arithmetic", sizes.transformed), "fft.fft", "fft.ifft"),
    **_table(Effect("x|n axis", "arithmetic", sizes.halved), "fft.rfft"),
    **_table(Effect("x|n axis", "arithmetic", sizes.doubled), "fft.irfft"),
    **_table(unary("arithmetic", dtypes.averaged), "linalg.inv"),
    **dict.fromkeys(functions("numpy"), read),
}  # fmt: skip


METHODS: dict[tuple[str, str], Handler] = {
    ("array", name): FUNCTIONS[f"numpy.{name}"]
    for name in ("sum", "prod", "mean", "std", "var", "max", "min", "any", "all", "argmax", "argmin", "cumsum",
                 "cumprod", "dot", "clip", "round", "ravel", "reshape", "transpose", "swapaxes", "squeeze", "repeat",
                 "argsort")
}  # fmt: skip
METHODS.update(
    {
        ("array", "flatten"): RAVEL,
        ("array", "copy"): moved("a|order", shapes.same, "cast"),
        ("array", "sort"): SORT.but(in_place="always"),
        ("array", "astype"): astype,
        ("array", "tolist"): moved("a|", shapes.listed, "cast").but(dtype=None, listed=True),
        ("array", "take"): TAKE,
        ("array", "diagonal"): moved("a|", _first_diagonal, "select"),
        ("array", "searchsorted"): FUNCTIONS["numpy.searchsorted"],
    }
)
CONSTANTS: dict[str, Abstract] = {
    "numpy.pi": Known(math.pi, "computed"),
    "numpy.e": Known(math.e, "computed"),
}
# Other numbers in the same array, which they give nothing of.
_WRITE = _table(made_up.overwritten, "put", "place", "copyto", "putmask", "add.at", "subtract.at", "multiply.at",
                "maximum.at", "minimum.at")  # fmt: skip
_WRITTEN: dict[tuple[str, str], Handler] = dict.fromkeys(
    (("array", "fill"), ("array", "put")), made_up.overwritten
)
LIBRARY = Library(
    {**FUNCTIONS, **_WRITE},
    {**METHODS, **_WRITTEN},
    constants=CONSTANTS,
    aliases={f"numpy.fft.{name}": f"scipy.fft.{name}" for name in ("fftfreq", "rfftfreq")},
    subscripts={"numpy.c_": _beside("column_stack"), "numpy.r_": _beside("concatenate")},
)
