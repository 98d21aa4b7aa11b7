"""LL119: layers that Keras cannot build together, by the shapes that meet or by an input that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.dims import Arguments
from lstm_lint.keras_api.refusals import step_of_another_rank, too_short, unmergeable
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.input_shapes import declared_at, ends_a_sequence, shown, shown_with_batch
from lstm_lint.notions.masks import Masks, makes_mask
from lstm_lint.notions.passage import plain_arguments
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.wording import LONGEST, with_cure
from lstm_lint.script import Dim, Layer, Misfit, Model, Script, Shape, Unknown

_LONGEST_NAME = 26
# Where the program sets the order of the axes, or asks for it, that of a convolution that names none is not known.
_CHANNELS_MOVED = ("image_data_format", "image_dim_ordering", "backend.backend")
_SAYS_A_SIZE = re.compile(r"\d")


@check("layers-do-not-fit")
def layers_do_not_fit(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))
    yield from each_place_once(_without_an_input(script))
    yield from each_place_once(map(_of_call, script.misfits))
    yield from refusals(script, of_kind("same-name", _of_name))
    yield from refusals(script, of_kind("slash", _of_slash))
    yield from refusals(script, of_kind("query-alone", _of_query))
    yield from refusals(script, of_kind("open-weight", _of_weight))
    yield from refusals(script, of_kind("input-number", _of_number))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    turned = any(used.path.endswith(_CHANNELS_MOVED) for used in script.names)
    for model in script.models:
        yield from _of_masks(model)
        for layer in model.layers:
            problem = None
            if not layer.custom:
                problem = (
                    _problem(model, layer, script.target, turned)
                    or _refused(model, layer, script.target, turned)
                    or _open(model, layer)
                )
            if problem is not None:
                yield model, layer, problem


def _problem(model: Model, layer: Layer, target: KerasTarget, turned: bool) -> Problem | None:
    shape = layer.input_shape
    if layer.traits.family == "merge" and not layer.wrappers:
        why = unmergeable(layer.cls, Arguments(plain_arguments(layer)), layer.entering)
        return _of_merge(model, layer, why) if why is not None else None
    if layer.cls == "Attention":
        return _of_attention(model, layer)
    if shape is None or layer.output_shape is not None:
        return None
    arguments = Arguments(plain_arguments(layer))
    window = too_short(layer.cls, arguments, shape) if _order_is_known(layer, turned) else None
    if window is not None:
        name, spanned, length = window
        message = f"`{layer.title}` needs {spanned} steps, but gets {length} and does not pad: Keras raises"
        return layer.problem(message, at=name if layer.given(name) else None, model=model)
    if layer.wrapped_by("TimeDistributed") and len(shape) > 1:
        reads = step_of_another_rank(layer.cls, shape)
        # Keras 2 takes more axes than that, as more of the batch.
        if reads is not None and (len(shape) < reads or target.at_least(3)):
            if layer.is_recurrent and len(shape) == reads - 1:
                gets = f"inside `TimeDistributed` it gets {shown(shape)}: Keras raises"
                message = f"`{layer.cls}` reads the steps itself, {gets}"
                return layer.problem(with_cure(message, "take the wrapper away"), model=model)
            steps = f"each step of `{layer.title}` is {shown(shape)}"
            message = f"{steps}, but `{layer.cls}` reads {reads - 1} axes: Keras raises"
            return layer.problem(message, model=model)
    return None


def _of_masks(model: Model) -> Iterator[tuple[Model, Layer, Problem]]:
    """A mask with more axes than steps, one value a pixel or word, which a recurrent layer cannot take.

    `keras/src/backend/tensorflow/rnn.py` chooses by it between the output of a step and the one before.
    """
    masks, told = Masks(model), set[int]()
    for layer in model.recurrent if any(makes_mask(one) for one in model.layers) else ():
        source = masks.source(layer) if layer.traits.reads == 3 and masks.into(layer) == [True] else None
        if source is None or source.wrappers or id(source) in told or layer.wrapped_by("TimeDistributed"):
            continue
        shape = source.input_shape or ()
        mask = shape[:-1] if source.cls == "Masking" else shape
        if len(mask) < 3 or layer.given("mask") or (len(mask) == 3 and not _differs(mask[2], layer)):
            continue
        told.add(id(source))
        remedy = (
            "mask the steps once they are vectors" if source.cls == "Masking" else "write mask_zero=False"
        )
        message = (
            f"the mask of `{source.cls}` is {shown(mask)}, `{layer.title}` needs one value a step: it raises"
        )
        at = "mask_zero" if source.given("mask_zero") else None
        yield model, source, source.problem(with_cure(message, remedy), at=at, model=model)


def _differs(size: Dim, layer: Layer) -> bool:
    """Whether a mask of that size cannot be spread over the units of a layer."""
    units = layer.known("units")
    return isinstance(size, int) and isinstance(units, int) and size not in (1, units)


def _open(model: Model, layer: Layer) -> Problem | None:
    """An input whose last axis is open, in front of weights that are as many as it is wide."""
    shape = layer.input_shape
    inner = layer.traits.weights == "features" and layer.traits.family in ("recurrent", "dense")
    if not inner or not shape or len(shape) < 2 or shape[-1] is not None or "?" in shape:
        return None
    if layer.is_recurrent and len(shape) != layer.traits.reads:
        return None  # LL102
    entry = _open_entry(model, layer)
    if entry is None:
        return None
    declared = declared_at(model, entry)
    stated = entry.output_shape if entry.traits.family == "entry" else shape
    where = "its input" if layer.wrapped_by("TimeDistributed") else shown(stated or shape)
    only = "; only the axis of time may be None" if len(shape) > 2 else ""
    message = f"`{layer.title}` needs the number of features, which {where} leaves open: Keras raises{only}"
    if entry is layer and declared is not None:
        owner, argument = declared
        return Problem(message, owner.span(argument.name), model=model.name, layer=layer.name)
    return entry.problem(message, at=_declaring(entry), model=model)


def _declaring(entry: Layer) -> str | None:
    return next(
        (name for name in ("shape", "batch_shape", "batch_input_shape", "input_shape") if entry.given(name)),
        None,
    )


def _open_entry(model: Model, layer: Layer) -> Layer | None:
    """The `Input` whose open axis it is, or the layer itself where that states the shape of the model's input."""
    passed: set[int] = set()
    while id(layer) not in passed:
        passed.add(id(layer))
        before = model.before(layer)
        if not before:
            return layer if layer.traits.family == "entry" or declared_at(model, layer) is not None else None
        keeps = layer.traits.shape == "same" and layer.traits.weights is False
        if len(before) > 1 or not (keeps or len(passed) == 1):
            return None
        layer = before[0]
    return None


