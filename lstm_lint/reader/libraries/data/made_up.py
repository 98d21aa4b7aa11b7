"""Made-up data: zeros, random numbers, `np.arange`."""

from __future__ import annotations

import math

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant, integer
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Args, Items, Module
from lstm_lint.reader.libraries.data.conversion import dim
from lstm_lint.script import Dim, Known, Shape, Step


def _generator(it: Interpreter, call: Call) -> Abstract:
    """`RandomState(seed)`, `default_rng(seed)`: it has the functions of the module as methods."""
    return Module("numpy.random")


def _unit(it: Interpreter, call: Call) -> Data:
    """`rand(10, 3)`, `randn(10, 3)`."""
    shape = tuple(dim(given.value) for given in call.args.positional)
    return Data((Step("synthetic", call.name, call.place),), shape, True, 1.0)


def _sized(it: Interpreter, call: Call) -> Data:
    """`random((10, 3))`, `standard_normal((10, 3))`."""
    return Data(
        (Step("synthetic", call.name, call.place),), shape_argument(call.args.at(0, "size")), True, 1.0
    )


def _distributed(it: Interpreter, call: Call) -> Data:
    """`uniform(low, high, size)`, `normal(loc, scale, size)`."""
    names = ("low", "high") if call.name == "uniform" else ("loc", "scale")
    bounds = [call.args.at(at, name) for at, name in enumerate(names)]
    shape = shape_argument(call.args.at(2, "size"))
    return Data((Step("synthetic", call.name, call.place),), shape, True, _largest(bounds))


def _integers(it: Interpreter, call: Call) -> Data:
    """`randint(low, high, size)`."""
    high = call.args.at(1, "high") or call.args.at(0, "low")
    top = integer(high) if high is not None else None
    size = shape_argument(call.args.at(2, "size"))
    largest = float(top - 1) if top is not None else None
    return Data((Step("synthetic", call.name, call.place),), size, True, largest, True)


def _mixed(it: Interpreter, call: Call) -> Abstract | None:
    """`shuffle(x)`, `permutation(x)`."""
    owner = call.args.positional[0].value if call.args.positional else None
    if not isinstance(owner, Data):
        return None
    step = Step("shuffle", call.name, call.place)
    if call.name == "permutation":
        return owner.then(step, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer)
    owner.steps = (*owner.steps, step)
    return Known(None)


def _largest(bounds: list[Abstract | None]) -> float | None:
    """Of a distribution with these parameters; 1 where none is given."""
    if all(bound is None for bound in bounds):
        return 1.0
    known = [
        bound.value for bound in bounds if isinstance(bound, Known) and isinstance(bound.value, (int, float))
    ]
    return float(max(map(abs, known))) if len(known) == 2 else None


def filled(it: Interpreter, call: Call) -> Data:
    """`np.zeros(shape)`, `np.zeros_like(x)`."""
    place = call.place
    magnitude = {"zeros": 0.0, "ones": 1.0}.get(call.name.removesuffix("_like"))
    if call.name.endswith("_like"):
        like = call.args.at(0, "a")
        return Data(
            (Step("synthetic", call.name, place),),
            like.shape if isinstance(like, Data) else None,
            True,
            magnitude,
        )
    shape = shape_argument(call.args.at(0, "shape"))
    detail = _constant_runs(call.name, shape, call.args)
    return Data((Step("synthetic", call.name, place, detail),), shape, call.name != "full", magnitude)


def shape_argument(value: Abstract | None) -> Shape | None:
    """A shape that the program gives, `(n, 10)` or `n`."""
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(dim(item) for item in value.items)
    if value is not None and integer(value) is not None:
        return (integer(value),)
    return None


def counted(it: Interpreter, call: Call) -> Data:
    """`np.arange` and `np.linspace`."""
    step = Step("literal", call.name, call.place)
    try:
        numbers = [float(constant(value)) for value in call.args.values()[:3]]  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError):
        return Data((step,), ("?",))
    if call.name == "linspace":
        size: Dim = int(numbers[2]) if len(numbers) > 2 else 50
        return Data((step,), (size,), True, max(map(abs, numbers[:2])) if len(numbers) > 1 else None)
    start, stop = (
        (0.0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1]) if numbers else (0.0, 0.0)
    )
    pace = numbers[2] if len(numbers) > 2 else 1.0
    size = max(0, math.ceil((stop - start) / pace)) if pace else "?"
    return Data((step,), (size,), True, max(abs(start), abs(stop)))


def _constant_runs(name: str, shape: Shape | None, args: Args) -> dict[str, object]:
    """A vector of one number, as labels of one class are: `np.zeros(500)`."""
    value: Abstract | None = {"zeros": Known(0), "ones": Known(1), "full": args.at(1, "fill_value")}.get(name)
    if shape is None or not (len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)):
        return {}
    if not isinstance(value, Known) or not isinstance(value.value, (int, float)):
        return {}
    return {"runs": ((float(value.value), shape[0] if isinstance(shape[0], int) else None),)}


_RANDOM: dict[str, Handler] = {
    "RandomState": _generator,
    "default_rng": _generator,
    "rand": _unit,
    "randn": _unit,
    "random": _sized,
    "random_sample": _sized,
    "sample": _sized,
    "standard_normal": _sized,
    "uniform": _distributed,
    "normal": _distributed,
    "randint": _integers,
    "integers": _integers,
    "shuffle": _mixed,
    "permutation": _mixed,
}
FUNCTIONS: dict[str, Handler] = {
    **{f"numpy.random.{name}": handler for name, handler in _RANDOM.items()},
    **dict.fromkeys(
        ("numpy.zeros", "numpy.ones", "numpy.full", "numpy.empty", "numpy.zeros_like", "numpy.ones_like",
         "numpy.empty_like", "numpy.full_like"),
        filled,
    ),
    "numpy.arange": counted,
    "numpy.linspace": counted,
}  # fmt: skip
