"""What a program asks of a value that it does not have: `None.fit`, `history["loss"]`, `frame.reshape`, `model.input`.

Only what is certain is written down: the value is known to be what it is on the path that comes by, and nothing around
asks for the attribute or catches the error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data, Fold
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer, is_number
from lstm_lint.reader.abstract.record import is_predicted
from lstm_lint.reader.abstract.registry import Part
from lstm_lint.reader.abstract.values import (
    LOADED,
    Abstract,
    Built,
    Items,
    Linear,
    Logs,
    Method,
    Network,
    Predictions,
    Scores,
    Table,
)
from lstm_lint.reader.libraries.data.lost_columns import note_lost
from lstm_lint.reader.libraries.keras.counts import is_float
from lstm_lint.reader.libraries.keras.layer_attributes import note_gone
from lstm_lint.reader.libraries.keras.old_rate import note_old_rate
from lstm_lint.reader.libraries.unpacking import count_of, is_of_program
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, Selected, Split, Step, Unknown

# Attributes of the one kind of array that the others lack, and what to write.
_OF_FRAMES = {
    "values": "", "to_numpy": "", "iloc": "[...]", "loc": "[...]", "head": "[:5]", "columns": "", "drop": "",
    "fillna": "np.nan_to_num", "isnull": "np.isnan", "dropna": "", "to_csv": "np.savetxt", "iterrows": "",
    "groupby": "", "apply": "", "describe": "", "value_counts": "np.unique", "sort_values": "np.sort",
}  # fmt: skip
_OF_LISTS = {"append": "np.append", "extend": "np.concatenate", "insert": "np.insert", "pop": "np.delete"}
_OF_ARRAYS = {
    "reshape": ".to_numpy().reshape(...)", "flatten": ".to_numpy().flatten()", "tolist": ".to_numpy().tolist()",
    "as_matrix": ".to_numpy()", "ravel": ".to_numpy().ravel()", "argmax": ".to_numpy().argmax(...)",
    "append": "pd.concat", "iteritems": ".items()", "ix": ".iloc[...]",
}  # fmt: skip
_OF_COLUMNS = {
    "reshape": ".to_numpy().reshape(...)", "flatten": ".to_numpy()", "as_matrix": ".to_numpy()", "columns": "",
    "iterrows": ".items()", "append": "pd.concat", "iteritems": ".items()", "ix": ".iloc[...]",
}  # fmt: skip
_MAKE_LISTS = ("tolist", "to_list", "sorted")
_BY_KIND = {"array": {**_OF_FRAMES, **_OF_LISTS}, "frame": _OF_ARRAYS, "column": _OF_COLUMNS,
            "dataset": dict.fromkeys(("shape", "reshape", "to_numpy", "numpy", "values", "iloc"), "")}  # fmt: skip
_OF_NUMPY = frozenset({"shape", "ndim", "reshape", "astype", "flatten", "ravel", "transpose", "T", "dtype"})
_CALLED = {
    "array": "a NumPy array", "frame": "a DataFrame", "column": "a Series", "dataset": "a tf.data.Dataset",
}  # fmt: skip


def attribute(it: Interpreter, node: cst.Attribute, owner: Abstract) -> None:
    """`owner.name` is about to be read."""
    name = node.attr.value
    if it.control.guards:
        return
    if name == "lr":
        note_old_rate(it, node, owner)
    if isinstance(owner, Known):
        if owner.value is None and owner.origin == "nothing":
            it.record.refuse(node.attr, "nothing", it.text(node.value), name)
    elif isinstance(owner, Logs):
        _of_logs(it, node, owner, name)
    elif isinstance(owner, Predictions):
        if owner.count > 1 and name in (*_OF_NUMPY, "argmax", "mean", "squeeze", "round", "tolist"):
            it.record.refuse(node.attr, "predicted-list", it.text(node.value), str(owner.count), name)
    elif isinstance(owner, Network):
        _of_model(it, node, owner, name)
    elif isinstance(owner, Built):
        note_gone(it, node, owner, name)
    elif isinstance(owner, Items) and name in _OF_NUMPY and not it.control.depth and is_of_program(owner):
        kind = "a set" if owner.unordered else "a list" if owner.mutable else "a tuple"
        it.record.refuse(node.attr, "data", it.text(node.value), name, kind, "np.array")
    elif isinstance(owner, Items) and name == "history" and not it.control.depth and is_of_program(owner):
        it.record.refuse(node.attr, "data", it.text(node.value), name, "a list", "")
    elif isinstance(owner, Data) and not it.control.depth:
        _of_data(it, node, owner, name)


_LOGGED = re.compile(r"(?:val_)?(?:loss|acc|accuracy|mae|mse)|val_\w+|lr|learning_rate")


_OF_MODELS = (
    "predict",
    "evaluate",
    "fit",
    "save",
    "save_weights",
    "summary",
    "to_json",
    "layers",
    "get_weights",
)
_OF_DICTS = ("keys", "items", "values", "get")


def _is_logged(it: Interpreter, owner: Logs, name: str) -> bool:
    """Whether Keras logs such a name: others may be the program's, and a function may mean another global."""
    return owner.depth == it.control.depth and _LOGGED.fullmatch(name) is not None


