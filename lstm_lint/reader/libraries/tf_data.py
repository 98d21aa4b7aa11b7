"""TensorFlow: datasets of `tf.data`, and functions on arrays."""

from __future__ import annotations

from dataclasses import replace

from lstm_lint.keras_api.dims import axis_of, give_up
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Function, Given, Items
from lstm_lint.reader.libraries.data import batches
from lstm_lint.reader.libraries.data.array_effects import expanded, joined
from lstm_lint.reader.libraries.data.conversion import origin, same_data, untensored
from lstm_lint.reader.libraries.effects import Bound, Effect, Rule
from lstm_lint.reader.libraries.keras.preprocessing import ONE_HOT
from lstm_lint.reader.libraries.rules import joins, shapes, values
from lstm_lint.reader.libraries.sklearn import shuffled
from lstm_lint.script import Pad, Selected, Shape, Step, StepKind, Unknown, Window

_READ_TOGETHER = ("batch", "repeat", "ragged_batch", "unbatch")


def from_slices(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.from_tensor_slices((x, y))`."""
    value = (
        call.args.positional[0].value
        if call.args.positional
        else call.args.at(None, "tensors") or Unknown("data")
    )
    step = Step("select", call.name, call.place)
    x, y = batches.pair(value)
    made = batches.inputs(it, x, call.node, "dataset")
    if made is None:
        made = origin(x)
        made.kind = "dataset"
    found = made.then(step, shape=made.shape, magnitude=made.magnitude, integer=made.integer)
    found.since = len(found.steps) if made.parts is not None else 0
    found.target = batches.target(it, y, call.node) if y is not None else None
    return found


def mapped(it: Interpreter, call: Call) -> Data:
    """`dataset.map(f)` and `dataset.flat_map(f)`, where `f` is read."""
    owner = call.owner
    assert isinstance(owner, Data)
    function = call.args.at(0, "map_func")
    found: Data | None = None
    if function is not None and not isinstance(function, Unknown):
        seen = len(it.record.portions)
        value = it.call(function, Args([Given(item) for item in batches.element(owner)]), call.node)
        del it.record.portions[seen:]  # parts of an element, not of the rows
        read = batches.generated(it, [value], call.node)
        found = read if isinstance(read, Data) else None
    if found is None:
        return owner.then(
            Step("unknown", call.name, call.place), certain=False, target=None, parts=None, text=False
        )
    found.kind = "dataset"
    for series in (found, found.target):
        if series is not None:
            new = series.steps[len(owner.steps) :]
            series.steps = (*series.steps[: len(owner.steps)], *map(_within_element, new))
    single = (
        owner.shape is not None and found.shape is not None and found.parts is None and call.name == "map"
    )
    found.shape = ("?", *found.shape) if single and found.shape is not None else None
    for part in found.parts.arrays if found.parts is not None else ():
        part.shape = None  # whether an element is a row or a batch is not known
    return found


def _within_element(step: Step) -> Step:
    """A slice of an element, which leaves all rows where they are: it is no split."""
    if step.what != "slice":
        return step
    detail = step.detail
    if isinstance(detail, Selected):
        detail = replace(detail, rows=None, shuffle=None)
    return replace(step, kind="select", detail=detail)


def _window(it: Interpreter, call: Call) -> Data:
    """`dataset.window(n, shift)`."""
    owner, moves = call.owner, call.args.at(1, "shift")
    assert isinstance(owner, Data)
    return owner.then(Step("window", "window", call.place, Window(integer(moves) if moves else None)))


def _batched(it: Interpreter, call: Call) -> Data:
    """Methods that put elements of a dataset together."""
    owner = call.owner
    assert isinstance(owner, Data)
    return owner.then(Step("select", call.name, call.place), magnitude=owner.magnitude, integer=owner.integer)


def _padded(it: Interpreter, call: Call) -> Data:
    """`padded_batch`, which only a dataset has."""
    owner = call.owner if isinstance(call.owner, Data) else Data((), None, False, kind="dataset")
    step = Step("pad", call.name, call.place, Pad("post", None, None, None, 0))
    return owner.then(step, magnitude=owner.magnitude)


def zipped(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.zip((x, y))`."""
    values = [given.value for given in call.args.positional]
    if len(values) == 1 and isinstance(values[0], Items):
        values = values[0].items
    if len(values) == 2 and all(isinstance(value, Data) and value.kind == "dataset" for value in values):
        x, y = values
        assert isinstance(x, Data) and isinstance(y, Data)
        found = x.then(Step("select", call.name, call.place), magnitude=x.magnitude, integer=x.integer)
        found.target = y
        return found
    return opaque(it, call)


def from_generator(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.from_generator(f)`: what the generator yields, one element at a time."""
    function = call.args.at(0, "generator")
    value = it.call(function, Args(), call.node) if isinstance(function, Function) else function
    if isinstance(value, Data) and value.kind == "generator":
        shape = ("?", *value.shape) if value.shape is not None else None
        step = Step("select", call.name, call.place)
        return value.then(step, shape=shape, magnitude=value.magnitude, integer=value.integer, kind="dataset")
    return opaque(it, call)


def opaque(it: Interpreter, call: Call) -> Data:
    """A dataset whose elements are not read."""
    return Data((Step("unknown", call.name, call.place),), None, False, kind="dataset")


def _count(it: Interpreter, call: Call) -> Abstract:
    """`dataset.cardinality()`, `tf.data.experimental.cardinality(dataset)`."""
    return Unknown("how many elements a dataset has")


def _taken(bound: Bound) -> Shape:
    """`tf.gather(x, indices, axis=0)`."""
    shape, indices = bound.shape(), bound.operand(bound.arguments.get("indices")).shape
    axis = bound.axis(len(shape), default=0)
    if indices is None or bound.given("batch_dims"):
        give_up("which are taken is not known")
    return (*shape[:axis], *indices, *shape[axis + 1 :])


def _transposed(bound: Bound) -> Shape:
    """`tf.transpose(x, perm)`."""
    shape, order = bound.shape(), bound.known("perm", None)
    axes = range(len(shape))[::-1] if order is None else [axis_of(axis, len(shape)) for axis in order]
    return tuple(shape[axis] for axis in axes) if len(axes) == len(shape) else give_up("axes")


def _same_values(params: str, shape: Rule[Shape], step: StepKind = "reshape") -> Effect:
    return Effect(
        params, step, shape, None, values.same_magnitude, values.same_range, values.still_whole, makes="array"
    )


# dtypes of TensorFlow are not those of numpy: of them nothing is said.
_ELEMENTWISE = Effect("x|name", "arithmetic", shapes.same, makes="array")
_REDUCED = Effect("input_tensor|axis keepdims", "arithmetic", shapes.reduced, sums_up=True)
ARRAYS: dict[str, Handler] = {
    "tensorflow.reshape": _same_values("tensor|*shape", shapes.reshaped),
    "tensorflow.transpose": _same_values("a|perm", _transposed),
    "tensorflow.squeeze": _same_values("input|axis", shapes.squeezed),
    "tensorflow.gather": _same_values("params indices|axis batch_dims", _taken, "select"),
    "tensorflow.reverse": _same_values("tensor|axis", shapes.same, "select"),
    "tensorflow.stack": Effect("arrays[]|axis", None, joins.stacked),
    **dict.fromkeys(("tensorflow.exp", "tensorflow.math.exp", "tensorflow.square", "tensorflow.abs", "tensorflow.sin",
                     "tensorflow.cos", "tensorflow.math.square"), _ELEMENTWISE),
    **dict.fromkeys(("tensorflow.sqrt", "tensorflow.math.sqrt", "tensorflow.math.log", "tensorflow.math.log1p"),
                    _ELEMENTWISE.but(step="scale")),
    **{f"tensorflow.{module}reduce_{name}": _REDUCED for module in ("", "math.")
       for name in ("mean", "sum", "max", "min", "prod")},
    **dict.fromkeys(("tensorflow.math.reduce_std", "tensorflow.math.reduce_variance"), _REDUCED),
}  # fmt: skip
_CONVERTED = ("tensorflow.convert_to_tensor", "tensorflow.constant", "tensorflow.cast")
_DATASET = "tensorflow.data.Dataset"
FUNCTIONS: dict[str, Handler] = {
    f"{_DATASET}.from_tensor_slices": from_slices,
    f"{_DATASET}.from_generator": from_generator,
    f"{_DATASET}.zip": zipped,
    f"{_DATASET}.from_tensors": opaque,
    f"{_DATASET}.list_files": opaque,
    f"{_DATASET}.range": opaque,
    "tensorflow.data.TFRecordDataset": opaque,
    **dict.fromkeys(_CONVERTED, same_data),
    **ARRAYS,
    "tensorflow.data.experimental.cardinality": _count,
    "tensorflow.concat": untensored(joined),
    "tensorflow.expand_dims": untensored(expanded),
    "keras.ops.expand_dims": untensored(expanded),
    "keras.backend.expand_dims": untensored(expanded),
    "tensorflow.one_hot": ONE_HOT,
    "tensorflow.random.shuffle": untensored(shuffled),
}
METHODS: dict[tuple[str, str], Handler] = {
    ("dataset", "map"): mapped,
    ("dataset", "flat_map"): mapped,
    ("unknown", "padded_batch"): _padded,
    ("dataset", "window"): _window,
    ("dataset", "cardinality"): _count,
    ("dataset", "padded_batch"): _padded,
    **{("dataset", name): _batched for name in _READ_TOGETHER},
}
LIBRARY = Library(FUNCTIONS, METHODS, elements={"dataset": batches.one_of, "generator": batches.one_of})
