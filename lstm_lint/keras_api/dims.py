"""Dimensions that may be free or unknown, and typed access to the arguments of a layer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, NoReturn, TypeVar

from lstm_lint.ir.records import dataclass, field

Dim = int | None | Literal["?"]  # None: free, such as the batch; "?": not known to us
Shape = tuple[Dim, ...]
Shapes = Shape | tuple[Shape, ...]  # one output or several
Inputs = Sequence[Shape | None]  # one shape per input tensor, None where not known
Found = TypeVar("Found")


class Unknown:
    """The value of an argument that could not be read."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "?"


UNKNOWN: Final = Unknown()
_LARGEST = 1 << 128  # a shape that is squared 60 times means nothing, and is more than a machine holds


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A layer or cell given as an argument: `Bidirectional(LSTM(32))`, `RNN([LSTMCell(8), LSTMCell(4)])`."""

    cls: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    found: dict[object, object] = field(
        default_factory=dict, compare=False, repr=False
    )  # by formula and inputs

    def once(self, formula: Callable[[str, Mapping[str, object], Inputs], Found], inputs: Inputs) -> Found:
        """What a formula gives for this layer, worked out once: a layer may stand in many places of a nest."""
        key = formula, tuple(inputs)
        if key not in self.found:
            self.found[key] = formula(self.cls, self.arguments, inputs)
        return self.found[key]  # type: ignore[return-value]


class NotDeterminable(Exception):
    """A formula needs a value that is not known, or that Keras refuses."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Keras raises for what a layer or operation gets. `reads`: how many axes it wants, batch included, where the
    shapes differ in that alone."""

    why: str
    reads: int | None = None


class Refused(NotDeterminable):
    """Keras raises for what a layer or operation gets."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal


def listed(sizes: Iterable[int]) -> str:
    """`3 and 4`."""
    return " and ".join(map(str, sorted(sizes)))


def give_up(why: str) -> NoReturn:
    raise NotDeterminable(why)


def refuse(why: str, reads: int | None = None) -> NoReturn:
    raise Refused(Refusal(why, reads))


class Arguments:
    """The arguments of one layer; what is missing has Keras' default, which the formulas state."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def get(self, name: str, default: object = None) -> object:
        return self.values.get(name, default)

    def known(self, name: str, default: object = None) -> object:
        value = self.get(name, default)
        return value if value is not UNKNOWN else give_up(f"{name} is unknown")

    def flag(self, name: str, default: bool) -> bool:
        return bool(self.known(name, default))

    def text(self, name: str, default: str) -> str:
        value = self.known(name, default)
        return value.lower() if isinstance(value, str) else give_up(f"{name} is no string")

    def dim(self, name: str, default: object = UNKNOWN, least: int = 1) -> Dim:
        return at_least(least, as_dim(self.get(name, default)))

    def number(self, name: str, default: object = UNKNOWN) -> int:
        return need(self.dim(name, default))

    def dims(self, name: str, count: int, default: object = UNKNOWN, least: int = 1) -> Shape:
        """A setting with one value for each of `count` axes, or one for all: `kernel_size=3`, `(3, 3)`."""
        value = self.get(name, default)
        values = value if isinstance(value, (tuple, list)) else [value] * count
        if len(values) != count:
            refuse(f"`{name}` has {len(values)} numbers for {count} axes")
        return tuple(at_least(least, as_dim(item)) for item in values)

    def axes(self, name: str, rank: int, default: object) -> tuple[int, ...]:
        """One or several axes, counted from 0."""
        value = self.known(name, default)
        found = value if isinstance(value, (tuple, list)) else (value,)
        axes = [need(as_dim(axis)) for axis in found]
        return tuple(axis_of(axis, rank) for axis in axes)

    def layer(self, name: str) -> LayerSpec:
        value = self.get(name)
        return value if isinstance(value, LayerSpec) else give_up(f"{name} is not known")

    def channel_axis(self, rank: int) -> int:
        match self.known("data_format"):
            case None | "channels_last":
                return rank - 1
            case "channels_first":
                return 1
            case other:
                give_up(f"data_format={other!r}")

    def spatial_axes(self, rank: int) -> range:
        return range(1, rank - 1) if self.channel_axis(rank) != 1 or rank == 2 else range(2, rank)


Formula = Callable[[Arguments, Inputs], Shapes]


def as_dim(value: object) -> Dim:
    """An int stays, everything else is not known to us (None among the arguments is no size)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else "?"


def shape_dim(value: object) -> Dim:
    """An entry of a shape as written, where None means free."""
    return None if value is None else as_dim(value)


def at_least(least: int, dim: Dim) -> Dim:
    return give_up(f"{dim} is too small") if isinstance(dim, int) and dim < least else dim


def need(dim: Dim) -> int:
    return dim if isinstance(dim, int) else give_up("a size is not known")


def axis_of(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        refuse(f"there is no axis {axis} among {rank}, the batch included")
    return axis % rank


def combine(function: Callable[..., int], *dims: Dim) -> Dim:
    """The function of these dimensions; unknown if one is unknown, else free if one is free."""
    if "?" in dims:
        return "?"
    if None in dims:
        return None
    found = function(*dims)
    return found if found <= _LARGEST else "?"


def product(dims: Iterable[Dim]) -> Dim:
    return combine(lambda *found: math.prod(found), *dims)


def total(dims: Iterable[Dim]) -> Dim:
    return combine(lambda *found: sum(found), *dims)


def positive(size: int) -> int:
    return size if size > 0 else refuse("nothing is left of an axis")


def single(inputs: Sequence[Shape | None], ndim: int | None = None) -> Shape:
    """The only input; with `ndim`, an unknown shape is that many unknown dimensions."""
    if len(inputs) != 1:
        give_up(f"{len(inputs)} inputs")
    return known_shape(inputs[0], ndim)


def known_shape(shape: Shape | None, ndim: int | None = None) -> Shape:
    if shape is None:
        unknown: Dim = "?"
        return (unknown,) * ndim if ndim is not None else give_up("input shape is unknown")
    if ndim is not None and len(shape) != ndim:
        refuse(f"it reads {ndim} axes, the batch included", reads=ndim)
    if not shape:
        give_up("no axes")
    return shape
