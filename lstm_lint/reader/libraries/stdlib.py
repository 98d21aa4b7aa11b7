"""The standard library, as far as models depend on it."""

from __future__ import annotations

import math
from itertools import product

from lstm_lint import nodes as cst
from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Number
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant, integer
from lstm_lint.reader.abstract.registry import Call, Handler, Library, Subscript
from lstm_lint.reader.abstract.values import MAX_ITEMS, Abstract, Class, Given, Instance, Items, Partial
from lstm_lint.reader.libraries.data.conversion import read, same_data
from lstm_lint.reader.libraries.data.made_up import mixed_in_place
from lstm_lint.script import Ending, Known, Overridable, Unknown

_MOST_PAIRS = 400
_NAMESPACE = Class(cst.made_up_class("SimpleNamespace"), "SimpleNamespace", {}, ())


def _namespace(it: Interpreter, call: Call) -> Abstract | None:
    """`SimpleNamespace(units=64)`."""
    if call.args.positional or not call.args.complete:
        return None
    attributes = {name: given.value for name, given in call.args.keywords.items()}
    return Instance(_NAMESPACE, Names(attributes), it.control.depth)


def _partial(it: Interpreter, call: Call) -> Abstract | None:
    """`functools.partial(LSTM, 64)`."""
    if not call.args.positional:
        return None
    # What it is given is not written in the call that comes.
    first, *rest = (Given(given.value) for given in call.args.positional)
    keywords = {name: Given(given.value) for name, given in call.args.keywords.items()}
    return Partial(first.value, tuple(rest), keywords, call.args.complete)


def _path(it: Interpreter, call: Call) -> Abstract | None:
    parts = [given.value for given in call.args.positional]
    return _joined_path(parts) if parts else None


def _joined_path(parts: list[Abstract]) -> Abstract:
    """`os.path.join(a, b)`: known where all parts are, else its end where the last part is."""
    try:
        path = "/".join(str(constant(part)).rstrip("/") for part in parts)
        return Known(path, "computed") if len(path) <= MAX_ITEMS else Unknown("a very long path")
    except LookupError:
        last = parts[-1]
    if isinstance(last, Known) and isinstance(last.value, str):
        return Ending("a path", f"/{last.value}")
    if isinstance(last, Overridable) and len(parts) > 1:
        return Overridable(last.reason, f"/{last.text}")
    return last if isinstance(last, (Ending, Overridable)) else Unknown("a path")


def _variable(it: Interpreter, call: Call) -> Abstract | None:
    """`os.environ.get("MODEL", "best.keras")`."""
    default = call.args.at(1, "default")
    text = default.value if isinstance(default, Known) else None
    return Overridable("a variable of the environment", text, stays=True) if isinstance(text, str) else None


def _one_number(it: Interpreter, call: Call) -> Number:
    return Number("a random number")


def _one_fraction(it: Interpreter, call: Call) -> Number:
    return Number("a random number", fraction=True)


def _of_math(it: Interpreter, call: Call) -> Abstract | None:
    """`math.ceil(320 / 32)`; of a number that is not known a number."""
    values = call.args.values()
    if len(values) != 1 or not call.args.complete:
        return None
    only = values[0]
    whole = call.name in ("ceil", "floor")
    if isinstance(only, Known) and isinstance(only.value, (int, float)):
        try:
            return Known(getattr(math, call.name)(only.value), "computed")
        except (ValueError, OverflowError):
            return None
    return (
        Number("a rounded number" if whole else "a root", fraction=not whole)
        if isinstance(only, Number)
        else None
    )


def _environment(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`os.environ["CUDA_VISIBLE_DEVICES"] = "-1"`."""
    key, environment = subscript.parts[0].index, it.record.environment
    if key == Known("CUDA_VISIBLE_DEVICES") and isinstance(value, Known):
        environment.uses_gpu = value.value not in ("-1", "")
    elif key == Known("KERAS_BACKEND"):
        environment.backend = str(value.value) if isinstance(value, Known) else "unknown"


def _product(it: Interpreter, call: Call) -> Abstract | None:
    """`itertools.product(rates, units)`: every pair, where they are few."""
    columns = [it.elements(given.value, _MOST_PAIRS) for given in call.args.positional]
    known = [column for column in columns if column is not None]
    if call.args.keywords or not call.args.complete or len(known) < len(columns):
        return None
    if math.prod(map(len, known)) > _MOST_PAIRS:
        return None
    return Items([Items(list(row), False) for row in product(*known)], False, False, it.control.depth)


def _deque(it: Interpreter, call: Call) -> Abstract | None:
    """`collections.deque(maxlen=60)`: the last 60 of what is appended."""
    limit = call.args.at(1, "maxlen")
    size = integer(limit) if limit is not None else None
    first = call.args.at(0, "iterable")
    empty = first is None or (isinstance(first, Items) and not first.items and not first.open)
    return Items([], True, False, it.control.depth, limit=size) if empty and size else None


FUNCTIONS: dict[str, Handler] = {
    "collections.deque": _deque,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "functools.partial": _partial,
    "os.path.join": _path,
    **dict.fromkeys(("os.environ.get", "os.getenv"), _variable),
    "pathlib.Path": _path,
    "random.shuffle": mixed_in_place,
    **dict.fromkeys(("random.randint", "random.randrange"), _one_number),
    **dict.fromkeys(
        ("random.random", "random.uniform", "random.gauss", "random.normalvariate"), _one_fraction
    ),
    **{f"math.{name}": _of_math for name in ("ceil", "floor", "sqrt")},
    "itertools.product": _product,
    "copy.copy": same_data,
    "copy.deepcopy": same_data,
    **dict.fromkeys(functions("joblib", "pickle", "cPickle", "_pickle", "json"), read),
}
LIBRARY = Library(
    FUNCTIONS, stores={"os.environ": _environment}, constants={"math.pi": Known(math.pi, "computed")}
)
