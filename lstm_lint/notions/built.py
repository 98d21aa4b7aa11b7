"""Whether Keras builds a model at all: what its data would do to one that it refuses nobody sees."""

from __future__ import annotations

from lstm_lint.ir.facts import once
from lstm_lint.script import Layer, Model

_MERGING = ("merges", "joins")


@once
def never_built(model: Model) -> bool:
    """Whether a layer certainly refuses what another one gives it, of which other rules speak."""
    return any(
        layer.refused is not None or _reads_another_rank(layer) or merges_in_vain(model, layer)
        for layer in model.layers
    )


def _reads_another_rank(layer: Layer) -> bool:
    known = layer.is_recurrent and layer.traits.reads == 3 and layer.input_shape is not None
    return known and len(layer.input_shape or ()) != 3


def merges_in_vain(model: Model, layer: Layer) -> bool:
    """Whether all that it would put together is known, and nothing comes of it."""
    sources = model.before(layer)
    known = bool(sources) and all(source.output_shape is not None for source in sources)
    return layer.traits.mask in _MERGING and known and layer.output_shape is None
