"""pandas: what is read, made and put together."""

from __future__ import annotations

from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Method, Table
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.array_effects import joined
from lstm_lint.reader.libraries.data.conversion import (
    as_data,
    cast,
    first_data,
    merged,
    origin,
    read,
    same_data,
    untensored,
)
from lstm_lint.reader.libraries.data.indexing import of_column
from lstm_lint.reader.libraries.data.methods import attribute
from lstm_lint.reader.libraries.effects import Effect, Rule
from lstm_lint.reader.libraries.rules import frames, values
from lstm_lint.script import Dim, Shape, Step, StepKind


def _frame(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.DataFrame(x)`."""
    first = call.args.positional[0].value if call.args.positional else call.args.at(None, "data")
    if isinstance(first, Table):
        read = {name: as_data(it, item, call.node) or origin(item) for name, item in first.entries.items()}
        return columns.of_table(first, read, Step("select", "DataFrame", call.place))
    found = same_data(it, call)
    if isinstance(found, Data):
        found.kind = "frame"
        named = call.args.at(2, "columns")
        found.labels = columns.column_names(named) if named is not None else None
    return found


def _dummies(it: Interpreter, call: Call) -> Abstract:
    """`get_dummies(x)`."""
    owner = first_data(it, call) or origin(None)
    rows: Dim = owner.shape[0] if owner.shape else "?"
    return owner.then(Step("one-hot", call.name, call.place), shape=(rows, "?"))


def _merged(it: Interpreter, call: Call) -> Abstract:
    """`pd.merge(left, right)`."""
    sides = [call.args.at(0, "left"), call.args.at(1, "right")]
    read = [(as_data(it, side, call.node) if side is not None else None) or origin(side) for side in sides]
    return merged(it, read, call.node)


def attribute_of_column(it: Interpreter, owner: Method, name: str) -> Abstract | None:
    """`frame.close.values`."""
    if isinstance(owner.owner, Data) and owner.owner.kind == "frame":
        return attribute(it, columns.column(owner.owner, owner.name, None), name)
    return None


def frame(params: str, shape: Rule[Shape], step: StepKind = "cast") -> Effect:
    """A method that leaves the values of a frame as they are."""
    in_place = "inplace" if "inplace" in params.split() else ""
    return Effect(
        params,
        step,
        shape,
        None,
        values.same_magnitude,
        values.same_range,
        values.still_whole,
        in_place=in_place,
    )


FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(functions("pandas", "yfinance", "pandas_datareader"), read),
    "pandas.DataFrame": _frame,
    "pandas.Series": same_data,
    "pandas.to_numeric": same_data,
    "pandas.to_datetime": untensored(cast),
    "pandas.get_dummies": untensored(_dummies),
    "pandas.concat": untensored(joined),
    "pandas.merge": untensored(_merged),
}  # fmt: skip
METHODS: dict[tuple[str, str], Handler] = {
    ("frame", "set_index"): frame("self|keys drop append inplace", frames.without_keys),
    ("frame", "reset_index"): frame("self|level drop inplace", frames.with_index).but(
        magnitude=None,
        range=None,
        whole=None,  # the numbers of the rows come in
    ),
    ("frame", "drop_duplicates"): frame("self|subset keep inplace", frames.free_rows),
    ("frame", "asfreq"): frame("self|freq method", frames.free_rows),
    ("frame", "dropna"): frame("self|axis how thresh subset inplace", frames.free_rows, "clean"),
}
LIBRARY = Library(
    FUNCTIONS, METHODS, attributes={("method", "*"): attribute_of_column}, subscripts={"method": of_column}
)
