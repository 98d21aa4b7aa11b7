"""Batches: datasets of `tf.data` and generators, which yield inputs and targets together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.contents import integer, join
from lstm_lint.reader.data import as_data, merged, origin
from lstm_lint.reader.names import canonical
from lstm_lint.reader.values import (
    Abstract,
    Class,
    Data,
    Function,
    Generator,
    Given,
    Instance,
    Items,
    Module,
    Table,
)
from lstm_lint.script import Known, SeriesKind, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_READ_TOGETHER = frozenset({"batch", "repeat", "padded_batch", "ragged_batch", "unbatch"})
_SEQUENCES = ("keras.utils.Sequence", "keras.utils.PyDataset")


def from_slices(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`tf.data.Dataset.from_tensor_slices((x, y))`."""
    value = args.positional[0].value if args.positional else args.at(None, "tensors") or Unknown("data")
    step = Step("select", name, walk.places.of(node))
    x, y = _pair(value)
    made = _input(walk, x, node, "dataset")
    if made is None:
        made = origin(x)
        made.kind = "dataset"
    found = made.then(step, shape=made.shape, magnitude=made.magnitude, integer=made.integer)
    found.since = len(found.steps) if made.parts is not None else 0
    found.target = _target(walk, y, node) if y is not None else None
    return found


def _target(walk: Walk, value: Abstract, node: cst.CSTNode) -> Data:
    """The targets; of several outputs none is told apart."""
    if isinstance(value, Table) and len(value.entries) == 1 and not value.open:
        value = next(iter(value.entries.values()))
    return as_data(walk, value, node) or origin(value)


def _pair(value: Abstract) -> tuple[Abstract, Abstract | None]:
    """The inputs and the targets of an element: of `x, y` and `x, y, weights`, or inputs alone."""
    whole = isinstance(value, Items) and not value.open and not value.spoiled
    if whole and isinstance(value, Items) and len(value.items) in (2, 3):
        several = any(isinstance(item, (Items, Table)) for item in value.items)
        if several or not value.mutable:  # a list of two arrays is one array
            return value.items[0], value.items[1]
    if isinstance(value, Items) and len(value.items) == 1 and not value.open and not value.mutable:
        return value.items[0], None
    return value, None


def _input(walk: Walk, value: Abstract, node: cst.CSTNode, kind: SeriesKind) -> Data | None:
    """The inputs of a model as they come: an array, or a list or dict of them."""
    several = isinstance(value, Table) or (isinstance(value, Items) and not value.open and not value.spoiled)
    if several and isinstance(value, (Items, Table)) and not _is_array(value):
        held = value.items if isinstance(value, Items) else list(value.entries.values())
        read = [as_data(walk, item, node) for item in held]
        if held and any(item is not None for item in read):
            parts = [item if item is not None else origin(raw) for item, raw in zip(read, held)]
            whole = merged(walk, parts, node) if len(parts) > 1 else parts[0].then(Step("select", "input"))
            whole.kind, whole.since = kind, len(whole.steps)
            whole.parts = (
                Items(list(parts), False)
                if isinstance(value, Items)
                else Table(dict(zip(value.entries, parts)), value.open)
            )
            return whole
        return None
    found = as_data(walk, value, node)
    if found is None:
        return None
    return Data(
        found.steps, found.shape, found.sure, found.magnitude, found.integer, kind, found.target, found.columns,
        found.parts, found.since, found.text,
    )  # fmt: skip


def _is_array(value: Items | Table) -> bool:
    """Whether a list holds the numbers of one array, and not several arrays."""
    return isinstance(value, Items) and not any(isinstance(item, (Data, Unknown)) for item in value.items)


