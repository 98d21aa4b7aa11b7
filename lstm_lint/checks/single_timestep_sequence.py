"""LL109: a recurrent layer that reads one time step and so has no recurrence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.sources import dataset
from lstm_lint.notions.input_shapes import declared_at
from lstm_lint.notions.lineage import inputs
from lstm_lint.notions.predicted import shares_source
from lstm_lint.notions.trials import has_tests, is_made_up, is_trial, is_typed_in
from lstm_lint.script import Columns, Fit, Known, Layer, Model, Place, Script, Series, Step, Window

_SHAPES = ("input_shape", "batch_input_shape", "shape", "batch_shape", "input_length")
_LONGEST_WINDOW = 500  # values; more of one step are features, as of an image
_ONE = re.compile(r"\b1\b")
_LENGTH = re.compile(
    r"look|back|window|lag|step|seq|past|history|embedding|length", re.I
)  # of a window, in its name


@check("single-timestep-sequence", needs="recurrent")
def single_timestep_sequence(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for layer in model.recurrent:
            maker = _made_of_last_step(model, layer)
            if maker is not None and not has_tests(maker.place):
                message = f"after this {maker.cls} the {layer.cls} reads one time step and nothing recurs; "
                yield maker.problem(f"{message}write return_sequences=True before it instead", model=model)
        if _shows_the_mechanics(model):
            continue
        for layer in model.recurrent:
            given = layer.timesteps != 1 and _gets_one_step(model, layer)
            if (
                not (layer.timesteps == 1 or given)
                or not _reads_the_input(model, layer)
                or _carries_state(layer)
            ):
                continue
            if not has_tests(layer.place) or _is_written(model, layer) or _reads_files(model):
                message = _of_data(layer) if given else _message(model, layer)
                problem = layer.problem(message, at="input_shape", model=model)
                made = _made_single(model, layer)
                yield replace(problem, span=made.span) if made is not None else problem


def _made_of_last_step(model: Model, layer: Layer) -> Layer | None:
    """What makes one step of the last output of a recurrent layer, where another one reads it and ends there as well.

    A decoder returns its steps, or begins with a state: one step may be the horizon that it has.
    """
    before = model.before(layer)
    if (
        layer.timesteps != 1
        or len(before) != 1
        or layer.returns_sequences is not False
        or _carries_state(layer)
    ):
        return None
    made = before[0]
    below = model.before(made)
    if made.cls not in _SIZES or made.custom or made.is_wrapped or not made.given(_SIZES[made.cls]):
        return None
    while len(below) == 1 and below[0].traits.family in ("dropout", "normalization", "identity"):
        below = model.before(below[0])
    last = len(below) == 1 and below[0].is_recurrent and below[0].returns_sequences is False
    place = made.argument(_SIZES[made.cls]).place
    return made if last and place is not None and _ONE.search(place.text) else None


_SIZES = {"RepeatVector": "n", "Reshape": "target_shape"}


def _gets_one_step(model: Model, layer: Layer) -> bool:
    """Whether all data has one step, where a Sequential model declares another length, as that of `x.shape[0]`."""
    declared = layer.input_shape
    if model.kind != "sequential" or declared is None or len(declared) != 3 or not model.fits:
        return False
    return all(
        fit.x is not None
        and fit.x.kind == "array"
        and fit.x.shape is not None
        and len(fit.x.shape) == 3
        and fit.x.shape[1] == 1
        and fit.x.shape[2] == declared[2]
        for fit in model.fits
    )


def _of_data(layer: Layer) -> str:
    return f"x has 1 time step, whatever the model declares: this {layer.cls} has no recurrence; give it a window"


def _made_single(model: Model, layer: Layer) -> Place | None:
    """Where the sequence becomes one step: a reshape of the data, else the shape that an `Input` states."""
    x = model.fits[0].x if model.fits else None
    if x is not None and x.shape and x.shape[1:2] == (1,) and all(step.kind != "window" for step in x.steps):
        last = next((step for step in reversed(x.steps) if step.kind not in _LEAVE_SHAPES), None)
        if last is not None and last.what == "reshape":
            return last.place
    stated = declared_at(model, layer)
    return stated[1].place if stated is not None else None


_LEAVE_SHAPES = ("split", "shuffle", "cast", "scale", "clean")


def _shows_the_mechanics(model: Model) -> bool:
    """Whether typed-in numbers go in, or made-up ones of which the target is no part: a test or a demonstration.

    A target that is cut from the same made-up series, as the next value of a sine, is there to be learned.
    """
    shown = (
        (is_typed_in(fit) and not _is_windowed(fit))
        or all(is_made_up(x) and x is not None and not shares_source(x, fit.y) for x in inputs(fit))
        for fit in model.fits
    )
    return (bool(model.fits) and all(shown)) or is_trial(model)


def _is_written(model: Model, layer: Layer) -> bool:
    """Whether the 1 stands in the shape: that of a parameter may be its default, which a test alone leaves as it is."""
    given = (
        source.argument(name)
        for source in (layer, *model.before(layer))
        for name in _SHAPES
        if source.given(name)
    )
    return any(one.place is not None and _ONE.search(one.place.text) for one in given)


def _reads_files(model: Model) -> bool:
    return any(x is not None and x.step("read") is not None for fit in model.fits for x in inputs(fit))


def _is_windowed(fit: Fit) -> bool:
    return any(step.kind == "window" for x in inputs(fit) if x is not None for step in x.steps)


def _reads_the_input(model: Model, layer: Layer) -> bool:
    """Directly: after RepeatVector(1) or pooling a single step is a choice of the architecture."""
    sources = model.before(layer)
    return not layer.wrapped_by("TimeDistributed") and all(
        source.traits.family == "entry" for source in sources
    )


def _carries_state(layer: Layer) -> bool:
    """Stateful in some call of the builder, or a decoder that is fed step by step; also where not known."""
    stateful = layer["stateful"]
    chosen = (
        not isinstance(stateful, Known) or stateful.value or stateful.origin not in ("default", "literal")
    )
    return bool(chosen) or layer.initial_state or layer["return_state"] != Known(False)


def _message(model: Model, layer: Layer) -> str:
    features = layer.features
    if features is None or features == 1:
        return f"1 time step: this {layer.cls} has no recurrence to learn; give it a window of several steps"
    written = f"1 time step of {features} features: this {layer.cls} has no recurrence to learn; "
    given = [x for fit in model.fits for x in inputs(fit) if x is not None]
    if given and all(any(_is_published(step) for step in x.steps) for x in given):
        return f"{written}rows of a table need Dense layers alone"
    if features <= _LONGEST_WINDOW and _is_window(model, layer, given):
        return f"{written}for a window of {features} values use ({features}, 1)"
    return f"{written}give it a window of several steps"


def _is_window(model: Model, layer: Layer, given: list[Series]) -> bool:
    """Whether the features are values of one series in turn: by the data, or by the name of their number."""
    if any(map(_is_cut, given)):
        return True
    taken = [step.detail.columns for x in given for step in x.steps if isinstance(step.detail, Columns)]
    if taken:  # several columns are a quantity each, and of one column the features are values in turn
        return all(len(columns) == 1 for columns in taken)
    shapes = (one.argument(name).place for one in (layer, *model.before(layer)) for name in _SHAPES)
    return any(place is not None and bool(_LENGTH.search(place.text)) for place in shapes)


def _is_cut(x: Series) -> bool:
    """Whether windows were cut: then the features may be values of one series in turn."""
    return any(step.kind == "window" or isinstance(step.detail, Window) for step in x.steps)


def _is_published(step: Step) -> bool:
    """Whether it reads a table of samples that come in no order, such as that of the irises."""
    published = dataset(step.what)
    return published is not None and len(published.row) == 1
