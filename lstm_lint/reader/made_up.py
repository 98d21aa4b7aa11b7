"""Made-up data: zeros, random numbers, `np.arange`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.contents import constant, integer
from lstm_lint.reader.values import Abstract, Data, Items, Module
from lstm_lint.script import Dim, Known, Shape, Step

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk


def random(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract | None:
    """A function of `numpy.random`, or a method of one of its generators; None where it makes no array."""
    step = Step("synthetic", name, walk.places.of(node))
    if name in ("RandomState", "default_rng"):
        return Module("numpy.random")  # it has the same functions
    if name in ("rand", "randn"):
        return Data((step,), tuple(dim(given.value) for given in args.positional), True, 1.0)
    if name in ("random", "random_sample", "sample", "standard_normal"):
        return Data((step,), shape_argument(args.at(0, "size")), True, 1.0)
    if name in ("uniform", "normal"):
        bounds = [
            args.at(0, "low" if name == "uniform" else "loc"),
            args.at(1, "high" if name == "uniform" else "scale"),
        ]
        return Data((step,), shape_argument(args.at(2, "size")), True, _largest(bounds))
    if name in ("randint", "integers"):
        high = args.at(1, "high") or args.at(0, "low")
        top = integer(high) if high is not None else None
        size = shape_argument(args.at(2, "size"))
        return Data((step,), size, True, float(top - 1) if top is not None else None, True)
    owner = args.positional[0].value if args.positional else None
    if isinstance(owner, Data) and name in ("shuffle", "permutation"):
        mixed = Step("shuffle", name, step.place)
        if name == "permutation":
            return owner.then(mixed, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer)
        owner.steps = (*owner.steps, mixed)
        return Known(None)
    return None


def _largest(bounds: list[Abstract | None]) -> float | None:
    """Of a distribution with these parameters; 1 where none is given."""
    if all(bound is None for bound in bounds):
        return 1.0
    known = [
        bound.value for bound in bounds if isinstance(bound, Known) and isinstance(bound.value, (int, float))
    ]
    return float(max(map(abs, known))) if len(known) == 2 else None


def filled(walk: Walk, node: cst.Call, name: str, args: Args) -> Data:
    """`np.zeros(shape)`, `np.zeros_like(x)`."""
    place = walk.places.of(node)
    magnitude = {"zeros": 0.0, "ones": 1.0}.get(name.removesuffix("_like"))
    if name.endswith("_like"):
        like = args.at(0, "a")
        return Data(
            (Step("synthetic", name, place),), like.shape if isinstance(like, Data) else None, True, magnitude
        )
    shape = shape_argument(args.at(0, "shape"))
    detail = _constant_runs(name, shape, args)
    return Data((Step("synthetic", name, place, detail),), shape, name != "full", magnitude)


def dim(value: Abstract) -> Dim:
    """A size that the program gives."""
    number = integer(value)
    return number if number is not None else "?"


def shape_argument(value: Abstract | None) -> Shape | None:
    """A shape that the program gives, `(n, 10)` or `n`."""
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(dim(item) for item in value.items)
    if value is not None and integer(value) is not None:
        return (integer(value),)
    return None


def counted(walk: Walk, node: cst.Call, name: str, args: Args) -> Data:
    """`np.arange` and `np.linspace`."""
    step = Step("literal", name, walk.places.of(node))
    try:
        numbers = [float(constant(value)) for value in args.values()[:3]]  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError):
        return Data((step,), ("?",))
    if name == "linspace":
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