def _order_is_known(layer: Layer, turned: bool) -> bool:
    """Whether the call names the order of the axes, or it is the usual one; not where an attribute is set later."""
    order = layer.argument("data_format")
    later = isinstance(order.value, Unknown) and "data_format" in layer.arguments
    return order.at is not None or not (turned or order.certain or later)


def _of_attention(model: Model, layer: Layer) -> Problem | None:
    """The scores are products of the query and the key, which is the value where none is given."""
    if len(layer.entering) not in (2, 3) or layer.wrappers:
        return None
    query, key = layer.entering[0], layer.entering[-1]
    sizes = [shape[-1] if shape is not None and len(shape) == 3 else None for shape in (query, key)]
    if not all(isinstance(size, int) for size in sizes) or sizes[0] == sizes[1]:
        return None
    other = "key" if len(layer.entering) == 3 else "value"
    message = (
        f"`Attention` multiplies a query of {sizes[0]} features with a {other} of {sizes[1]}: `fit` raises"
    )
    return layer.problem(f"{message}; make them equal", model=model)


def _refused(model: Model, layer: Layer, target: KerasTarget, turned: bool) -> Problem | None:
    """What a layer says of its input where Keras calls it."""
    found = layer.refused
    if found is None or (found.reads is None and not _order_is_known(layer, turned)):
        return None
    if found.reads is not None:
        return _of_rank(model, layer, found.reads, target)
    gets = " and ".join(shown(shape) for shape in layer.entering if shape is not None)
    gets = gets or shown(layer.input_shape or ())
    return layer.problem(_raises(layer.title, gets, found.why), model=model)


def _of_rank(model: Model, layer: Layer, reads: int, target: KerasTarget) -> Problem | None:
    """An input of another rank, where no other rule says what is wrong with it."""
    shape = layer.input_shape
    both_ways = [wrapper.cls for wrapper in layer.wrappers] == ["Bidirectional"] and layer.traits.reads != 3
    if (
        shape is None or (layer.wrappers and not both_ways) or layer.cls == "RepeatVector"
    ):  # the latter are LL105's
        return None
    if layer.traits.reads == 3 and (layer.is_recurrent or ends_a_sequence(model, layer)):  # LL101, LL102
        return None
    if layer.traits.family == "convolution" and len(shape) > reads and not target.at_least(3):
        return None  # Keras 2 takes more axes than that, as more of the batch
    batched = f"(batch, {shown(shape)[1:]}".replace(",)", ")")
    message = f"`{layer.title}` reads {reads} axes, batch included, but gets {batched}: Keras raises"
    if len(shape) == reads + 1 and _reads_frames(model, layer, shape):
        message += "; wrap it in TimeDistributed"
    elif declared_at(model, layer) is not None and len(shape) == reads + 1:
        message += "; leave out the sample count"
    return layer.problem(message, model=model)