def _of_logs(it: Interpreter, node: cst.Attribute, owner: Logs, name: str) -> None:
    if owner.inside and name == "history":
        it.record.refuse(node.attr, "history-of-history", it.text(node.value))
    elif not owner.inside and (name in _OF_DICTS or _is_logged(it, owner, name)):
        it.record.refuse(node.attr, "logs", it.text(node.value), f".{name}")
    elif not owner.inside and name in _OF_MODELS:
        it.record.refuse(node.attr, "model-of-history", it.text(node.value), name)


def _of_model(it: Interpreter, node: cst.Attribute, owner: Network, name: str) -> None:
    """`input` and `output` of a Sequential, which Keras 3 gives to layers that were called alone."""
    if name not in ("input", "output") or owner.kind != "sequential" or not it.target.at_least(3):
        return
    if owner.nested or owner.handed or not owner.complete or owner.depth < it.control.depth:
        return  # it may have been called on a tensor
    it.record.refuse(node.attr, "sequential", it.text(node.value), name)


def _of_data(it: Interpreter, node: cst.Attribute, owner: Data, name: str) -> None:
    absent = _BY_KIND.get(owner.kind, {})
    if name not in absent or owner.shape is None or not owner.sure or owner.text or owner.parts is not None:
        return
    if owner.kind == "frame" and name in (*(owner.labels or ()), *owner.columns):
        return
    if owner.kind == "array" and (not owner.steps or owner.dtype is None and owner.listed):
        return
    if owner.kind == "array" and _may_be_list(owner):
        return
    it.record.refuse(node.attr, "data", it.text(node.value), name, _CALLED[owner.kind], absent[name])


def _may_be_list(owner: Data) -> bool:
    """Whether it may be a list: `x.tolist()`, `sorted(x)`, a part of `list(x)`, which has no type of its own."""
    if any(step.what in _MAKE_LISTS for step in owner.steps):
        return True
    return owner.dtype is None and len(owner.steps) > 1 and owner.steps[-1].kind != "pad"


def subscript(it: Interpreter, node: cst.Subscript, owner: Abstract, parts: Sequence[Part]) -> None:
    """`owner[index]` is about to be read."""
    if it.control.guards:
        return
    _note_bounds(it, owner, parts)
    if isinstance(owner, Data):
        if owner.kind == "frame" and it.control.depth <= it.control.endless:
            _of_frame(it, node, owner, parts)
            if len(parts) == 1 and parts[0].index is not None:
                note_lost(it, node, owner, parts[0].index)
        elif owner.kind == "column" and it.control.depth <= it.control.endless and len(parts) == 1:
            _of_column(it, node, owner, parts[0].index)
        return
    if isinstance(owner, Items) and len(parts) > 1 and not it.control.depth and is_of_program(owner):
        it.record.refuse(node, "list-axes", it.text(node.value), it.text(node))
    if isinstance(owner, Predictions) and owner.count > 1 and len(parts) > 1 and not it.control.depth:
        it.record.refuse(node, "several-axes", it.text(node.value), str(owner.count))
    index = parts[0].index if len(parts) == 1 else None
    if index is None:
        return
    if isinstance(owner, Logs):
        if not owner.inside and isinstance(index, Known) and isinstance(index.value, str):
            it.record.refuse(node, "logs", it.text(node.value), f"[{index.value!r}]")
        return
    if isinstance(owner, (Items, Table)):
        _of_predicted(it, node, owner, index)
    if isinstance(owner, Table) and isinstance(index, Known) and isinstance(index.value, str):
        _of_dict(it, node, owner, index.value)
    at = integer(index)
    if isinstance(owner, Scores) and at is not None:
        if owner.count == 1 or not -owner.count <= at < owner.count:
            it.record.refuse(node, "score", owner.method, str(owner.count), str(at))
        return
    asked = node.value
    if at is None or not isinstance(asked, cst.Attribute):
        return
    count = count_of(owner)
    if not count or -count <= at < count:
        return
    if asked.attr.value == "shape":
        it.record.refuse(node, "axes", it.text(asked.value), str(count), str(at))
    elif asked.attr.value == "layers" and isinstance(owner, Items):
        it.record.refuse(node, "layers", it.text(asked.value), str(count), str(at))


