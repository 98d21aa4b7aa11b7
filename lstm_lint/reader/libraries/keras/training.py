"""What is called on a model: `add`, `compile`, `fit`, `predict` and the rest."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.record import PREDICT
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import (
    LOADED,
    Abstract,
    Args,
    Built,
    Function,
    Given,
    Instance,
    Items,
    Logs,
    Method,
    Module,
    Network,
    Predictions,
    Scores,
    Tensor,
    Training,
    Variables,
    Weights,
)
from lstm_lint.reader.libraries.asked import layer_by_name
from lstm_lint.reader.libraries.data.batches import generated
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.reader.libraries.keras import phases, stacks
from lstm_lint.reader.libraries.keras.contents import (
    arrays_in_list,
    may_hold_lists,
    no_numbers,
    plain_lists,
    with_lists_of_arrays,
)
from lstm_lint.reader.libraries.keras.counts import note_counts
from lstm_lint.reader.libraries.keras.epochs import note_same_end
from lstm_lint.reader.libraries.keras.fed import note_fed, note_step
from lstm_lint.reader.libraries.keras.fed_back import note_fed_back
from lstm_lint.reader.libraries.keras.folds import all_read_behind, fold_around, layer_around, layers_behind
from lstm_lint.reader.libraries.keras.functions import note_callbacks, note_functions
from lstm_lint.reader.libraries.keras.gradients import TRAINABLE, of_loss
from lstm_lint.reader.libraries.keras.graphs import note_metrics
from lstm_lint.reader.libraries.keras.kept_states import note_asked, note_reset, note_trained
from lstm_lint.reader.libraries.keras.models import apply, note_tape, push, write_down
from lstm_lint.reader.libraries.keras.no_value import note_used
from lstm_lint.reader.libraries.keras.objects import bind
from lstm_lint.reader.libraries.keras.ops import tensors_in
from lstm_lint.reader.libraries.keras.saved import save, set_weights
from lstm_lint.reader.libraries.keras.sequences import of_sequence
from lstm_lint.reader.libraries.keras.shapes import declared_shape
from lstm_lint.reader.libraries.keras.symbolic import note_added_loss
from lstm_lint.reader.libraries.keras.told_shapes import (
    built_with,
    learned_shapes,
    of_first_pass,
    predicted_shape,
)
from lstm_lint.reader.libraries.keras.unbuilt import note_use
from lstm_lint.reader.libraries.keras.without_loss import note_without_loss
from lstm_lint.script import Known, Step, Unknown

_WEIGHTS = frozenset(
    {"weights", "variables", "layers", "get_weights", "trainable", "non_trainable_variables"}
)
# Of `evaluate`; others make something else of it: `return_dict`, `show_accuracy` of Keras 0.
_SCORED = frozenset(
    {"x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks", "max_queue_size", "workers",
     "class_weight", "reset_metrics"}
)  # fmt: skip
_OF_BATCH = 4  # of `train_on_batch` and `test_on_batch`, before `reset_metrics` and `return_dict`


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
        note_use(it, call, owner)
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
    if name == "evaluate" and not owner.own_step:
        note_used(it, owner)
    owner.evaluated = owner.evaluated or name in ("evaluate_generator", "test_on_batch")
    owner.predicted = True
    if name == "evaluate":
        _note_uncompiled(it, call, owner)
    if name in ("evaluate", "predict", *_GONE):
        name = "predict" if name in _GONE else name
        given = with_lists_of_arrays(bind(signature("methods", f"Model.{name}", it.target), call.args))
        note_fed(it, given, {})
        note_counts(it, given, call.args.complete, "steps")
        if call.name == "predict":
            note_asked(it, call, owner)
            note_fed_back(it, call.node, owner)
        if "x" in given:
            given["x"] = of_first_pass(given["x"])
        learned = learned_shapes(it, owner, given)
        owner.predictions.append(
            Training(
                name,
                call.node,
                given,
                call.args.complete,
                in_loop=it.control.loops > 0,
                undecided=it.control.depth > 0 or it.control.home is not None,
                inputs=titles(owner.inputs, owner.input_keys),
                outputs=titles(owner.outputs, owner.output_keys),
                lists=plain_lists(given) or (("x",) if arrays_in_list(owner, given) else ()),
                no_numbers=no_numbers(given),
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
    return Data((step,), predicted_shape(it, owner, call.args.at(0, "x")) if steps is None else None, False)


def _scores(owner: Network, name: str, args: Args) -> Unknown:
    """What `evaluate` and its kin return of a model with one output: a number where `compile` names no metrics."""
    result = Unknown("the result of an evaluation")
    if (
        not owner.compiles
        or owner.kind == "subclassed"
        or not args.complete
        or args.keywords.keys() - _SCORED
        or (name.endswith("_on_batch") and len(args.positional) > _OF_BATCH - (name[:4] == "test"))
    ):
        return result
    compiled, outputs = owner.compiles[-1], max(len(owner.outputs), 1)
    if len(owner.compiles) > 1 and (owner.reloaded or owner.weights_loaded):
        return result  # what was loaded from its file is another object, which one of them compiles
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


def _weights_of(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    return Weights("the weights of a model", call.owner)


def _build(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    shape = call.args.at(0, "input_shape")
    if shape is not None:
        built_with(it, call.owner, declared_shape({"batch_shape": Given(shape)}))
    return Unknown("a method of a model")


def _call(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    note_tape(it, call.node, call.owner, call.args)
    return apply(it, call.node, call.owner, call.args)


def _harmless(it: Interpreter, call: Call) -> Abstract:
    if call.name in ("reset_states", "reset_state"):
        assert isinstance(call.owner, Network)
        note_reset(it, call.owner)
    return Unknown("a method of a model")


def _other(it: Interpreter, call: Call) -> Abstract:
    assert isinstance(call.owner, Network)
    note_added_loss(it, call, tensors_in(call))
    if call.owner.kind == "sequential":
        call.owner.spoil(f"`{call.name}` is called on it")
    return Unknown("a method of a model")


def _step(it: Interpreter, call: Call) -> Abstract:
    """`predict_step(batch)` and its kin, which Keras calls with a batch of a dataset."""
    assert isinstance(call.owner, Network)
    note_step(it, call, call.owner)
    return _other(it, call)


def _layer_of(it: Interpreter, call: Call) -> Abstract:
    """`get_layer(name)` or `get_layer(index=0)` of a Sequential whose layers are all known."""
    owner, name, index = call.owner, call.args.at(0, "name"), call.args.at(1, "index")
    assert isinstance(owner, Network)
    if owner.kind == "functional" and owner.complete and isinstance(name, Known):
        behind = list(layers_behind(owner.outputs))
        called = [one for one in behind if isinstance(one, Built) and "name" in one.given]
        found = [one for one in called if one.title == name.value]
        if isinstance(name.value, str) and all_read_behind(owner.outputs):
            layer_by_name(it, call.node, behind, name.value)
        return found[0] if len(found) == 1 else Unknown("a layer by name")
    stacks.through(it, owner)
    layers = [layer for layer in owner.stack if isinstance(layer, Built)]
    if owner.kind == "sequential" and owner.complete and len(layers) == len(owner.stack):
        at = integer(index) if index is not None else None
        if at is not None and -len(layers) <= at < len(layers):
            return layers[at]
        for layer in layers:
            if isinstance(name, Known) and name.value == layer.title and "name" in layer.given:
                return layer  # the numbers that Keras gives go on counting from cell to cell
        if isinstance(name, Known) and isinstance(name.value, str):
            layer_by_name(it, call.node, owner.stack, name.value)
    return Unknown("a layer by name")


def _is_older(it: Interpreter, owner: Network, loop: int) -> bool:
    """Whether a model was there before a loop around, the outermost first."""
    before = it.control.before
    return bool(before) and any(network is owner for network in it.record.networks[: before[loop]])


def _train(it: Interpreter, call: Call) -> Abstract:
    """`compile`, `fit` and their kin."""
    owner = call.owner
    assert isinstance(owner, Network)
    given = with_lists_of_arrays(bind(signature("methods", f"Model.{call.name}", it.target), call.args))
    folds = fold_around(it, owner) if call.name != "compile" else None
    if call.name != "compile":
        note_trained(it, call, owner)
    before = {name: one.value for name, one in given.items()}
    for where in ("x", "generator", "validation_data"):
        value = given[where].value if where in given else None
        made: Abstract | None = None
        if isinstance(value, Instance):
            made = of_sequence(it, value, call.node)
        elif isinstance(value, Items) and value.lazy:
            made = generated(it, value.items[:1], call.node)
        if made is not None:
            given[where] = Given(made, given[where].node, given[where].whole)
    if call.name == "fit":
        note_fed(it, given, before)
        note_counts(it, given, call.args.complete, "steps_per_epoch")
        note_callbacks(it, given)
        note_same_end(it, call, given)
    lists = plain_lists(given) if call.name == "fit" else ()
    if not lists and call.name == "fit" and arrays_in_list(owner, given):
        lists = ("x",)
    for where in ("x", "y"):  # a list that a loop filled
        listed = given[where].value if where in given else None
        if (
            isinstance(listed, Items)
            and listed.open
            and (array := as_data(it, listed, call.node)) is not None
        ):
            given[where] = Given(array, given[where].node, given[where].whole)
    shared = layer_around(it, owner) if folds is None and call.name != "compile" else None
    learned = learned_shapes(it, owner, given) if call.name == "fit" else ()
    training = Training(
        call.name, call.node, given, call.args.complete, it.control.loops > 0, undecided=it.control.depth > 0,
        older=_is_older(it, owner, -1), oldest=_is_older(it, owner, 0),
        reused_over=folds, shared=shared, inputs=titles(owner.inputs, owner.input_keys),
        outputs=titles(owner.outputs, owner.output_keys), lists=lists,
        no_numbers=no_numbers(given), scalar_loss=call.name == "compile" and _is_scalar(it, owner, given),
    )  # fmt: skip
    if call.name == "compile":
        _use_optimizer(given)
        note_metrics(it, given)
        note_functions(it, given)
        _replace_last(it, owner)
        owner.compiles.append(training)
        owner.compiled_at, owner.traced = _moment(it, owner), None
        return Known(None, "nothing")
    owner.fits.append(training)
    if not owner.own_step:
        note_used(it, owner)
    for array, shape in learned:
        array.shape = shape
    if call.name == "fit":
        phases.trained(it, owner)
        phases.keep(it, owner, given)
    _note_uncompiled(it, call, owner)
    note_without_loss(it, call, owner)
    x = given.get("x")
    if (
        x is not None
        and isinstance(x.value, Data)
        and x.value.shape
        and x.value.inner is None
        and not may_hold_lists(x.value)
    ):
        built_with(it, owner, (None, *x.value.shape[1:]))
    if call.name == "train_on_batch":
        return _scores(owner, call.name, call.args)
    return Logs("a training history", training, it.control.depth)


def _replace_last(it: Interpreter, owner: Network) -> None:
    """The compile before this one never counts where this one certainly follows it, and nothing used it since."""
    certain = it.control.depth <= owner.depth and not (it.control.guards or owner.handed)
    if certain and owner.compiles and owner.compiled_at == _moment(it, owner):
        owner.compiles[-1] = replace(owner.compiles[-1], replaced=True)


def _moment(it: Interpreter, owner: Network) -> tuple[object, ...]:
    """How often a model was trained or evaluated, by kinds of use, and in which body that nothing calls this is said.

    Of two methods of a class that nothing calls it is not known which comes first, and what else comes between.
    """
    asked = sum(call.method != "predict" for call in owner.predictions)
    home = it.control.home
    body = it.control.caller if isinstance(home, cst.ClassDef) else None
    return len(owner.fits), asked, len(owner.taped), owner.evaluated, owner.teaches, home, body


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
    known = predicted_shape(it, owner, None)
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


def _use_optimizer(given: dict[str, Given]) -> None:
    optimizer = given.get("optimizer")
    if optimizer is not None and isinstance(optimizer.value, Built):
        optimizer.value.used = True


def attribute(it: Interpreter, owner: Network, name: str) -> Abstract:
    owner.teaches = owner.teaches or name in TRAINABLE
    owner.asked = owner.asked or name in _WEIGHTS
    if name == "layers":
        return stacks.layers(it, owner)
    if name in ("input", "output", "inputs", "outputs"):
        return stacks.ends(it, owner, name)
    if name == "history" and owner.fits:
        last = owner.fits[-1]
        return Logs("the history of a model", last, it.control.depth)
    if name in TRAINABLE:
        return Variables("known only at run time", owner)
    if name in ("history", "optimizer", "weights", "metrics_names", "name"):
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


def _of_loaded(it: Interpreter, call: Call) -> None:
    """A method that every model lost, of one that was read from a file."""
    if isinstance(call.owner, Unknown) and call.owner.reason == LOADED and it.target.at_least(3):
        function = call.node.func
        if isinstance(function, cst.Attribute):
            it.mention(f"Model.{call.name}", "method", function.attr, call.node)


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
    **{("model", name): _named(set_weights) for name in ("load_weights", "set_weights")},
    **{
        ("model", name): _named(_harmless)
        for name in ("summary", "get_config", "to_json", "to_yaml",
                     "count_params", "reset_states", "reset_state", "reset_metrics", "export")
    },
    ("model", "get_weights"): _named(_weights_of),
    **{("model", name): _named(save) for name in ("save", "save_weights")},
    **{("model", name): _named(_step) for name in ("predict_step", "test_step", "train_step")},
    ("model", "*"): _named(_other),
    **{("unknown", name): of_unknown for name in ("compile", "fit", "fit_generator")},
    **{
        ("unknown", f"_make_{step}_function"): _of_loaded
        for step in ("train", "test", "predict")
    },
}  # fmt: skip
