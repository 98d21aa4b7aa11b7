"""Initial weights as Keras draws them: the same distributions, by NumPy's generator. Shapes are those of Keras."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np

_SCALINGS: Mapping[str, tuple[float, str, str]] = {
    "glorot_uniform": (1.0, "fan_avg", "uniform"), "glorot_normal": (1.0, "fan_avg", "truncated_normal"),
    "he_uniform": (2.0, "fan_in", "uniform"), "he_normal": (2.0, "fan_in", "truncated_normal"),
    "lecun_uniform": (1.0, "fan_in", "uniform"), "lecun_normal": (1.0, "fan_in", "truncated_normal"),
}  # fmt: skip
_CLASSES = {
    "GlorotUniform": "glorot_uniform", "GlorotNormal": "glorot_normal", "HeUniform": "he_uniform",
    "HeNormal": "he_normal", "LecunUniform": "lecun_uniform", "LecunNormal": "lecun_normal",
    "Zeros": "zeros", "Ones": "ones", "Constant": "constant", "RandomNormal": "random_normal",
    "RandomUniform": "random_uniform", "TruncatedNormal": "truncated_normal",
    "VarianceScaling": "variance_scaling", "Orthogonal": "orthogonal", "Identity": "identity",
}  # fmt: skip
_ALIASES = {"zero": "zeros", "one": "ones", "normal": "random_normal", "uniform": "random_uniform"}
_PARAMETERS: Mapping[str, frozenset[str]] = {
    "constant": frozenset({"value"}),
    "random_normal": frozenset({"mean", "stddev"}),
    "truncated_normal": frozenset({"mean", "stddev"}),
    "random_uniform": frozenset({"minval", "maxval"}),
    "variance_scaling": frozenset({"scale", "mode", "distribution"}),
    "orthogonal": frozenset({"gain"}),
    "identity": frozenset({"gain"}),
}


def check(initializer: Any) -> None:
    """Raises Unsupported for what `draw` does not know."""
    _read(initializer)


def draw(rng: Any, initializer: Any, shape: tuple[int, ...]) -> Array:
    """Weights of a name or of `{"class": ..., "arguments": {...}}`. Raises Unsupported."""
    name, given = _read(initializer)
    if name in _SCALINGS:
        return _scaled(rng, shape, *_SCALINGS[name])
    if name == "variance_scaling":
        mode, distribution = given.get("mode", "fan_in"), given.get("distribution", "truncated_normal")
        return _scaled(rng, shape, given.get("scale", 1.0), mode, distribution)
    if name in ("zeros", "ones", "constant"):
        return np.full(shape, {"zeros": 0.0, "ones": 1.0}.get(name, given.get("value", 0.0)))
    if name == "identity":
        return given.get("gain", 1.0) * np.eye(*shape)
    if name == "orthogonal":
        return given.get("gain", 1.0) * _orthogonal(rng, shape)
    if name == "random_uniform":
        return rng.uniform(given.get("minval", -0.05), given.get("maxval", 0.05), shape)
    mean, deviation = given.get("mean", 0.0), given.get("stddev", 0.05)
    if name == "truncated_normal":
        return mean + deviation * _truncated(rng, shape)
    return rng.normal(mean, deviation, shape)


def _read(initializer: Any) -> tuple[str, Mapping[str, Any]]:
    given: Mapping[str, Any] = {}
    name = initializer
    if isinstance(initializer, Mapping):
        name, given = initializer["class"], initializer["arguments"]
    name = _CLASSES.get(name, _ALIASES.get(name, name))
    if name not in _CLASSES.values() or not set(given) - {"seed"} <= _PARAMETERS.get(name, frozenset()):
        raise Unsupported(f"the initializer {name}")
    return name, given


def _scaled(rng: Any, shape: tuple[int, ...], scale: float, mode: str, distribution: str) -> Array:
    fan_in, fan_out = shape[0], shape[-1]
    fans = {"fan_in": fan_in, "fan_out": fan_out}.get(mode, (fan_in + fan_out) / 2)
    scale /= max(1.0, fans)
    if distribution == "uniform":
        limit = math.sqrt(3 * scale)
        return rng.uniform(-limit, limit, shape)
    if distribution == "untruncated_normal":
        return rng.normal(0, math.sqrt(scale), shape)
    return math.sqrt(scale) / 0.87962566103423978 * _truncated(rng, shape)


def _truncated(rng: Any, shape: tuple[int, ...]) -> Array:
    """Normal numbers, drawn again where they are further from 0 than 2."""
    values = rng.standard_normal(shape)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(int(far.sum()))
    return values


def _orthogonal(rng: Any, shape: tuple[int, ...]) -> Array:
    rows, columns = shape
    q, r = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    q = q * np.sign(np.diag(r))
    return q.T if rows < columns else q
