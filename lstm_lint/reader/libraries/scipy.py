"""scipy."""

from __future__ import annotations

from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data.conversion import first_data, origin, read, untensored
from lstm_lint.reader.libraries.data.history import ARITHMETIC, note
from lstm_lint.script import Step


def _standardized(it: Interpreter, call: Call) -> Abstract:
    """`zscore(x)`: what a StandardScaler does."""
    owner = first_data(it, call) or origin(None)
    note(it, call.node, ARITHMETIC, call.name, call.name, owner)
    return owner.then(Step("scale", call.name, call.place), shape=owner.shape)


FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(functions("scipy"), read),
    "scipy.stats.zscore": untensored(_standardized),
}
LIBRARY = Library(FUNCTIONS)
