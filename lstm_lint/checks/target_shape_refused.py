"""LL417: a target whose shape the loss refuses."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.built import never_built
from lstm_lint.notions.contracts import (
    Trained,
    is_step_by_step,
    labelled_by_shape,
    shown_of_n,
    trained_outputs,
)
from lstm_lint.notions.input_shapes import keeps_rank
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.targets import encoding
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Known, Layer, Model, Script, Shape

_EACH_STEP = "write return_sequences=True"
_EACH_SAMPLE = "predict once per sample, not at each step"
_SPARSE = "class ids need sparse_categorical_crossentropy"
_OF_CLASSES = ("categorical_crossentropy", "sparse_categorical_crossentropy")


@check("target-shape-refused", needs="fits")
def target_shape_refused(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):  # Keras 2 gave a target of one axis a second one, and broadcast more
        yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        told: set[int] = set()
        for one in trained_outputs(model) if not never_built(model) else ():
            if one.meeting == "refused" and id(one.head) not in told and not _has_a_better_name(model, one):
                told.add(id(one.head))
                yield model, one.head, _problem(model, one)


def _has_a_better_name(model: Model, one: Trained) -> bool:
    """LL103, LL408, and LL401 or LL406 of a single head of classes."""
    if is_step_by_step(one.shape, one.target.shape or ()):
        return True
    if one.loss not in _OF_CLASSES or len(model.outputs) > 1 or not model.recurrent:
        return False
    written = encoding(one.target)
    wanted = "one-hot" if one.loss == "categorical_crossentropy" else "class-ids"
    target = one.target.shape or ()
    wide = (
        one.loss == "categorical_crossentropy"
        and len(one.shape) == len(target)
        and target[-1] != one.shape[-1]
    )
    named = written is not None and (written != wanted or wide)
    return one.head.cls == "Dense" and (
        one.shape[-1] == 1 or named or (labelled_by_shape(one) is not None and len(model.in_force) == 1)
    )


def _problem(model: Model, one: Trained) -> Problem:
    target = one.target.shape or ()
    message = f"y is {shown_of_n(target)}, the output {shown_of_n(one.shape)}: {one.loss} raises"
    instead = _instead(model, one)
    said = with_cure(message, instead)
    last = model.recurrent[-1] if model.recurrent else None
    if last is not None and (
        instead.startswith(_EACH_STEP) or (instead == _EACH_SAMPLE and _gives_steps(model, last))
    ):
        return last.problem(said, at="return_sequences", model=model)
    compiled = model.in_force[0] if len(model.in_force) == 1 else None
    if instead == _SPARSE and compiled is not None and compiled.given("loss"):
        return Problem(said, compiled.span("loss"), model=model.name, layer=one.head.name)
    odd = _other_steps(model, one)
    if odd is not None:
        layer, cure = odd
        return layer.problem(with_cure(message, cure), model=model)
    repeated = _repeated(model, one)
    if repeated is not None:
        return repeated.problem(with_cure(message, f"write RepeatVector({target[1]})"), at="n", model=model)
    return one.head.problem(said, model=model)


def _other_steps(model: Model, one: Trained) -> tuple[Layer, str] | None:
    """The layer by which the output has other steps than the target, and the cure: a convolution that shortens the
    sequence, or a recurrent layer that gives each step of its input where the target is a forecast of some.
    """
    target, output = one.target.shape or (), one.shape
    if len(output) != 3 or len(target) != 3 or target[2] != output[2] or len(model.outputs) != 1:
        return None
    if len(model.inputs) > 1 or not (isinstance(target[1], int) and isinstance(output[1], int)):
        return None
    way = [*reversed(model.upstream(one.head)), one.head]
    changed = [layer for layer in way if not _keeps_steps(layer)]
    if len(changed) == 1 and changed[0].cls == "Conv1D" and _steps(changed[0].input_shape) == target[1]:
        layer = changed[0]
        unstrided = layer["strides"] in (Known(1), Known((1,)))
        return (layer, 'write padding="same"') if layer["padding"] == Known("valid") and unstrided else None
    recurrent = [
        one for one in model.recurrent if one.returns_sequences and not one.wrapped_by("TimeDistributed")
    ]
    if changed or not recurrent or target[1] > output[1]:
        return None
    return recurrent[0], f"return its last step, then RepeatVector({target[1]})"


def _keeps_steps(layer: Layer) -> bool:
    if layer.wrapped_by("TimeDistributed") or layer.cls == "InputLayer":
        return True
    given, made = _steps(layer.input_shape), _steps(layer.output_shape)
    return given == made != "?"


def _steps(shape: Shape | None) -> object:
    return shape[1] if shape is not None and len(shape) == 3 else "?"


def _repeated(model: Model, one: Trained) -> Layer | None:
    """The layer that repeats a vector for as many steps as the output has, where the target has others."""
    target, output = one.target.shape or (), one.shape
    several = len(output) == 3 and len(target) in (2, 3) and len(model.outputs) == 1
    if not several or target[2:] not in ((), (1,), output[2:]) or not isinstance(target[1], int):
        return None
    repeating = [layer for layer in model.layers if layer.cls == "RepeatVector" and not layer.wrappers]
    if len(repeating) != 1 or target[1] in (1, output[1]) or repeating[0].number("n") != output[1]:
        return None
    after = model.downstream(repeating[0])
    kept = all(layer.traits.time == "steps" or layer.returns_sequences is True for layer in after)
    return repeating[0] if kept else None


def _gives_steps(model: Model, last: Layer) -> bool:
    """Whether its time steps are those of the output: nothing pools or reshapes them on the way."""
    after = model.downstream(last)
    return last.returns_sequences is True and all(
        keeps_rank(layer) or layer.traits.family == "dense" for layer in after
    )


def _times(steps: Shape, target: Shape) -> int | None:
    """How many steps of the target one step of a pooled sequence stands for."""
    known = steps and isinstance(steps[0], int) and isinstance(target[1], int) and steps[0] > 1
    if not known or not isinstance(steps[0], int) or not isinstance(target[1], int) or target[1] % steps[0]:
        return None
    return target[1] // steps[0] if target[1] > steps[0] else None


def _instead(model: Model, one: Trained) -> str:
    target, output = one.target.shape or (), one.shape
    last = model.recurrent[-1] if model.recurrent else None
    if len(target) > 1 and len(output) == 2 and last is not None and last.returns_sequences is False:
        steps = last.input_shape[1:2] if last.input_shape else ()
        of_steps = len(target) == 3 or one.loss == "sparse_categorical_crossentropy"
        if of_steps and (target[1:2] == steps or steps in ((None,), ())):
            return _EACH_STEP
        times = _times(steps, target)
        if of_steps and times is not None and len(model.recurrent) == 1:
            return f"{_EACH_STEP}, then UpSampling1D({times})"
    if len(output) == 3 and len(target) < 3 and target[1:2] in ((), (1,), output[2:]):
        return _EACH_SAMPLE
    if one.loss == "sparse_categorical_crossentropy":
        return "give one class id for each prediction"
    if one.loss == "categorical_crossentropy" and target[1:] in ((), (1,)):
        return _SPARSE
    if len(output) == len(target) and output[1:-1] == target[1:-1] and one.head.cls == "Dense":
        return f"write Dense({target[-1]})"
    if len(target) == 1 and len(output) == 2 and one.head.cls == "Dense":
        return "write Dense(1)"
    without_head = one.head.is_recurrent or one.head.traits.family == "dropout"
    if without_head and len(output) == 2 and len(target) < 3:
        units = target[1] if len(target) == 2 else 1
        activation = ", activation='sigmoid'" if one.loss == "binary_crossentropy" else ""
        return f"end the model in Dense({units}{activation})"
    return "give y the shape of the output"
