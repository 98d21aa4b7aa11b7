"""The language of the tables: what a function of a library does to arrays, in one line.

    "numpy.sqrt": Effect("x", "scale", shape=same, dtype=floating, range=...)

An `Effect` names the parameters of the function and says, field by field, what is known of the result: the step of
its history, shape, dtype, largest magnitude, range, offset in time. What a field does not say is *not known*. A field
is a plain value or a rule: a function of the call, bound to the parameters (`Bound`), which raises `NotDeterminable`
where it cannot say. The same entry serves the function, the method (the owner is its first argument) and the operator.

Parameters: `"a b|axis keepdims"`. Those before the bar are arrays; `a[]` is a sequence of arrays, `*shape` takes all
that is left. The proof against the library makes its arguments from these names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from lstm_lint.ir.profile import Measured
from lstm_lint.ir.records import dataclass, replace
from lstm_lint.keras_api.dims import NotDeterminable, axis_of, give_up
from lstm_lint.reader.abstract.arrays import Data, Number, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant, is_number
from lstm_lint.reader.abstract.record import is_predicted
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Items, Linear
from lstm_lint.reader.libraries.data.conversion import as_data, has_tensor, merged, origin
from lstm_lint.reader.libraries.data.runs import of_one_number
from lstm_lint.script import Detail, Joined, Known, Moves, SeriesKind, Shape, Step, StepKind, Unknown

T = TypeVar("T")
MISSING = object()
# What a rule raises where it cannot say.
CANNOT_SAY = (NotDeterminable, LookupError, TypeError, ValueError, ArithmeticError)


class Operand(NamedTuple):
    """An array among the arguments, or a number: shape and dtype as far as they are known."""

    value: Abstract
    data: Data | None
    shape: Shape | None
    dtype: str | None  # of a Python number "int", "float" or "bool": it adapts to the array beside it


_NONE = Known(None)
_ABSENT = Operand(Unknown("not given"), None, None, None)


class Parameters(NamedTuple):
    """The names in the order of the signature, the arrays first; which of them is a sequence, which takes the rest."""

    names: tuple[str, ...]
    arrays: int
    sequence: str
    rest: str


@cache
def parameters(text: str) -> Parameters:
    before, _, after = text.partition("|")
    arrays, others = before.split(), after.split()
    names = [name.strip("*[]") for name in (*arrays, *others)]
    sequence = next((name[:-2] for name in arrays if name.endswith("[]")), "")
    rest = next((name[1:] for name in (*arrays, *others) if name[0] == "*"), "")
    return Parameters(tuple(names), len(arrays), sequence, rest)


class Bound:
    """A call with its arguments by the names of the parameters."""

    __slots__ = ("_rest", "arguments", "call", "it", "operands", "parameters", "parts")

    def __init__(self, it: Interpreter, call: Call, names: Parameters) -> None:
        self.it = it
        self.call = call
        self.parameters = names
        self._rest: list[Abstract] = []
        self.arguments = arguments = self._bind(call, names)
        self.parts: list[Operand] = []
        if names.sequence:
            self.operands = self.parts = self._sequence(arguments.get(names.sequence))
        else:
            self.operands = [self.operand(arguments.get(name)) for name in names.names[: names.arrays]]

    def _bind(self, call: Call, names: Parameters) -> dict[str, Abstract]:
        values = [given.value for given in call.args.positional]
        if call.owner is not None:
            values.insert(0, call.owner)
        found: dict[str, Abstract] = {}
        for at, name in enumerate(names.names):
            if name == names.rest:
                self._rest = values[at:]
                break
            if at >= len(values):
                break
            found[name] = values[at]
        for name, given in call.args.keywords.items():
            found[name] = given.value
            if name == names.rest:
                self._rest = [given.value]
        return found

    @property
    def rest(self) -> list[Abstract]:
        """What `*shape` of the parameters gets; gives up where a `*` of the call was not unpacked."""
        return self._rest if self.call.args.complete else give_up("not all arguments are known")

    def refuse(self, kind: str, *words: str) -> None:
        """Write down that the call raises, where what it gets is certain and nothing catches the error."""
        data = [one.data for one in self.operands if one.data is not None]
        certain = data and all(
            (one.sure or is_predicted(one)) and one.kind == "array" and one.parts is None for one in data
        )
        if certain and self.call.args.complete and not self.it.control.guards and not self.it.control.depth:
            self.it.record.refuse(self.call.node, kind, self.call.name, *words)

    def operand(self, value: Abstract | None) -> Operand:
        if value is None or value == _NONE:
            return _ABSENT
        data = as_data(self.it, value, self.call.node)
        if data is not None:
            return Operand(value, data, data.shape, data.dtype)
        if isinstance(value, Known):
            number = value.value
            kind = "bool" if isinstance(number, bool) else type(number).__name__
            return Operand(value, None, () if isinstance(number, (int, float)) else None, kind)
        if isinstance(value, Statistic):
            return Operand(value, None, value.shape, value.dtype)
        return Operand(
            value,
            None,
            () if isinstance(value, Number) or is_number(value) else None,
            "int" if isinstance(value, Linear) else None,
        )

    def _sequence(self, value: Abstract | None) -> list[Operand]:
        """The arrays of a list; one operand with no shape for a list that is not known as a whole."""
        if isinstance(value, Items) and not value.open and not value.spoiled:
            return [self.operand(item) for item in value.items]
        return [self.operand(value)]

    @property
    def whole(self) -> bool:
        """Whether the sequence of arrays is known with all its elements."""
        value = self.arguments.get(self.parameters.sequence)
        return isinstance(value, Items) and not value.open and not value.spoiled

    @property
    def present(self) -> list[Operand]:
        """The arrays that are given."""
        return [operand for operand in self.operands if operand is not _ABSENT]

    def shape(self, at: int = 0) -> Shape:
        """The shape of an array; gives up where it is not known."""
        shape = self.operands[at].shape if at < len(self.operands) else None
        return shape if shape is not None else give_up("a shape is not known")

    def data(self, at: int = 0) -> Data:
        found = self.operands[at].data if at < len(self.operands) else None
        return found if found is not None else give_up("no array")

    def given(self, name: str) -> bool:
        """Whether an argument is given, and not as None."""
        return self.arguments.get(name, _NONE) != _NONE

    def known(self, name: str, default: object = MISSING) -> Any:
        """The value of an argument; gives up where it is not known."""
        value = self.arguments.get(name)
        if value is None:
            return default if default is not MISSING else give_up(f"{name} is not given")
        try:
            return constant(value)
        except LookupError:
            give_up(f"{name} is not known")

    def integer(self, name: str, default: object = MISSING) -> int:
        value = self.known(name, default)
        return (
            value
            if isinstance(value, int) and not isinstance(value, bool)
            else give_up(f"{name} is no integer")
        )

    def flag(self, name: str, default: bool = False) -> bool:
        return bool(self.known(name, default))

    def axis(self, rank: int, name: str = "axis", default: object = MISSING) -> int:
        return axis_of(self.integer(name, default), rank)

    def axes(self, rank: int, name: str = "axis") -> tuple[int, ...] | None:
        """One or several axes; None where the whole array is meant."""
        value = self.known(name, None)
        if value is None:
            return None
        values = value if isinstance(value, (tuple, list)) else (value,)
        beyond = [axis for axis in values if isinstance(axis, int) and not -rank <= axis < rank]
        if beyond and rank:
            self.refuse("axis", str(beyond[0]), str(rank))
        return tuple(axis_of(axis, rank) if isinstance(axis, int) else give_up("no axis") for axis in values)


Rule = Callable[[Bound], T]


@dataclass(eq=False, slots=True)
class Effect:
    """What a function, method or operator does. The default of every field is that it is not known."""

    params: str
    step: StepKind | None = None  # of the history; None: it leaves no trace there
    shape: Rule[Shape] | None = None
    dtype: Rule[str] | str | None = None
    magnitude: Rule[float] | float | None = None
    range: Rule[tuple[float, float]] | tuple[float, float] | None = None
    whole: Rule[bool] | bool | None = None  # whether all values are whole numbers
    offset: Rule[int] | int | None = None  # in time; nothing says it yet
    detail: Rule[Detail | None] | None = None  # of the step
    what: str = ""  # the name of the step, where it is not that of the function
    makes: Rule[SeriesKind] | SeriesKind | None = (
        None  # the kind of the result; None: that of its first array
    )
    joins: bool = False  # the histories of all its arrays go on together
    sums_up: bool = False  # all rows become one: what it gives is a statistic of the array
    in_place: str = ""  # the flag by which the method changes its owner; "always" where it has none
    anew: bool = False  # nothing of the history of its array goes on
    labels: Rule[tuple[str, ...]] | None = None  # the columns of a frame, in order
    notes: Callable[[Bound], None] | None = None  # writes down that the call was read
    moves: Rule[Moves] | None = None  # which rows of the array a row of the result holds
    across: Rule[bool] | bool = False  # of a sequence: its arrays stay beside each other, row for row
    listed: bool = False  # it makes a list of the array, with lists in it where that has more axes

    def but(self, **changes: Any) -> Effect:
        """The same with other fields."""
        return replace(self, **changes)

    def __call__(self, it: Interpreter, call: Call) -> Abstract | None:
        names = parameters(self.params)
        bound = Bound(it, call, names)
        if any(operand.data is None and has_tensor(operand.value) for operand in bound.operands):
            return None
        first = self._origin(bound, names)
        if first is None:
            return None
        if self.notes is not None:
            self.notes(bound)
        if self.sums_up and _over_rows(bound):
            if (one := of_one_number(first, call.name)) is not None:
                return one
            return Statistic(
                "a statistic of the data",
                first.seen,
                call.node,
                said(self.shape, bound),
                said(self.dtype, bound),
                call.name,
            )
        if first.text and self.step in _OF_NUMBERS and self.dtype != "bool":
            return first.some_texts()  # words put together
        shape, dtype = said(self.shape, bound), said(self.dtype, bound)
        detail = said(self.detail, bound)
        if self.step is None:
            found = first.copy()
            found.listed = False
            if len(bound.parts) > 1 and found.steps[-1].what == "concatenate":
                joined = Joined(_histories(bound.parts), said(self.across, bound) is True)
                found.steps = (*found.steps[:-1], replace(found.steps[-1], joined=joined))
        else:
            step = Step(self.step, self.what or call.name, call.place, detail, moves=said(self.moves, bound))
            others = [one for one in bound.operands if one.data is not first]
            if beside := _histories(others):
                step = replace(step, joined=Joined(beside))
            found = Data((step,)) if self.anew else first.then(step)
            found.text = (
                found.text and self.dtype != "bool" and self.step != "one-hot"
            )  # a comparison of words
        found.shape, found.dtype = shape, dtype
        found.magnitude, found.range = said(self.magnitude, bound), said(self.range, bound)
        found.integer, found.offset = said(self.whole, bound), said(self.offset, bound)
        if self.step == "synthetic" and not names.arrays:
            found.counted = _counted(bound)
        found.certain = found.certain and call.args.complete and all(map(_sure, bound.operands[1:]))
        found.listed = self.listed
        found.labels = said(self.labels, bound) if self.labels is not None else None
        kind = said(self.makes, bound)
        if found.measured is not None:
            found.measured = _measured(found, first, kind)
        if kind is not None and found.kind != kind:
            found.kind, found.certain, found.columns = kind, found.certain and first.sure, {}
        return self._put(bound, first, found)

    def _origin(self, bound: Bound, names: Parameters) -> Data | None:
        """The array whose history goes on: the first, or all of a sequence together."""
        if not names.arrays:
            return Data(())
        if names.sequence or self.joins:
            parts = [part.data or _part(bound, part) for part in bound.present]
            if len(parts) == 1 and not bound.whole:
                return parts[0]
            return _together(bound, parts, bound.whole or self.joins) if parts else None
        found = next((operand.data for operand in bound.operands if operand.data is not None), None)
        if found is None and self.step == "reshape" and bound.operands[0].shape is None:
            return origin(bound.operands[0].value)  # only arrays are reshaped
        return found

    def _put(self, bound: Bound, first: Data, found: Data) -> Abstract:
        """The result, or None in the program where the method changes its owner."""
        flag = self.in_place
        if not flag or (flag != "always" and bound.arguments.get(flag) != Known(True)):
            return found
        for name in Data.__slots__:
            setattr(first, name, getattr(found, name))
        return Known(None)


def _measured(found: Data, first: Data, kind: SeriesKind | None) -> Measured | None:
    """The columns of files that the result is made of: those of its first array, by name where they have names."""
    if found.kind == "frame" and kind not in (None, "frame"):
        found.measured = first.held() if found.measured is first.measured else found.measured
    if found.measured is not None and found.kind == "frame" and found.labels is not None:
        return found.measured.by_name(found.labels)
    return found.measured


_OF_NUMBERS = ("arithmetic", "scale")


def _histories(operands: Sequence[Operand]) -> tuple[tuple[Step, ...], ...]:
    return tuple(one.data.steps for one in operands if one.data is not None)


def described(params: str) -> Callable[[Handler], Handler]:
    """Says the parameters of a function that is told in code, so that it is proven as the tables are."""

    def describe(handler: Handler) -> Handler:
        handler.params = params  # type: ignore[attr-defined]
        return handler

    return describe


def said(rule: Any, bound: Bound) -> Any:
    """What a field of an effect says of a call; None where it cannot say."""
    if rule is None or not callable(rule):
        return rule
    try:
        return rule(bound)
    except CANNOT_SAY:
        return None


def _sure(operand: Operand) -> bool:
    """Whether nothing that was not understood comes in with an operand."""
    if operand.data is not None:
        return operand.data.sure
    return operand is _ABSENT or operand.shape is not None or isinstance(operand.value, Statistic)


def _over_rows(bound: Bound) -> bool:
    """Whether a reduction goes over the rows, so that each result knows all of them."""
    axis = bound.arguments.get("axis")
    if axis is None or axis == _NONE:
        return True
    shape = bound.operands[0].shape
    try:
        axes = constant(axis)
    except LookupError:
        return True
    several = axes if isinstance(axes, (tuple, list)) else (axes,)
    rank = len(shape) if shape is not None else None
    if rank == 1:
        return True  # a column has no other axis
    return any(one in (0, "index", "rows") or (rank is not None and one == -rank) for one in several)


def _part(bound: Bound, part: Operand) -> Data:
    """A number in a sequence of arrays, or something that is not followed."""
    value = part.value
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        step = Step("literal", "number", bound.call.place)
        return Data((step,), (1,), True, float(abs(value.value)), isinstance(value.value, int))
    return origin(value)


def _together(bound: Bound, parts: Sequence[Data], whole: bool) -> Data:
    """Several arrays as one, as far as their histories go; the step that joins them is the effect's own."""
    found = merged(bound.it, parts, bound.call.node)
    found.certain = found.certain and whole
    return found


def _counted(bound: Bound) -> Linear | None:
    """What says how many rows `np.zeros((len(word_index) + 1, 50))` has, where it is no plain number."""
    stated = bound.arguments.get("shape", bound.arguments.get("size"))
    if isinstance(stated, Items) and not stated.open and not stated.spoiled and stated.items:
        stated = stated.items[0]
    elif bound.parameters.rest and bound.call.args.complete and bound.rest:
        stated = bound.rest[0]
    return stated if isinstance(stated, Linear) else None