def _of_dict(it: Interpreter, node: cst.Subscript, owner: Table, key: str) -> None:
    """A key that a dict of the program, known as a whole, does not have.

    The program writes the key here alone, and the dict only with a key behind it: no other code can put it in.
    """
    keys = list(owner.entries)
    known = bool(keys) and all(isinstance(one, str) for one in keys) and not (owner.open or owner.unsure)
    if not known or key in owner.entries or it.control.depth or it.control.home:
        return
    if not isinstance(node.value, cst.Name):
        return
    name, written = node.value.value, it.place(node).locator
    asked = written.occurrences(f'{name}["') + written.occurrences(f"{name}['")
    alone = written.occurrences(f'"{key}"') + written.occurrences(f"'{key}'") == 1
    if alone and written.occurrences(name) == asked + 1:
        it.record.refuse(node, "key", name, key, *map(str, keys))


def _note_bounds(it: Interpreter, owner: Abstract, parts: Sequence[Part]) -> None:
    """`data[: len(data) * 0.8]`: a bound of a slice that certainly is a float.

    Of a frame only where its rows are numbered as pandas numbers them: others may be called by floats.
    """
    if not (_takes_whole_bounds(owner) or (isinstance(owner, Data) and _is_numbered(owner))):
        return
    for part in parts:
        node = part.node
        if part.index is not None or not isinstance(node, cst.Slice):
            continue
        for bound, value in zip((node.lower, node.upper, node.step), part.bounds):
            if bound is not None and value is not None and is_float(value, bound):
                it.record.refuse(bound, "bound", it.text(bound))


def _takes_whole_bounds(owner: Abstract) -> bool:
    if isinstance(owner, Method):
        return (
            owner.name == "iloc" and isinstance(owner.owner, Data) and owner.owner.kind in ("frame", "column")
        )
    if isinstance(owner, Known):
        return isinstance(owner.value, (str, tuple))
    return isinstance(owner, Items) or (isinstance(owner, Data) and owner.kind == "array")


def _is_numbered(owner: Data) -> bool:
    """Whether the rows of a frame or column certainly have the names that a file of numbers of rows gives them."""
    return (
        owner.kind in ("frame", "column")
        and owner.certain
        and all(step.kind in ("read", "select", "scale", "clean", "cast") for step in owner.steps)
        and not any(step.what in ("set_index", "sort_values", "loc") for step in owner.steps)
        and not any(
            step.kind == "read" and "index" in (step.place.text if step.place else "index")
            for step in owner.steps
        )
    )


def _of_predicted(it: Interpreter, node: cst.Subscript, owner: Items | Table, index: Abstract) -> None:
    """`names[model.predict(x).argmax(axis=1)]` of a list or dict of the program, which takes one index."""
    if isinstance(index, Data) and index.kind == "array" and index.shape and is_predicted(index):
        sizes = ", ".join("n" if dim == "?" else str(dim) for dim in index.shape)
        shape = f"({sizes},)" if len(index.shape) == 1 else f"({sizes})"
        what = "list" if isinstance(owner, Items) else "dict"
        it.record.refuse(node, "index", it.text(node.value), what, shape)


def _of_frame(it: Interpreter, node: cst.Subscript, owner: Data, parts: Sequence[Part]) -> None:
    """`frame[:, 0]` as of an array; `frame[i]` and `frame[train]` where the columns have names of text."""
    if owner.shape is None or not owner.sure or owner.parts is not None or owner.repeats:
        return
    indices = [part.index for part in parts]
    named = owner.named or (bool(owner.labels) and all(isinstance(name, str) for name in owner.labels or ()))
    written = it.text(node)
    if len(parts) == 2:
        numbers = any(index is not None and is_number(index) for index in indices)
        if None in indices or (named and numbers):
            asked = written.removeprefix(it.text(node.value))
            it.record.refuse(node, "frame", written, f"{it.text(node.value)}.iloc{asked}")
    elif named and indices[0] is not None:
        if is_number(indices[0]):
            it.record.refuse(node, "frame-row", written, it.text(node.value))
        elif isinstance(indices[0], Fold):
            it.record.refuse(node, "frame-rows", written, it.text(node.value))