def _reads_frames(model: Model, layer: Layer, shape: Shape) -> bool:
    """Whether the first axis after the batch is that of steps: the data has it too, or layers around read steps."""
    ranks = {len(fit.x.shape) for fit in model.fits if fit.x is not None and fit.x.shape}
    if layer.traits.family not in ("convolution", "pooling") or len(ranks) > 1:
        return False
    around = (*model.upstream(layer), *model.downstream(layer))
    of_steps = any(one.is_recurrent or one.wrapped_by("TimeDistributed") for one in around)
    return of_steps and (not ranks or ranks == {len(shape)})


def _of_weight(cls: str, axis: str) -> str:
    return f"a weight of `{cls}` is as long as `{axis}`, which is None here: Keras raises; give `Input` the length"


def _of_number(number: str) -> str:
    return (
        f"the shape of `Input` is {number}, which is no tuple: Keras 3 raises ValueError; write ({number},)"
    )


def _of_name(name: str) -> str:
    return f"another layer of the model is named {name!r}: Keras raises; give each a name of its own"


def _of_slash(name: str) -> str:
    if not name.startswith(("'", '"')):
        return "this is a name and no string: Keras 3 raises ValueError; write a string"
    shown = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 4]}...{name[-1]}"
    instead = shown.replace("/", "_")
    return f"the name {shown} has a slash: Keras 3 raises ValueError; write {instead}"


def _of_query(cls: str) -> str:
    return (
        f"`{cls}` is called with a query and a value, and gets one input: Keras raises; write attention(x, x)"
    )


def _of_call(misfit: Misfit) -> Problem:
    """An operation, a model, or a layer that was used before."""
    gets = " and ".join(map(shown_with_batch, misfit.shapes))
    return Problem(_raises(misfit.title, gets, misfit.why), misfit.place.span)


def _of_merge(model: Model, layer: Layer, why: str) -> Problem:
    gets = " and ".join(shown(shape) for shape in layer.entering if shape is not None)
    short = f"the inputs of `{layer.cls}` do not fit: {why}, Keras raises"
    return layer.problem(_raises(layer.cls, gets, why, short), model=model)


def _raises(title: str, gets: str, why: str, short: str | None = None) -> str:
    """What Keras refuses, with the shapes where there is room for them."""
    message = f"`{title}` gets {gets}: {why}, Keras raises"
    if not _SAYS_A_SIZE.search(gets):
        return f"`{title}`: {why}, Keras raises"
    return message if len(message) <= LONGEST else short or f"`{title}`: {why}, Keras raises"


def _without_an_input(script: Script) -> Iterator[Problem]:
    """A `Model` call whose outputs need an `Input` that it is not given, on every path on which it is read."""
    fed = {id(model.place.node) for model in script.models if not model.unfed}
    for model in script.models:
        if model.unfed and id(model.place.node) not in fed:
            missing = model.unfed[0]
            other = _of_the_same_name(model, missing)
            if other is not None:
                again = (
                    f"`{missing.bound_as}` is an `Input` already, which the output needs too: Keras raises"
                )
                message = f"{again}; name this one otherwise"
                yield Problem(message, other.place.span, model=model.name, layer=other.name)
                continue
            which = f" `{missing.name}`" if missing.given("name") else _shape_of(missing)
            message = f"the output needs the `Input`{which} too; add it to the inputs of `Model`"
            yield Problem(message, model.place.span, model=model.name, layer=missing.name)


def _of_the_same_name(model: Model, missing: Layer) -> Layer | None:
    """An `Input` of the model that was given the name of the one that is missing, after it."""
    entries = [entry for entry in model.entries if entry.bound_as and entry not in model.unfed]
    line = missing.place.span.line
    return next(
        (one for one in entries if one.bound_as == missing.bound_as and one.place.span.line > line), None
    )


def _shape_of(entry: Layer) -> str:
    return f" of {shown(entry.output_shape)}" if entry.output_shape is not None else " that is left out"
