"""What a table of a library is written with, for plug-ins: all that their authors need is here and in `testing`.

    FUNCTIONS = {
        "our_features.scale": Effect("x|limit", "scale", shapes.same, dtypes.floating, range=(0.0, 1.0)),
        "our_features.load_meters": reads("raw", columns=("megawatts", "celsius")),
    }
    LIBRARY = Library(FUNCTIONS)

A rule is a function of the bound call (`Bound`); where it cannot say, it calls `give_up(why)`. What no field of an
`Effect` says is not known, and nothing is reported on what is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lstm_lint.keras_api.dims import Arguments, Dim, NotDeterminable, give_up
from lstm_lint.keras_api.layers import Traits
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.libraries.effects import Bound, Effect, described
from lstm_lint.reader.libraries.keras.described import layer
from lstm_lint.reader.libraries.rules import dtypes, frames, joins, shapes, sizes, values
from lstm_lint.script import Known, Read, Shape, Step, Window

__all__ = [
    "Abstract",
    "Arguments",
    "Bound",
    "Call",
    "Data",
    "Dim",
    "Effect",
    "Handler",
    "Interpreter",
    "Items",
    "Known",
    "Library",
    "NotDeterminable",
    "Shape",
    "Traits",
    "Window",
    "described",
    "dtypes",
    "frames",
    "give_up",
    "joins",
    "layer",
    "reads",
    "shapes",
    "sizes",
    "values",
]


def reads(
    numbers: Literal["raw", "typed", "stored"], *, frame: bool = True, columns: Sequence[str] | None = None
) -> Handler:
    """A function that reads data from outside the program: a frame, or an array of unknown shape.

    `numbers`: raw, as they were measured; typed, a table that a program stored, perhaps scaled; stored, whatever a
    program stored, of which nothing is known. `columns`: the names of all columns of the frame, in order.
    """
    labels = tuple(columns) if columns is not None else None
    shape: Shape | None = ("?", "?" if labels is None else len(labels)) if frame else None

    def read(it: Interpreter, call: Call) -> Data:
        step = Step("read", call.name, call.place, Read(numbers))
        if numbers == "stored":
            return Data((step,), None, False)
        return Data((step,), shape, kind="frame" if frame else "array", labels=labels)

    read.is_source = True  # type: ignore[attr-defined]  # nothing to call with random arguments
    return read
