"""The activations of Keras with their derivatives. Features are the axis before the last.

Formulas of `keras/src/activations/activations.py` and of TensorFlow's kernels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np

_SELU, _SELU_SCALE = 1.6732632423543772, 1.0507009873554805
_ERFC = (-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
         -0.82215223, 0.17087277)  # fmt: skip


@dataclass(frozen=True)
class Activation:
    """A function, and what a gradient of its output is as one of its input.

    `backward(gradient, z, a)` gets the input z where `needs_input` says so, else None, and the output a.
    """

    name: str
    forward: Callable[[Array], Array]
    backward: Callable[[Array, Array, Array], Array]
    needs_input: bool = False


def named(name: str | None) -> Activation:
    """The activation of that name; None is `linear`. Raises Unsupported."""
    found = _ALL.get(name or "linear")
    if found is None:
        raise Unsupported(f"the activation {name}")
    return found


def sigmoid(z: Array) -> Array:
    """By tanh, which neither overflows nor divides."""
    a = np.tanh(z * 0.5)
    a *= 0.5
    a += 0.5
    return a


def softmax(z: Array) -> Array:
    a = np.exp(z - z.max(-2, keepdims=True))
    a /= a.sum(-2, keepdims=True)
    return a


def log_softmax(z: Array) -> Array:
    shifted = z - z.max(-2, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-2, keepdims=True))


def softplus(z: Array) -> Array:
    return np.logaddexp(z, z.dtype.type(0))


def _normal(z: Array) -> Array:
    """The share of a normal distribution below z, exact to 1.2e-7 (Numerical Recipes, 6.2)."""
    x = np.abs(z) * math.sqrt(0.5)
    t = 1 / (1 + 0.5 * x)
    total = np.zeros_like(x)
    for coefficient in reversed(_ERFC):
        total = coefficient + t * total
    tail = 0.5 * t * np.exp(total - x * x)
    return np.where(z > 0, 1 - tail, tail)


def _softmax_back(gradient: Array, z: Array, a: Array) -> Array:
    return a * (gradient - (gradient * a).sum(-2, keepdims=True))


def _log_softmax_back(gradient: Array, z: Array, a: Array) -> Array:
    return gradient - np.exp(a) * gradient.sum(-2, keepdims=True)


def _elu(z: Array) -> Array:
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def _silu_back(gradient: Array, z: Array, a: Array) -> Array:
    s = sigmoid(z)
    return gradient * (s + z * s * (1 - s))


def _gelu_back(gradient: Array, z: Array, a: Array) -> Array:
    return gradient * (_normal(z) + z * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi))


def _mish_back(gradient: Array, z: Array, a: Array) -> Array:
    t = np.tanh(softplus(z))
    return gradient * (t + z * (1 - t * t) * sigmoid(z))


def _hard_silu_back(gradient: Array, z: Array, a: Array) -> Array:
    inside = (z > -3) & (z < 3)
    return gradient * (np.clip(z + 3, 0, 6) / 6 + z * inside / 6)


_LIST = (
    Activation("linear", lambda z: z, lambda g, z, a: g),
    Activation("tanh", np.tanh, lambda g, z, a: g * (1 - a * a)),
    Activation("sigmoid", sigmoid, lambda g, z, a: g * (a * (1 - a))),
    Activation(
        "hard_sigmoid", lambda z: np.clip(z + 3, 0, 6) / 6, lambda g, z, a: g * ((a > 0) & (a < 1)) / 6
    ),
    Activation("relu", lambda z: np.maximum(z, 0), lambda g, z, a: g * (a > 0)),
    Activation("relu6", lambda z: np.clip(z, 0, 6), lambda g, z, a: g * ((a > 0) & (a < 6))),
    Activation(
        "leaky_relu", lambda z: np.where(z > 0, z, 0.2 * z), lambda g, z, a: np.where(a > 0, g, 0.2 * g)
    ),
    Activation("elu", _elu, lambda g, z, a: g * np.where(a > 0, 1, a + 1)),
    Activation(
        "selu",
        lambda z: _SELU_SCALE * np.where(z > 0, z, _SELU * np.expm1(np.minimum(z, 0))),
        lambda g, z, a: g * np.where(a > 0, _SELU_SCALE, a + _SELU_SCALE * _SELU),
    ),
    Activation("softplus", softplus, lambda g, z, a: g * -np.expm1(-a)),
    Activation("softsign", lambda z: z / (1 + np.abs(z)), lambda g, z, a: g * (1 - np.abs(a)) ** 2),
    Activation("exponential", np.exp, lambda g, z, a: g * a),
    Activation("softmax", softmax, _softmax_back),
    Activation("log_softmax", log_softmax, _log_softmax_back),
    Activation("silu", lambda z: z * sigmoid(z), _silu_back, True),
    Activation("gelu", lambda z: z * _normal(z), _gelu_back, True),
    Activation("mish", lambda z: z * np.tanh(softplus(z)), _mish_back, True),
    Activation("hard_silu", lambda z: z * np.clip(z + 3, 0, 6) / 6, _hard_silu_back, True),
)
_ALL = {one.name: one for one in _LIST} | {"swish": next(one for one in _LIST if one.name == "silu")}
