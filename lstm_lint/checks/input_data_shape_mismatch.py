"""LL116: the data of `fit`, `predict` or `evaluate` does not have the shape that the model declares."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.loss_shapes import SPARSE, STRICT
from lstm_lint.notions.built import never_built
from lstm_lint.notions.contracts import losses_of
from lstm_lint.notions.input_shapes import declared_at, is_one_sample, rewritten, shown, shown_with_batch
from lstm_lint.notions.passage import refusing
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.unbatched import is_never_batched, reads_steps_of, refused_sample, second_batch
from lstm_lint.script import Fit, Layer, Model, Place, Script, Series, Shape, Window


@check("input-data-shape-mismatch", needs="fits|predictions")
def input_data_shape_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        if not never_built(model):
            yield from _of_several_inputs(script, model)
        yield from _of_one_target(model)
        first = _first(model)
        if first is None:
            continue
        declared = _declared(model, first)
        if declared is None or never_built(model):
            yield from _of_samples(model, first)
        strict = model.kind == "functional" and script.target.at_least(2, 10)
        if declared is None:
            continue
        told = list(_of_calls(model, model.fits, first, declared, strict))
        # What `fit` refuses is not handed to the others.
        yield from told or _of_calls(model, model.predictions, first, declared, strict)
        if not told and not strict:
            yield from _of_other_lengths(model, declared)


def _of_other_lengths(model: Model, declared: Shape) -> Iterator[tuple[Model, Fit, Problem]]:
    """Windows of another length than all training saw, for a model that makes one prediction of each.

    A Sequential model takes them in silence: the declared length is no contract there.
    """
    trained = {_length(fit.x) for fit in model.fits}
    output = model.heads[0].output_shape if len(model.heads) == 1 else None
    if (
        len(trained) != 1
        or len(declared) != 3
        or not isinstance(declared[1], int)
        or trained != {declared[1]}
        or output is None
        or len(output) != 2
    ):
        return
    for call in model.predictions:
        length, data = _length(call.x), call.x
        if length is None or {length} == trained or data is None or call.in_loop:
            continue
        cuts = [
            step.place for step in data.steps if isinstance(step.detail, Window) and step.place is not None
        ]
        message = (
            f"x has windows of {length} steps, the model was trained on {declared[1]}: its state is another one after "
            f"{length}; cut {declared[1]}"
        )
        place = cuts[-1] if cuts else None
        related = (call.place.see("the model gets them here"),) if place is not None else ()
        span = place.span if place is not None else call.span("x")
        yield model, call, Problem(message, span, Severity.WARNING, model=model.name, related=related)


def _length(data: Series | None) -> int | None:
    """How many steps each sample certainly has; None where the program itself shortens samples."""
    shape = _of_array(data)
    if data is None or not data.certain or shape is None or len(shape) != 3 or not isinstance(shape[1], int):
        return None
    cut = next((at for at, step in enumerate(data.steps) if isinstance(step.detail, Window)), len(data.steps))
    later = (step.moves.second for step in data.steps[cut + 1 :] if step.moves is not None)
    return shape[1] if all(second == (None, None) for second in later) else None


def _of_samples(model: Model, first: Layer) -> Iterator[tuple[Model, Fit, Problem]]:
    """Datasets that nothing batches, for a model that takes its shape from what it gets."""
    for call in (*model.fits, *model.predictions):
        for argument, what, data in _given(call):
            sample = refused_sample(model, first, data)
            reads = first.traits.reads if first.is_recurrent else None
            again = second_batch(data, reads) if isinstance(reads, int) else None
            if again is not None:
                yield model, call, _batched_again(call, again, model)
                return
            if sample is not None:
                message, severity = _one_element("dataset", (None, *sample), raises=True)
                said = what + message.removeprefix("x")
                yield model, call, Problem(said, call.span(argument), severity, model=model.name)
                return


def _given(call: Fit) -> tuple[tuple[str, str, Series | None], ...]:
    """What a call gets as inputs: the argument, how a message names it, and the data."""
    return ("x", "x", call.x), ("validation_data", "validation x", call.validation_x)


def _of_calls(
    model: Model, calls: tuple[Fit, ...], first: Layer, declared: Shape, strict: bool
) -> Iterator[tuple[Model, Fit, Problem]]:
    for call in calls:
        for argument, what, data in _given(call):
            again = second_batch(data, len(declared))
            if again is not None:
                yield model, call, _batched_again(call, again, model)
                break
            shape = _of_array(data)
            found = _problem_of(model, first, declared, shape, strict) if shape is not None else None
            found = found or _of_elements(model, first, data, declared) or _of_batches(data, declared, first)
            if found is not None:
                message, severity = found
                fix = _swap(model, first) if "swapped" in message else None
                said = what + message.removeprefix("x")
                at = (
                    _to_change(model, first, call, declared) if argument == "x" and _BOTH in message else None
                )
                span = at.span if at is not None else call.span(argument)
                related = (call.place.see("the data comes to the model here"),) if at is not None else ()
                yield (
                    model,
                    call,
                    Problem(said, span, severity, fix, model.name, first.name, related=related),
                )
                break


def _batched_again(call: Fit, again: Place, model: Model) -> Problem:
    message = (
        "the dataset is batched already: this makes batches of batches, which the model refuses; batch once"
    )
    related = (call.place.see("the model gets them here"),)
    return Problem(message, again.span, model=model.name, related=related)


def _to_change(model: Model, entry: Layer, call: Fit, declared: Shape) -> Place | None:
    """What is odd of a model and the data that it is trained on; None where that may be the call itself.

    It is the shape that the program states, unless a reshape of the data takes away an axis, or makes a single step of
    the series: then the data was as the model wants it.
    """
    data = call.x
    stated = declared_at(model, entry)
    if call.method not in _TRAINING or data is None or not data.shape or stated is None:
        return None
    reshape = data.steps[-1] if data.steps and data.steps[-1].what == "reshape" else None
    if reshape is not None and (len(data.shape) < len(declared) or data.shape[1:] == (1, declared[1])):
        return reshape.place
    if len(data.shape) == len(declared) - 1 == 2 and data.shape[1] == declared[2] and declared[1] is None:
        return None  # rows of all features for sequences of any length: no window was cut
    others = [other for other in (call.validation_x,) if other is not None and other.shape is not None]
    fits = any(not _mismatch(other.shape or (), declared, entry, strict=True) for other in others)
    return None if fits else stated[1].place


def _problem_of(
    model: Model, first: Layer, declared: Shape, shape: Shape, strict: bool
) -> tuple[str, Severity | None] | None:
    """What is wrong with an array of that shape, and how grave it is where that is less than an error."""
    alone = _without_batch(shape, declared)
    if alone is not None:
        return alone
    message = _mismatch(shape, declared, first, strict) or _on_its_way(model, shape, declared)
    message = message or _without_the_first_axis(shape, declared)
    return (message, None) if message is not None else None


def _of_array(data: Series | None) -> Shape | None:
    return data.shape if data is not None and data.kind in ("array", "frame", "column") else None


_TRAINING = ("fit", "fit_generator", "train_on_batch")
_BOTH = "the input expects"  # a message of two shapes, of which either may be the wrong one
_BATCHED = {"dataset": "add .batch(32)", "generator": "give x[None]"}


def _of_elements(
    model: Model, first: Layer, data: Series | None, declared: Shape
) -> tuple[str, Severity | None] | None:
    """A dataset or generator that gives one sample where a batch of them must be."""
    if (
        data is not None
        and is_never_batched(data)
        and (not data.shape or _may_be_sample(data.shape, declared))
    ):
        ids = len(declared) == 2 and first.cls == "Embedding" and reads_steps_of(model, first)
        if ids or len(declared) > 2:
            return _one_element(data.kind, declared, raises=ids or declared[-1] != 1)
    if data is not None and is_never_batched(data) and data.shape and len(data.shape) < len(declared) - 1:
        axes = f"x of the dataset has {len(data.shape)} ax{'i' if len(data.shape) == 1 else 'e'}s"
        return f"{axes}, the input {len(declared)} with the batch: it raises; add .batch(32)", None
    if data is None or data.kind not in _BATCHED or not data.certain or not data.shape:
        return None
    if not _may_be_sample(data.shape, declared) or declared[-1] == 1 or len(data.shape) < 2:
        return None
    if not all(isinstance(size, int) for size in (*data.shape[1:], declared[1])):
        return None
    if not isinstance(data.shape[0], int):  # how many, of the batch or of the steps
        axes = f"x of the {data.kind} has {len(data.shape)} axes, the input {len(declared)} with the batch"
        return f"{axes}: it raises; the batch or the steps are missing", None
    return _one_element(data.kind, declared, raises=True)


def _may_be_sample(shape: Shape, declared: Shape) -> bool:
    """Whether it is what a model declares, without the batch."""
    alike = shape[1:] == declared[2:] and shape[0] in (declared[1], "?", None)
    return len(shape) == len(declared) - 1 and alike


def _one_element(kind: str, declared: Shape, raises: bool) -> tuple[str, Severity | None]:
    x = f"x of the {kind}"
    if raises:
        one = f"{x} is one sample without the batch axis, {shown(declared)}"
        return f"{one}: it raises; {_BATCHED[kind]}", None
    return (
        f"{x} has no batch axis: Keras reads the steps of each sample as samples; {_BATCHED[kind]}",
        Severity.WARNING,
    )


def _of_batches(data: Series | None, declared: Shape, first: Layer) -> tuple[str, Severity | None] | None:
    """A generator or dataset whose batches have another number of features, as a `TimeseriesGenerator` of a frame."""
    if data is None or data.kind not in _BATCHED or not data.shape:
        return None
    if not all(isinstance(size, int) for size in data.shape[1:]):
        return None
    flat = data.kind == "generator" and len(data.shape) == 2 and not _may_be_sample(data.shape, declared)
    if len(data.shape) != len(declared) and not flat:
        return None
    message = _mismatch(("?", *data.shape[1:]), declared, first, strict=False)
    return (message, None) if message is not None else None


def _without_batch(x: Shape, declared: Shape) -> tuple[str, Severity | None] | None:
    """A single sample, `x[0]`, where an array of samples must be."""
    if not is_one_sample(x, declared):
        return None
    one = f"x is one sample {shown_with_batch(x)} without the batch axis"
    if declared[-1] != 1:
        return f"{one}: Keras raises; write x[None]", None
    if len(x) < 2 or x[0] == 1:
        return None
    return f"{one}: Keras reads {x[0]} samples of one step; write x[None]", Severity.WARNING


def _of_one_target(model: Model) -> Iterator[tuple[Model, Fit, Problem]]:
    """One number as y: `fit` counts its rows, a crossentropy its axes."""
    losses = {loss for compiled in model.in_force for loss in losses_of(model, compiled)}
    by_axes = bool(losses) and all(loss in STRICT or loss == SPARSE for loss in losses)
    for call in (*model.fits, *model.predictions):
        alone = call.y is not None and call.y.kind == "array" and call.y.certain and call.y.shape == ()
        if alone and (by_axes or call.method in ("fit", "evaluate")):
            message = "y is one number without the batch axis: it raises; write np.array([y])"
            yield model, call, Problem(message, call.span("y"), model=model.name)


def _of_several_inputs(script: Script, model: Model) -> Iterator[tuple[Model, Fit, Problem]]:
    """Each array against its input; a functional model insists on all axes."""
    strict = model.complete and model.kind == "functional" and script.target.at_least(2, 10)
    if not strict or len(model.entries) < 2 or len(model.entries) != len(model.inputs):
        return
    for fit in model.fits:
        for entry, series in zip(model.entries, fit.inputs) if len(fit.inputs) == len(model.entries) else ():
            shape = _of_array(series)
            readers, declared = model.after(entry), entry.output_shape
            if shape is None or declared is None or not readers:
                continue
            message = _mismatch(shape, declared, readers[0], strict)
            if message is not None:
                at = next(
                    (entry.argument(name) for name in ("shape", "batch_shape") if entry.given(name)), None
                )
                place = at.place if at is not None and fit.method in _TRAINING else None
                span = place.span if place is not None else fit.span("x")
                related = (fit.place.see("the data comes to the model here"),) if place is not None else ()
                said = f"{entry.name}: {message}"
                yield model, fit, Problem(said, span, model=model.name, layer=entry.name, related=related)
                break


@once
def _first(model: Model) -> Layer | None:
    """The one layer that reads the one input of a model."""
    if not model.complete or len(model.entries) > 1:
        return None
    if model.kind == "sequential":
        return model.layers[0] if model.layers else None
    readers = model.after(model.entries[0]) if model.entries else ()
    return readers[0] if readers else None


def _declared(model: Model, first: Layer) -> Shape | None:
    """What the program states, not what Keras would take from the data itself."""
    if model.entries:
        return model.entries[0].output_shape
    found = declared_at(model, first)
    if found is None or not first.wrapped_by("TimeDistributed"):
        return first.input_shape if found is not None else None
    owner, argument = found  # the layer itself has the shape of one step
    stated = owner.known(argument.name)
    whole = owner is not first and argument.name == "input_shape" and isinstance(stated, (tuple, list))
    return (None, *stated) if whole and isinstance(stated, (tuple, list)) else None


def _mismatch(x: Shape, declared: Shape, first: Layer, strict: bool) -> str | None:
    """What is wrong. `strict`: a functional model of Keras 2.10 and later, which insists on the time steps too."""
    if not x:  # one number, of which there are no samples
        return None
    both = _both(x, declared)
    if len(x) != len(declared):
        # Keras adds or drops a last axis of size 1 by itself.
        longer = x if len(x) > len(declared) else declared
        if abs(len(x) - len(declared)) == 1 and longer[-1] in (1, "?", None):
            return None
        return f"{both}: {len(x) - 1} instead of {len(declared) - 1} axes; reshape x"
    pairs = list(zip(x[1:], declared[1:]))
    wrong = [at for at, (given, stated) in enumerate(pairs) if _differ(given, stated)]
    if not wrong:
        return None
    last = len(pairs) - 1
    if last in wrong and last > 0 and (strict or _reads_features(first)):
        if len(wrong) == 2 and x[1:] == (declared[2], declared[1]):
            return f"{both}: time steps and features are swapped"
        return f"{both}: the number of features differs"
    if strict:
        return f"{both}: the lengths differ, which a functional model rejects"
    return None


def _without_the_first_axis(x: Shape, declared: Shape) -> str | None:
    """Frames of images, where clips of them must be: what Keras makes of them is no image."""
    alike = len(x) >= 4 and x[1:] == declared[2:] and (*x[1:], 1) != declared[1:]
    if not alike or not all(isinstance(size, int) for size in declared[1:]):
        return None
    return f"{_both(x, declared)}: x has no axis of {declared[1]}, Keras adds one at the end; reshape x"


def _on_its_way(model: Model, x: Shape, declared: Shape) -> str | None:
    """What fits the first layer, and another one behind a reshaping does not take."""
    found = refusing(model, x, declared)
    if found is None:
        return None
    return f"{_both(x, declared)}: {found[1]}"


def _both(x: Shape, declared: Shape) -> str:
    samples = x[0] if isinstance(x[0], int) else "n"
    return f"x has the shape ({', '.join([str(samples), *map(str, x[1:])])}), {_BOTH} {shown(declared)}"


def _reads_features(layer: Layer) -> bool:
    """Whether it has a weight for each feature, or hands the features on to a layer that has."""
    return layer.traits.weights == "features" or layer.traits.family == "masking"


def _differ(given: object, stated: object) -> bool:
    return isinstance(given, int) and isinstance(stated, int) and given != stated


def _swap(model: Model, first: Layer) -> Fix | None:
    found = declared_at(model, first)
    if found is None:
        return None
    argument = found[1]
    if argument.name.startswith("batch"):
        return rewritten(argument, (0, 2, 1), "swap time steps and features")
    return rewritten(argument, (1, 0), "swap time steps and features")
