"""Places that explain a problem: where its data is read, where the loss is set, where the model is trained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lstm_lint.findings import Problem, See, Span
from lstm_lint.ir.facts import once
from lstm_lint.ir.nests import Nest
from lstm_lint.script import Fit, Model, Place, Script, Series

_Places = Iterator[tuple[Place, str]]


def linked(script: Script, problem: Problem, words: Sequence[str]) -> Iterator[See]:
    """For each word of `PLACES` where that is, of the one model that the problem is about; nothing on its own line."""
    model = _model(script, problem)
    told = {problem.span.line}
    for word in words if model is not None else ():
        assert model is not None
        for place, what in PLACES[word](model):
            see = place.see(what)
            if see.elsewhere is not None or see.span.line not in told:
                told.add(see.span.line)
                yield see


def _data(model: Model) -> _Places:
    yield from _read([fit.x for fit in model.fits[:1]], "x is read here")


def _target(model: Model) -> _Places:
    yield from _read([fit.y for fit in model.fits[:1]], "y is read here")


def _compile(model: Model) -> _Places:
    if len(model.in_force) == 1:
        yield model.in_force[0].place, "the loss is set here"


def _fit(model: Model) -> _Places:
    if model.fits:
        yield model.fits[0].place, "the model is trained here"


def _optimizer(model: Model) -> _Places:
    made = [one.optimizer.place for one in model.in_force if one.optimizer is not None]
    if len(made) == 1:
        yield made[0], "the optimizer is made here"


def _mask(model: Model) -> _Places:
    makers = [
        layer
        for layer in model.layers
        if layer.cls == "Masking" or (layer.cls == "Embedding" and layer.known("mask_zero") is True)
    ]
    if len(makers) == 1:
        yield makers[0].place, "the mask is made here"


def _state(model: Model) -> _Places:
    carrying = [layer for layer in model.layers if layer.known("stateful") is True]
    if carrying:
        yield carrying[0].place, "the state is kept here"


def _model_itself(model: Model) -> _Places:
    if model.layers:
        yield model.layers[0].place, "the model is built here"


# What the key `see` of a rule page may hold.
PLACES: Mapping[str, Callable[[Model], _Places]] = {
    "data": _data,
    "target": _target,
    "compile": _compile,
    "fit": _fit,
    "optimizer": _optimizer,
    "mask": _mask,
    "state": _state,
    "model": _model_itself,
}


def _read(series: Sequence[Series | None], what: str) -> _Places:
    for one in series:
        steps = one.steps if one is not None else ()
        found = [step.place for step in steps if step.kind in ("read", "dataset")]
        if len(found) == 1 and found[0] is not None:
            yield found[0], what


def _model(script: Script, problem: Problem) -> Model | None:
    """The model that it is about, if that is certain: several may bear one name."""
    named = _named(script).get(problem.model or "", ())
    if len(named) > 1:
        around = {id(model) for model in _around(script).around(problem.span)}
        named = tuple(model for model in named if id(model) in around)
    trained = {tuple(fit.place.span for fit in model.fits) for model in named}
    return named[0] if len(trained) == 1 else None


@once
def _named(script: Script) -> dict[str, tuple[Model, ...]]:
    found: dict[str, list[Model]] = {}
    for model in script.models:
        found.setdefault(model.name, []).append(model)
    return {name: tuple(models) for name, models in found.items()}


@once
def _around(script: Script) -> Nest[Model]:
    """The models by the places of what belongs to them: layers, trainings, steps of their data."""
    return Nest((span, model) for model in script.models for span in set(_spans(model)))


def _spans(model: Model) -> Iterator[Span]:
    for layer in model.layers:
        yield layer.place.span
        yield from (wrapper.place.span for wrapper in layer.wrappers)
    for call in (*model.compiles, *model.fits, *model.predictions):
        yield call.place.span
    for fit in model.fits:
        yield from _spans_of_data(fit)


def _spans_of_data(fit: Fit) -> Iterator[Span]:
    for series in (fit.x, fit.y):
        for step in series.steps if series is not None else ():
            if step.place is not None:
                yield step.place.span
