"""Effects on arrays that several tables have in common, and what a table cannot say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import add, mul
from typing import Literal

from lstm_lint.ir.records import replace
from lstm_lint.keras_api.dims import NotDeterminable, give_up
from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.record import is_predicted
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Given, Items, Module
from lstm_lint.reader.libraries.data.conversion import as_data, merged, same_data
from lstm_lint.reader.libraries.data.ends import short_windows
from lstm_lint.reader.libraries.data.gaps import left_by
from lstm_lint.reader.libraries.data.history import note_division
from lstm_lint.reader.libraries.data.missing import is_nan
from lstm_lint.reader.libraries.data.moved import differences
from lstm_lint.reader.libraries.data.odd import with_odd
from lstm_lint.reader.libraries.data.runs import repeated_runs, scaled_runs
from lstm_lint.reader.libraries.effects import CANNOT_SAY, Bound, Effect, Rule, described
from lstm_lint.reader.libraries.rules import dtypes, joins, shapes, sizes, values
from lstm_lint.script import (
    ByZero,
    Cast,
    Centered,
    Compared,
    Division,
    Gaps,
    Known,
    Largest,
    Part,
    Recut,
    Reshaped,
    Restored,
    Rounded,
    Runs,
    Scrambled,
    Shape,
    Side,
    Step,
    Unknown,
)


def _gaps(bound: Bound) -> Gaps | None:
    """Of arithmetic: NaN that come in with the other side."""
    found: str | None = None
    first, others = bound.operands[0], bound.operands[1:]
    for other in others:
        if first.data is not None and other.data is not None:
            left = left_by(other.data.steps)
            if left and left_by(first.data.steps) is None:
                found = left
    return Gaps(found) if found else None


def _labelled(how: Callable[[float, float], float]) -> Rule[Gaps | Runs | None]:
    """`np.ones(500) * 2`: labels of one class, of another number."""

    def runs(bound: Bound) -> Gaps | Runs | None:
        first, other = bound.operands
        labels, number = (first, other) if first.data is not None else (other, first)
        found = scaled_runs(labels.data, number.value, how) if labels.data is not None else None
        return found or _gaps(bound)

    return runs


def _scaling(bound: Bound) -> Division | Gaps | ByZero | None:
    """Of a division: what a statistic divides is scaled by what was learned there."""
    gaps, other = _gaps(bound), bound.operands[1].value
    if isinstance(other, Known) and type(other.value) in (int, float) and other.value == 0:
        return ByZero() if set(bound.call.args.keywords) <= {"x1", "x2"} else None
    if isinstance(other, Statistic) and other.node is not None:
        note_division(bound.it, other)
        first = bound.operands[0].data
        single = first is not None and first.shape is not None and len(first.shape) == 1
        by_column = single or (first is not None and first.kind == "frame") or len(other.shape or ()) == 1
        return Division(
            bound.it.place(other.node),
            gaps.nan if gaps is not None else None,
            other.what,
            by_column,
            Data(other.of).series(),
        )
    return gaps


_MIDDLES = ("mean", "nanmean", "average", "median", "nanmedian")


def _difference(bound: Bound) -> Centered | Gaps | None:
    """Of a subtraction: what a mean of all rows is taken from goes below 0."""
    gaps, (first, other) = _gaps(bound), bound.operands
    middle = other.value
    if not isinstance(middle, Statistic) or middle.what not in _MIDDLES or first.data is None:
        return gaps
    same_source = middle.of[:1] == first.data.steps[:1]
    return Centered(gaps.nan if gaps is not None else None, by=middle.what) if same_source else gaps


def _compared(bound: Bound) -> None:
    first, second = bound.operands
    known = second.value if second.data is None else None
    number = known.value if isinstance(known, Known) and isinstance(known.value, (int, float)) else None
    bound.it.record.compare(
        bound.call.node,
        bound.call.name,
        first.data,
        second.data,
        number=None if number is None else float(number),
    )


def _put_back(bound: Bound) -> None:
    """Write down that a prediction is multiplied by a statistic, or that one is added to it."""
    first, second = bound.operands
    predicted, other = (first.data, second.value) if first.data is not None else (second.data, first.value)
    if predicted is None or not isinstance(other, Statistic) or not is_predicted(predicted):
        return
    how: Literal["*", "+"] = "*" if bound.call.name in _TIMES else "+"
    found = Restored(
        bound.call.place, how, other.what, other.shape == (), Data(other.of).series(), predicted.series()
    )
    bound.it.record.restored.append(found)


_TIMES = frozenset({"*", "mul", "rmul", "multiply"})


def _chosen(bound: Bound) -> None:
    """`np.argmax(predicted, axis=-1)`: over how many values."""
    array = bound.operands[0].data
    if array is None or not is_predicted(array) or bound.call.name != "argmax":
        return
    size: int | None = None
    if array.shape is not None and "axis" not in bound.arguments:  # that of TensorFlow takes axis 0 then
        size = 1 if {*array.shape} == {1} else None
    elif array.shape is not None:
        try:
            along = array.shape[bound.axis(len(array.shape))]
            size = along if isinstance(along, int) else None
        except CANNOT_SAY:
            size = None
    found = Largest(bound.call.place, size, array.series(), _over_rows(bound, array))
    bound.it.record.largest.append(found)


def _over_rows(bound: Bound, array: Data) -> Literal["", "axis 0", "all"]:
    """How the largest is looked for among rows of several classes, of which each has its own."""
    if array.shape is None or len(array.shape) != 2 or array.shape[0] == 1 or array.most == 1:
        return ""
    classes = array.shape[1] if isinstance(array.shape[1], int) else None
    if "axis" not in bound.arguments:
        return "all" if classes is not None and classes > 1 else ""
    return "axis 0" if classes != 1 and integer(bound.arguments["axis"]) == 0 else ""


_PREVAILS = 2  # times as large as the other summand


def _number(bound: Bound) -> tuple[float, float]:
    """The magnitude of the array and the number beside it."""
    array = next((one.data for one in bound.operands if one.data is not None), None)
    number = next((one.value for one in bound.operands if one.data is None), None)
    known = isinstance(number, Known) and isinstance(number.value, (int, float))
    if array is None or array.magnitude is None or not known or not isinstance(number, Known):
        give_up("not known")
    return array.magnitude, abs(float(number.value))  # type: ignore[arg-type]


def _sum(bound: Bound) -> float:
    both = [one.data for one in bound.operands if one.data is not None]
    if len(both) == 2:
        less, more = sorted(
            one.magnitude if one.magnitude is not None else give_up("not known") for one in both
        )
        # Two waves may cancel out; a wave of 9,000 beside noise of 600 does reach about 9,600.
        return less + more if more >= _PREVAILS * less else give_up("either may be the larger one")
    magnitude, number = _number(bound)
    if _takes_away(bound) and max(magnitude, number) < _PREVAILS * min(magnitude, number):
        give_up("what is left may be small")  # `(values - 4000) / 300`
    return magnitude + number


def _takes_away(bound: Bound) -> bool:
    """Whether a number is subtracted, or a negative one added."""
    number = next((one.value.value for one in bound.operands if isinstance(one.value, Known)), 0)
    negative = isinstance(number, (int, float)) and number < 0
    return negative != (bound.call.name in _SUBTRACTS)


_SUBTRACTS = frozenset({"-", "sub", "rsub", "subtract"})


def _product(bound: Bound) -> float:
    magnitude, number = _number(bound)
    return magnitude * number


def _quotient(bound: Bound) -> float:
    magnitude, number = _number(bound)
    return magnitude / number if number and bound.operands[0].data is not None else give_up("not known")


@described("condition x y")
def chosen(it: Interpreter, call: Call) -> Abstract | None:
    """`np.where(condition, x, y)`; of a condition alone it gives row numbers."""
    options = [given.value for given in call.args.positional[1:3]]
    read = [part for part in (as_data(it, value, call.node) for value in options) if part is not None]
    if len(options) == 2 and not read:
        return _of_condition(it, call, options)
    if len(options) < 2 or not read:
        return None
    found = _WHERE(it, call)
    if not isinstance(found, Data):
        return found
    whole = merged(it, read, call.node) if len(read) > 1 else read[0]
    steps = whole.steps[:-1] if len(read) > 1 else whole.steps
    plain = [value for value in options if isinstance(value, Known) and isinstance(value.value, (int, float))]
    gaps = Gaps("np.where", between=True) if any(map(is_nan, options)) and len(read) == 1 else None
    found.steps = (*steps, Step("arithmetic", "where", call.place, gaps))
    found.certain = whole.certain and (len(read) + len(plain) == 2 or gaps is not None)
    found.text = whole.text
    return found


def _of_condition(it: Interpreter, call: Call, options: list[Abstract]) -> Data | None:
    """`np.where(condition, 1, 0)`: two numbers, by what holds in each row."""
    condition = as_data(it, call.args.positional[0].value, call.node)
    numbers = [one.value for one in options if isinstance(one, Known) and isinstance(one.value, (int, float))]
    if condition is None or len(numbers) < 2:
        return None
    return condition.then(
        Step("arithmetic", "where", call.place), shape=condition.shape, columns={}, certain=condition.sure,
        magnitude=float(max(map(abs, numbers))), integer=all(isinstance(one, int) for one in numbers),
        kind="array", text=False,
    )  # fmt: skip


@described("ary|indices_or_sections axis")
def parts(it: Interpreter, call: Call) -> Abstract | None:
    """`np.split(x, n)`: a list of parts."""
    part = _PART(it, call)
    sections = call.args.at(1, "indices_or_sections") or Unknown("not given")
    count = integer(sections)
    if isinstance(sections, Items) and not sections.open and not sections.spoiled:
        count = len(sections.items) + 1
    if not isinstance(part, Data):
        return part
    if count is None:
        return Items([part], True, True, it.control.depth)
    if isinstance(sections, Items) and count in (2, 3) and isinstance(part, Data):
        sides: list[Part] = ["train", "test", "test"]  # at row numbers of the program
        return Items([_side(part, side) for side in sides[:count]], True, False, it.control.depth)
    return Items([part.copy() for _ in range(count)], True, False, it.control.depth) if count < 100 else part


def _side(part: Data, side: Part) -> Data:
    found = part.copy()
    found.steps = (*part.steps[:-1], replace(part.steps[-1], kind="split", detail=Side(side)))
    return found


def _note_ragged(it: Interpreter, call: Call) -> None:
    """Write down lists that are not equally long: no array can be made of them."""
    rows = call.args.values()[0]
    if it.control.guards or not isinstance(rows, Items):
        return
    short, loop = short_windows(rows)
    if short:
        it.record.refuse(loop or call.node, "short-windows", str(short))
        return
    if _axes(rows, {}) is None:
        return _note_lengths(it, call, rows)
    level, numbers = [rows], False
    while level and not numbers:  # from the outside in
        inner = {id(one): one for row in level for one in row.items[:_MOST_ROWS] if isinstance(one, Items)}
        level = list(inner.values())
        lengths = {len(row.items) for row in level}
        numbers = not any(isinstance(one, Items) for row in level for one in row.items[:1])
        if len(lengths) > 1:
            what = "numbers" if numbers else "lists"
            it.record.refuse(call.node, "ragged", *map(str, sorted(lengths)[:2]), what)
            return


def _note_lengths(it: Interpreter, call: Call, rows: Items) -> None:
    """The same of lists of whatever: only the first two axes are looked at."""
    lists = [one for one in rows.items[:_MOST_ROWS] if isinstance(one, Items)]
    if rows.open or rows.spoiled or len(lists) < len(rows.items[:_MOST_ROWS]):
        return
    lengths = {len(one.items) for one in lists if not (one.open or one.spoiled or one.unordered)}
    if len(lengths) > 1:
        it.record.refuse(call.node, "ragged", *map(str, sorted(lengths)[:2]), "entries")


def _axes(value: Abstract, known: dict[int, int | None], depth: int = 4) -> int | None:
    """How many axes lists of lists of numbers have that are written out; None for anything else.

    `known`: of the lists that were looked at, which may be in one another many times.
    """
    if isinstance(value, Known):
        return 0 if isinstance(value.value, (int, float)) else None
    if not isinstance(value, Items) or value.open or value.spoiled or not value.items or not depth:
        return None
    if id(value) not in known:
        known[id(value)] = None  # for one that holds itself
        inner = {_axes(one, known, depth - 1) for one in value.items[:_MOST_ROWS]}
        only = inner.pop() if len(inner) == 1 else None
        known[id(value)] = only + 1 if only is not None else None
    return known[id(value)]


def _makes_numbers(call: Call) -> bool:
    """Whether it is not told to make an array of objects."""
    dtype = call.args.at(1, "dtype")
    plain = isinstance(dtype, Known) and isinstance(dtype.value, str) and dtype.value not in ("object", "O")
    return call.args.complete and bool(call.args.positional) and (len(call.args.values()) == 1 or plain)


@described("object|dtype")
def converted(it: Interpreter, call: Call) -> Abstract | None:
    """`np.array(x, dtype)`, `np.float32(x)`."""
    if call.name in ("array", "asarray") and _makes_numbers(call):
        _note_ragged(it, call)
    found = same_data(it, call)
    if isinstance(found, Data) and short_windows(call.args.values()[0])[0]:
        found.shape, found.certain = None, False
    stated = call.args.at(1, "dtype") or (Module(call.path) if call.name.startswith("float") else None)
    if not isinstance(found, Data):
        return found if stated is None or type(found) is not Known else None
    found.kind = "array" if found.kind == "column" else found.kind
    found.labels = None
    if stated is not None and stated != Known(None):
        try:
            found.dtype = dtypes.as_dtype(stated)
        except NotDeterminable:
            found.dtype = None
        found.text = found.text and found.dtype == "object"
    elif call.name in ("array", "asarray") and isinstance(frame := call.args.values()[0], Data):
        found = with_odd(frame, found)
    of_one = call.name.startswith("float") and found.shape is not None and {*found.shape} == {1}
    if "ndmin" in call.args.keywords or of_one:  # numpy before 2 makes a number of one number
        found.shape = None
    return found


def joined(it: Interpreter, call: Call) -> Abstract:
    """`pd.concat([a, b])`, `tf.concat([a, b], 0)`."""
    return CONCATENATE(it, call) or Unknown("joined data")


@described("a|axis")
def expanded(it: Interpreter, call: Call) -> Abstract | None:
    """`expand_dims(x, axis)`, also that of TensorFlow and Keras."""
    found = EXPAND(it, call)
    if isinstance(found, Data) and call.args.at(1, "axis") == Known(0):
        found.most = 1
    return found


_VIEW = "sliding_window_view"
_MOST_ROWS = 1000  # of a list that is written out


def _reshaped(bound: Bound) -> Reshaped:
    """What the shape was, and whether the axes of windows are mixed up.

    `sliding_window_view(x, steps, axis=0)` puts the steps last; a reshape to (n, steps, features) mixes them up.
    Another array is mixed up as well where its two axes are exchanged.
    """
    moves = [step.what for step in bound.data().steps if step.kind in ("window", "reshape")]
    before, after = bound.shape(), shapes.reshaped(bound)
    if bound.call.args.at(None, "order") not in (None, Known("C")):
        return Reshaped(before)
    if _is_recut(bound.data().steps[-1:], before, after):
        return Recut(before, before[0])  # type: ignore[arg-type]
    whole = [step.kind for step in bound.data().steps if step.kind in ("window", "reshape", "unknown")][-1:]
    if (moves[-1:] != [_VIEW] and whole not in ([], ["window"])) or len(before) != 3 or len(after) != 3:
        return Reshaped(before)  # an array that was reshaped before may be put right again
    features, steps = before[1:]
    if not isinstance(features, int) or not isinstance(steps, int) or (steps, features) != after[1:]:
        return Reshaped(before)
    mixed = features > 1 and steps > 1 and features != steps
    if mixed:
        bound.it.record.slip(bound.call.node, "axes-exchanged", str(features), str(steps))
    return Scrambled(before, features, steps) if mixed else Reshaped(before)


def _is_recut(last: Sequence[Step], before: Shape, after: Shape) -> bool:
    """Whether arrays that were just stacked, (arrays, n), are cut again as if they were columns: (n, arrays)."""
    count = before[0] if len(before) > 1 else None
    stacked = bool(last) and last[0].kind == "stack" and last[0].what in ("concatenate", "stack", "vstack")
    if not stacked or not isinstance(count, int) or count < 2 or len(after) < 2:
        return False
    return bool(after[-1] == count and after[0] != count and before[-1] != count)


def _runs(bound: Bound) -> Runs | None:
    """Labels that are repeated are runs of one label."""
    return repeated_runs(bound.data(), bound.arguments.get("repeats"))


def unary(step: str, dtype: object, **more: object) -> Effect:
    return Effect("x", step, shapes.same, dtype, **more)  # type: ignore[arg-type]


def binary(dtype: object, **more: object) -> Effect:
    return Effect("x1 x2", "arithmetic", shapes.broadcast, dtype, detail=_gaps, **more)  # type: ignore[arg-type]


def reduction(dtype: object, **more: object) -> Effect:
    params = "a|axis dtype out keepdims"
    return Effect(params, "arithmetic", shapes.reduced, dtype, sums_up=True, **more)  # type: ignore[arg-type]


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _with_a_number(bound: Bound) -> Compared | None:
    """`x < 0.05`, and `0.05 > x`, which says the same."""
    first, second = (operand.value for operand in bound.operands)
    by = bound.call.name
    if isinstance(first, Known):
        first, second, by = second, first, _MIRRORED.get(by, by)
    number = second.value if isinstance(second, Known) and isinstance(first, Data) else None
    return Compared(by, float(number)) if isinstance(number, (int, float)) else None


TRIG = unary("arithmetic", dtypes.floating, magnitude=1.0, range=(-1.0, 1.0))
_NONE = Known(None)
ADD = binary(dtypes.promoted, magnitude=_sum, what="add").but(detail=_labelled(add), notes=_put_back)
SUBTRACT = binary(dtypes.numeric, magnitude=_sum, what="subtract", notes=_compared).but(detail=_difference)
MULTIPLY = binary(dtypes.promoted, magnitude=_product, what="multiply").but(
    detail=_labelled(mul), notes=_put_back
)
DIVIDE = Effect(
    "x1 x2", "scale", shapes.broadcast, dtypes.divided, _quotient, detail=_scaling, what="division"
)
POWER = binary(dtypes.numeric, what="power")
MOD = binary(dtypes.numeric, what="mod")
FLOOR_DIVIDE = binary(dtypes.numeric, what="floordivide")
NEGATIVE = Effect("x", "arithmetic", shapes.same, dtypes.numeric, values.same_magnitude, what="multiply")
MATMUL = Effect("x1 x2", "arithmetic", shapes.matmul, dtypes.promoted, what="matmul")
DOT = Effect("a b", "arithmetic", shapes.dotted, dtypes.as_arrays, what="dot")
COMPARE = Effect(
    "x1 x2", "arithmetic", shapes.broadcast, "bool", 1.0, (0, 1), what="comparison", notes=_compared,
    detail=_with_a_number,
)  # fmt: skip
LOGICAL = Effect("x1 x2", "arithmetic", shapes.broadcast, "bool", 1.0, (0, 1))
BITWISE = binary(dtypes.promoted)
INVERT = Effect("x", "arithmetic", shapes.same, dtypes.same_dtype, what="invert")
EXPAND = Effect("a|axis", "reshape", shapes.expanded, dtypes.same_dtype, values.same_magnitude, values.same_range,
                values.still_whole, makes="array")  # fmt: skip
RESHAPE = Effect("a|*shape", "reshape", shapes.reshaped, dtypes.same_dtype, values.same_magnitude, values.same_range,
                 values.still_whole, makes="array")  # fmt: skip
CONCATENATE = Effect(
    "arrays[]|axis", None, joins.concatenated, dtypes.joined_dtype, values.largest, makes="array",
    across=joins.across,
)  # fmt: skip
APPEND = Effect(
    "arr values|axis", None, joins.appended, dtypes.as_arrays, values.largest, makes="array", joins=True
)
_WHERE = Effect("condition x y", "arithmetic", shapes.broadcast, makes="array")
_PART = Effect(
    "ary|indices_or_sections axis", "select", joins.split, dtypes.same_dtype, values.same_magnitude,
    values.same_range, values.still_whole, makes="array",
)  # fmt: skip


def rounded_to(bound: Bound) -> Rounded | None:
    """To how many decimals, where these are no whole numbers, or may be none."""
    given = bound.arguments.get("decimals", Known(0))
    decimals = given.value if isinstance(given, Known) and isinstance(given.value, int) else None
    return Rounded(decimals) if decimals is None or decimals > 0 else None


def moved(params: str, shape: object, step: str = "reshape", **more: object) -> Effect:
    """The same values in another place."""
    return Effect(
        params, step, shape, dtypes.same_dtype, values.same_magnitude, values.same_range, values.still_whole,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


RESHAPED = moved("a|*shape", shapes.reshaped, makes="array", detail=_reshaped)
RAVEL = moved("a|order", shapes.flat, makes="array")
TRANSPOSE = moved("a|*axes", shapes.transposed)
SQUEEZE = moved("a|axis", shapes.squeezed)
SWAPAXES = moved("a|axis1 axis2", shapes.swapped)
REPEAT = moved("a|repeats axis", joins.repeated, "select", detail=_runs, makes="array")
SORT = moved("a|axis", shapes.along(-1), "select", makes="array")
FLIP = moved("m|axis", shapes.same, "select")
ROUND = moved("a|decimals out", shapes.same, "cast", detail=rounded_to).but(dtype=dtypes.numeric)
CLIP = Effect("a a_min a_max|out", "arithmetic", shapes.broadcast, dtypes.numeric)
SUM = reduction(dtypes.stated_dtype(dtypes.summed))
MEAN = reduction(dtypes.stated_dtype(dtypes.averaged))
SPREAD = Effect("a|axis dtype out ddof keepdims", "arithmetic", shapes.reduced, dtypes.stated_dtype(dtypes.averaged),
                sums_up=True)  # fmt: skip
EXTREME = Effect("a|axis out keepdims", "arithmetic", shapes.reduced, dtypes.same_dtype, values.same_magnitude,
                 values.same_range, sums_up=True)  # fmt: skip
MEDIAN = Effect(
    "a|axis out overwrite_input keepdims", "arithmetic", shapes.reduced, dtypes.averaged, sums_up=True
)
QUANTILE = Effect("a|q axis out overwrite_input method keepdims", "arithmetic", sizes.ranked, sums_up=True)
ANY = Effect("a|axis out keepdims", "arithmetic", shapes.reduced, "bool", 1.0, (0, 1), sums_up=True)
LARGEST = Effect("a|axis out keepdims", "class-ids", shapes.reduced, "int64", whole=True, makes="array",
                 notes=_chosen)  # fmt: skip
CUMULATED = Effect(
    "a|axis dtype out",
    "arithmetic",
    shapes.accumulated,
    dtypes.stated_dtype(dtypes.summed),
    values.of_walk,
)
DIFF = Effect(
    "a|n axis prepend append", "scale", shapes.shortened, dtypes.numeric, makes="array", moves=differences
)
ARGSORT = Effect("a|axis", "select", shapes.along(-1), "int64", whole=True, makes="array")
TAKE = moved("a|indices axis", shapes.taken, "select", makes="array")


def pile(shape: object) -> Effect:
    return CONCATENATE.but(shape=shape)


@described("f|axis")
def gradient(it: Interpreter, call: Call) -> Abstract | None:
    """`np.gradient(f)`: of more than one axis it is one array for each."""
    found = _GRADIENT(it, call)
    rank = len(found.shape) if isinstance(found, Data) and found.shape is not None else 1
    if (
        rank == 1
        or call.args.keywords.get("axis", Given(_NONE)).value != _NONE
        or not isinstance(found, Data)
    ):
        return found
    return Items([found.copy() for _ in range(rank)], False)


@described("ar|return_index return_inverse return_counts")
def unique(it: Interpreter, call: Call) -> Abstract | None:
    """`np.unique(x)`; with `return_counts=True` and its kin a tuple."""
    found = _UNIQUE(it, call)
    flags = ("return_index", "return_inverse", "return_counts")
    given = [call.args.at(at, flag) for at, flag in enumerate(flags, 1)]
    more = [flag for flag in given if flag is not None and flag != Known(False)]
    if not isinstance(found, Data) or not more:
        return found
    if any(flag != Known(True) for flag in more):
        return None
    counts = Data(found.steps, ("?",), found.certain, integer=True, dtype="int64")
    return Items([found, *(counts.copy() for _ in more)], False)


_GRADIENT = Effect("f|axis", "arithmetic", shapes.along_one)
_UNIQUE = moved(
    "ar|return_index return_inverse return_counts axis", shapes.some_along, "select", makes="array"
)


@described("a|dtype")
def astype(it: Interpreter, call: Call) -> Abstract | None:
    """`x.astype("float32")`."""
    found = _ASTYPE(it, call)
    cast = found.steps[-1].detail if isinstance(found, Data) else None
    if isinstance(found, Data):
        found.text = isinstance(cast, Cast) and cast.dtype in ("str", "string")
    return found


def _named(bound: Bound) -> Cast | None:
    """The dtype as the program names it."""
    dtype = bound.arguments.get("dtype")
    named = dtype.value if isinstance(dtype, Known) else getattr(dtype, "path", None)
    return Cast(named.rpartition(".")[2]) if isinstance(named, str) else None


_ASTYPE = moved("a|dtype order casting subok copy", shapes.same, "cast", detail=_named).but(
    dtype=dtypes.stated_dtype(), range=None
)
OPERATORS: dict[str, Handler] = {
    "+": ADD, "-": SUBTRACT, "*": MULTIPLY, "/": DIVIDE, "**": POWER, "%": MOD, "//": FLOOR_DIVIDE, "@": MATMUL,
    "neg": NEGATIVE, "pos": NEGATIVE, "~": INVERT, "&": BITWISE, "|": BITWISE, "^": BITWISE,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), COMPARE),
}  # fmt: skip
