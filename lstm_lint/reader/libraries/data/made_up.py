"""Made-up data: zeros, random numbers, `np.arange`."""

from __future__ import annotations

import math

from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Module
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.reader.libraries.effects import Bound, Effect, described
from lstm_lint.reader.libraries.rules import dtypes, shapes, sizes, values
from lstm_lint.script import Known, Runs, Selected, Step, Weighted


def _generator(it: Interpreter, call: Call) -> Abstract:
    """`RandomState(seed)`, `default_rng(seed)`: it has the functions of the module as methods."""
    return Module("numpy.random")


def _mixed(it: Interpreter, call: Call) -> Abstract | None:
    """`permutation(x)`: the rows in another order, or the first n numbers in any."""
    owner = call.args.positional[0].value if call.args.positional else None
    if not isinstance(owner, Data):
        numbers = _NUMBERS(it, call)
        if isinstance(numbers, Data) and not isinstance(owner, (Known, Linear)):
            numbers.shape = numbers.dtype = numbers.integer = None  # it may be an array
        return numbers
    step = Step("shuffle", call.name, call.place)
    found = owner.then(step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer)
    found.dtype, found.range = owner.dtype, owner.range
    return found


ENOUGH = 16  # rows for each thing that is drawn: of k the chance that one is missing is below k * exp(-16)


@described("|a size replace")
def _chosen(it: Interpreter, call: Call) -> Abstract | None:
    """`choice(n, size, replace, p)`: of the first n numbers, of a list of texts or of one of numbers."""
    of = call.args.at(0, "a")
    if isinstance(of, (Items, Data)) and call.args.at(3, "p") in (None, Known(None)):
        return _chosen_of(it, call, of)
    if isinstance(of, (Items, Data)):
        return _chosen_by_weight(it, call, of)
    whole = isinstance(of, Linear) or (isinstance(of, Number) and not of.fraction)
    whole = whole or (isinstance(of, Known) and type(of.value) is int)
    return _INDICES(it, call) if whole else None


def _chosen_of(it: Interpreter, call: Call, of: Items | Data, least: float | None = None) -> Abstract | None:
    """Drawn from a list or array of one axis: values that it holds, all of them where enough are drawn."""
    listed, drawn = as_data(it, of, call.node), _INDICES(it, call)
    if listed is None or not isinstance(drawn, Data) or not listed.sure or listed.kind != "array":
        return None
    if listed.shape is None or len(listed.shape) != 1 or (isinstance(of, Items) and (of.open or of.spoiled)):
        return None
    found = Data(drawn.steps, drawn.shape, drawn.certain and not listed.text, dtype=None)
    if listed.text:
        sizes = [size if isinstance(size, int) else 1 for size in drawn.shape or ()]
        share = least if least is not None else 1 / max(1, len(listed.words or ()))
        enough = bool(sizes) and math.prod(sizes) * share >= ENOUGH
        found.words = listed.words if enough and drawn.certain else None
        found.text, found.certain = found.words is not None, found.words is not None
        return found if found.words is not None else None
    found.magnitude, found.integer, found.dtype = listed.magnitude, listed.integer, listed.dtype
    return found


def _chosen_by_weight(it: Interpreter, call: Call, of: Items | Data) -> Abstract | None:
    """The same where the program says how often each of them is drawn."""
    weights = call.args.at(3, "p")
    shares = (
        [item.value for item in weights.items if isinstance(item, Known)]
        if isinstance(weights, Items)
        else []
    )
    numbers = [share for share in shares if isinstance(share, (int, float)) and share > 0]
    whole = isinstance(weights, Items) and not weights.open and not weights.spoiled
    if not whole or not numbers or not isinstance(weights, Items) or len(numbers) != len(weights.items):
        return None
    return _chosen_of(it, call, of, float(min(numbers)))


def mixed_in_place(it: Interpreter, call: Call) -> Abstract | None:
    """`shuffle(x)`, also of a list of arrays or of pairs of them, as a loop appended them."""
    owner = call.args.positional[0].value if call.args.positional else None
    step = Step("shuffle", call.name, call.place)
    if isinstance(owner, Items) and owner.open and not owner.spoiled and len(owner.items) == 1:
        owner.items[:] = [_with(owner.items[0], step)]
        return Known(None)
    if not isinstance(owner, Data):
        return None
    owner.steps = (*owner.steps, step)
    return Known(None)


@described("a|ind v")
def overwritten(it: Interpreter, call: Call) -> Abstract | None:
    """`np.put(x, places, values)`, `x.fill(2)`: other numbers in the same array."""
    owner = call.owner if call.owner is not None else call.args.at(0, "a")
    if not isinstance(owner, Data):
        return None
    owner.steps = (*owner.steps, Step("synthetic", "assignment", call.place, Selected(picked=True)))
    owner.magnitude = owner.integer = owner.range = owner.measured = None
    return Known(None)


def _with(value: Abstract, step: Step) -> Abstract:
    """A value whose arrays have one more step behind them; what the program holds of it elsewhere stays as it was."""
    if isinstance(value, Data):
        found = value.copy()
        found.steps = (*value.steps, step)
        return found
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return Items([_with(item, step) for item in value.items], value.mutable, depth=value.depth)
    return value


