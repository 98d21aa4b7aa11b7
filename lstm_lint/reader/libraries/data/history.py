"""What is written down of data on its way: what learns from it, and calls that an edit may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.script import Argument, Configured, Known, Transformation, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

ARITHMETIC = -1  # the number of what is no transformer of its own


def note(
    it: Interpreter,
    node: CSTNode,
    number: int,
    cls: str,
    method: str,
    owner: Data,
    value: Abstract | None = None,
) -> None:
    """Write down what a scaler, an encoder or a tokenizer is fitted on or transforms."""
    given = getattr(node, "args", ())
    written = it.text(given[0].value) if given else ""
    seen = Data(()) if owner.single else owner
    it.record.transformations.append(
        Transformation(
            number,
            cls,
            method,
            it.place(node),
            seen.series(),
            written,
            texts=value if isinstance(value, Items) else None,
        )  # fmt: skip
    )


def note_division(it: Interpreter, other: Statistic) -> None:
    """Write down that arithmetic with a statistic scales data, as a scaler would."""
    if other.node is not None:
        note(it, other.node, ARITHMETIC, "division", "division", Data(other.of))


def written_call(it: Interpreter, call: Call, **defaults: object) -> Configured:
    """A call outside Keras with its arguments, so that it can be edited."""
    args = call.args
    arguments = {
        name: Argument(
            name,
            given.value if isinstance(given.value, Known) else Unknown("not a constant"),
            it.place(given.node) if given.node is not None else None,
            it.place(given.whole) if given.whole is not None else None,
        )
        for name, given in (
            *((f"at {at}", given) for at, given in enumerate(args.positional)),
            *args.keywords.items(),
        )
    }
    for missing in defaults.keys() - arguments.keys():
        arguments[missing] = Argument(missing, Known(defaults[missing], "default"))
    in_loop = it.control.loops > 0
    return Configured(call.name, call.place, arguments, args.complete, in_loop=in_loop)
