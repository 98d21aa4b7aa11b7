"""Holds the tables of libraries against the libraries: random calls, run for real and read by us.

For each entry an `Arguments` makes random valid calls from the names of its parameters, as text. The text is executed,
and read as a script is. What we say of the result must be what it is, or nothing: never something else. A call that the
library refuses is no case.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.registry import Registry
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.interpreter.machine import Choices, Machine
from lstm_lint.reader.interpreter.python import PYTHON
from lstm_lint.reader.libraries.effects import parameters
from lstm_lint.reader.libraries.registry import REGISTRY
from lstm_lint.reader.tree.modules import Siblings
from lstm_lint.reader.tree.parse import parse_text
from lstm_lint.reader.tree.places import Places
from lstm_lint.reader.tree.syntax import Facts
from lstm_lint.script import Known


@dataclass(frozen=True)
class Entry:
    """Something in a table: `numpy.add`, a method `array.sum`, an operator `array +`."""

    name: str
    params: str
    call: Callable[[Sequence[str], Sequence[str]], str]  # the expression, of arrays and other arguments

    def __str__(self) -> str:
        return self.name


@dataclass
class Tally:
    """How often an entry was called, and how often nothing was known of the result."""

    calls: int = 0
    unknown: list[str] = field(default_factory=list)


class Refused(Exception):
    """The library does not take these arguments."""


def read_names(text: str, registry: Registry = REGISTRY) -> Mapping[str, Abstract]:
    """What the names of a script stand for at its end."""
    tree = parse_text(text)
    assert tree is not None
    places = Places(tree)
    record = Record(parse_target("3"), places.of)
    machine = Machine(
        tree.module, text, PYTHON, registry, record, Choices({}), Facts(), Siblings(None, places)
    )
    machine.run()
    return machine.main.names


def execute(text: str) -> Mapping[str, Any]:
    names: dict[str, Any] = {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            exec(text, names)
        except Exception as error:
            raise Refused from error
    return names


class Arguments:
    """Makes arguments by the names of parameters. A library adds its own."""

    imports = "import numpy as np\n"
    required: frozenset[str] = frozenset()  # parameters that the functions cannot do without

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.shape: tuple[int, ...] = ()

    # Arrays

    def array(self, shape: Sequence[int]) -> str:
        """An expression for an array of that shape."""
        chance, size = self.chance, "(" + "".join(f"{dim}, " for dim in shape) + ")"
        kind = chance.choice(("rand", "rand", "int", "float32", "int32", "bool", "arange", "literal"))
        if kind == "rand":
            return f"np.random.rand({', '.join(map(str, shape))})"
        if kind == "int":
            return f"np.random.randint(1, 9, {size})"
        if kind == "float32":
            return f"np.random.rand({', '.join(map(str, shape))}).astype(np.float32)"
        if kind == "int32":
            return f"np.random.randint(1, 9, {size}).astype('int32')"
        if kind == "bool":
            return f"(np.random.rand({', '.join(map(str, shape))}) > 0.5)"
        if kind == "arange":
            return f"np.arange({math.prod(shape)}).reshape({size})"
        return f"np.array({self._nested(shape)})"

    def _nested(self, shape: Sequence[int]) -> str:
        if not shape:
            return self.chance.choice(("1", "2.5", "0", "3"))
        return "[" + ", ".join(self._nested(shape[1:]) for _ in range(shape[0])) + "]"

    def first_shape(self) -> tuple[int, ...]:
        return tuple(self.chance.randint(1, 4) for _ in range(self.chance.choice((1, 1, 2, 2, 2, 3, 3, 4))))

    def next_shape(self) -> tuple[int, ...] | None:
        """A shape for a second array, often one that fits; None: a number."""
        chance, shape = self.chance, self.shape
        return chance.choice(
            (
                shape, shape, shape, shape[1:], tuple(1 if chance.random() < 0.4 else dim for dim in shape),
                (2, *shape), (*shape[:-2], shape[-1], chance.randint(1, 4)), (shape[-1],), None, None,
                (*shape[:-1], chance.randint(1, 4)),
            )
        )  # fmt: skip

    def operand(self, name: str, at: int) -> str:
        if at == 0:
            self.shape = self.first_shape()
            return self.array(self.shape)
        shape = self.next_shape()
        if shape is None or not shape:
            return self.chance.choice(("2", "0.5", "3", "True", "1"))
        return self.array(shape)

    def sequence(self) -> str:
        """Several arrays, that fit along some axis."""
        chance = self.chance
        self.shape = shape = self.first_shape()
        axis = chance.randrange(len(shape))
        several = [
            shape[:axis] + (chance.randint(1, 4),) + shape[axis + 1 :] for _ in range(chance.randint(1, 2))
        ]
        if chance.random() < 0.5:
            several = [shape] * len(several)
        return "[" + ", ".join(map(self.array, (shape, *several))) + "]"

    # Everything else

    def argument(self, name: str) -> str:
        """A value for a parameter; raises LookupError where none is known."""
        options = self.options()[name]
        return self.chance.choice(options)

    def options(self) -> Mapping[str, Sequence[str]]:
        chance, rank = self.chance, len(self.shape)
        axis = str(chance.randrange(-rank, rank)) if rank else "0"
        other = str(chance.randrange(rank)) if rank else "0"
        count = math.prod(self.shape)
        sizes = [
            str(count),
            "-1",
            f"({count},)",
            "(-1,)",
            "(1, -1)",
            f"({count}, 1)",
            "(-1, 1)",
            f"({axis}, -1)",
        ]
        order = ", ".join(map(str, chance.sample(range(rank), rank)))
        shape = "(" + "".join(f"{dim}, " for dim in self.first_shape()) + ")"
        return {
            "axis": (axis, axis, axis, "None", f"({axis}, {other})"),
            "keepdims": ("True", "False"),
            "dtype": ("np.float32", "'float64'", "float", "int", "'int32'"),
            "ddof": ("0", "1"),
            "decimals": ("1", "2"),
            "n": ("1", "2"),
            "a_min": ("0.2", "None", "1"),
            "a_max": ("0.8", "3", "5"),
            "q": ("0.5", "[0.1, 0.9]", "0.25"),
            "shape": (shape, str(chance.randint(1, 5))),
            "*shape": (*sizes, ", ".join(["-1", *map(str, self.shape[1:])])),
            "new_shape": (shape,),
            "size": (shape, str(chance.randint(1, 5))),
            "reps": ("2", "(2, 1)", "(1, 2, 1)"),
            "repeats": ("2", "3"),
            "pad_width": ("1", "(1, 2)", str([(chance.randint(0, 2), 1) for _ in self.shape])),
            "axis1": (axis,),
            "axis2": (other,),
            "source": (axis,),
            "destination": (other,),
            "indices": ("0", "[0, 0]", "np.array([0])"),
            "obj": ("0", "[0]"),
            "values": ("1",),
            "kth": ("0",),
            "k": ("0", "1", "-1", "2"),
            "shift": ("1", "-2"),
            "window_shape": ("1", "2", f"({', '.join('1' for _ in self.shape)},)"),
            "indices_or_sections": ("1", "2", "3", "[1]"),
            "mode": ("'same'", "'valid'", "'full'"),
            "deg": ("1", "2"),
            "axes": ("0", "2", "1"),
            "*axes": (f"({order},)", order),
            "N": ("3",), "M": ("4", "None"), "x": ("5",),
            "start": ("0", "1.5"), "stop": ("10", "7.5"), "num": ("5", "20"),
            "*stop": ("5", "2, 9", "0, 1, 0.25", "10, 0, -3", "3.5"),
            "fill_value": ("0", "1.5", "7"),
            "low": ("0", "1", "10"), "high": ("20", "30"), "loc": ("0", "2.0"), "scale": ("1.0", "3"),
            "lam": ("3",), "p": ("0.5",), "a": ("2",), "b": ("3",), "mean": ("0.0",), "sigma": ("1.0",),
            "ord": ("None", "2", "1"),
            "minlength": ("5",),
            "right": ("True",),
            "order": ("'C'",),
            "copy": ("True",),
            "return_counts": ("True",),
            "nan": ("0.0",),
        }  # fmt: skip


# Parameters that stay away most of the time: a function is called without them.
_SELDOM = 0.4


def case(entry: Entry, made: Arguments, chance: Random) -> tuple[str, str]:
    """The script of one call, and its expression."""
    names = parameters(entry.params)
    arrays = names.names[: names.arrays]
    lines, operands, others = [made.imports], [], []
    for at, name in enumerate(arrays):
        source = made.sequence() if name == names.sequence else made.operand(name, at)
        lines.append(f"{name} = {source}\n")
        operands.append(name)
    needed = (_REQUIRED | made.required) & set(names.names)
    by_position = True
    for name in names.names[names.arrays :]:
        if name == names.rest:
            with suppress(LookupError):
                others.append(made.argument(f"*{name}"))
            by_position = False
            continue
        if name in ("out", "overwrite_input", "casting", "subok"):
            by_position = False
            continue
        if name not in needed and chance.random() > _SELDOM:
            by_position = False
            continue
        try:
            value = made.argument(name)
        except LookupError:
            by_position = False
            continue
        if by_position and chance.random() < 0.7:
            others.append(value)
        else:
            by_position = False
            others.append(f"{name}={value}")
    expression = entry.call(operands, others)
    return "".join(lines) + f"result = {expression}\n", expression


# What a function cannot do without.
_REQUIRED = {
    "q", "shape", "new_shape", "reps", "repeats", "pad_width", "axis1", "axis2", "source", "destination", "indices",
    "obj", "values", "kth", "window_shape", "indices_or_sections", "deg", "N", "fill_value", "low", "start", "stop",
    "a_min", "a_max", "shift", "keys", "func", "prefix", "suffix", "expr", "cond", "bins", "by",
}  # fmt: skip


def prove(
    entry: Entry,
    make: Callable[[Random], Arguments],
    cases: int,
    seed: int = 0,
    registry: Registry | None = None,
) -> Tally:
    """Calls an entry so many times; fails where what we say is not so."""
    chance = Random(f"{entry.name} {seed}")
    tally = Tally()
    np.random.seed(seed)
    for _ in range(cases * 12):
        if tally.calls == cases:
            break
        text, expression = case(entry, make(chance), chance)
        try:
            names = execute(text)
        except Refused:
            continue
        tally.calls += 1
        ours = read_names(text, registry or REGISTRY)["result"]
        objection = compare(ours, names["result"])
        assert not objection, f"{objection}\n{text}"
        if not is_known(ours):
            tally.unknown.append(text)
    return tally


def check(
    entry: Entry,
    make: Callable[[Random], Arguments],
    cases: int = 12,
    unknown: float = 0.3,
    registry: Registry | None = None,
) -> None:
    """The whole proof of an entry: enough valid calls, nothing said that is not so, seldom nothing said."""
    tally = prove(entry, make, cases, registry=registry)
    assert tally.calls >= cases / 2, "few of the calls are valid"
    assert len(tally.unknown) <= tally.calls * unknown, (
        f"{len(tally.unknown)} of {tally.calls} are unknown, such as\n{tally.unknown[0]}"
    )


def is_known(ours: Abstract) -> bool:
    """Whether the rank is known at least."""
    if isinstance(ours, (Data, Statistic)):
        return ours.shape is not None
    if isinstance(ours, Items):
        return not ours.open and all(map(is_known, ours.items))
    return isinstance(ours, Known)


def compare(ours: Abstract, real: Any) -> str:
    """What we say of a value that is not so; empty where there is nothing of the kind."""
    if isinstance(ours, Known):
        same = np.array_equal(np.asarray(ours.value), np.asarray(real))
        return "" if same else f"the value is {real!r}, not {ours.value!r}"
    if isinstance(ours, Items):
        if ours.open or ours.spoiled:
            return ""
        if not isinstance(real, (list, tuple)):
            return compare_array(ours, real)
        if len(ours.items) != len(real):
            return f"there are {len(real)}, not {len(ours.items)}"
        return next(filter(None, map(compare, ours.items, real)), "")
    return compare_array(ours, real) if isinstance(ours, (Data, Statistic)) else ""


_KINDS = {"DataFrame": "frame", "Series": "column", "ndarray": "array"}


def compare_array(ours: Any, real: Any) -> str:
    array = np.asarray(real)
    shape = getattr(ours, "shape", None)
    if shape is not None and (
        len(shape) != array.ndim
        or any(isinstance(dim, int) and dim != size for dim, size in zip(shape, array.shape, strict=True))
    ):
        return f"the shape is {array.shape}, not {shape}"
    kind = _KINDS.get(type(real).__name__)
    if isinstance(ours, Data) and kind is not None and ours.kind != kind and shape is not None:
        return f"it is a {kind}, not a {ours.kind}"
    labels = getattr(ours, "labels", None)
    if labels is not None and tuple(real.columns) != labels:
        return f"the columns are {tuple(real.columns)}, not {labels}"
    dtype = getattr(ours, "dtype", None)
    if dtype is not None and str(array.dtype) != dtype:
        return f"the dtype is {array.dtype}, not {dtype}"
    if not isinstance(ours, Data) or not array.size or array.dtype.kind not in "biuf":
        return ""
    numbers = array[np.isfinite(array)].astype(float)
    if ours.range is not None and numbers.size:
        low, high = ours.range
        if numbers.min() < low - 1e-6 or numbers.max() > high + 1e-6:
            return f"values are between {numbers.min()} and {numbers.max()}, not {ours.range}"
    if ours.integer and numbers.size and not np.array_equal(numbers, np.round(numbers)):
        return "not all values are whole numbers"
    return ""


def functions(table: Mapping[str, Any], spelled: Callable[[str], str]) -> Iterator[Entry]:
    """An entry for each function; `spelled`: how the program calls a path, `np.add` for `numpy.add`."""
    for path, handler in table.items():
        yield Entry(path, said_parameters(path, handler), _function(spelled(path)))


def methods(table: Mapping[tuple[str, str], Any]) -> Iterator[Entry]:
    """An entry for each method; its owner is the first parameter."""
    for (kind, name), handler in table.items():
        yield Entry(f"{kind}.{name}", said_parameters(name, handler), _method(name))


def operators(table: Mapping[str, Any], kind: str) -> Iterator[Entry]:
    for symbol, handler in table.items():
        yield Entry(f"{kind} {symbol}", said_parameters(symbol, handler), _operator(symbol))


def said_parameters(name: str, handler: Any) -> str:
    params = getattr(handler, "params", None)
    assert params is not None, f"{name}: say its parameters with @described(...)"
    return str(params)


def _function(path: str) -> Any:
    return lambda arrays, others: f"{path}({', '.join([*arrays, *others])})"


def _method(name: str) -> Any:
    return lambda arrays, others: f"{arrays[0]}.{name}({', '.join([*arrays[1:], *others])})"


def _operator(symbol: str) -> Any:
    if symbol in _UNARY:
        return lambda arrays, others: f"{_UNARY[symbol]}{arrays[0]}"
    return lambda arrays, others: f"{arrays[0]} {symbol} {arrays[1]}"


_UNARY = {"neg": "-", "pos": "+", "~": "~"}