def _of_column(it: Interpreter, node: cst.Subscript, owner: Data, index: Abstract | None) -> None:
    """`series[i + 12]` of rows that do not begin with the first one: the numbers are labels, and those are gone."""
    if index is None or not owner.sure or owner.text or not (is_number(index) or isinstance(index, Linear)):
        return
    counted = isinstance(index, Linear)
    at = _first_of(it, index) if isinstance(index, Linear) else integer(index)
    border = _later_rows(owner, counted)
    if border and at is not None and 0 <= at <= _FEW_ROWS:
        value = it.text(node.value)
        it.record.refuse(node, "labels", it.text(node), border, value)


def _first_of(it: Interpreter, index: Linear) -> int | None:
    """The number that a loop over a `range` begins with, and what is added to it."""
    made_by = index.base
    if not isinstance(made_by, cst.Call) or syntax.dotted(made_by.func) != "range" or not made_by.args:
        return None
    begin = integer(it.evaluate(made_by.args[0].value)) if len(made_by.args) > 1 else 0
    return begin + index.offset if begin is not None else None


_FEW_ROWS = 400  # of a window, which are fewer than the rows before a border
# What keeps the labels of rows.
_KEEP_LABELS = frozenset({"column", "astype", "fillna", "dropna", "copy", "ffill", "bfill", "interpolate"})


def _later_rows(owner: Data, counted: bool) -> str:
    """How the first rows were left out, as a program writes it; empty where they were not, or may be there.

    Of rows that were mixed some are gone, which a loop that has `counted` all of them meets.
    """
    if any(map(_names_rows, owner.steps)):
        return ""
    for step in reversed(owner.steps):
        detail = step.detail
        if isinstance(detail, Split) and step.what == "train_test_split":
            ordered = detail.shuffle is False and detail.part == "test"
            return step.what if ordered or (detail.shuffle is not False and counted) else ""
        if isinstance(detail, Selected) and detail.rows is not None and not detail.picked:
            low, high = detail.rows
            return f"[{low}:{high}]" if low and not low.startswith(("-", "0")) and not detail.strided else ""
        if step.what not in _KEEP_LABELS and step.kind not in ("arithmetic", "scale"):
            return ""
    return ""


def _names_rows(step: Step) -> bool:
    """Whether the rows may have other names than numbers from here on: dates, as a library of prices gives them."""
    if step.kind == "read":
        text = step.place.text if step.place is not None else "index"
        return not step.what.startswith("read_") or "index" in text
    return step.what in (
        "set_index",
        "join",
        "merge",
        "concat",
        "resample",
        "groupby",
        "pivot",
        "pivot_table",
    )


_CHANGES_LIST = frozenset({"pop", "append", "insert", "remove", "extend", "clear"})


def discarded(it: Interpreter, method: cst.Attribute) -> None:
    """`model.layers.pop()`: Keras gives a new list each time, and the model keeps its layers."""
    of, name = method.value, method.attr.value
    if name not in _CHANGES_LIST or not isinstance(of, cst.Attribute) or of.attr.value != "layers":
        return
    plain = of.value
    while isinstance(plain, cst.Attribute):
        plain = plain.value
    if not isinstance(plain, cst.Name) or not it.target.at_least(2, 4):
        return
    owner = it.evaluate(of.value)
    loaded = owner.__class__ is Unknown and isinstance(owner, Unknown) and owner.reason == LOADED
    if loaded or (isinstance(owner, Network) and owner.kind in ("sequential", "functional")):
        kind = owner.kind if isinstance(owner, Network) else "functional"
        it.record.slip(method, "layers-copy", it.text(of.value), name, kind)


def layer_by_name(it: Interpreter, node: cst.CSTNode, layers: Sequence[Built | Network], name: str) -> None:
    """`get_layer("lstm")` where no layer has that name, be it of its own or as Keras numbers those of its class."""
    named = [layer for layer in layers if isinstance(layer, Built)]
    own = [layer.title for layer in named if "name" in layer.given]
    base = _NUMBERED.sub("", name)
    numbered = {_NUMBERED.sub("", layer.title) for layer in named if "name" not in layer.given}
    if not it.target.at_least(3) and "input_layer" in numbered:
        numbered.add("input")  # as Keras 2 calls it
    if any(layer.kind != "layers" for layer in named) or base in numbered or name in own:
        return
    unsure = it.control.guards or it.control.depth  # `if name in names: model.get_layer(name)`
    if unsure or len(named) < len(layers) or not (own or numbered):
        return
    if all(isinstance(layer.given["name"].value, Known) for layer in named if "name" in layer.given):
        it.record.refuse(node, "name", name, *own, *sorted(numbered))


_NUMBERED = re.compile(r"_\d+$")
