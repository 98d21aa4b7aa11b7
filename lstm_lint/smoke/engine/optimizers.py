"""The optimizers of Keras on the weights of one arm, (runs, weights): clipping, rates, and the step itself.

Formulas of `keras/src/optimizers/`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.schedules import schedule
from lstm_lint.smoke.specification import Part

_COMMON: Mapping[str, Any] = {
    "clipnorm": None,
    "clipvalue": None,
    "global_clipnorm": None,
    "weight_decay": None,
}
_USUAL: Mapping[str, Mapping[str, Any]] = {
    "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False},
    "Adam": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "amsgrad": False},
    "AdamW": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "amsgrad": False, "weight_decay": 0.004},
    "RMSprop": {"rho": 0.9, "momentum": 0.0, "epsilon": 1e-7, "centered": False},
    "Adagrad": {"initial_accumulator_value": 0.1, "epsilon": 1e-7},
    "Adadelta": {"rho": 0.95, "epsilon": 1e-7},
    "Adamax": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
    "Nadam": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
    "Lion": {"beta_1": 0.9, "beta_2": 0.99},
    "Ftrl": {"learning_rate_power": -0.5, "initial_accumulator_value": 0.1, "l1_regularization_strength": 0.0,
             "l2_regularization_strength": 0.0, "l2_shrinkage_regularization_strength": 0.0, "beta": 0.0},
}  # fmt: skip


class Optimizer:
    """An optimizer that has done nothing yet. Raises Unsupported for a class or an argument that is not here."""

    def __init__(self, part: Part, starts: Sequence[int]) -> None:
        if part.cls not in _USUAL:
            raise Unsupported(f"the optimizer {part.cls}")
        usual = {"learning_rate": 0.001, **_COMMON, **_USUAL[part.cls]}
        given = {name: value for name, value in part.arguments.items() if name not in ("name", "jit_compile")}
        if unknown := {name for name in given if name not in usual}:
            raise Unsupported(f"`{min(unknown)}` of {part.cls}")
        self.given = {**usual, **given}
        for name, value in self.given.items():
            if name != "learning_rate" and not (value is None or isinstance(value, (int, float))):
                raise Unsupported(f"`{name}` of {part.cls}")
        if sum(self.given[name] is not None for name in ("clipnorm", "clipvalue", "global_clipnorm")) > 1:
            raise Unsupported("several ways to clip")
        self.rate = schedule(self.given["learning_rate"])
        self.update = _UPDATES[part.cls]
        self.starts = list(starts)
        self.done = 0
        self.memory: dict[str, Any] = {}

    def apply(self, weights: Array, gradients: Array, squares: Array) -> None:
        """One update in place: of weights (runs, weights), by gradients and their squares as Keras takes them."""
        gradients, squares = self._clipped(gradients, squares)
        rate = weights.dtype.type(self.rate(self.done))
        if decay := self.given["weight_decay"]:
            weights -= weights * weights.dtype.type(decay) * rate
        self.update(self, weights, gradients, squares, rate)
        self.done += 1

    def remembered(self, name: str, like: Array, start: float = 0.0) -> Array:
        """A slot of the size of the weights."""
        if name not in self.memory:
            self.memory[name] = np.full_like(like, start)
        return self.memory[name]

    def _clipped(self, gradients: Array, squares: Array) -> tuple[Array, Array]:
        """Gradients and their squares; `clipnorm` leaves the tokens of an Embedding apart."""
        if limit := self.given["clipvalue"]:
            clipped = np.clip(gradients, -limit, limit)
            return clipped, clipped * clipped
        if limit := self.given["clipnorm"]:
            factors = _factor(np.sqrt(np.add.reduceat(squares, self.starts, axis=1)), limit)
            sizes = np.diff([*self.starts, gradients.shape[1]])
            factors = np.repeat(factors, sizes, axis=1)
            return gradients * factors, squares * (factors * factors)
        if limit := self.given["global_clipnorm"]:
            clipped = gradients * _factor(np.sqrt(squares.sum(1, keepdims=True)), limit)
            return clipped, clipped * clipped
        return gradients, squares


def _factor(norm: Array, limit: float) -> Array:
    """What brings a norm down to the limit."""
    return limit / np.maximum(norm, limit)


Update = Callable[[Optimizer, Array, Array, Array, Any], None]


def _sgd(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    momentum = it.given["momentum"]
    if not momentum:
        w -= g * rate
        return
    m = it.remembered("momentum", w)
    m *= momentum
    m -= g * rate
    w += m * momentum - g * rate if it.given["nesterov"] else m


def _adam(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    first, second, step = it.given["beta_1"], it.given["beta_2"], it.done + 1
    m, v = it.remembered("m", w), it.remembered("v", w)
    alpha = rate * math.sqrt(1 - second**step) / (1 - first**step)
    m += (g - m) * (1 - first)
    v += (square - v) * (1 - second)
    if it.given["amsgrad"]:
        most = it.remembered("most", w)
        np.maximum(most, v, out=most)
        v = most
    root = np.sqrt(v)
    root += it.given["epsilon"]
    w -= m * w.dtype.type(alpha) / root


def _rmsprop(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    rho, v = it.given["rho"], it.remembered("v", w)
    v *= rho
    v += (1 - rho) * square
    below = v + it.given["epsilon"]
    if it.given["centered"]:
        mean = it.remembered("mean", w)
        mean *= rho
        mean += (1 - rho) * g
        below = below - mean * mean
    step = rate * g / np.sqrt(below)
    if momentum := it.given["momentum"]:
        m = it.remembered("momentum", w)
        m *= momentum
        m += step
        step = m
    w -= step


def _adagrad(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    v = it.remembered("v", w, it.given["initial_accumulator_value"])
    v += square
    w -= rate * g / np.sqrt(v + it.given["epsilon"])


def _adadelta(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    rho, epsilon = it.given["rho"], it.given["epsilon"]
    v, moved = it.remembered("v", w), it.remembered("moved", w)
    v *= rho
    v += (1 - rho) * square
    delta = -np.sqrt(moved + epsilon) * g / np.sqrt(v + epsilon)
    moved *= rho
    moved += (1 - rho) * (delta * delta)
    w += rate * delta


def _adamax(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    first = it.given["beta_1"]
    m, u = it.remembered("m", w), it.remembered("u", w)
    m += (g - m) * (1 - first)
    np.maximum(it.given["beta_2"] * u, np.abs(g), out=u)
    w -= rate * m / ((1 - first ** (it.done + 1)) * (u + it.given["epsilon"]))


def _nadam(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    first, second, step = it.given["beta_1"], it.given["beta_2"], it.done + 1
    now = first * (1 - 0.5 * 0.96**step)
    following = first * (1 - 0.5 * 0.96 ** (step + 1))
    product = it.memory.get("product", 1.0) * now
    it.memory["product"] = product
    m, v = it.remembered("m", w), it.remembered("v", w)
    m += (g - m) * (1 - first)
    v += (square - v) * (1 - second)
    mean = m * (following / (1 - product * following)) + g * ((1 - now) / (1 - product))
    w -= mean * rate / (np.sqrt(v / (1 - second**step)) + it.given["epsilon"])


def _lion(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    first, second, m = it.given["beta_1"], it.given["beta_2"], it.remembered("m", w)
    w -= rate * np.sign(m * first + g * (1 - first))
    m *= second
    m += g * (1 - second)


def _ftrl(it: Optimizer, w: Array, g: Array, square: Array, rate: Any) -> None:
    power, given = -it.given["learning_rate_power"], it.given
    v, linear = it.remembered("v", w, given["initial_accumulator_value"]), it.remembered("linear", w)
    bent = g + 2 * given["l2_shrinkage_regularization_strength"] * w
    after = v + square
    linear += bent - (after**power - v**power) / rate * w
    l2 = given["l2_regularization_strength"] + given["beta"] / (2 * rate)
    l1 = given["l1_regularization_strength"]
    w[...] = (np.clip(linear, -l1, l1) - linear) / (after**power / rate + 2 * l2)
    v[...] = after


_UPDATES: Mapping[str, Update] = {
    "SGD": _sgd, "Adam": _adam, "AdamW": _adam, "RMSprop": _rmsprop, "Adagrad": _adagrad, "Adadelta": _adadelta,
    "Adamax": _adamax, "Nadam": _nadam, "Lion": _lion, "Ftrl": _ftrl,
}  # fmt: skip