def generated(walk: Walk, yields: Sequence[Abstract], node: cst.CSTNode) -> Abstract:
    """What a function with `yield` gives to `fit`: the arrays of one batch, where they were read."""
    read: list[Data] = []
    for value in yields:
        x, y = _pair(value)
        made = _input(walk, x, node, "generator")
        if made is not None:
            made.target = _target(walk, y, node) if y is not None else None
            read.append(made)
    if not read or len(read) < len(yields):
        return Generator("a generator")
    for data in read:
        for one in (data, data.target, *_arrays(data.parts)):
            if one is not None and one.shape:
                one.shape = ("?", *one.shape[1:])  # the rows of one batch, not of the data
    found: Abstract = read[0]
    for other in read[1:]:
        found = join(found, other)
    return found if isinstance(found, Data) else Generator("a generator")


def of_sequence(walk: Walk, value: Abstract, node: cst.CSTNode) -> Abstract:
    """A `keras.utils.PyDataset` of the program as the batches that its `__getitem__` returns."""
    from lstm_lint.reader.calls import Args

    if not isinstance(value, Instance) or not gives_batches(value.cls):
        return value
    function = value.cls.find("__getitem__")
    if not isinstance(function, Function):
        return value
    batch = walk.run_function(function, Args([Given(value), Given(Unknown("the number of a batch"))]), node)
    found = generated(walk, [batch], node)
    return found if isinstance(found, Data) else value


def gives_batches(cls: Class) -> bool:
    """Whether a class of the program is a `keras.utils.PyDataset`."""
    return any(
        gives_batches(base)
        if isinstance(base, Class)
        else isinstance(base, Module) and canonical(base.path) in _SEQUENCES
        for base in cls.bases
    )


def element(owner: Data) -> list[Abstract]:
    """One element of a dataset or generator: inputs, and targets where it has any."""
    shape: Shape | None = owner.shape[1:] if owner.shape else None
    windows = owner.steps[-1].kind == "window" if owner.steps else False
    x: Abstract = Data(
        owner.steps, shape, owner.certain, owner.magnitude, owner.integer,
        "dataset" if windows else "array", text=owner.text,
    )  # fmt: skip
    if owner.parts is not None:
        inner = owner.inputs()
        x = (
            Items(list(inner), False)
            if isinstance(owner.parts, Items)
            else Table(dict(zip(owner.parts.entries, inner)), owner.parts.open)
        )
    return [x] if owner.target is None else [x, owner.target]


