"""Hyperopt, hyperas and Ray Tune: spaces that are made of draws, and what is run with one of their points.

Bounds follow the documentation of each library. Hyperopt gives the logarithms of the bounds of `loguniform`, and
`randint` of all three leaves out its end.
"""

from __future__ import annotations

import math

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Partial,
    Table,
)
from lstm_lint.reader.libraries.searches import between, draw_name, listed, made, number, of_library, run
from lstm_lint.script import Swept, Unknown


def _title(it: Interpreter, call: Call) -> str:
    """The name of a draw: its label; in a template of hyperas the draw itself, and where it stands."""
    if call.path.startswith("hyperas."):
        return f"{it.text(call.node)} in line {call.place.span.line}"
    return "" if call.path.startswith("ray.") else draw_name(call.args)


def _range(low: int, high: int, step: int | None, *, past: bool = False, exp: bool = False) -> Handler:
    """A draw between the arguments at these places, in steps of the one at another. `past`: the end does not belong
    to it; `exp`: the bounds are logarithms."""

    def draw(it: Interpreter, call: Call) -> Abstract:
        args = [number(given.value) for given in call.args.positional]
        ends = [args[at] if at < len(args) else None for at in (low, high)]
        if past and len(args) <= high:
            ends = [0, args[low] if low < len(args) else None]  # `randint(upper)`
        first, last = ends
        if first is None or last is None or not call.args.complete or call.args.keywords:
            return it.draw(_title(it, call))
        if exp:
            first, last = (math.exp(end) if end < 700 else math.inf for end in (first, last))
        by: float | None = 1.0 if past else None
        if step is not None:
            by = args[step] if step < len(args) else 1.0
        if past:
            last -= 1
            first, last = (round(end / by) * by if by else end for end in (first, last))
        whole = past or (step is not None and by == 1.0)
        if whole and first == int(first) and last == int(last):
            return between(it, _title(it, call), int(first), int(last), 1)
        return between(it, _title(it, call), first, last, by)

    return draw


def _one_of(at: int) -> Handler:
    def draw(it: Interpreter, call: Call) -> Abstract:
        values = call.args.positional[at].value if len(call.args.positional) > at else None
        return listed(it, _title(it, call), values)

    return draw


def _free(it: Interpreter, call: Call) -> Abstract:
    """A normal distribution has no bounds."""
    return it.draw(_title(it, call))


def _distributions(at: int) -> dict[str, Handler]:
    """By name; the numbers begin at this place, the name of the draw is the argument before."""
    low, high, step = at, at + 1, at + 2
    return {
        "choice": _one_of(at),
        "uniform": _range(low, high, None),
        "randint": _range(low, high, None, past=True),
        **dict.fromkeys(("normal", "lognormal", "qnormal", "qlognormal", "pchoice", "randn"), _free),
        "quniform": _range(low, high, step),
    }


_OF_HYPEROPT: dict[str, Handler] = {
    **_distributions(1),
    "uniformint": _range(1, 2, 3),
    "loguniform": _range(1, 2, None, exp=True),
    "qloguniform": _free,
}
_OF_HYPERAS: dict[str, Handler] = {**_distributions(0), "loguniform": _range(0, 1, None, exp=True)}
_OF_RAY: dict[str, Handler] = {
    **_distributions(0),
    "grid_search": _one_of(0),
    "loguniform": _range(0, 1, None),
    "qloguniform": _range(0, 1, None),
    "lograndint": _range(0, 1, None, past=True),
    "qrandint": _range(0, 1, 2),
}


def _minimized(it: Interpreter, call: Call) -> Abstract:
    """`fmin(objective, space, ...)`."""
    function, space = call.args.at(0, "fn"), call.args.at(1, "space")
    if function is not None and space is not None:
        run(it, function, [space], call)
    return Unknown("the best of a search")


def _templates(it: Interpreter, call: Call) -> Abstract:
    """`optim.minimize(model=create_model, data=data, ...)` of hyperas: the model is made with what `data` returns."""
    model, data = call.args.at(0, "model"), call.args.at(1, "data")
    if isinstance(model, Function) and isinstance(data, Function):
        made = it.call(data, Args(), call.node)
        given = made.items if isinstance(made, Items) and not made.open else [made]
        run(it, model, given, call)
    return Unknown("the best of a search")


def named(it: Interpreter, space: Abstract | None) -> Abstract:
    """A space whose draws are called by the keys of its entries."""
    if not isinstance(space, Table):
        return Unknown("a space of a search that is not known")
    entries = dict(space.entries)
    for name, value in entries.items():
        if isinstance(value, Swept) and not value.name:
            bounds = (value.low, value.high) if value.low is not None and value.high is not None else None
            entries[name] = it.draw(str(name), value.drawn, bounds)
    return Table(entries, space.open, it.control.depth)


def _ray_run(it: Interpreter, call: Call) -> Abstract:
    """`tune.run(train, config={...})`."""
    function = call.args.at(0, "run_or_experiment")
    if function is not None:
        run(it, function, [named(it, call.args.at(None, "config"))], call)
    return Unknown("the result of a search")


_RAY_TUNER = of_library("ray.tune.Tuner")


class _RayTuner(Base):
    """`tune.Tuner(train, param_space={...}).fit()`."""

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        function = instance.names.get("trainable")
        if call.name == "fit" and function is not None:
            run(it, function, [named(it, instance.names.get("space"))], call)
        return Unknown("the result of a search")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        return Method(instance, name)


def _ray_tuner(it: Interpreter, call: Call) -> Instance:
    tuner = made(it, _RAY_TUNER)
    for name, found in (
        ("trainable", call.args.at(0, "trainable")),
        ("space", call.args.at(None, "param_space")),
    ):
        if found is not None:
            tuner.names[name] = found
    return tuner


def _with_parameters(it: Interpreter, call: Call) -> Abstract | None:
    """`tune.with_parameters(train, x=x)`: the rest of what the function takes."""
    function = call.args.at(0, "trainable")
    if function is None:
        return None
    keywords = {name: Given(given.value) for name, given in call.args.keywords.items() if name != "trainable"}
    return Partial(function, (), keywords, call.args.complete)


def _with_resources(it: Interpreter, call: Call) -> Abstract | None:
    return call.args.at(0, "trainable")


_DRAWN_FROM: dict[str, Handler] = {
    **{f"hyperopt.hp.{name}": draw for name, draw in _OF_HYPEROPT.items()},
    **{f"hyperas.distributions.{name}": draw for name, draw in _OF_HYPERAS.items()},
    **{f"ray.tune.{name}": draw for name, draw in _OF_RAY.items()},
}
FUNCTIONS: dict[str, Handler] = {
    **_DRAWN_FROM,
    "hyperopt.fmin": _minimized,
    "hyperas.optim.minimize": _templates,
    "ray.tune.run": _ray_run,
    "ray.tune.Tuner": _ray_tuner,
    "ray.tune.with_parameters": _with_parameters,
    "ray.tune.with_resources": _with_resources,
}
LIBRARY = Library(FUNCTIONS, bases={"ray.tune.Tuner": _RayTuner()})
