"""LL709: word numbers that a recurrent layer reads as magnitudes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends, plants
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.raw_inputs import readers_of_raw_input, reads_input_as_it_is
from lstm_lint.notions.training import trained
from lstm_lint.notions.word_ids import drawn_names
from lstm_lint.script import Fit, Layer, Model, Place, Script, Series, Step

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Defect, Specification

_ARRANGES = frozenset({"select", "window", "reshape", "cast", "split", "shuffle"})


@check("integer-tokens-without-embedding", needs="recurrent fits")
def integer_tokens_without_embedding(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if fit.x is None or not all(map(reads_input_as_it_is, models)):
            continue
        source = _raw_tokens(fit.x) or _classes_as_numbers(fit, models) or drawn_names(fit.x, fit.y)
        layer = _first_weights(models[0])
        place = _made_a_feature(fit.x) or _reshaped(models[0], layer)
        if source is None or id(place.node) in reported:
            continue
        reported.add(id(place.node))
        yield Problem(
            f"`{layer.title}` reads the token ids of `{source}` as magnitudes; {_instead(fit.x)}",
            place.span,
            model=models[0].name,
            layer=layer.name,
            cause=source,
        )


def _instead(x: Series) -> str:
    """An Embedding takes ids: what made one feature of them, or divided them, has to go."""
    changed = any(step.kind in ("reshape", "scale") for step in x.steps)
    return "give them as they are to an `Embedding`" if changed else "put an `Embedding` before it"


def _first_weights(model: Model) -> Layer:
    """The layer that multiplies the ids first: a convolution where one is in front of the recurrent layer."""
    reader = readers_of_raw_input(model)[0]
    front = model.in_front_of(lambda layer: layer is reader)
    weighted = (layer for layer in model.order if id(layer) in front and layer.traits.weights)
    return next(weighted, reader)


def _raw_tokens(x: Series) -> str | None:
    """Where token ids come from that are still numbers of words: padded, reshaped or divided, not one-hot."""
    source: str | None = None
    for step in x.steps:
        if step.kind == "tokens":
            source = step.what
        elif step.kind in ("one-hot", "class-ids", "unknown", "arithmetic") or _of_several(step):
            source = None
    return source


def _classes_as_numbers(fit: Fit, models: tuple[Model, ...]) -> str | None:
    """The array whose numbers are the classes to predict, by the loss, where others of it are read as magnitudes."""
    x, y = fit.x, fit.y
    losses = {loss_of(compiled) for model in models for compiled in model.in_force}
    if (
        x is None
        or y is None
        or losses != {"sparse_categorical_crossentropy"}
        or not (x.certain and y.certain)
        or any(step.kind == "read" for step in x.steps)  # the columns of a table are not alike
    ):
        return None
    ours, theirs = _without_moves(x), _without_moves(y)
    alike = len(ours) == len(theirs) and all(map(same_step, ours, theirs))
    taken = any(step.kind in ("select", "window") for step in x.steps)
    place = fit.argument("y").place
    return place.text if ours and alike and taken and x.integer is not False and place is not None else None


def _without_moves(series: Series) -> tuple[Step, ...]:
    """Its history but for what only picks and arranges its numbers in the end."""
    steps = series.steps
    while steps and steps[-1].kind in _ARRANGES and not (steps[-1].joined and steps[-1].joined.parts):
        steps = steps[:-1]
    return steps


def _of_several(step: Step) -> bool:
    """Whether it joins arrays, of which the ids are one; a list that a loop fills holds nothing but the ids."""
    return step.kind == "stack" and step.what != "loop"


def _reshaped(model: Model, layer: Layer) -> Place:
    """Where a layer in front makes one feature of the ids, else the layer that reads them."""
    return next((one.place for one in model.upstream(layer) if one.traits.family == "reshaping"), layer.place)


def _made_a_feature(x: Series) -> Place | None:
    """Where the ids became a feature of each time step: `reshape(n, steps, 1)`."""
    return next((step.place for step in reversed(x.steps) if step.kind == "reshape"), None)


_IDS, _FEATURE = "ids_as_numbers", "as_one_feature"  # the layers that show it
_WORDS = 1000


@plants("integer-tokens-without-embedding")
def ids_as_numbers(specification: Specification, one: Blamed) -> Specification | str:
    """The input holds token ids, and a layer makes one number a step of them, divided where the script divides."""
    entry = specification.inputs[0]
    if len(specification.inputs) != 1 or len(entry.shape) != 2 or entry.shape[1] != 1 or entry.tokens:
        return "its input is not a sequence of one number a step"
    series = [fit.x for fit in one.model.fits if fit.x is not None] if one.model is not None else []
    divided = any(step.kind in ("arithmetic", "scale") for x in series for step in x.steps)
    made = specification.inserted(entry.id, _IDS, "Rescaling", scale=1 / _WORDS if divided else 1.0)
    made = made.inserted(_IDS, _FEATURE, "Reshape", target_shape=[entry.shape[0], 1])
    return made.with_inputs(shape=entry.shape[:1], tokens=_WORDS).with_data(scattered=True)


@mends("integer-tokens-without-embedding")
def embedded(specification: Specification, defect: Defect) -> Specification | None:
    """An Embedding of the ids, in place of the ids as numbers."""
    if specification.find(_IDS) is None:
        return None
    rows = next(one.tokens for one in specification.inputs if one.id in specification.node(_IDS).inputs)
    made = specification.without(_FEATURE) or specification
    return made.inserted(_IDS, "embedding_added", "Embedding", input_dim=rows, output_dim=32).without(_IDS)