def _constant_runs(bound: Bound) -> Runs | None:
    """A vector of one number, as labels of one class are: `np.zeros(500)`."""
    shape, name = shapes.as_shape(bound.arguments["shape"]), bound.call.name
    value = {"zeros": 0, "ones": 1}.get(name, bound.known("fill_value") if name == "full" else None)
    if not (len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)) or not isinstance(value, (int, float)):
        return None
    return Runs(((float(value), shape[0] if isinstance(shape[0], int) else None),))


def _weights(bound: Bound) -> Weighted | None:
    """How often each is drawn, where the program says so: `choice(3, n, p=[0.9, 0.05, 0.05])`."""
    given = bound.arguments["p"]
    items = given.items if isinstance(given, Items) and not given.open and not given.spoiled else []
    shares = [item.value for item in items if isinstance(item, Known)]
    numbers = [float(share) for share in shares if isinstance(share, (int, float))]
    return Weighted(tuple(numbers)) if numbers and len(numbers) == len(items) else None


def _of_a_coin(bound: Bound) -> Weighted | None:
    """`binomial(1, 0.02, n)`: labels of 0 and 1."""
    share = bound.known("p")
    single = bound.known("n") == 1 and isinstance(share, (int, float)) and 0 <= share <= 1
    return Weighted((1 - share, float(share))) if single else None


def _filled(magnitude: float | None, dtype: object = "float64") -> Effect:
    bounds = (magnitude, magnitude) if magnitude is not None else None
    return Effect(
        "|shape dtype", "synthetic", sizes.stated(), dtypes.stated_dtype(dtype), magnitude, bounds,  # type: ignore[arg-type]
        detail=_constant_runs,
    )  # fmt: skip


def _like(magnitude: float | None) -> Effect:
    """`zeros_like(x)`: nothing of the array but its shape and dtype."""
    bounds = (magnitude, magnitude) if magnitude is not None else None
    dtype = dtypes.stated_dtype(dtypes.same_dtype)
    return Effect("a|dtype", "synthetic", shapes.same, dtype, magnitude, bounds, makes="array", anew=True)


def _drawn(params: str, magnitude: object = None, bounds: object = None, dtype: object = "float64") -> Effect:
    return Effect(f"|{params}", "synthetic", sizes.sized, dtype, magnitude, bounds, dtype == "int64" or None)  # type: ignore[arg-type]


_NUMBERS = Effect("|x", "synthetic", sizes.stated("x"), "int64", whole=True)
_UNIT = _drawn("size", 1.0, (0.0, 1.0))
_INTEGERS = _drawn("low high size dtype", values.up_to, dtype=dtypes.stated_dtype("int64")).but(whole=True)
_INDICES = _drawn("a size replace p", dtype="int64").but(detail=_weights)
_RANDOM: dict[str, Handler] = {
    "RandomState": _generator,
    "default_rng": _generator,
    "Generator": _generator,
    "rand": Effect("|*shape", "synthetic", sizes.listed, "float64", 1.0, (0.0, 1.0)),
    "randn": Effect("|*shape", "synthetic", sizes.listed, "float64", 1.0),
    "random": _UNIT,
    "random_sample": _UNIT,
    "sample": _UNIT,
    "ranf": _UNIT,
    "standard_normal": _drawn("size", 1.0),
    "uniform": _drawn("low high size", values.of_bounds("low", "high")),
    "normal": _drawn("loc scale size", values.of_bounds("loc", "scale")),
    "exponential": _drawn("scale size"),
    "gamma": _drawn("k scale size"),
    "beta": _drawn("a b size", 1.0, (0.0, 1.0)),
    "laplace": _drawn("loc scale size"),
    "lognormal": _drawn("mean sigma size"),
    "poisson": _drawn("lam size", values.of_rate, dtype="int64"),
    "binomial": _drawn("n p size", dtype="int64").but(detail=_of_a_coin),
    "randint": _INTEGERS,
    "integers": _INTEGERS,
    "choice": _chosen,
    "shuffle": mixed_in_place,
    "permutation": _mixed,
}
_COUNTED = Effect("|*stop", "literal", sizes.counted, dtypes.counting, values.of_count)
_SPACED = Effect("|start stop num", "literal", sizes.spaced, "float64", values.of_ends)
FUNCTIONS: dict[str, Handler] = {
    **{f"numpy.random.{name}": handler for name, handler in _RANDOM.items()},
    "numpy.zeros": _filled(0.0),
    "numpy.ones": _filled(1.0),
    "numpy.empty": _filled(None),
    "numpy.full": Effect(
        "|shape fill_value dtype",
        "synthetic",
        sizes.stated(),
        dtypes.stated_dtype(dtypes.filled),
        range=values.of_one_number("fill_value"),
        detail=_constant_runs,
    ),
    "numpy.zeros_like": _like(0.0),
    "numpy.ones_like": _like(1.0),
    "numpy.empty_like": _like(None),
    "numpy.full_like": Effect(
        "a|fill_value dtype",
        "synthetic",
        shapes.same,
        dtypes.stated_dtype(dtypes.same_dtype),
        range=values.of_one_number("fill_value"),
        makes="array",
        anew=True,
    ),
    "numpy.arange": _COUNTED,
    "numpy.linspace": _SPACED,
    "numpy.eye": Effect("|N M", "synthetic", sizes.square("N", "M"), "float64", 1.0, (0.0, 1.0)),
    "numpy.identity": Effect("|n", "synthetic", sizes.square("n"), "float64", 1.0, (0.0, 1.0)),
}
