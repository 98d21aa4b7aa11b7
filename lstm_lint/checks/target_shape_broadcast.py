"""LL104: a target of another shape than the output, which the loss broadcasts in silence."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.keras_api.loss_shapes import Meeting, meet
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.contracts import is_step_by_step, may_have_one_step, trained_outputs
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.training import is_regression
from lstm_lint.notions.unbatched import second_batch
from lstm_lint.script import Dim, Layer, Model, Script, Shape


@check("target-shape-broadcast", needs="fits")
def target_shape_broadcast(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _effect(target: KerasTarget) -> str:
    """What becomes of shapes that do not fit: `keras` up to 2.3 compared them before it trained, `tf.keras` did not."""
    silent = target.at_least(2, 4) or target.standalone is False
    return "the loss broadcasts them without an error" if silent else "they do not fit"


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    effect = _effect(script.target)
    for model in script.models:
        for head, pairs in _pairs(script.target, model):
            if pairs and all(meeting in ("broadcast", "uneven") for _, _, meeting in pairs):
                summary = _summary(model, head, *pairs[0][:2])
                if summary is not None:
                    yield model, summary, _one_for_all(model, summary, *pairs[0][1:], effect)
                    continue
                blamed = _widest(model, head)
                yield model, blamed, _problem(model, blamed, *pairs[0], effect)


_Pair = tuple[Shape, Shape, Meeting | None]  # output, target, and what the loss makes of them


def _pairs(target: KerasTarget, model: Model) -> Iterator[tuple[Layer, list[_Pair]]]:
    """Each head with what its output meets in each training; LL103 speaks of those that are step by step."""
    if model.complete and len(model.heads) == 1 and is_regression(model):
        head, output = model.heads[0], model.heads[0].output_shape
        reads = len(model.layers[0].input_shape or ())
        trained = [
            (fit, fit.y.shape)
            for fit in model.fits
            if fit.y is not None and fit.y.shape is not None and second_batch(fit.x, reads) is None
        ]
        if output is not None:
            yield (
                head,
                [
                    (
                        output,
                        y,
                        None if may_have_one_step(model, fit, output) else _regression(target, output, y),
                    )
                    for fit, y in trained
                ],
            )
        return
    found: dict[Layer, list[_Pair]] = {}
    for one in trained_outputs(model) if target.at_least(3) else ():
        y = one.target.shape or ()
        meeting = None if is_step_by_step(one.shape, y) else one.meeting
        found.setdefault(one.head, []).append((one.shape, y, meeting))
    yield from found.items()


def _regression(keras: KerasTarget, output: Shape, target: Shape) -> Meeting | None:
    """What an element-wise loss makes of the two; before Keras 3 a target of one axis got a second one of 1."""
    if is_step_by_step(output, target):
        return None
    if not keras.at_least(3) and len(target) == 1:
        target = (*target, 1)
    return meet("mean_squared_error", target, output)


def _summary(model: Model, head: Layer, output: Shape, target: Shape) -> Layer | None:
    """The recurrent layer that leaves one step of a sequence for which y has as many targets as it has steps."""
    if len(output) != 2 or len(target) != 3:
        return None
    nearest = next((one for one in (head, *model.upstream(head)) if one.is_recurrent), None)
    found = nearest is not None and nearest.returns_sequences is False and nearest.timesteps == target[1]
    return nearest if found and target[1] != 1 else None


def _one_for_all(model: Model, layer: Layer, target: Shape, meeting: Meeting | None, effect: str) -> Problem:
    steps = target[1]
    if meeting == "uneven":  # the one step of a batch meets the steps of y
        effect = f"`fit` raises but in batches of 1 or {steps}"
    message = f"`{layer.title}` returns 1 step and y has {steps}: {effect}"
    fix = layer.set_argument("return_sequences", "True", applicability="unsafe")
    return layer.problem(f"{message}; add return_sequences=True", fix=fix, model=model)


def _widest(model: Model, head: Layer) -> Layer:
    """The layer that decides how many values come out: the one before an `Activation`."""
    before = model.before(head)
    return before[0] if head.traits.family == "activation" and len(before) == 1 else head


def _problem(
    model: Model, head: Layer, output: Shape, target: Shape, meeting: Meeting | None, effect: str
) -> Problem:
    both = f"the model predicts {_per_sample(output)}, y has {_per_sample(target)}"
    message = f"{both}: {effect}"
    if 0 in target[1:]:
        message = f"{both}: the loss of nothing is NaN; y is cut past its end, take values that are there"
        return head.problem(message, model=model)
    if meeting == "uneven":  # the batch of the shorter one meets an axis of the longer one
        longer, shorter = sorted((output, target), key=len, reverse=True)
        axis = longer[len(longer) - len(shorter)]
        message = f"{both}: `fit` raises, or broadcasts them in batches of 1 or {axis}"
    units = target[-1] if len(target) > 1 else 1
    same_rank = len(output) == max(len(target), 2)
    if head.cls == "Dense" and same_rank and isinstance(units, int) and units != output[-1]:
        fix = _widen(head, units) if output[:-1] == (None, *target[1:-1]) else None
        remedy = f"; write Dense({units})"
        if len(target) == 2 and output[-1] == 1:
            remedy = f"; write Dense({units}), or keep one value of y"
        return head.problem(message + remedy, at="units", fix=fix, model=model)
    sizes = _size(output), _size(target)
    remedy = "reshape y to match" if None in sizes or sizes[0] == sizes[1] else "make both of the same size"
    return head.problem(f"{message}; {remedy}", model=model)


def _size(shape: Shape) -> int | None:
    """How many values there are of one sample."""
    sizes = [size for size in shape[1:] if isinstance(size, int)]
    return math.prod(sizes) if len(sizes) == len(shape) - 1 else None


def _widen(head: Layer, units: int) -> Fix | None:
    if head.wrappers:
        return None
    return head.set_argument("units", str(units), applicability="unsafe")


def _per_sample(shape: Shape) -> str:
    dims: tuple[Dim, ...] = shape[1:]
    if len(dims) < 2:
        return "1 value" if dims in ((), (1,)) else f"{dims[0]} values"
    return " x ".join(map(str, dims))
