"""TensorFlow: datasets of `tf.data`, and functions on arrays."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.dims import NotDeterminable, axis_of, give_up
from lstm_lint.reader.abstract.arrays import Data, Parts, TensorSpec
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import either, integer
from lstm_lint.reader.abstract.registry import Call, Handler, Library, Subscript
from lstm_lint.reader.abstract.values import Abstract, Args, Function, Given, Items
from lstm_lint.reader.libraries.data import batches, pipelines
from lstm_lint.reader.libraries.data.array_effects import LARGEST, expanded, joined
from lstm_lint.reader.libraries.data.conversion import merged, origin, same_data, untensored
from lstm_lint.reader.libraries.data.history import written_call
from lstm_lint.reader.libraries.data.indexing import of_data
from lstm_lint.reader.libraries.data.moved import first_taken
from lstm_lint.reader.libraries.data.pipelines import OfElements
from lstm_lint.reader.libraries.effects import Bound, Effect, Rule, described
from lstm_lint.reader.libraries.keras.preprocessing import ONE_HOT
from lstm_lint.reader.libraries.rules import joins, shapes, values
from lstm_lint.reader.libraries.rules.shapes import as_shape
from lstm_lint.reader.libraries.sklearn import shuffled
from lstm_lint.script import Known, Moves, Pad, Selected, Shape, Shuffle, Step, StepKind, Unknown, Window


def from_slices(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.from_tensor_slices((x, y))`: each row is an element."""
    found = _of_tensors(it, call)
    rows = {shape[0] if shape else "?" for shape in _shapes(found)}
    pipelines.each_shape(found, found, lambda shape: shape[1:] if shape else None)
    count = rows.pop() if len(rows) == 1 else None
    found.count = count if isinstance(count, int) else None
    return found


