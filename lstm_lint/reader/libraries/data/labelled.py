"""Attributes of frames and columns, and loops over them."""

from __future__ import annotations

from lstm_lint.ir.records import replace
from lstm_lint.keras_api.dims import give_up
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Items, Method
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data, merged
from lstm_lint.reader.libraries.data.frames import set_columns
from lstm_lint.reader.libraries.data.methods import attribute as of_data
from lstm_lint.reader.libraries.data.odd import with_odd
from lstm_lint.reader.libraries.effects import Bound, Effect, described
from lstm_lint.reader.libraries.rules import frames, values
from lstm_lint.script import Known, Selected, SeriesKind, Shape, Step, Unknown

PLACES = frozenset({"loc", "iloc", "at", "iat"})
PROPERTIES = frozenset(
    {"shape", "size", "ndim", "dtypes", "columns", "index", "values", "T", "str", "dt", "cat", "plot", "style",
     "attrs", "flags", "empty", "axes", *PLACES}
)  # fmt: skip


def attribute(it: Interpreter, owner: Data, name: str) -> Abstract | None:
    """`frame.index`, `frame.columns`, `frame.close`."""
    if name in PLACES:
        return Method(owner, name)
    if name == "columns" and owner.kind == "frame":
        return column_names(it, owner)
    if name == "index":
        return index(owner)
    if name == "T":
        found = owner.then(Step("reshape", "T"), magnitude=owner.magnitude, integer=owner.integer)
        found.dtype, found.range = owner.dtype, owner.range
        found.shape = owner.shape[::-1] if owner.shape is not None else None
        if owner.kind == "frame":
            found.certain, found.columns = owner.sure, {}
        return found
    if name == "values":
        found = owner.copy()
        found.measured = owner.held()
        found.kind, found.columns, found.certain, found.labels = "array", {}, owner.sure, None
        return with_odd(owner, found)
    if owner.kind == "column" and name == "codes":
        largest = float(len(owner.words) - 1) if owner.words else None
        return owner.then(
            Step("class-ids", "codes"), shape=owner.shape, integer=True, text=False, magnitude=largest
        )
    if owner.kind == "column" and name in ("date", "time") and owner.steps:
        return owner.then(Step("cast", name), shape=owner.shape)
    if owner.kind == "column" and name == "cat":
        return owner
    return of_data(it, owner, name)


def column_names(it: Interpreter, owner: Data) -> Abstract:
    """`frame.columns`."""
    if owner.labels is None:
        return Unknown("the names of columns")
    return Items([Known(name, "computed") for name in owner.labels], False)


def index(owner: Data) -> Data:
    """`frame.index`: what the rows are called, most often dates or numbers."""
    rows: Shape = owner.shape[:1] if owner.shape else ("?",)
    kept = tuple(step for step in owner.steps if step.column is None)
    return Data((*kept, Step("select", "index")), rows, owner.certain, kind="column")


def of_method(it: Interpreter, owner: Method, name: str) -> Abstract | None:
    """`frame.close.values`."""
    if isinstance(owner.owner, Data) and owner.owner.kind == "frame" and owner.name not in PLACES:
        return it.attribute(columns.column(owner.owner, owner.name, None), name)
    return None


def set_attribute(it: Interpreter, owner: Data, name: str, value: Abstract) -> None:
    """`frame.columns = [...]`, `frame.close = ...`."""
    if name == "columns":
        set_columns(it, owner, value)
    elif name == "shape":
        owner.certain = False
    elif owner.kind == "frame" and (name in (owner.labels or ()) or name in owner.columns):
        step = owner.steps[-1].place if owner.steps else None
        if step is not None:
            columns.store_column(owner, value, name, step)
        else:
            owner.certain = False
    elif owner.kind == "frame" and owner.labels is None and name not in ("index", "name", "attrs"):
        owner.certain = False


def column_name(it: Interpreter, owner: Data) -> Abstract:
    """A loop over a frame gets the names of its columns."""
    return Unknown("the name of a column")


def value(it: Interpreter, owner: Data) -> Abstract:
    """A loop over a column gets its values."""
    if owner.text:
        return owner.some_texts()
    shape: Shape | None = owner.shape[1:] if owner.shape and not owner.may_hold_arrays else None
    return Data(owner.steps, shape, owner.sure, owner.magnitude, owner.integer)


def noted(effect: Effect) -> Handler:
    """`head` and `tail`: a part of the rows, with its bounds."""

    @described(effect.params)
    def part(it: Interpreter, call: Call) -> Abstract | None:
        found = effect(it, call)
        given = call.node.args
        if isinstance(found, Data) and len(given) == 1:
            count = it.text(given[0].value)
            rows = (f"-{count}", "") if call.name == "tail" else ("", count)
            last = found.steps[-1]
            found.steps = (*found.steps[:-1], replace(last, detail=Selected(rows=rows)))
            it.record.portions.append(found.series())
        return found

    return part


def squeezed(bound: Bound) -> SeriesKind:
    """A frame of one column becomes a column, and that of one row too."""
    rank = len(frames.squeezed(bound))
    return "frame" if rank == 2 else "column" if rank == 1 else "array"


def stacked(bound: Bound) -> Shape:
    """`stack()`: all values below each other, where the columns have one name each."""
    return ("?",) if bound.data().labels is not None else give_up("columns may have several names")


def labels_transposed(bound: Bound) -> tuple[str, ...]:
    """The names of the rows become those of the columns; a column has none."""
    give_up("names of rows are not known")


def rounded(bound: Bound) -> float:
    return values.same_magnitude(bound) + 1


@described("self other|ignore_index")
def appended(it: Interpreter, call: Call) -> Abstract | None:
    """`frame.append(other)`, of pandas before 2.0."""
    owner = call.owner
    assert isinstance(owner, Data)
    others = [as_data(it, value, call.node) for value in call.args.values()[:1]]
    joined = merged(it, [owner, *(other for other in others if other is not None)], call.node)
    joined.kind, joined.target, joined.text = owner.kind, owner.target, owner.text
    if owner.shape is not None and len(owner.shape) == 1:
        joined.shape = ("?",)
    elif owner.shape is not None:
        joined.shape = ("?", "?")
    joined.certain = joined.certain and None not in others
    return joined
