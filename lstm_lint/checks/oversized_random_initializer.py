"""LL209: random initial weights that are too large."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Configured, Known, Script, Value, identifier


@check("oversized-random-initializer", needs="recurrent.kernel_initializer=|recurrent.recurrent_initializer=")
def oversized_random_initializer(
    script: Script, *, stddev: float = 0.5, limit: float = 1.0, scale: float = 10.0, units: int = 16
) -> Iterator[Problem]:
    for layer, model in script.layers():
        weights: Configured = layer.cell if layer.cell is not None else layer
        size = weights.number("units") if layer.is_recurrent else None
        if size is None or size < units or (model is not None and model.weights_loaded):
            continue
        for argument in ("kernel_initializer", "recurrent_initializer"):
            spread = _oversized(weights[argument], stddev, limit, scale)
            if spread is not None:
                yield Problem(
                    f"`{argument}` with {spread} for {size:g} units: gradients explode, gates saturate; "
                    "remove it to get the default",
                    weights.span(argument),
                    fix=weights.remove_argument(argument),
                    model=model.name if model else None,
                    layer=layer.name,
                )


def _oversized(value: Value, stddev: float, limit: float, scale: float) -> str | None:
    """What is too large about a known initializer object, in words."""
    made = value.value if isinstance(value, Known) and isinstance(value.value, Configured) else None
    if made is None:
        return None
    name = identifier(value) or ""
    if name.endswith("normal") and (made.number("stddev") or 0) >= stddev:
        return f"stddev={made.number('stddev'):g}"
    bounds = [abs(number) for side in ("minval", "maxval") if (number := made.number(side)) is not None]
    if name.endswith("uniform") and len(bounds) == 2 and max(bounds) >= limit:
        return f"values up to {max(bounds):g}"
    if name == "variance_scaling" and (made.number("scale") or 0) >= scale:
        return f"scale={made.number('scale'):g}"
    return None
