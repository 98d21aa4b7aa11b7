"""Transformers made of transformers: pipelines, one after the other, and column transformers, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lstm_lint.keras_api.dims import total
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Given,
    Instance,
    Items,
    Method,
    Transformer,
)
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data, merged, origin
from lstm_lint.reader.libraries.data.history import note
from lstm_lint.reader.libraries.data.transformers import (
    configure,
    first_of,
    learn,
    made,
    maker,
    other_method,
    with_output,
)
from lstm_lint.script import Dim, Known, Shape, Step

COMPOSITES = {"Pipeline": "steps", "ColumnTransformer": "transformers", "FeatureUnion": "transformer_list"}
_SHORT = {
    "make_pipeline": "Pipeline",
    "make_column_transformer": "ColumnTransformer",
    "make_union": "FeatureUnion",
}
_DEEPEST = 8  # pipelines in pipelines; real ones have two levels
_REMAINDER = "remainder"


class Member(NamedTuple):
    """A part of a composite: what works, and on which columns."""

    worker: Abstract
    columns: Abstract | None = None


class Task(NamedTuple):
    """What is done, and the data that the whole composite is given: their rows are what every part learns from."""

    method: str
    data: Data


def shorthand(it: Interpreter, call: Call) -> Transformer:
    """`make_pipeline(a, b)`: the parts are the arguments."""
    cls = _SHORT[call.name]
    found = Transformer(cls, call.node, "composite", number=next(it.record.numbers))
    configure(found, call.args)
    found.complete = call.args.complete
    parts = [given.value for given in call.args.positional]
    found.given[COMPOSITES[cls]] = Given(Items(parts, False, not call.args.complete))
    return found


def composite(name: str) -> Handler | None:
    """What makes a composite, by the name of the class or function."""
    if name in _SHORT:
        return shorthand
    return maker(name, "composite") if name in COMPOSITES else None


def _members(whole: Transformer) -> list[Member] | None:
    """The parts in their order; None where they are not all known."""
    given = whole.given.get(COMPOSITES[whole.cls])
    value = given.value if given is not None else None
    if not isinstance(value, Items) or value.open or value.spoiled or not whole.complete:
        return None
    found = [_member(whole.cls, item) for item in value.items]
    return [member for member in found if member is not None] if None not in found else None


def _member(cls: str, item: Abstract) -> Member | None:
    """`("scale", MinMaxScaler())`, `("scale", MinMaxScaler(), ["a"])`, and both without a name."""
    if not isinstance(item, Items):
        return Member(item) if cls != "ColumnTransformer" else None
    parts = item.items
    if parts and isinstance(parts[0], Known) and isinstance(parts[0].value, str) and len(parts) > 1:
        named = parts[0].value not in ("passthrough", "drop") or len(parts) == 3
        parts = parts[1:] if named else parts
    if cls != "ColumnTransformer":
        return Member(parts[0]) if len(parts) == 1 else None
    return Member(parts[0], parts[1]) if len(parts) == 2 else None


def fit(it: Interpreter, call: Call) -> Abstract:
    """`pipeline.fit(x)`: every part but the last transforms what the next is fitted on."""
    whole, owner = _given(it, call)
    _work(it, call, whole, owner, Task("fit", owner), 0)
    return whole


def transform(it: Interpreter, call: Call) -> Abstract:
    """`transform`, `fit_transform`."""
    whole, owner = _given(it, call)
    return _work(it, call, whole, owner, Task(call.name, owner), 0)


def back(it: Interpreter, call: Call) -> Abstract:
    """`inverse_transform`: of a pipeline each part in turn, from the last on."""
    _, owner = _given(it, call)
    return _lost(call, owner)


def _given(it: Interpreter, call: Call) -> tuple[Transformer, Data]:
    whole, first = call.owner, first_of(call)
    assert isinstance(whole, Transformer)
    return whole, (as_data(it, first, call.node) if first is not None else None) or origin(first)


def _lost(call: Call, owner: Data) -> Data:
    """What is not followed."""
    return owner.then(Step("unknown", call.name, call.place), certain=False, columns={}, kind="array")


def _work(it: Interpreter, call: Call, worker: Abstract, owner: Data, task: Task, level: int) -> Data:
    """What a part makes of data."""
    if worker in (Known(None), Known("passthrough")):
        return owner.copy()
    if isinstance(worker, Instance) and worker.transformer is not None:
        worker = worker.transformer
    if isinstance(worker, Instance) and worker.cls.library and task.method == "fit":
        return _fitted(it, call, worker, owner)
    if (
        not isinstance(worker, Transformer)
        or level > _DEEPEST
        or worker.kind not in ("composite", "transformer")
    ):
        return _lost(call, owner)
    if worker.kind == "composite":
        members = _members(worker)
        if members is None:
            return _lost(call, owner)
        if worker.cls == "Pipeline":
            return _one_after_the_other(it, call, members, owner, task, level)
        return _side_by_side(it, call, worker, members, owner, task, level)
    if task.method != "transform":
        learn(it, worker, owner)
    note(it, call.node, worker.number, worker.cls, task.method, task.data)
    return made(it, worker, owner, call, task.method)


def _fitted(it: Interpreter, call: Call, estimator: Instance, owner: Data) -> Data:
    """What learns at the end of a pipeline, on what comes out of the parts before it."""
    y = call.args.at(1, "y")
    given = [Given(owner), *([Given(y)] if y is not None else [])]
    it.call(Method(estimator, "fit"), Args(given), call.node)
    return _lost(call, owner)


def _one_after_the_other(
    it: Interpreter, call: Call, members: Sequence[Member], owner: Data, task: Task, level: int
) -> Data:
    for member in members:
        owner = _work(it, call, member.worker, owner, task, level + 1)
    return owner


def _side_by_side(
    it: Interpreter,
    call: Call,
    whole: Transformer,
    members: Sequence[Member],
    owner: Data,
    task: Task,
    level: int,
) -> Data:
    parts = list(_parts(it, call, whole, members, owner, task, level))
    if not parts:
        return _lost(call, owner)
    found = merged(it, parts, call.node) if len(parts) > 1 else parts[0].copy()
    found.shape = _beside([part.shape for part in parts], owner.shape)
    frames = whole.makes_frames
    found.kind, found.columns, found.labels, found.text = "frame" if frames else "array", {}, None, False
    if frames is None:
        found.shape = None
    return found


def _parts(
    it: Interpreter,
    call: Call,
    whole: Transformer,
    members: Sequence[Member],
    owner: Data,
    task: Task,
    level: int,
) -> Iterator[Data]:
    for member in members:
        if member.worker != Known("drop"):
            part = owner if member.columns is None else _columns(owner, member.columns, call)
            yield _work(it, call, member.worker, part, task, level + 1)
    rest = whole.given.get(_REMAINDER)
    if whole.cls == "ColumnTransformer" and rest is not None and rest.value != Known("drop"):
        left = owner.then(Step("select", "column", call.place), columns=dict(owner.columns))
        left.shape = (*owner.shape[:1], "?") if owner.shape else None
        yield _work(it, call, rest.value, left, task, level + 1)


def _columns(owner: Data, wanted: Abstract, call: Call) -> Data:
    """The columns that a part works on."""
    rows: Dim = owner.shape[0] if owner.shape else "?"
    names = columns.column_names(wanted)
    if names is not None and owner.kind == "frame":
        found = columns.columns(owner, names, call.place)
        if isinstance(wanted, Known):
            found.shape = (rows,)  # one name: a vector, as for texts
        return found
    count: Dim = "?"
    if isinstance(wanted, Items) and not wanted.open and not wanted.spoiled:
        count = len(wanted.items)
    single = isinstance(wanted, Known) and isinstance(wanted.value, (str, int))
    found = owner.then(Step("select", "column", call.place), columns={}, certain=owner.sure)
    found.shape = (rows,) if single else (rows, count) if isinstance(wanted, Items) else None
    return found


def _beside(shapes: Sequence[Shape | None], whole: Shape | None) -> Shape:
    """The columns of all parts together."""
    rows: Dim = whole[0] if whole else "?"
    widths = [shape[1] if shape is not None and len(shape) == 2 else "?" for shape in shapes]
    return (rows, total(widths))


def _rearranged(it: Interpreter, call: Call) -> Abstract:
    """`pipeline.set_params(scale=None)`."""
    assert isinstance(call.owner, Transformer)
    call.owner.complete = False
    return call.owner


METHODS: dict[tuple[str, str], Handler] = {
    ("composite", "fit"): fit,
    ("composite", "transform"): transform,
    ("composite", "fit_transform"): transform,
    ("composite", "inverse_transform"): back,
    ("composite", "set_output"): with_output,
    ("composite", "set_params"): _rearranged,
    ("composite", "*"): other_method,
}
