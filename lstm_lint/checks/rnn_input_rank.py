"""LL102: a recurrent layer reads something that is not (batch, timesteps, features)."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem
from lstm_lint.notions.contracts import shown_of_n
from lstm_lint.notions.input_shapes import declared_at, ends_a_sequence, rewritten, shown
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.unbatched import refused_sample, second_batch
from lstm_lint.script import Layer, Model, Script, Shape

_READS = "(batch, timesteps, features)"


@check("rnn-input-rank", needs="recurrent")
def rnn_input_rank(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.recurrent:
            if layer.traits.reads != 3 or ends_a_sequence(model, layer):
                continue
            if script.target.at_least(3) and _has_input_dim_only(model, layer):
                yield model, layer, _of_input_dim(model, layer)
            elif _of_unbatched(model):
                continue  # LL116 says it
            elif _wrong_rank(layer) and id(layer) not in model.behind(_wrong_rank):
                yield model, layer, _of_rank(model, layer, layer.input_shape or ())


def _of_unbatched(model: Model) -> bool:
    """Whether a model has taken its shape from a dataset that nothing has batched, or that was batched twice."""
    first = model.layers[0]
    return not model.entries and any(
        refused_sample(model, first, fit.x) or second_batch(fit.x, 3) for fit in model.fits
    )


def _wrong_rank(layer: Layer) -> bool:
    """Whether the input of a recurrent layer has not three axes. Keras 1 let `input_dim` overrule `input_shape`."""
    return (
        layer.is_recurrent
        and layer.traits.reads == 3
        and layer.input_shape is not None
        and len(layer.input_shape) != 3
        and not layer.given("input_dim")
    )


def _has_input_dim_only(model: Model, layer: Layer) -> bool:
    """`input_dim=8` alone: Keras 2 took it for the features, Keras 3 takes it for the whole shape, `(8,)`."""
    return (
        layer.given("input_dim")
        and not layer.given("input_length")
        and not layer.given("input_shape")
        and not layer.called
        and not layer.wrappers
        and not model.before(layer)
        and not model.entries
    )


def _of_input_dim(model: Model, layer: Layer) -> Problem:
    argument = layer.argument("input_dim")
    fix = None
    if argument.whole is not None and argument.place is not None:
        text = f"input_shape=(None, {argument.place.text})"
        fix = Fix(f"write `{text}`", "unsafe", (Edit(argument.whole.span, text),))
    value = layer.known("input_dim") if layer.known("input_dim") is not None else "n"
    message = f"`{layer.written('input_dim')}` declares (batch, {value}) in Keras 3, without time steps"
    return layer.problem(
        f"{message}; write input_shape=(None, {value})", at="input_dim", fix=fix, model=model
    )


def _of_embedding(model: Model, layer: Layer, source: Layer) -> Problem:
    """One-hot rows, or vectors, where ids must be: the data that comes first has an axis more."""
    gets = ", ".join(["batch", *map(str, (source.input_shape or ())[1:])])
    made = f"`Embedding` reads ids, (batch, timesteps), but gets ({gets})"
    return source.problem(
        f"{made}: `{layer.title}` raises for its {len(source.input_shape or ()) + 1} axes", model=model
    )


def _is_as_declared(model: Model, declared: Shape) -> bool:
    """Whether the data have more axes than a sequence, and the very ones that the model declares."""
    shapes = [fit.x.shape if fit.x is not None and fit.x.kind == "array" else None for fit in model.fits]
    return (
        len(declared) > 3
        and bool(shapes)
        and all(
            shape is not None and len(shape) == len(declared) and shape[1:] == declared[1:]
            for shape in shapes
        )
    )


def _of_rank(model: Model, layer: Layer, shape: Shape) -> Problem:
    declared = declared_at(model, layer)
    if layer.wrapped_by("TimeDistributed"):
        message = (
            f"`{layer.title}` reads (batch, steps, timesteps, features): here each step is {shown(shape)}"
        )
        if len(shape) == 2 and len(layer.wrappers) == 1:
            message += "; take the wrapper away"
        return layer.problem(message, model=model)
    if declared is None:
        source = next(iter(model.before(layer)), None)
        if (
            source is not None
            and source.cls == "Embedding"
            and not model.entries
            and not model.before(source)
        ):
            return _of_embedding(model, layer, source)
        giver = f"`{source.title}` gives" if source is not None and source.cls != "InputLayer" else "it gets"
        batched = ", ".join(["batch", *map(str, shape[1:])])
        return layer.problem(f"`{layer.title}` reads {_READS} but {giver} ({batched})", model=model)
    if _is_as_declared(model, shape):
        given = shown_of_n(shape)
        message = (
            f"`{layer.title}` reads {_READS}, and x is {given}; write TimeDistributed({layer.title}(...))"
        )
        return layer.problem(message, model=model)
    owner, argument = declared
    at = owner.span(argument.name)
    message = f"`{layer.title}` reads {_READS}, but `{argument.name}={shown(shape)}` "
    if argument.name.startswith("batch"):
        message = f"`{layer.title}` reads {_READS}: 3 dimensions, but {argument.name} has {len(shape)}"
        return Problem(message, at, model=model.name, layer=layer.name)
    if len(shape) < 3:
        fix = rewritten(argument, (0, "1"), "add a feature axis") if len(shape) == 2 else None
        message += "has only one axis; add a time or feature axis"
    elif shape[-1] == 1:
        fix = rewritten(argument, tuple(range(len(shape) - 2)), "remove the last axis")
        message += "has one axis too many; remove the last"
    else:
        fix = rewritten(argument, tuple(range(len(shape) - 3, len(shape) - 1)), "remove the first axis")
        message += "has one axis too many; leave out the sample count"
    return Problem(message, at, fix=fix, model=model.name, layer=layer.name)
