"""LL371: the weights of an attention that is written by hand count padded steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.masks import Masks, makes_mask
from lstm_lint.notions.operations import function_of, normalized_axis
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script, Shape

_EACH_ALONE = frozenset(  # operations that leave every number in its place
    {
        "abs", "clip", "clip_by_value", "elu", "exp", "gelu", "identity", "leaky_relu", "log", "negative", "relu",
        "selu", "sigmoid", "silu", "softplus", "softsign", "sqrt", "square", "swish", "tanh", "scalar_mul",
    }
)  # fmt: skip
_TOGETHER = frozenset({"+", "-", "*", "/", "add", "subtract", "multiply", "divide"})
_SUMS = frozenset({"sum", "reduce_sum", "max", "reduce_max"})  # with the axis kept
_VIEWS = frozenset({"reshape", "squeeze", "expand_dims", "[]", "flatten"})
_PASSES = ("activation", "dropout", "noise", "normalization", "penalty", "identity")
_WEIGHING = frozenset({"*", "@", "multiply", "matmul", "einsum", "dot", "batch_dot", "tensordot"})


@check("attention-over-padding", needs="recurrent masks")
def attention_over_padding(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not model.recurrent or not model.complete or not any(map(makes_mask, model.layers)):
            continue
        masks = Masks(model)
        for layer in model.layers:
            axis = normalized_axis(model, layer)
            if axis is None or layer.traits.family == "convolution" or layer.is_wrapped:
                continue
            source = _masked_source(masks, layer, axis)
            if source is not None and _weighs(masks, layer, source):
                message = f"the softmax over the steps gives weight to those that `{source.title}` masks; "
                message += "pass the mask to layers.Softmax"
                yield model, layer, layer.problem(message, model=model)


def _masked_source(masks: Masks, layer: Layer, axis: int) -> Layer | None:
    """The layer that masks the steps along the axis, where all of the scores come from them and from nothing else.

    A mask that the program applies itself comes from the ids or from a layer that is not known: then it is None.
    """
    along = _axis(layer.output_shape, axis)
    if along is None or (layer.cls == "Softmax" and (layer.given("mask") or masks.into(layer) != [False])):
        return None
    found: Layer | None = None
    waiting: deque[tuple[Layer, int]] = deque([(layer, along)])
    seen: set[int] = set()
    while waiting:
        at, along = waiting.popleft()
        inputs = masks.model.before(at)
        if at.cls == "Dot":
            inputs = _scored_steps(inputs, at, along)
        if not inputs:
            return None
        for source in inputs:
            before = _axis_before(at, source, along)
            if before is None:
                return None
            if masks.out(source) is True and before == 1:
                found = masks.source(source) or source
            elif id(source) not in seen:
                seen.add(id(source))
                waiting.append((source, before))
    return found


def _scored_steps(inputs: tuple[Layer, ...], dot: Layer, along: int) -> tuple[Layer, ...]:
    """Of `Dot((2, 2))([queries, keys])`, which scores each key for each query, the input that has the axis."""
    axes = dot.known("axes")
    both = (axes, axes) if isinstance(axes, int) else tuple(axes) if isinstance(axes, (list, tuple)) else ()
    ranks = [len(one.output_shape or ()) for one in inputs]
    if (
        len(both) != 2
        or not set(both) <= {2, -1}
        or set(ranks) != {3}
        or len(inputs) > 2
        or along not in (1, 2)
    ):
        return ()
    return inputs[-1:] if along == 2 else inputs[:1]


def _axis(shape: Shape | None, axis: int) -> int | None:
    """The axis counted from the front, unless it is the batch."""
    if shape is None or not -len(shape) <= axis < len(shape):
        return None
    return axis % len(shape) or None


def _axis_before(layer: Layer, source: Layer, along: int) -> int | None:
    """The axis of an input that becomes this one of the output; None where its steps are mixed, or it is not known."""
    old, new = source.output_shape, layer.output_shape
    if old is None or new is None or layer.custom and layer.cls != "Operation":
        return None
    function = function_of(layer)
    if layer.cls == "Dot":
        return 1  # see `_scored_steps`
    if layer.traits.family == "dense":
        return along if len(old) == len(new) and along < len(new) - 1 else None
    if layer.cls == "Permute":
        dims = layer.known("dims")
        return dims[along - 1] if isinstance(dims, (list, tuple)) and along <= len(dims) else None
    if layer.traits.family == "reshaping" or function in _VIEWS:
        return _in_view(old, new, along)
    if layer.cls == "Concatenate":
        last = layer["axis"] in (Known(-1), Known(len(new) - 1))
        return along if last and len(old) == len(new) and along < len(new) - 1 else None
    if function in ("softmax", "softmax_v2") or function in _EACH_ALONE | _TOGETHER | _SUMS:
        return along if len(old) == len(new) else None
    if layer.traits.family in _PASSES or layer.traits.mask == "merges":
        return along if len(old) == len(new) else None
    return None


def _in_view(old: Shape, new: Shape, along: int) -> int | None:
    """Of a reshape that only adds or drops axes of size 1."""
    kept_old = [at for at, size in enumerate(old) if at == 0 or size != 1]
    kept_new = [at for at, size in enumerate(new) if at == 0 or size != 1]
    if len(kept_old) != len(kept_new) or along not in kept_new:
        return None
    sizes = [(old[one], new[other]) for one, other in zip(kept_old[1:], kept_new[1:], strict=True)]
    if any(isinstance(one, int) and isinstance(other, int) and one != other for one, other in sizes):
        return None
    return kept_old[kept_new.index(along)]


def _weighs(masks: Masks, layer: Layer, source: Layer) -> bool:
    """Whether its output weighs the steps: it is multiplied with a sequence, of these steps as far as is known.

    `Dot((2, 2))([keys, queries])` has the queries last: its softmax runs over the wrong steps, and no mask mends that.
    """
    model = masks.model
    waiting = deque(model.after(layer))
    seen: set[int] = set()
    while waiting:
        user = waiting.popleft()
        if id(user) in seen:
            continue
        seen.add(id(user))
        name = function_of(user)
        if (
            name in _WEIGHING
            or user.cls == "Multiply"
            or (user.traits.family == "merge" and user.cls == "Dot")
        ):
            others = [one for one in model.before(user) if one is not layer and id(one) not in seen]
            weighed = [one for one in others if len(one.output_shape or ()) == 3]
            return any(masks.source(one) in (None, source) for one in weighed)
        if name in _VIEWS or user.traits.family in ("reshaping", "repeating"):
            waiting.extend(model.after(user))
    return False
