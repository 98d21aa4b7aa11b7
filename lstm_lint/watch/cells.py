"""Gates of a recurrent layer, by the NumPy engine: from its own weights and what it read."""

from __future__ import annotations

from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, arranged, np
from lstm_lint.smoke.engine.cells import CELLS
from lstm_lint.smoke.engine.parts import Still
from lstm_lint.smoke.engine.weights import Weights
from lstm_lint.watch import compiled

_ARGUMENTS = ("units", "activation", "recurrent_activation", "use_bias", "go_backwards", "reset_after")


def cell(layer: Any, x: Array, mask: Array | None) -> Any | None:
    """The cell after a pass over x, (batch, timesteps, features); None where it is of no known class."""
    name = type(layer).__name__
    if name not in CELLS or x.ndim != 3:
        return None
    config = layer.get_config()
    arguments = {key: config[key] for key in _ARGUMENTS if config.get(key) is not None}
    weights = Weights([slice(0, 1)], 1, np.dtype("float32"))
    try:
        part = CELLS[name](weights, layer.name, [arguments], int(x.shape[-1]))
        weights.settle()
        own = compiled.variables(layer)
        if [tuple(one.shape) for one in own] != [block.shape for block in weights.blocks]:
            return None
        for block, one in zip(weights.blocks, own):
            block.value[0] = block.arranged(compiled.numbers(one).astype("float32"))
        with np.errstate(all="ignore"):
            real = None if mask is None else np.ascontiguousarray(mask.astype(bool).T)[None]
            part.forward(
                arranged(x[None].astype("float32")),
                real,
                None,
                Still([0], [slice(0, 1)], np.dtype("float32")),
            )
    except (Unsupported, TypeError, ValueError):
        return None
    return part
