"""LL182: a layer is applied inside a model, or an input is given to it, and what it gives reaches no output."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script


@check("layer-reaches-no-output", needs="recurrent off|entries")
def layer_reaches_no_output(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))
    yield from each_place_once(_idle_inputs(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    models = [model for model in script.models if model.kind != "standalone"]
    whole = all(model.complete for model in models) and any(model.fits for model in models)
    if not whole or not any(model.recurrent for model in models):
        return
    for graph in script.models:
        for last in graph.off:
            message = (
                f"what `{last.title}` gives reaches no output: the model is trained without it; "
                "hand it on, or delete it"
            )
            if not any(layer.custom for layer in graph.layers):
                yield graph, last, last.problem(message, model=graph)


def _idle_inputs(script: Script) -> Iterator[Problem]:
    """Inputs of a model whose outputs are the same whatever these are given."""
    if script.adds_loss:
        return  # it may read an input that no output needs
    reached = {id(layer.place.node) for model in script.models for layer in model.layers}
    for model in script.models:
        known = model.kind == "functional" and model.complete and model.recurrent
        if not known or any(one.custom for one in model.layers):
            continue
        # A part of a model may be asked with all inputs of the whole: those reach an output there.
        needed = {id(layer.place.node) for layer in model.layers} if model.fits else reached
        idle = [entry for entry in model.entries if id(entry.place.node) not in needed]
        if idle and len(idle) < len(model.entries):
            yield idle[0].problem(_of_idle(script, model, idle), model=model)


def _of_idle(script: Script, model: Model, idle: list[Layer]) -> str:
    names = [f"`{one.bound_as}`" for one in idle if one.bound_as]
    many = len(idle) > 1
    subject = "inputs" if many else "input"
    if len(names) == len(idle) < 4:
        subject = f"{subject} {', '.join(names)}"
    message = f"{subject} of this model: no output needs {'them' if many else 'it'}; "
    reader = model.recurrent[0] if len(model.recurrent) == 1 else None
    if reader is not None and all(_is_state_of(reader, one) for one in idle):
        return f"{message}give {'them' if many else 'it'} to `{reader.title}` as initial_state"
    encodes = any(one.kind == "standalone" and one.recurrent for one in script.models)
    if reader is not None and not reader.initial_state and encodes:
        return f"{message}`{reader.title}` starts from zeros: pass initial_state"
    return f"{message}hand on what is made of {'them' if many else 'it'}"


def _is_state_of(reader: Layer, entry: Layer) -> bool:
    """Whether a vector has the size of the states of a recurrent layer."""
    shape, units = entry.output_shape, reader.known("units")
    return shape is not None and len(shape) == 2 and isinstance(units, int) and shape[1] == units
