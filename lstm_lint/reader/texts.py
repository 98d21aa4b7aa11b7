"""Texts: files that a program opens, strings that it takes apart, the layers and tokenizers that make ids of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.contents import integer
from lstm_lint.reader.graph import Built
from lstm_lint.reader.values import Abstract, Data, Items
from lstm_lint.script import Dim, Known, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_OPENED = frozenset(
    {"builtins.open", "io.open", "codecs.open", "gzip.open", "bz2.open", "tensorflow.io.gfile.GFile",
     "tensorflow.data.TextLineDataset"}
)  # fmt: skip
_LINES = frozenset({"csv.reader", "csv.DictReader", "re.sub", "re.split", "re.findall", "re.compile"})
_KEEPS_TEXT = frozenset(
    {"read", "readlines", "readline", "strip", "lstrip", "rstrip", "lower", "upper", "split", "rsplit", "splitlines",
     "partition", "rpartition", "decode", "encode", "replace", "translate", "casefold", "title", "capitalize", "cat",
     "extract", "get", "normalize", "slice", "tolist", "to_list", "flatten", "ravel"}
)  # fmt: skip
_LEARNS_WORDS = frozenset({"TextVectorization", "StringLookup", "IntegerLookup"})
_SCALES = frozenset({"Normalization", "Rescaling"})


def opened(walk: Walk, node: cst.Call, path: str, args: Args) -> Data | None:
    """What `open(...)` gives, or what a function of `csv` and `re` makes of such text; None for any other function."""
    if path in _OPENED:
        return Data((Step("read", path.rpartition(".")[2], walk.places.of(node)),), text=True)
    if path in _LINES:
        return next((value for value in args.values() if isinstance(value, Data) and value.text), None)
    return None


def method(owner: Data, name: str) -> Abstract | None:
    """A method of a string that leaves a string, or a list of them; None where the method is one of arrays."""
    if name in _KEEPS_TEXT:
        return owner
    if name in ("close", "seek", "flush"):
        return Known(None)
    if name in (
        "find",
        "index",
        "count",
        "startswith",
        "endswith",
        "contains",
        "match",
        "isdigit",
        "isalpha",
        "len",
    ):
        return Unknown("a property of a text")
    return None


def number(walk: Walk, node: cst.Call, name: str, value: Data) -> Data:
    """`float(row[1])`: a number of a text file."""
    step = Step("cast", name, walk.places.of(node))
    return value.then(
        step, shape=(), magnitude=value.magnitude, integer=name == "int", text=False, kind="array"
    )


def literal(walk: Walk, value: Items, node: cst.CSTNode) -> Data | None:
    """A list of strings that stands in the program."""
    if not value.items or not all(
        isinstance(item, Known) and isinstance(item.value, str) for item in value.items
    ):
        return None
    rows: Dim = "?" if value.open or value.spoiled else len(value.items)
    return Data((Step("literal", "texts", walk.places.of(node)),), (rows,), text=True)


def vectorized(walk: Walk, node: cst.Call, layer: Built, args: Args) -> Data | None:
    """A preprocessing layer applied to data, `TextVectorization(...)(texts)`; None for any other layer."""
    owner = args.positional[0].value if args.positional else None
    if layer.kind != "layers" or layer.cls not in _LEARNS_WORDS | _SCALES or not isinstance(owner, Data):
        return None
    layer.used = True
    place = walk.places.of(node)
    if layer.cls in _SCALES:
        return owner.then(Step("scale", layer.cls, place), shape=owner.shape, text=False)
    given = layer.given
    mode = given["output_mode"].value if "output_mode" in given else Known("int")
    if mode not in (Known("int"), Known(None)):
        kind = "scale" if mode == Known("tf_idf") else "one-hot" if isinstance(mode, Known) else "unknown"
        step = Step(kind, layer.cls, place)  # type: ignore[arg-type]
        return owner.then(step, certain=owner.certain and kind != "unknown", text=False)
    limit = given.get("max_tokens")
    detail = {
        "tool": layer.cls,
        "below": limit.value.value if limit and isinstance(limit.value, Known) else None,
    }
    ids = owner.then(Step("tokens", layer.cls, place, detail), shape=owner.shape, integer=True, text=False)
    splits = given["split"].value if "split" in given else Known("whitespace")
    if layer.cls != "TextVectorization" or splits == Known(None):
        return ids
    length = given.get("output_sequence_length")
    maxlen = integer(length.value) if length is not None else None
    padded = {"padding": "post", "maxlen": maxlen, "truncating": "post", "dtype": "int64"}
    shape: tuple[Dim, ...] = ("?", maxlen if maxlen is not None else "?")
    return ids.then(Step("pad", layer.cls, place, padded), shape=shape, integer=True)


def source(walk: Walk, value: Abstract | None, node: cst.CSTNode) -> tuple[tuple[Step, ...], str | None]:
    """Where the texts of a tokenizer come from, or why that is not known: the ids are understood all the same."""
    from lstm_lint.reader.data import as_data, origin

    found = (as_data(walk, value, node) if value is not None else None) or origin(value)
    if found.sure:
        return found.steps, None
    lost = next((step.what for step in found.steps if step.kind == "unknown"), "a step that is not known")
    return (), lost
