"""What is called on a model: `add`, `compile`, `fit`, `predict` and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.record import PREDICT
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import (
    LOADED,
    MAX_LAYERS,
    Abstract,
    Args,
    Built,
    Changing,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Logs,
    Method,
    Module,
    Network,
    Predictions,
    Scores,
    Tensor,
    Training,
    Weights,
)
from lstm_lint.reader.libraries.asked import layer_by_name
from lstm_lint.reader.libraries.data.batches import generated
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.reader.libraries.keras import phases
from lstm_lint.reader.libraries.keras.counts import note_counts, note_length
from lstm_lint.reader.libraries.keras.fed import note_fed
from lstm_lint.reader.libraries.keras.fed_back import note_fed_back
from lstm_lint.reader.libraries.keras.functions import note_callbacks, note_functions
from lstm_lint.reader.libraries.keras.gradients import of_loss
from lstm_lint.reader.libraries.keras.graphs import note_metrics
from lstm_lint.reader.libraries.keras.models import apply, note_tape, push, write_down
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.libraries.keras.objects import bind
from lstm_lint.reader.libraries.keras.ops import tensors_in
from lstm_lint.reader.libraries.keras.shapes import declared_shape, shapes_of
from lstm_lint.reader.libraries.keras.symbolic import note_added_loss
from lstm_lint.reader.libraries.keras.weights import note_weights
from lstm_lint.script import Cast, Dim, Ending, Known, Shape, Step, Unknown

TRAINABLE = ("trainable_variables", "trainable_weights")
_WEIGHTS = frozenset(
    {"weights", "variables", "layers", "get_weights", "trainable", "non_trainable_variables"}
)
_KEEPS_TEXTS = ("dataset", "tokens", "select", "split", "shuffle")  # of one list of ids a text
# Of `evaluate`; others make something else of it: `return_dict`, `show_accuracy` of Keras 0.
_SCORED = frozenset(
    {"x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks", "max_queue_size", "workers"}
)
_LOOKED_AT = 100  # elements of a list
_SEQUENCES = ("keras.utils.Sequence", "keras.utils.PyDataset")


def _named(handler: Handler) -> Handler:
    """The method itself, after the use of its name was written down."""

    def method(it: Interpreter, call: Call) -> Abstract | None:
        owner, function = call.owner, call.node.func
        assert isinstance(owner, Network)
        if owner.home is not it.control.home:
            it.leak()
        # A base class may have any method.
        if isinstance(function, cst.Attribute) and owner.kind != "subclassed":
            cls = "Sequential" if owner.kind == "sequential" else "Model"
            it.mention(f"{cls}.{call.name}", "method", function.attr, call.node)
        return handler(it, call)

    return method


def _add(it: Interpreter, call: Call) -> Abstract:
    owner, value = call.owner, call.args.at(0, "layer")
    assert isinstance(owner, Network)
    write_down(it, call, "Sequential.add")
    if owner.kind == "sequential" and value is not None:
        it.record.turns.add(owner, it.control.caller)
        push(it, call.node, owner, value)
    return Known(None, "nothing")


def _pop(it: Interpreter, call: Call) -> Abstract:
    owner = call.owner
    assert isinstance(owner, Network)
    it.record.turns.add(owner, it.control.caller)
    if owner.stack and owner.depth >= it.control.depth:
        owner.stack.pop()
    else:
        owner.spoil("a layer is removed on some paths only")
    return Known(None)


_GONE = ("predict_classes", "predict_proba")  # of a Sequential up to Keras 2.5


def _asked(it: Interpreter, call: Call) -> Abstract:
    """`evaluate`, `predict` and their kin."""
    owner, name = call.owner, call.name
    assert isinstance(owner, Network)
    owner.evaluated = owner.evaluated or name in ("evaluate_generator", "test_on_batch")
    owner.predicted = True
    if name == "evaluate":
        _note_uncompiled(it, call, owner)
    if name in ("evaluate", "predict", *_GONE):
        name = "predict" if name in _GONE else name
        given = _with_lists_of_arrays(bind(signature("methods", f"Model.{name}", it.target), call.args))
        note_fed(it, given, {})
        note_counts(it, given, call.args.complete, "steps")
        if call.name == "predict":
            note_fed_back(it, call.node)
        if "x" in given:
            given["x"] = _of_first_pass(given["x"])
        learned = _learned_shapes(it, owner, given)
        owner.predictions.append(
            Training(
                name,
                call.node,
                given,
                call.args.complete,
                in_loop=it.control.loops > 0,
                inputs=titles(owner.inputs, owner.input_keys),
                outputs=titles(owner.outputs, owner.output_keys),
                lists=_plain_lists(given) or (("x",) if _arrays_in_list(owner, given) else ()),
                no_numbers=_no_numbers(given),
            )  # fmt: skip
        )
        for array, shape in learned:
            array.shape = shape
    if call.name in _GONE:
        return Unknown("classes that a model predicted")
    if not name.startswith("predict"):
        return _scores(owner, name, call.args)
    step = Step("unknown", PREDICT, call.place)
    steps = call.args.at(3, "steps")
    if len(owner.outputs) > 1:
        why = "a list of predictions"
        return Predictions(why, owner.apart, call.name) if owner.apart is not None else Unknown(why)
    return Data((step,), _predicted(it, owner, call.args.at(0, "x")) if steps is None else None, False)


def _learned_shapes(it: Interpreter, owner: Network, given: dict[str, Given]) -> list[tuple[Data, Shape]]:
    """The arrays of which nothing is known until a model takes them: then they have the axes that it declares.

    The call itself keeps what was known before. An axis of 1 at the end is one that Keras adds and takes away.
    """
    declared = _declared_by(owner)
    if declared is None or len(declared) < 3 or not isinstance(declared[-1], int) or declared[-1] == 1:
        return []
    found: list[tuple[Data, Shape]] = []
    value = given["x"].value if "x" in given else None
    if isinstance(value, Data) and value.kind == "array" and value.shape is None and not it.control.depth:
        plain = value.parts is None and value.target is None and not value.text and not value.listed
        if plain and ("y" in given or "batch_size" in given or owner.fits):
            found.append((value, ("?", *(dim if dim is not None else "?" for dim in declared[1:]))))
            given["x"] = Given(value.copy(), given["x"].node, given["x"].whole)
    return found


def _declared_by(owner: Network) -> Shape | None:
    """What a model says that it reads, batch first, where it has one input."""
    if not owner.complete or len(owner.inputs) > 1:
        return None
    if owner.kind == "functional":
        return owner.inputs[0].shape if owner.inputs else None
    return owner.input_shape if owner.kind == "sequential" else None


def _of_first_pass(given: Given) -> Given:
    """What a loop predicts from and then assigns anew: an array of the shape that it has in the first pass."""
    value = given.value
    if not isinstance(value, Changing) or not isinstance(value.first, Data):
        return given
    found = Data((Step("unknown", value.reason),), value.first.shape, False, kind=value.first.kind)
    return Given(found, given.node, given.whole)


def _scores(owner: Network, name: str, args: Args) -> Unknown:
    """What `evaluate` of a model with one output returns: a number where `compile` names no metrics."""
    result = Unknown("the result of an evaluation")
    if (
        not owner.compiles
        or owner.kind == "subclassed"
        or not args.complete
        or args.keywords.keys() - _SCORED
    ):
        return result
    compiled, outputs = owner.compiles[-1], max(len(owner.outputs), 1)
    unsure = compiled.undecided or not compiled.complete or owner.handed or not owner.complete
    if unsure or outputs > 1 or "weighted_metrics" in compiled.given or "loss" not in compiled.given:
        return result
    metrics = compiled.given["metrics"].value if "metrics" in compiled.given else Known(None)
    if metrics == Known(None):
        count = 1
    elif isinstance(metrics, Items) and not (metrics.open or metrics.spoiled):
        if any(not isinstance(item, (Known, Built, Function, Module)) for item in metrics.items):
            return result
        count = 1 + len(metrics.items)
    else:
        return result
    return Scores("the result of an evaluation", count, name)


def _note_uncompiled(it: Interpreter, call: Call, owner: Network) -> None:
    """Write down `fit` and `evaluate` of a model that the program makes and certainly never compiles."""
    control = it.control
    certain = (
        owner.kind != "subclassed" and owner.complete and not (owner.handed or owner.nested or owner.home)
    )
    if (
        certain
        and not owner.compiles
        and not (control.home or control.guards or control.depth or owner.reloaded)
    ):
        it.record.refuse(call.node, "compile", call.name, owner.name or "")


def _with_lists_of_arrays(given: dict[str, Given]) -> dict[str, Given]:
    """`list(y.swapaxes(0, 1))` is an array for each output of a model: what they hold is not known."""
    for name in ("x", "y"):
        value = given[name].value if name in given else None
        if isinstance(value, Data) and value.listed and len(value.shape or ()) > 1:
            given[name] = Given(
                Unknown("a list of arrays"), given[name].node, given[name].whole, given[name].spread
            )
    return given


def _is_unpadded(array: Data) -> bool:
    """Whether it holds the ids of several texts that a file has, which nothing has made equally long.

    Ids as labels are one word each: only for what a model reads this is certain.
    """
    if array.kind not in ("array", "column") or array.listed or array.parts is not None or not array.sure:
        return False
    words = [step for step in array.steps if step.kind == "tokens"]
    plain = all(step.kind in ("read", *_KEEPS_TEXTS, "clean", "cast") for step in array.steps)
    several = array.shape is not None and len(array.shape) == 1 and array.shape[0] != 1
    of_words = len(words) == 1 and words[0].what.endswith("texts_to_sequences")
    return bool(plain and several and of_words and array.steps[0].kind == "read" and not array.single)


_TEXTS = ("str", "string")


def _leaves_texts(step: Step) -> bool:
    """Whether words are words after it; `frame.astype({"price": float})` makes numbers of a column that held some."""
    if step.kind != "cast" or step.what == "to_numpy":
        return True
    return isinstance(step.detail, Cast) and step.detail.dtype in _TEXTS


def _plain_lists(given: Mapping[str, Given]) -> tuple[str, ...]:
    """The data that is a list of numbers or of lists of numbers, and no array."""
    return tuple(name for name in ("x", "y") if name in given and _is_list(given[name].value))


def _arrays_in_list(owner: Network, given: Mapping[str, Given]) -> bool:
    """Whether x is a list of several arrays, and the model has one input: Keras takes each for another input."""
    value = given["x"].value if "x" in given else None
    if not isinstance(value, Items) or value.spoiled or owner.kind == "subclassed" or not owner.complete:
        return False
    several = len(owner.inputs) <= 1 and (len(value.items) > 1 or (value.open and value.count != 1))
    return (
        several
        and bool(value.items)
        and all(
            isinstance(item, Data) and item.kind == "array" and item.sure and bool(item.shape)
            for item in value.items[:_LOOKED_AT]
        )
    )


def _no_numbers(given: Mapping[str, Given]) -> tuple[tuple[str, str], ...]:
    """The data that is an array of texts, or one of lists: of the type object."""
    arrays = ((name, given[name].value) for name in ("x", "y") if name in given)
    held = (
        (name, _held_instead(value) or ("unpadded" if name == "x" and _is_unpadded(value) else ""))
        for name, value in arrays
        if isinstance(value, Data)
    )
    return tuple((name, what) for name, what in held if what)


def _may_hold_lists(array: Data) -> bool:
    """Whether it may be an array of lists or texts: of ids that nothing has padded, or of the type object."""
    ids = len(array.shape or ()) == 1 and any(step.kind == "tokens" for step in array.steps)
    return array.text or array.dtype == "object" or (ids and all(step.kind != "pad" for step in array.steps))


def _held_instead(array: Data) -> str:
    """What an array holds instead of numbers; empty where it holds numbers, or may."""
    if array.kind not in ("array", "column") or array.parts is not None or not array.sure or not array.steps:
        return ""
    if array.text:
        whole = array.shape is not None and not array.string and array.dtype in (None, "object", *_TEXTS)
        return "texts" if whole and all(map(_leaves_texts, array.steps)) else ""
    ids = array.steps[0].kind == "dataset" and all(step.kind in _KEEPS_TEXTS for step in array.steps)
    unpadded = ids and any(step.kind == "tokens" for step in array.steps) and len(array.shape or ()) == 1
    return "lists" if array.dtype == "object" or unpadded else ""


def _is_list(value: Abstract, deep: int = 3) -> bool:
    if isinstance(value, Data):
        return value.listed and len(value.shape or ()) == 1
    if not isinstance(value, Items) or value.spoiled or not value.items or not deep:
        return False
    return all(_is_number(item) or _is_list(item, deep - 1) for item in value.items[:_LOOKED_AT])


def _is_number(value: Abstract) -> bool:
    return isinstance(value, Linear) or (isinstance(value, Known) and type(value.value) in (int, float))


def _predicted(it: Interpreter, owner: Network, x: Abstract | None) -> Shape | None:
    """The shape of what `predict` returns: an array with the batch first, where the model has one output."""
    if not owner.complete or owner.kind == "subclassed":
        return None
    arrays = isinstance(x, Data) and x.kind in ("array", "frame", "column") and x.parts is None
    given = x.shape if arrays and isinstance(x, Data) else None
    entering = [(None, *given[1:])] if given else [None for _ in owner.inputs] or [None]
    found = shapes_of(it.record, owner, entering)
    if len(found) != 1 or found[0] is None:
        return None
    rows: Dim = given[0] if given and given[0] is not None else "?"
    return (rows, *(dim if dim is not None else "?" for dim in found[0][1:]))


def _weights_set(it: Interpreter, call: Call) -> Abstract:
    """`load_weights`, `set_weights`."""
    assert isinstance(call.owner, Network)
    note_weights(it, call, call.owner)
    call.owner.weights_loaded = True
    if call.name == "load_weights":
        it.record.loads.append(_with_file(call, ("filepath",)))
        phases.load(it, call.args.at(0, "filepath"))
    return Known(None)


def _weights_of(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    return Weights("the weights of a model", call.owner)


def _build(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    shape = call.args.at(0, "input_shape")
    if shape is not None:
        _built_with(call.owner, declared_shape({"batch_shape": Given(shape)}))
    return Unknown("a method of a model")


def _call(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    note_tape(it, call.node, call.owner, call.args)
    return apply(it, call.node, call.owner, call.args)


def _harmless(it: Interpreter, call: Call) -> Abstract:
    return Unknown("a method of a model")


def _save(it: Interpreter, call: Call) -> Abstract:
    """`model.save("model.keras")`, `model.save_weights("model.weights.h5")`."""
    assert isinstance(call.owner, Network)
    call.owner.saved.append(_with_file(call, ("filepath", "overwrite")))
    return Known(None)


def load(it: Interpreter, call: Call) -> Abstract:
    """`load_model("model.keras")`: what is in the file is not known."""
    found = _with_file(call, ("filepath", "custom_objects", "compile"))
    it.record.loads.append(found)
    path = found.given.get("filepath")
    phases.load(it, path)
    kept = _kept_under(it, path)
    if kept is not None:
        kept.weights_loaded = True
        return kept
    if (saved := _saved_under(it, path)) is not None:
        saved.reloaded = True
        return saved
    return Unknown(LOADED)


def _saved_under(it: Interpreter, path: Given | None) -> Network | None:
    """The one model that this program has saved as a whole under that name."""
    if path is None or not isinstance(path.value, Known) or it.control.guards:
        return None
    latest = it.record.networks[-_LOOKED_AT:]
    known = [one for one in latest if any(_is_at(saved, path.value) for saved in one.saved[-_LOOKED_AT:])]
    alone = len(known) == 1 and known[0].home is it.control.home and not known[0].nested
    return known[0] if alone else None


def _is_at(saved: Training, path: Known) -> bool:
    where = saved.given.get("filepath")
    return saved.method == "save" and where is not None and where.value == path


def _kept_under(it: Interpreter, path: Given | None) -> Network | None:
    """The model of which a training of this program kept the best epoch under that name."""
    name = path.value if path is not None else None
    of_loop = isinstance(name, Ending)  # `f"fold{n}.keras"`: the same value where the same variable holds it
    if not of_loop and (not isinstance(name, Known) or not isinstance(name.value, str)):
        return None
    found: list[Network] = []
    for network in it.record.networks:
        for training in network.fits:
            given = training.given.get("callbacks")
            callbacks = given.value.items if given is not None and isinstance(given.value, Items) else []
            kept = [one for one in callbacks if isinstance(one, Built) and one.cls == "ModelCheckpoint"]
            paths = [one.given["filepath"].value for one in kept if "filepath" in one.given]
            if any(one is name if of_loop else isinstance(one, Known) and one == name for one in paths):
                found.append(network)
    return found[0] if len({id(one) for one in found}) == 1 else None


def _with_file(call: Call, names: tuple[str, ...]) -> Training:
    given = {**dict(zip(names, call.args.positional)), **call.args.keywords}
    return Training(call.name, call.node, given, call.args.complete)


def _other(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    note_added_loss(it, call, tensors_in(call))
    if call.owner.kind == "sequential":
        call.owner.spoil(f"`{call.name}` is called on it")
    return Unknown("a method of a model")


def _layer_of(it: Interpreter, call: Call) -> Abstract:
    """`get_layer(name)` or `get_layer(index=0)` of a Sequential whose layers are all known."""
    owner, name, index = call.owner, call.args.at(0, "name"), call.args.at(1, "index")
    assert isinstance(owner, Network)
    if owner.kind == "functional" and owner.complete and isinstance(name, Known):
        called = [one for one in _behind(owner.outputs) if isinstance(one, Built) and "name" in one.given]
        found = [one for one in called if one.title == name.value]
        return found[0] if len(found) == 1 else Unknown("a layer by name")
    layers = [layer for layer in owner.stack if isinstance(layer, Built)]
    if owner.kind == "sequential" and owner.complete and len(layers) == len(owner.stack):
        at = integer(index) if index is not None else None
        if at is not None and -len(layers) <= at < len(layers):
            return layers[at]
        for layer in layers:
            if isinstance(name, Known) and name.value == layer.title and "name" in layer.given:
                return layer  # the numbers that Keras gives go on counting from cell to cell
        if isinstance(name, Known) and isinstance(name.value, str):
            layer_by_name(it, call.node, owner, name.value)
    return Unknown("a layer by name")


def _train(it: Interpreter, call: Call) -> Abstract:
    """`compile`, `fit` and their kin."""
    owner = call.owner
    assert isinstance(owner, Network)
    given = _with_lists_of_arrays(bind(signature("methods", f"Model.{call.name}", it.target), call.args))
    folds = _fold_around(it, owner) if call.name != "compile" else None
    before = {name: one.value for name, one in given.items()}
    for where in ("x", "generator", "validation_data"):
        if where in given and isinstance(given[where].value, Instance):
            made = of_sequence(it, given[where].value, call.node)
            given[where] = Given(made, given[where].node, given[where].whole)
    if call.name == "fit":
        note_fed(it, given, before)
        note_counts(it, given, call.args.complete, "steps_per_epoch")
        note_callbacks(it, given)
    lists = _plain_lists(given) if call.name == "fit" else ()
    if not lists and call.name == "fit" and _arrays_in_list(owner, given):
        lists = ("x",)
    for where in ("x", "y"):  # a list that a loop filled
        listed = given[where].value if where in given else None
        if (
            isinstance(listed, Items)
            and listed.open
            and (array := as_data(it, listed, call.node)) is not None
        ):
            given[where] = Given(array, given[where].node, given[where].whole)
    shared = _layer_around(it, owner) if folds is None and call.name != "compile" else None
    learned = _learned_shapes(it, owner, given) if call.name == "fit" else ()
    training = Training(
        call.name, call.node, given, call.args.complete, it.control.loops > 0, undecided=it.control.depth > 0,
        older=bool(it.control.before)
        and any(network is owner for network in it.record.networks[: it.control.before[-1]]),
        reused_over=folds, shared=shared, inputs=titles(owner.inputs, owner.input_keys),
        outputs=titles(owner.outputs, owner.output_keys), lists=lists,
        no_numbers=_no_numbers(given), scalar_loss=call.name == "compile" and _is_scalar(it, owner, given),
    )  # fmt: skip
    if call.name == "compile":
        _use_optimizer(given)
        note_metrics(it, given)
        note_functions(it, given)
        owner.compiles.append(training)
        owner.traced = None
        return Known(None, "nothing")
    owner.fits.append(training)
    for array, shape in learned:
        array.shape = shape
    if call.name == "fit":
        phases.trained(it, owner)
        phases.keep(it, owner, given)
    _note_uncompiled(it, call, owner)
    x = given.get("x")
    if (
        x is not None
        and isinstance(x.value, Data)
        and x.value.shape
        and x.value.inner is None
        and not _may_hold_lists(x.value)
    ):
        _built_with(owner, (None, *x.value.shape[1:]))
    return Logs("a training history", training, it.control.depth)


def titles(tensors: Sequence[Tensor], keys: tuple[object, ...] = ()) -> tuple[str, ...]:
    """The names by which Keras calls the inputs or outputs of a functional model: the keys of a dict of them, else
    those of their layers.
    """
    if keys:
        return tuple(map(str, keys)) if len(keys) == len(tensors) else ("",) * len(tensors)
    layers = [tensor.use.layer if tensor.use is not None else None for tensor in tensors]
    return tuple(layer.title if isinstance(layer, Built) else "" for layer in layers)


def _is_scalar(it: Interpreter, owner: Network, given: dict[str, Given]) -> bool:
    """Whether the loss is a function of the program that makes one number of a batch."""
    loss = given["loss"].value if "loss" in given else None
    if not isinstance(loss, Function):
        return False
    of_loss(it, loss)
    known = _predicted(it, owner, None)
    if known is not None:  # the targets may have weights, masks or more columns beside what is predicted
        predicted = Tensor((None, *known[1:]), given=True)
        it.trial(loss, Args([Given(Tensor(given=True)), Given(predicted)]))
    record = it.record
    misfits, refused = dict(record.misfits), dict(record.refused)
    shape = known or (None, "?")  # a mean over all axes is a number whatever they are
    tensor = Tensor((None, *shape[1:]), given=True)
    value = it.trial(loss, Args([Given(tensor), Given(tensor)]))
    for found, before in ((record.misfits, misfits), (record.refused, refused)):
        found.clear()
        found.update(before)  # type: ignore[arg-type]
    return isinstance(value, Tensor) and value.shape == ()


def _built_with(owner: Network, shape: Shape | None) -> None:
    """A Sequential that declares no input shape takes that of the first data it sees, or of `build`."""
    if owner.kind != "sequential" or owner.input_shape is not None or not owner.stack or shape is None:
        return
    first = owner.stack[0]
    # What the layer inside a wrapper declares is passed over by `Sequential.add`: the data decides.
    declared = declared_shape(first.given, first.cls) if isinstance(first, Built) else None
    open_alike = declared is not None and len(declared) == len(shape) and not any(declared)
    if declared is None or open_alike:  # of one axis less Keras takes the last one away where it is 1
        owner.input_shape = shape


def _fold_around(it: Interpreter, owner: Network) -> Step | None:
    """The splitter in whose loop a model is trained that was built before the loop."""
    for step, older, _ in it.control.folds if not owner.reloaded else ():
        if any(network is owner for network in it.record.networks[:older]):
            return step
    return None


def _layer_around(it: Interpreter, owner: Network) -> tuple[Step, Built] | None:
    """A layer with weights that was made before the folds, of a model that is built anew for each of them."""
    held = [*owner.stack, *_behind(owner.outputs)] if it.control.folds and owner.complete else []
    for step, _, count in it.control.folds:
        older = {id(built) for built in islice(it.record.built, count)}
        for layer in held:
            if isinstance(layer, Built) and id(layer) in older and _learns(layer):
                return step, layer
    return None


def _behind(tensors: Sequence[Tensor]) -> Iterator[Built | Network]:
    """The layers that make these tensors out of the inputs of a functional model."""
    waiting, seen = list(tensors), set[int]()
    while waiting and len(seen) < MAX_LAYERS:
        use = waiting.pop().use
        if use is not None and id(use) not in seen:
            seen.add(id(use))
            yield use.layer
            waiting.extend(use.entering)


def _learns(layer: Built) -> bool:
    """Whether it certainly has weights that training changes: not those of another model, not frozen ones."""
    if isinstance(layer.wrapped, Built):
        return "trainable" not in {**layer.given, **layer.settings} and _learns(layer.wrapped)
    loaded = {"weights", "embeddings_initializer", "trainable"} & {*layer.given, *layer.settings}
    return not layer.custom and bool(traits(layer.cls).weights) and not loaded


def _use_optimizer(given: dict[str, Given]) -> None:
    optimizer = given.get("optimizer")
    if optimizer is not None and isinstance(optimizer.value, Built):
        optimizer.value.used = True


def of_sequence(it: Interpreter, value: Abstract, node: cst.CSTNode) -> Abstract:
    """A `keras.utils.PyDataset` of the program as the batches that its `__getitem__` returns."""
    if not isinstance(value, Instance) or not gives_batches(value.cls):
        return value
    function = value.cls.find("__getitem__")
    if not isinstance(function, Function):
        return value
    note_length(it, value, node)
    batch = it.call(function, Args([Given(value), Given(Unknown("the number of a batch"))]), node)
    found = generated(it, [batch], node)
    if not isinstance(found, Data):
        return value
    it.record.yielding[id(found.yielded)] = batch, function.node
    return found


def gives_batches(cls: Class) -> bool:
    """Whether a class of the program is a `keras.utils.PyDataset`."""
    bases = (base for one in cls.line() for base in one.bases)
    return any(isinstance(base, Module) and canonical(base.path) in _SEQUENCES for base in bases)


def attribute(it: Interpreter, owner: Network, name: str) -> Abstract:
    owner.teaches = owner.teaches or name in TRAINABLE
    owner.asked = owner.asked or name in _WEIGHTS
    if name == "layers":
        known = owner.kind == "sequential" and owner.complete
        return Items(list(owner.stack), False, not known)
    if name in ("input", "output", "inputs", "outputs"):
        tensors = owner.outputs if name.startswith("output") else owner.inputs
        if len(tensors) == 1 and not name.endswith("s"):
            return tensors[0]
        return Unknown("the tensors of a model")
    if name == "history" and owner.fits:
        last = owner.fits[-1]
        return Logs("the history of a model", last, it.control.depth)
    if name in (
        "history",
        "optimizer",
        "weights",
        "trainable_variables",
        "trainable_weights",
        "metrics_names",
        "name",
    ):
        return Unknown("known only at run time")
    return Method(owner, name)


def set_attribute(it: Interpreter, owner: Network, name: str, value: Abstract) -> None:
    """`model.trainable = False`."""
    owner.asked = True
    if name == "trainable":
        phases.switch(it, owner, value)
        for member in owner.stack:
            if isinstance(member, Built):
                member.settings[name] = value


def of_unknown(it: Interpreter, call: Call) -> None:
    """`fit` of something that is not known."""
    reason = call.owner.reason if isinstance(call.owner, Unknown) else ""
    it.record.note(call.node, f"`{call.name}`", f"the model is not known: {reason}")


METHODS: dict[tuple[str, str], Handler] = {
    ("model", "__call__"): _call,
    ("model", "call"): _named(_call),
    ("model", "add"): _named(_add),
    ("model", "pop"): _named(_pop),
    ("model", "build"): _named(_build),
    ("model", "get_layer"): _named(_layer_of),
    **{("model", name): _named(_train) for name in ("compile", "fit", "fit_generator", "train_on_batch")},
    **{
        ("model", name): _named(_asked)
        for name in ("evaluate", "evaluate_generator", "test_on_batch", "predict", "predict_generator",
                     "predict_on_batch", *_GONE)
    },
    **{("model", name): _named(_weights_set) for name in ("load_weights", "set_weights")},
    **{
        ("model", name): _named(_harmless)
        for name in ("summary", "get_config", "to_json", "to_yaml",
                     "count_params", "reset_states", "reset_state", "reset_metrics", "export")
    },
    ("model", "get_weights"): _named(_weights_of),
    **{("model", name): _named(_save) for name in ("save", "save_weights")},
    ("model", "*"): _named(_other),
    **{("unknown", name): of_unknown for name in ("compile", "fit", "fit_generator")},
}  # fmt: skip
