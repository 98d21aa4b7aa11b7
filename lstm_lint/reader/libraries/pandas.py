"""pandas: what is read, made and put together."""

from __future__ import annotations

from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Table
from lstm_lint.reader.libraries.data import columns
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
from lstm_lint.reader.libraries.numpy import joined
from lstm_lint.script import Dim, Step


def _frame(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.DataFrame(x)`."""
    first = call.args.positional[0].value if call.args.positional else call.args.at(None, "data")
    if isinstance(first, Table):
        read = {name: as_data(it, item, call.node) or origin(item) for name, item in first.entries.items()}
        return columns.of_table(first, read, Step("select", "DataFrame", call.place))
    found = same_data(it, call)
    if isinstance(found, Data):
        found.kind = "frame"
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
LIBRARY = Library(FUNCTIONS, subscripts={"method": of_column})
