"""LL107: a recurrent layer gets an initial state of another size or number than it has."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.notions.input_shapes import shown_with_batch
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Layer, Model, Script, Shape


@check("decoder-state-size-mismatch", needs="states|refused")
def decoder_state_size_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))
    yield from refusals(script, of_kind("flat-states", _of_cells))


def _of_cells(count: str) -> str:
    states = "[[h, c]]" if count == "1" else "[[h, c], [h, c]]" if count == "2" else "[[h, c], ...]"
    return f"each of the stacked LSTM cells takes a pair of states: IndexError in `fit`; write initial_state={states}"


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.recurrent:
            held = [wrapper.cls for wrapper in layer.wrappers]
            if (
                layer.states is None
                or not layer.traits.states
                or layer.traits.reads != 3
                or held not in ([], ["Bidirectional"])
            ):
                continue
            number, other = (
                _of_number(script, model, layer),
                _of_rank(script, model, layer) or _of_size(script, model, layer),
            )
            problem = other or number if _passes_over_the_rest(script, layer) else number or other
            if problem is not None:
                yield model, layer, problem


def _passes_over_the_rest(script: Script, layer: Layer) -> bool:
    """Whether it takes the first of too many states: GRU of Keras 3."""
    needed = layer.traits.states * (2 if layer.wrappers else 1)
    return len(layer.states or ()) > needed and layer.cls == "GRU" and script.target.at_least(3)


def _of_number(script: Script, model: Model, layer: Layer) -> Problem | None:
    needed = layer.traits.states * (2 if layer.wrappers else 1)
    given = len(layer.states or ())
    if given == needed:
        return None
    got = f"initial_state has {given} tensor{'s' if given != 1 else ''}"
    if _passes_over_the_rest(script, layer):
        message = (
            f"{got}, `{layer.title}` takes {needed} and ignores the rest; pass the state that belongs to it"
        )
        return _at_the_states(layer.problem(message, severity=Severity.WARNING, model=model), layer)
    merge = "; concatenate the states of both directions" if given == 2 * needed else ""
    problem = layer.problem(f"{got}, but `{layer.title}` takes {needed}{merge}", model=model)
    return _at_the_states(problem, layer)


def _at_the_states(problem: Problem, layer: Layer) -> Problem:
    """It, where the states are given: the layer may be as it should."""
    return replace(problem, span=layer.states_at.span) if layer.states_at is not None else problem


def _taken(layer: Layer) -> tuple[Shape | None, ...]:
    """The states that it starts from; a GRU passes over what is too many."""
    needed = layer.traits.states * (2 if layer.wrappers else 1)
    return (layer.states or ())[:needed]


def _of_rank(script: Script, model: Model, layer: Layer) -> Problem | None:
    """A state for each time step, or one with an axis of 1: the cell takes a vector for each sample."""
    shape = next((shape for shape in _taken(layer) if shape is not None and len(shape) != 2), None)
    if shape is None or not script.target.at_least(3):
        return None
    has = f"a state of the shape {shown_with_batch(shape)} has {len(shape)} axes"
    message = f"{has}, `{layer.title}` takes (batch, units)"
    return _at_the_states(layer.problem(f"{message}: `fit` raises", model=model), layer)


def _of_size(script: Script, model: Model, layer: Layer) -> Problem | None:
    units = layer.known("units")
    if not isinstance(units, int):
        return None
    sizes = {shape[-1] for shape in _taken(layer) if shape and isinstance(shape[-1], int)}
    wrong = sorted(int(size) for size in sizes if isinstance(size, int) and size != units)
    if not wrong:
        return None
    entry = _stated_by(script, layer, int(wrong[0]))
    if entry is not None:
        message = (
            f"this state has the size {wrong[0]}, but `{layer.title}` has {units} units; make them equal"
        )
        return entry.problem(message, at="shape" if entry.given("shape") else None, model=model)
    message = f"initial_state has the size {wrong[0]}, but `{layer.title}` has {units} units; make them equal"
    return layer.problem(message, at="units", model=model)


def _stated_by(script: Script, layer: Layer, size: int) -> Layer | None:
    """The `Input` of that size that is such a state and nothing else, in one of the models that have the layer."""
    for model in script.models:
        if any(one.place.node is layer.place.node for one in model.layers):
            for entry in model.entries:
                if (
                    entry.output_shape is not None
                    and entry.output_shape[1:] == (size,)
                    and not model.after(entry)
                ):
                    return entry
    return None
