"""LL117: `fit` gets another number of arrays than the model has inputs or outputs, or `compile` of losses."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.lineage import has_origin
from lstm_lint.notions.paths import each_place_once, on_every_path
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Compile, Fit, Known, Model, Script


@check("array-count-mismatch", needs="fits|predictions|compiles|refused:step-inputs")
def array_count_mismatch(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_every_path(script, _of_inputs(script))
        yield from on_every_path(script, _of_outputs(script))
        yield from each_place_once(_of_losses(script))
        yield from each_place_once(_of_metrics(script))
        yield from each_place_once(_beside_batches(script))
        yield from refusals(script, of_kind("step-inputs", _of_step))


def _of_step(method: str, count: str) -> str:
    instead = {"predict_step": "predict", "test_step": "test_on_batch"}.get(method, "train_on_batch")
    takes = f"`{method}` takes the first of a list for x, the next for y"
    return f"{takes}: the model has {count} inputs, ValueError; write `{instead}`"


_WHAT = {"dataset": "a dataset", "generator": "a generator"}


def _beside_batches(script: Script) -> Iterator[Problem]:
    """Targets or weights of rows beside batches that hold them: trainers/data_adapters/__init__.py of Keras 3.15."""
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            if call.method not in ("fit", "evaluate") or call.x is None:
                continue
            kinds = [one.kind if one is not None else "" for one in (call.x, call.y)]
            if kinds[0] == "array" and kinds[1] in _WHAT:
                message = (
                    f"y is {_WHAT[kinds[1]]}, x is not: `{call.method}` raises ValueError; zip x into it"
                )
                yield Problem(message, call.span("y"), model=model.name)
            for name, of, given in (
                ("y", "targets", call.y),
                ("sample_weight", "weights", call.sample_weight),
            ):
                # What has no origin may be None beside batches.
                if kinds[0] in _WHAT and call.gives(name) and has_origin(given):
                    message = f"`{name}` beside {_WHAT[kinds[0]]} raises ValueError in Keras 3"
                    message += f": its batches hold the {of}; leave `{name}` out or zip it in"
                    yield Problem(message, call.span(name), model=model.name)


def _of_inputs(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            # A Sequential model takes the first array of a list.
            if model.kind != "functional" or not model.inputs or not all(model.inputs) or call.arrays is None:
                continue
            message = _lacking(call.arrays, model.inputs, "input", "x")
            if message is not None:
                yield model, call, Problem(message, call.span("x"), model=model.name)
            elif call.held_out[0] is not None:
                message = _lacking(call.held_out[0], model.inputs, "input", "x of validation_data")
                if message is not None:
                    yield model, call, Problem(message, call.span("validation_data"), model=model.name)


def _of_outputs(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        if not model.outputs or not model.compiles or not all(map(_is_whole, model.compiles)):
            continue
        names = tuple(output.name for output in model.outputs)
        for call in (*model.fits, *model.predictions):
            alone = call.method == "fit" or (call.method == "evaluate" and not call.undecided)
            if alone and call.arrays is not None and _has_no_target(call):
                yield model, call, Problem(_without_target(call), call.span(), model=model.name)
            message = _wrong_targets(call, names) if call.labels is not None else None
            argument = "y"
            if message is None:
                argument, message = _beside_the_targets(call, names)
            if message is not None:
                yield model, call, Problem(message, call.span(argument), model=model.name)


def _wrong_targets(call: Fit, names: tuple[str, ...]) -> str | None:
    labels = call.labels or ()
    if len(names) == 1 and call.given("y") and labels and isinstance(labels[0], str):
        return "y is a dict, but the model has one output: `fit` raises; give the array"
    return _lacking(labels, names, "output", "y")


def _beside_the_targets(call: Fit, names: tuple[str, ...]) -> tuple[str, str | None]:
    """What is wrong with the other arguments of a call that go by the outputs: the argument, and what is said of it."""
    given = call["class_weight"] if call.given("class_weight") else Known(None)
    if len(names) > 1 and given != Known(None):
        return (
            "class_weight",
            f"class_weight is for models of one output, this one has {len(names)}: it raises",
        )
    if len(names) > 1 and call.labels is not None and call.weights is not None:
        named = [all(isinstance(one, str) for one in keys) for keys in (call.labels, call.weights)]
        if named[0] != named[1]:
            other = "a dict" if named[0] else "a list"
            return "sample_weight", f"y is {other}, sample_weight is not: `fit` raises; give both alike"
        if len(call.labels) != len(call.weights) or (named[0] and set(call.labels) != set(call.weights)):
            return "sample_weight", "sample_weight has not one array for each output in y: `fit` raises"
    held_out = call.held_out[1]
    if held_out == () and call.method == "fit":
        is_dataset = call.validation_x is not None and call.validation_x.kind == "dataset"
        what = "a dataset of inputs" if is_dataset else "one array"
        return "validation_data", f"validation_data is {what}, without targets: `fit` raises; write (x, y)"
    return "validation_data", _lacking(
        held_out, names, "output", "y of validation_data"
    ) if held_out else None


def _has_no_target(call: Fit) -> bool:
    return call.complete and (not call.given("y") or call["y"] == Known(None))


def _without_target(call: Fit) -> str:
    if call.x is not None and call.x.kind == "dataset":
        gives = f"the dataset gives inputs without targets: `{call.method}` raises"
        return f"{gives}; map each to (x, y), of an autoencoder (x, x)"
    return f"the model is compiled with a loss, and `{call.method}` gets no y: it raises"


def _is_whole(compiled: Compile) -> bool:
    """Whether there is a loss for every output: one without needs no target."""
    loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
    if isinstance(loss, dict):
        loss = list(loss.values())
    return None not in loss if isinstance(loss, (list, tuple)) else loss is not None


def _of_metrics(script: Script) -> Iterator[Problem]:
    """What `compile` is given for each output beside the losses."""
    for model in script.models:
        names = [output.name for output in model.outputs]
        for compiled in model.compiles if names and model.kind in ("functional", "sequential") else ():
            for argument, keys in compiled.of_outputs.items():
                message, severity = _wrong_metrics(argument, keys, names), None
                if argument == "loss_weights":
                    message = _wrong_weights(keys, compiled, len(names))
                    if message is None and len(names) > 1:
                        message = _several_weights_for_one_loss(keys, compiled)
                        severity = None if script.target.certainty == "pinned" else Severity.WARNING
                if message is not None:
                    yield Problem(message, compiled.span(argument), severity, model=model.name)


def _wrong_metrics(argument: str, keys: tuple[object, ...], names: list[str]) -> str | None:
    """A model of one output takes any number, and does not look at the keys."""
    if len(names) < 2 or not keys:
        return None
    odd = next((key for key in keys if isinstance(key, str) and key not in names), None)
    if odd is not None:
        return f"no output is named {odd!r}: `fit` raises for {argument}; name {', '.join(map(repr, names))}"
    if isinstance(keys[0], str) or len(keys) == len(names):
        return None
    return (
        f"{argument} has {len(keys)} entr{'y' if len(keys) == 1 else 'ies'}, the model {len(names)} outputs: "
        f"`fit` raises; give a list for each"
    )


def _wrong_weights(keys: tuple[object, ...], compiled: Compile, outputs: int) -> str | None:
    """Weights are counted against the losses of a list or dict, and against the one loss of one output."""
    losses = compiled.loss.value if isinstance(compiled.loss, Known) else None
    if isinstance(losses, dict) and keys and isinstance(keys[0], str):
        missing = next((key for key in losses if key not in keys), None)
        return (
            f"loss_weights has no weight for {missing!r}: KeyError in `fit`" if missing is not None else None
        )
    if outputs == 1 and losses is not None and not isinstance(losses, (list, tuple, dict)):
        losses = [losses]
    if not isinstance(losses, (list, tuple, dict)) or len(keys) == len(losses):
        return None
    return f"loss_weights and loss differ in length, {len(keys)} and {len(losses)}: `fit` raises"


def _several_weights_for_one_loss(keys: tuple[object, ...], compiled: Compile) -> str | None:
    """Keras 2 takes a string or function for a loss of each output, Keras 3 for one."""
    loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
    if loss is None or isinstance(loss, (list, tuple, dict)) or len(keys) == 1:
        return None
    return f"loss_weights has {len(keys)} entries for 1 loss: `fit` of Keras 3 raises; write a loss for each output"


def _lacking(given: tuple[object, ...], wanted: tuple[str, ...], what: str, argument: str) -> str | None:
    """What is wrong with the number or the names of what is given. More names than wanted are passed over for x."""
    count, needed = len(given), len(wanted)
    if any(isinstance(one, str) for one in given):
        missing = [name for name in wanted if name not in given]
        if missing:
            shown = ", ".join(repr(name) for name in given)
            return f"{argument} has {shown}, but not the {what} {missing[0]!r} of the model: it raises"
        return None
    if count == needed:
        return None
    has = f"the model has {needed} {what}{'s' if needed > 1 else ''}"
    got = f"{argument} is {count} arrays" if count > 1 else f"{argument} is one array"
    return f"{got}, but {has}: it raises; pass one for each"


def _of_losses(script: Script) -> Iterator[Problem]:
    for model in script.models:
        names = [output.name for output in model.outputs]
        for compiled in model.compiles if names else ():
            loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
            found = _wrong_losses(loss, names) if isinstance(loss, (list, tuple, dict)) else None
            if found is not None:
                message, severity = found
                yield Problem(message, compiled.span("loss"), severity, model=model.name)


def _wrong_losses(
    loss: list[object] | tuple[object, ...] | dict[object, object], names: list[str]
) -> tuple[str, Severity] | None:
    outputs = f"the model has {len(names)} output{'s' if len(names) > 1 else ''}"
    if isinstance(loss, dict):
        if set(loss) == set(names):
            return None
        odd = next((key for key in loss if key not in names), None)
        what = (
            f"no output is named {odd!r}"
            if odd is not None
            else f"{outputs}, the dict has {len(loss)} losses"
        )
        return f"{what}: `fit` raises; outputs are {', '.join(map(repr, names))}", Severity.ERROR
    if len(loss) == len(names) or not loss:
        return None
    if len(loss) > len(names) > 1:
        return f"{len(loss)} losses, but {outputs}: `fit` raises; give one for each", Severity.ERROR
    used = "the rest is not trained" if len(loss) < len(names) else "the rest is not used"
    return (
        f"{len(loss)} loss{'es' if len(loss) > 1 else ''}, but {outputs}: {used}, and no error says so",
        Severity.WARNING,
    )
