"""One string where Keras wants a list of texts: it goes through the letters, each as a text of its own."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Built, Given, Items
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.reader.libraries.data.history import note
from lstm_lint.script import Ending, Known, Step


def note_string(it: Interpreter, call: Call, value: Abstract | None) -> None:
    """Write down a call that gets one string for its texts."""
    node = call.node
    if is_string(value) and isinstance(node, cst.Call) and node.args:
        it.record.spelled[node] = node.args[0].value


def note_adapted(it: Interpreter, call: Call, layer: Built) -> None:
    """`TextVectorization().adapt(text)`, unless it splits texts into letters anyway, or in a way of its own."""
    given = call.args.at(0, "data")
    texts = as_data(it, given, call.node) if given is not None else None
    certain = texts is not None and not it.control.depth and layer.words is None
    layer.words = len(texts.words) if certain and texts is not None and texts.words else None
    if traits(layer.cls).family == "text":
        layer.number = next(it.record.numbers) if layer.number is None else layer.number
        note(it, call.node, layer.number, layer.cls, call.name, texts or Data((), None, False), given)
    splits = layer.given["split"].value if "split" in layer.given else Known("whitespace")
    if layer.cls == "TextVectorization" and layer.complete and splits == Known("whitespace"):
        note_string(it, call, call.args.at(0, "data"))


def is_string(value: Abstract | None) -> bool:
    """Whether it certainly is one string."""
    if isinstance(value, Data):
        return value.string
    return isinstance(value, Ending) or (isinstance(value, Known) and isinstance(value.value, str))


def spells(given: Mapping[str, Given]) -> bool:
    """Whether letters may be what the program wants: `Tokenizer(char_level=True)`."""
    return "char_level" in given and given["char_level"].value != Known(False)


def holds_texts(it: Interpreter, value: Abstract | None, node: cst.CSTNode) -> bool:
    """Whether it is a list, some of whose texts have several words, or a column of a frame."""
    if isinstance(value, Items):
        return any(_has_words(item) for item in value.items)
    found = as_data(it, value, node) if value is not None else None
    return found is not None and (found.kind in ("column", "frame") or any(map(_is_column, found.steps)))


def _is_column(step: Step) -> bool:
    return step.kind == "select" and step.what == "column"


def _has_words(value: Abstract) -> bool:
    if isinstance(value, Known):
        return isinstance(value.value, str) and " " in value.value.strip()
    return isinstance(value, Data) and value.string
