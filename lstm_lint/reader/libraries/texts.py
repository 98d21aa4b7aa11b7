"""Texts: files that a program opens, strings that it takes apart."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.script import Ending, Known, Step, Unknown


def opened(it: Interpreter, call: Call) -> Data:
    """What `open(...)` gives."""
    return Data((Step("read", call.name, call.place),), text=True)


def _of_text(it: Interpreter, call: Call) -> Abstract | None:
    """What a function of `csv` and `re` makes of a text."""
    found = next((value for value in call.args.values() if isinstance(value, Data) and value.text), None)
    changed = call.args.at(2, "string") if call.name == "sub" else None
    if isinstance(changed, Ending) or (isinstance(changed, Known) and isinstance(changed.value, str)):
        return Ending("a changed string")
    return found.copy() if found is not None and found.string and call.name != "sub" else found


def _kept(it: Interpreter, call: Call) -> Abstract | None:
    """A method that leaves a string, or a list of them."""
    assert isinstance(call.owner, Data)
    if call.name == "replace" and call.owner.kind == "column" and not _replaces_words(call):
        call.owner.text = call.owner.certain = False
        if "inplace" in call.args.keywords:
            _may_be_numbers(it, call)
    if call.owner.kind in ("dataset", "generator"):
        return None
    return call.owner if call.name in _SAME else call.owner.some_texts()


def _may_be_numbers(it: Interpreter, call: Call) -> None:
    """`frame["answer"].replace(..., inplace=True)`: before pandas 3 the column of the frame changes."""
    of = call.node.func.value if isinstance(call.node.func, cst.Attribute) else None
    plain = isinstance(of, (cst.Subscript, cst.Attribute)) and isinstance(of.value, cst.Name)
    frame = it.evaluate(of.value) if plain and isinstance(of, (cst.Subscript, cst.Attribute)) else None
    for column in frame.columns.values() if isinstance(frame, Data) else ():
        column.data.text = column.data.certain = False


def _replaces_words(call: Call) -> bool:
    """Whether it certainly puts words in place of words, not numbers as `column.replace({"yes": 1})` may."""
    return bool(call.args.positional) and all(
        (isinstance(one, Known) and isinstance(one.value, (str, bool)))
        or (isinstance(one, Data) and one.text)
        for one in call.args.values()
    )


def _whole(it: Interpreter, call: Call) -> Data:
    """`file.read()`: one string."""
    assert isinstance(call.owner, Data)
    found = call.owner.copy()
    found.string = True
    return found


def _taken_apart(it: Interpreter, call: Call) -> Abstract | None:
    """`text.split()`: a list of strings, or a text that may be one."""
    found = _kept(it, call)
    return found.copy() if isinstance(found, Data) and found.string else found


def _nothing(it: Interpreter, call: Call) -> Abstract:
    return Known(None)


def _property(it: Interpreter, call: Call) -> Abstract:
    return Unknown("a property of a text")


def number(call: Call, value: Data) -> Data:
    """`float(row[1])`: a number of a text file."""
    step = Step("cast", call.name, call.place)
    return value.then(
        step, shape=(), magnitude=value.magnitude, integer=call.name == "int", text=False, kind="array"
    )


FUNCTIONS: dict[str, Handler] = {
    "builtins.open": opened,
    "io.open": opened,
    "codecs.open": opened,
    "gzip.open": opened,
    "bz2.open": opened,
    "tensorflow.io.gfile.GFile": opened,
    "tensorflow.data.TextLineDataset": opened,
    "csv.reader": _of_text,
    "csv.DictReader": _of_text,
    "re.sub": _of_text,
    "re.split": _of_text,
    "re.findall": _of_text,
    "re.compile": _of_text,
}
_KEEPS_TEXT = (
    "strip", "lstrip", "rstrip", "lower", "upper", "decode", "encode", "replace", "translate", "casefold", "title",
    "capitalize",
)  # fmt: skip
_TAKES_APART = (
    "readlines", "split", "rsplit", "splitlines", "partition", "rpartition", "cat", "extract", "get", "normalize",
    "slice", "tolist", "to_list", "flatten", "ravel",
)  # fmt: skip
_SAME = ("tolist", "to_list", "flatten", "ravel")
_PROPERTIES = (
    "find", "index", "count", "startswith", "endswith", "contains", "match", "isdigit", "isalpha", "len",
)  # fmt: skip
METHODS: dict[tuple[str, str], Handler] = {
    **{("text", name): _kept for name in _KEEPS_TEXT},
    **{("text", name): _taken_apart for name in _TAKES_APART},
    **{("text", name): _whole for name in ("read", "readline")},
    **{("text", name): _nothing for name in ("close", "seek", "flush")},
    **{("text", name): _property for name in _PROPERTIES},
}
LIBRARY = Library(FUNCTIONS, METHODS)
