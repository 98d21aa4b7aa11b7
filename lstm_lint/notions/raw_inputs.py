"""Raw inputs: models whose first recurrent layer sees the data as the program passes it in."""

from __future__ import annotations

from lstm_lint.ir.facts import once
from lstm_lint.script import Layer, Model, identifier


@once
def reads_input_as_it_is(model: Model) -> bool:
    """Whether the one input of the model reaches a recurrent layer through layers that keep its scale."""
    return bool(readers_of_raw_input(model))


@once
def readers_of_raw_input(model: Model) -> tuple[Layer, ...]:
    """The recurrent layers that the one input of the model reaches through layers that keep its scale."""
    sources = [layer for layer in model.layers if not model.before(layer)]
    if not model.complete or len(sources) != 1:
        return ()
    if model.kind == "functional" and sources[0].traits.family != "entry":
        return ()  # something stands between that is no layer, such as `tf.one_hot`
    changed = model.behind(_changes_scale)
    return tuple(layer for layer in model.recurrent if id(layer) not in changed)


def _changes_scale(layer: Layer) -> bool:
    if layer.traits.scale == "activation":
        return identifier(layer["activation"]) not in ("linear", "relu")
    return layer.traits.scale != "keeps"