def from_tensors(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.from_tensors((x, y))`: all of it is one element."""
    found = _of_tensors(it, call)
    found.count = 1
    return found


def _of_tensors(it: Interpreter, call: Call) -> Data:
    value = call.args.at(0, "tensors") or Unknown("data")
    _note_list(it, call, value)
    made = pipelines.of_element(it, value, call)
    if made is None:
        made = origin(batches.pair(value)[0])
        made.kind = "dataset"
    found = made.then(
        Step("select", call.name, call.place),
        shape=made.shape,
        magnitude=made.magnitude,
        integer=made.integer,
    )
    found.range = made.range
    found.since = len(found.steps) if made.parts is not None else 0
    return found


def _note_list(it: Interpreter, call: Call, value: Abstract) -> None:
    """Write down arrays of different shapes in a list, which TensorFlow takes for one array; and two arguments."""
    second = call.args.positional[1].value if len(call.args.positional) > 1 else None
    if it.control.guards:
        return
    if isinstance(second, Data):
        it.record.refuse(call.node, "slices-apart", call.name, _two(call))
        return
    inside = value.items if isinstance(value, Items) and not value.mutable and not value.open else []
    for one in (value, *inside):
        arrays = one.items if isinstance(one, Items) and one.mutable else []
        listed = isinstance(one, Items) and not (one.open or one.spoiled or one.unordered)
        shapes = [
            array.shape
            for array in arrays
            if isinstance(array, Data) and array.kind == "array" and array.sure and array.parts is None
        ]
        if listed and len(shapes) == len(arrays) > 1 and any(_differ(shapes[0], other) for other in shapes):
            it.record.refuse(call.node, "slices-list", call.name, _two(call) if one is value else "")
            return


def _differ(first: Shape | None, second: Shape | None) -> bool:
    """Whether two shapes are certainly not the same."""
    if first is None or second is None:
        return False
    if len(first) != len(second):
        return True
    return any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in zip(first, second))


def _two(call: Call) -> str:
    """The names of two arrays, as the program writes them."""
    first = call.node.args[0].value
    written = [one.value for one in call.node.args]
    if isinstance(first, (cst.List, cst.Tuple)):
        written = [one.value for one in first.elements]
    names = [one.value for one in written if isinstance(one, cst.Name)]
    return ", ".join(names) if len(names) == len(written) == 2 else ""


def _shapes(found: Data) -> list[Shape | None]:
    """The shapes of all arrays in an element."""
    inputs = found.parts.arrays if found.parts is not None else (found,)
    targets = (found.target,) if found.target is not None else ()
    return [array.shape for array in (*inputs, *targets)]


def counted(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.range(start, stop, step)`: each element is a number."""
    found = Data((Step("literal", call.name, call.place),), (), integer=True, kind="dataset")
    numbers = [integer(given.value) for given in call.args.positional]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) and 1 <= len(known) <= 3 and call.args.complete and 0 not in known[2:]:
        numbered = range(*known)
        found.count = len(numbered)
        found.magnitude = float(max(abs(numbered[0]), abs(numbered[-1]))) if numbered else None
    return found


def mapped(it: Interpreter, call: Call) -> Data:
    """`dataset.map(f)`, `dataset.flat_map(f)` and `dataset.interleave(f)`, where `f` is read."""
    owner, flat = call.owner, call.name != "map"
    assert isinstance(owner, Data)
    function = call.args.at(0, "map_func")
    found: Data | None = None
    taken = not isinstance(function, Function) or _takes_elements(it, call, function, owner)
    if taken and function is not None and not isinstance(function, Unknown):
        seen = len(it.record.portions)
        value = it.call(function, Args([Given(item) for item in batches.element(owner)]), call.node)
        del it.record.portions[seen:]  # parts of an element, not of the rows
        if not flat:
            found = pipelines.of_element(it, value, call)
        elif isinstance(value, Data) and value.kind == "dataset":
            found = value.copy()  # its elements one after the other
    if found is None:
        return owner.then(
            Step("unknown", call.name, call.place), certain=False, target=None, parts=None, text=False,
            count=None if flat else owner.count,
        )  # fmt: skip
    found.count = None if flat else owner.count
    for series in (found, found.target):
        if series is not None:
            new = series.steps[len(owner.steps) :]
            inside = (_within_element(it, step, owner) for step in new)
            series.steps = (*series.steps[: len(owner.steps)], *inside)
    return found


def _takes_elements(it: Interpreter, call: Call, function: Function, owner: Data) -> bool:
    """Whether a function takes an element: of `(x, y)` it gets two arguments, of an array one. Writes down if not."""
    given = call.args.at(0, "map_func") is function and not it.control.guards
    whole = function.owner is None and function.kind == "plain" and not function.given_more
    if not given or not whole or (isinstance(function.node, cst.FunctionDef) and function.node.decorators):
        return True
    params = function.node.params
    ordered = [*params.posonly_params, *params.params]
    needed = sum(one.default is None for one in ordered)
    at_most = len(ordered) if params.star_arg is None else needed + 2
    name = function.name if isinstance(function.node, cst.FunctionDef) else "lambda"
    pairs = owner.target is not None
    if pairs and at_most < 2:
        windows = "windows" if owner.inner is not None else "pairs"
        it.record.refuse(call.node, "dataset-function", call.name, name, windows, str(at_most))
        return False
    if not pairs and needed > 1 and _is_of_arrays(owner):
        it.record.refuse(call.node, "dataset-function", call.name, name, "arrays", str(needed))
        return False
    return True


# After them an element is one array where it was one before.
_ONE_ARRAY = frozenset(
    {
        "from_tensor_slices",
        "range",
        "batch",
        "shuffle",
        "cache",
        "prefetch",
        "repeat",
        "take",
        "skip",
        "window",
    }
)


def _is_of_arrays(owner: Data) -> bool:
    """Whether an element is one array for certain."""
    names = [step.what for step in owner.steps]
    made = "from_tensor_slices" in names and owner.kind == "dataset"
    since = names[names.index("from_tensor_slices") :] if made else [""]
    return owner.certain and owner.parts is None and owner.target is None and _ONE_ARRAY.issuperset(since)


def _within_element(it: Interpreter, step: Step, owner: Data) -> Step:
    """A slice of an element, which leaves all rows where they are: it is no split."""
    if step.what != "slice":
        return step
    detail = step.detail
    if isinstance(detail, Selected):
        detail = replace(detail, rows=None, shuffle=None)
    return replace(step, kind="select", detail=detail, moves=_steps_kept(it, step, owner))


def _steps_kept(it: Interpreter, step: Step, owner: Data) -> Moves | None:
    """What a slice of an element takes of the steps of a window, which are its first axis, or the second of a batch."""
    batches = 0  # since the windows were cut: the first one makes an array of a window
    for one in reversed(owner.steps):
        if one.what == "window":
            break
        batches += one.what == "batch"
    else:
        return None
    if batches == 1 and step.place is not None:
        first = first_taken(it, step.place.node)
        rest = step.moves is None or (step.moves.second == (None, None) and step.moves.rest)
        axes = step.moves is None or step.moves.axes
        return Moves(0, 0, second=first, rest=rest, axes=axes) if first is not None else None
    return step.moves if batches == 2 and step.moves is not None and step.moves.first == 0 else None


@described("self|size shift stride drop_remainder")
def windows_along(it: Interpreter, call: Call) -> Abstract | None:
    """`dataset.window(n, shift=1, drop_remainder=True)`: windows along the elements."""
    found = _WINDOW(it, call)
    size, dense = (
        found.inner if isinstance(found, Data) else None,
        call.args.at(2, "stride") in (None, Known(1)),
    )
    if isinstance(found, Data) and isinstance(size, int) and dense and found.steps:
        begins = 0 if call.args.at(1, "shift") == Known(1) else None
        along = Moves(0, size - 1, call.node, begins=begins)
        found.steps = (*found.steps[:-1], replace(found.steps[-1], moves=along))
    return found


def _slides(it: Interpreter, call: Call) -> Window:
    """How far the windows of `dataset.window(n, shift)` are apart."""
    moves = call.args.at(1, "shift")
    return Window(integer(moves) if moves else None)


def _mixing(it: Interpreter, call: Call) -> Shuffle:
    """Whether `dataset.shuffle(n)` mixes the elements anew in each epoch."""
    again = call.args.at(2, "reshuffle_each_iteration")
    anew = bool(again.value) if isinstance(again, Known) and again.value is not None else None
    if again is None or again == Known(None):
        anew = True
    return Shuffle(anew, written_call(it, call, reshuffle_each_iteration=True))


def _again(effect: pipelines.OfElements) -> Handler:
    """`repeat()` without a number, or of -1: the dataset has no end any more."""

    @described(effect.params)
    def again(it: Interpreter, call: Call) -> Abstract | None:
        found, times = effect(it, call), call.args.at(0, "count")
        if isinstance(found, Data) and call.args.complete and times in (None, Known(None), Known(-1)):
            found.endless = True
        return found

    return again


def _part(effect: pipelines.OfElements) -> Handler:
    """`take` and `skip`, whose parts are written down: some are held out."""

    @described(effect.params)
    def part(it: Interpreter, call: Call) -> Abstract | None:
        found = effect(it, call)
        if isinstance(found, Data) and found.steps[-1].detail is not None:
            it.record.portions.append(found.series())
        return found

    return part


def _bounds(it: Interpreter, call: Call) -> Selected | None:
    """The elements that `take` and `skip` leave, as bounds of a slice."""
    given = call.node.args
    if len(given) != 1:
        return None
    count = it.text(given[0].value)
    return Selected(rows=(count, "") if call.name == "skip" else ("", count))


@described("self|batch_size padded_shapes")
def _padded_unknown(it: Interpreter, call: Call) -> Data:
    """`padded_batch`, which only a dataset has."""
    step = Step("pad", call.name, call.place, Pad("post", None, None, None, 0))
    return Data((step,), None, False, kind="dataset")


def subscripted(it: Interpreter, subscript: Subscript) -> Abstract:
    """`window[:-1]`, where each window of a dataset is a dataset: it raises."""
    owner = subscript.owner
    assert isinstance(owner, Data)
    sizes = [step.moves.last + 1 for step in owner.steps if step.what == "window" and step.moves is not None]
    if any(step.what == "window" for step in owner.steps):
        it.record.subscripted.setdefault(subscript.node, sizes[-1] if sizes else None)
    return of_data(it, subscript)


@described("self|dataset")
def concatenated(it: Interpreter, call: Call) -> Data:
    """`dataset.concatenate(other)`: the elements of both, one behind the other."""
    owner, other = call.owner, call.args.at(0, "dataset")
    assert isinstance(owner, Data)
    second = other if isinstance(other, Data) and other.kind == "dataset" else origin(other)
    found = merged(it, [owner, second], call.node)
    found.kind, found.text = "dataset", owner.text and second.text
    found.shape = either(owner.shape, second.shape)
    if owner.inner == second.inner:
        found.inner = owner.inner
    if owner.count is not None and second.count is not None:
        found.count = owner.count + second.count
    if owner.target is not None and second.target is not None:
        found.target = _both(it, call, owner.target, second.target)
    first, others = owner.parts, second.parts
    if first is not None and others is not None and first.names == others.names:
        pairs = zip(owner.inputs(), second.inputs(), strict=False)
        found.parts = Parts(
            tuple(_both(it, call, *pair) for pair in pairs), first.names, first.open or others.open
        )
        found.since = len(found.steps)
    found.certain = found.certain and (first is None) == (others is None)
    return found


def _both(it: Interpreter, call: Call, first: Data, second: Data) -> Data:
    """An array of the elements of both."""
    found = merged(it, [first, second], call.node)
    found.kind, found.shape = "dataset", either(first.shape, second.shape)
    return found


def zipped(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.zip((x, y))`."""
    values = [given.value for given in call.args.positional]
    if len(values) == 1 and isinstance(values[0], Items) and not values[0].open:
        values = values[0].items
    if len(values) != 2 or not call.args.complete:
        return opaque(it, call)
    read = [_inputs_of(it, values[0], call), _one_of(values[1])]
    x, y = read
    if x is None or y is None:
        return opaque(it, call)
    found = x.then(
        Step("select", call.name, call.place), shape=x.shape, magnitude=x.magnitude, integer=x.integer
    )
    found.target, found.range = y, x.range
    counts = [one.count for one in (*_several(values[0]), y)]
    known = [count for count in counts if count is not None]
    found.count = min(known) if len(known) == len(counts) else None
    inner = {one.inner for one in (*_several(values[0]), y)}
    if len(inner) > 1:  # windows beside arrays
        pipelines.each_shape(found, found, lambda shape: None)
        found.certain = False
    else:
        found.inner = inner.pop()
    return found


def _several(value: Abstract) -> list[Data]:
    values = value.items if isinstance(value, Items) else [value]
    return [one for one in values if isinstance(one, Data)]


def _one_of(value: Abstract) -> Data | None:
    """A dataset of one array an element."""
    if not isinstance(value, Data) or value.kind != "dataset" or value.target is not None:
        return None
    return value if value.parts is None else None


def _inputs_of(it: Interpreter, value: Abstract, call: Call) -> Data | None:
    """The inputs that one dataset gives, or several: `zip(((first, second), y))`."""
    if isinstance(value, Items):
        several = [_one_of(item) for item in value.items]
        return batches.inputs(it, value, call.node, "dataset") if all(several) and not value.open else None
    plain = isinstance(value, Data) and value.kind == "dataset" and value.target is None
    return value if plain and isinstance(value, Data) else None


def from_generator(it: Interpreter, call: Call) -> Abstract:
    """`tf.data.Dataset.from_generator(f)`: what the generator yields, one element at a time."""
    args = call.args
    told = len(args.positional) > 1 or {"output_types", "output_signature"} & args.keywords.keys()
    if args.complete and not told and not it.control.guards:
        it.record.refuse(call.node, "missing-argument", it.text(call.node.func), "output_signature")
    function = call.args.at(0, "generator")
    value = it.call(function, Args(), call.node) if isinstance(function, Function) else function
    if not isinstance(value, Data) or value.kind != "generator":
        return _promised(opaque(it, call), call)
    step = Step("select", call.name, call.place)
    found = value.then(
        step, shape=value.shape, magnitude=value.magnitude, integer=value.integer, kind="dataset"
    )
    return _promised(found, call)


def _promised(found: Data, call: Call) -> Data:
    """The shapes that `output_signature` states; TensorFlow holds each element against them."""
    stated = call.args.at(None, "output_signature")
    parts = [stated] if isinstance(stated, TensorSpec) else stated.items if isinstance(stated, Items) else []
    arrays = [found] if found.parts is None else []
    for array, spec in zip((*arrays, *([found.target] if found.target else ())), parts):
        if isinstance(spec, TensorSpec) and arrays:
            array.shape = spec.shape
    return found


def spec(it: Interpreter, call: Call) -> Abstract:
    """`tf.TensorSpec(shape=(None, 10), dtype=tf.float32)`."""
    given = call.args.at(0, "shape")
    try:
        shape = as_shape(given) if given is not None and given != Known(None) else None
    except NotDeterminable:
        shape = None
    return TensorSpec("a promise of shapes", shape)


def opaque(it: Interpreter, call: Call) -> Data:
    """A dataset whose elements are not read."""
    return Data((Step("unknown", call.name, call.place),), None, False, kind="dataset")


@described("self|")
def cardinality(it: Interpreter, call: Call) -> Abstract:
    """`dataset.cardinality()`, `tf.data.experimental.cardinality(dataset)`."""
    dataset = call.owner or call.args.at(0, "dataset")
    if isinstance(dataset, Data) and dataset.kind == "dataset" and dataset.count is not None:
        return Known(dataset.count, "computed")
    return Unknown("how many elements a dataset has")


@described("self|transformation_func")
def applied(it: Interpreter, call: Call) -> Abstract | None:
    """`dataset.apply(f)` is `f(dataset)`."""
    function, owner = call.args.at(0, "transformation_func"), call.owner
    assert isinstance(owner, Data)
    value = it.call(function, Args([Given(owner)]), call.node) if isinstance(function, Function) else None
    known = isinstance(value, Data) and value.kind == "dataset"
    return value if known else owner.then(Step("unknown", call.name, call.place), certain=False, target=None)


@described("self|")
def as_arrays(it: Interpreter, call: Call) -> Abstract | None:
    """`dataset.as_numpy_iterator()`: the same elements."""
    return call.owner


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


def _along_axis(bound: Bound) -> Shape:
    """`tf.argmax(x, axis=0)`."""
    shape = bound.shape()
    axis = bound.axis(len(shape), default=0)
    return (*shape[:axis], *shape[axis + 1 :])


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
_RAGGED = (
    "ragged.constant", "ragged.stack", "RaggedTensor.from_row_lengths", "RaggedTensor.from_row_splits",
    "RaggedTensor.from_row_limits", "RaggedTensor.from_row_starts", "RaggedTensor.from_value_rowids",
    "RaggedTensor.from_nested_row_lengths", "RaggedTensor.from_nested_row_splits", "RaggedTensor.from_tensor",
)  # fmt: skip


def _ragged(it: Interpreter, call: Call) -> Abstract:
    """`tf.ragged.constant(rows)`: a RaggedTensor, of which nothing else is followed."""
    return Data((Step("stack", call.path.removeprefix("tensorflow."), call.place),), None, False)


def _dense(it: Interpreter, call: Call) -> Abstract | None:
    """`ragged.to_tensor()`."""
    assert isinstance(call.owner, Data)
    if call.owner.kind != "array":
        return None
    return call.owner.then(
        Step("pad", call.name, call.place, Pad("post", None, None, None, None)), certain=False
    )


_CONVERTED = ("tensorflow.convert_to_tensor", "tensorflow.constant", "tensorflow.cast")
_DATASET = "tensorflow.data.Dataset"
FUNCTIONS: dict[str, Handler] = {
    f"{_DATASET}.from_tensor_slices": from_slices,
    f"{_DATASET}.from_tensors": from_tensors,
    f"{_DATASET}.from_generator": from_generator,
    f"{_DATASET}.range": counted,
    f"{_DATASET}.zip": zipped,
    f"{_DATASET}.list_files": opaque,
    "tensorflow.data.TFRecordDataset": opaque,
    "tensorflow.TensorSpec": spec,
    **dict.fromkeys(_CONVERTED, same_data),
    **{f"tensorflow.{name}": _ragged for name in _RAGGED},
    **ARRAYS,
    "tensorflow.data.experimental.cardinality": cardinality,
    "tensorflow.concat": untensored(joined),
    "tensorflow.expand_dims": untensored(expanded),
    "keras.ops.expand_dims": untensored(expanded),
    "keras.backend.expand_dims": untensored(expanded),
    "tensorflow.one_hot": ONE_HOT,
    "tensorflow.random.shuffle": untensored(shuffled),
    **dict.fromkeys(
        ("tensorflow.argmax", "tensorflow.math.argmax"),
        untensored(LARGEST.but(params="input|axis output_type", shape=_along_axis)),
    ),
}
_KEPT = OfElements("self|", "cast", pipelines.same, pipelines.same_count, pipelines.same_inner)
_PICKED = OfElements("self|predicate", "select", pipelines.same, None, pipelines.same_inner)
_WINDOW = OfElements("self|size shift stride drop_remainder", "window", pipelines.windowed, pipelines.windows,
                     pipelines.window_size, detail=_slides)  # fmt: skip
_COUNTED = OfElements("self|count", "select", pipelines.same, pipelines.taken, pipelines.same_inner)
DATASETS: dict[str, Handler] = {
    "cache": _KEPT,
    "prefetch": _KEPT.but(params="self|buffer_size"),
    "with_options": _KEPT.but(params="self|options"),
    "shuffle": OfElements("self|buffer_size seed reshuffle_each_iteration", "shuffle", pipelines.same,
                          pipelines.same_count, pipelines.same_inner, detail=_mixing),
    "repeat": _again(_COUNTED.but(count=pipelines.repeated)),
    "take": _part(_COUNTED.but(detail=_bounds)),
    "skip": _part(_COUNTED.but(count=pipelines.skipped, detail=_bounds)),
    "shard": _COUNTED.but(params="self|num_shards index", count=pipelines.sharded),
    "filter": _PICKED,
    "take_while": _PICKED,
    "unique": _PICKED.but(params="self|"),
    "batch": OfElements("self|batch_size drop_remainder", "select", pipelines.batched, pipelines.batches_of),
    "padded_batch": OfElements("self|batch_size padded_shapes padding_values drop_remainder", "pad", pipelines.padded,
                               pipelines.batches_of, changes=True,
                               detail=lambda it, call: Pad("post", None, None, None, 0)),
    "unbatch": OfElements("self|", "select", pipelines.unbatched),
    "rebatch": OfElements("self|batch_size drop_remainder", "select", pipelines.rebatched),
    "window": windows_along,
    "map": described("self|map_func")(mapped),
    "flat_map": described("self|map_func")(mapped),
    "interleave": described("self|map_func cycle_length block_length")(mapped),
    "concatenate": concatenated,
    "apply": applied,
    "cardinality": cardinality,
    "as_numpy_iterator": as_arrays,
}  # fmt: skip
METHODS: dict[tuple[str, str], Handler] = {
    ("unknown", "padded_batch"): _padded_unknown,
    ("array", "to_tensor"): _dense,
    **{("dataset", name): handler for name, handler in DATASETS.items()},
}
LIBRARY = Library(
    FUNCTIONS,
    METHODS,
    subscripts={"generator": batches.batch_of, "dataset": subscripted},
    elements={"dataset": batches.one_of, "generator": batches.one_of},
)