def mapped(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Data:
    """`dataset.map(f)` and `dataset.flat_map(f)`, where `f` is read."""
    from lstm_lint.reader.calls import Args as Arguments
    from lstm_lint.reader.calls import dispatch

    function = args.at(0, "map_func")
    found: Data | None = None
    if function is not None and not isinstance(function, Unknown):
        seen = len(walk.portions)
        value = dispatch(walk, node, function, Arguments([Given(item) for item in element(owner)]))
        del walk.portions[seen:]  # parts of an element, not of the rows
        read = generated(walk, [value], node)
        found = read if isinstance(read, Data) else None
    if found is None:
        return owner.then(
            Step("unknown", name, walk.places.of(node)), certain=False, target=None, parts=None, text=False
        )
    found.kind = "dataset"
    for series in (found, found.target):
        if series is not None:
            new = series.steps[len(owner.steps) :]
            series.steps = (*series.steps[: len(owner.steps)], *map(_within_element, new))
    single = owner.shape is not None and found.shape is not None and found.parts is None and name == "map"
    found.shape = ("?", *found.shape) if single and found.shape is not None else None
    for part in _arrays(found.parts):
        part.shape = None  # whether an element is a row or a batch is not known
    return found


def _arrays(parts: Items | Table | None) -> list[Data]:
    items = [] if parts is None else parts.items if isinstance(parts, Items) else list(parts.entries.values())
    return [item for item in items if isinstance(item, Data)]


def _within_element(step: Step) -> Step:
    """A slice of an element, which leaves all rows where they are: it is no split."""
    if step.what != "slice":
        return step
    detail = {name: value for name, value in step.detail.items() if name not in ("rows", "shuffle")}
    return Step("select", "slice", step.place, detail)


def together(walk: Walk, node: cst.Call, owner: Data, name: str, args: Args) -> Data | None:
    """Methods that put elements of a dataset together: `batch`, `window`."""
    place = walk.places.of(node)
    if name == "window":
        moves = args.at(1, "shift")
        return owner.then(Step("window", name, place, {"slides_by": integer(moves) if moves else None}))
    if name in _READ_TOGETHER:
        if name == "padded_batch":
            return owner.then(
                Step("pad", name, place, {"padding": "post", "maxlen": None}), magnitude=owner.magnitude
            )
        return owner.then(Step("select", name, place), magnitude=owner.magnitude, integer=owner.integer)
    return None


def zipped(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`tf.data.Dataset.zip((x, y))`."""
    values = [given.value for given in args.positional]
    if len(values) == 1 and isinstance(values[0], Items):
        values = values[0].items
    if len(values) == 2 and all(isinstance(value, Data) and value.kind == "dataset" for value in values):
        x, y = values
        assert isinstance(x, Data) and isinstance(y, Data)
        found = x.then(Step("select", name, walk.places.of(node)), magnitude=x.magnitude, integer=x.integer)
        found.target = y
        return found
    return opaque(walk, node, name)


def from_generator(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`tf.data.Dataset.from_generator(f)`: what the generator yields, one element at a time."""
    from lstm_lint.reader.calls import Args as Arguments
    from lstm_lint.reader.calls import dispatch

    function = args.at(0, "generator")
    value = dispatch(walk, node, function, Arguments()) if isinstance(function, Function) else function
    if isinstance(value, Data) and value.kind == "generator":
        shape = ("?", *value.shape) if value.shape is not None else None
        step = Step("select", name, walk.places.of(node))
        return value.then(step, shape=shape, magnitude=value.magnitude, integer=value.integer, kind="dataset")
    return opaque(walk, node, name)


def opaque(walk: Walk, node: cst.Call, name: str) -> Data:
    """A dataset whose elements are not read."""
    return Data((Step("unknown", name, walk.places.of(node)),), None, False, kind="dataset")


def from_directory(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`text_dataset_from_directory`: texts or images with the number of the directory that they lie in."""
    step = Step("read", name, walk.places.of(node))
    labels = args.at(1, "labels")
    mode = args.at(2, "label_mode")
    found = Data((step,), kind="dataset", text=name.startswith("text"))
    if labels != Known(None) and mode != Known(None):
        encoded = Step("one-hot" if mode == Known("categorical") else "class-ids", name, walk.places.of(node))
        found.target = Data((step, encoded), integer=encoded.kind == "class-ids")
    return found


def of_timeseries(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    """`TimeseriesGenerator` and `timeseries_dataset_from_array`."""
    generator = name == "TimeseriesGenerator"
    given = args.at(0, "data")
    owner = (as_data(walk, given, node) if given is not None else None) or origin(given)
    aims = args.at(1, "targets")
    target = as_data(walk, aims, node) if aims is not None else None
    if target is None and aims is not None and aims != Known(None):
        target = origin(aims)
    length = args.at(2, "length" if generator else "sequence_length")
    size = integer(length) if length is not None else None
    shape = ("?", size if size is not None else "?", *owner.shape[1:]) if owner.shape else None
    stride = args.at(None, "stride" if generator else "sequence_stride")
    slides_by = 1 if stride is None else integer(stride)
    step = Step("window", name, walk.places.of(node), {"slides_by": slides_by})
    result = owner.then(step, shape=shape, magnitude=owner.magnitude, integer=owner.integer)
    result.kind = "generator" if generator else "dataset"
    result.certain = owner.sure
    result.target = target.then(step, shape=target.shape) if target is not None else None
    if args.at(None, "shuffle") == Known(True):
        kept = {"shape": result.shape, "magnitude": result.magnitude, "integer": result.integer}
        result = result.then(Step("shuffle", name, step.place), **kept)
    return result
