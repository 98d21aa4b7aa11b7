"""Losses as Keras computes them with TensorFlow, with their gradients.

A softmax or sigmoid right before a crossentropy is undone there: the loss reads its input (`_get_logits` of
`keras/src/backend/tensorflow/nn.py`), with and without `from_logits`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lstm_lint.smoke.engine.activations import log_softmax, sigmoid, softplus
from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.specification import Part

_EPSILON = 1e-7
CROSSENTROPIES = frozenset({"BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy"})
_KNOWN: Mapping[str, frozenset[str]] = {
    "Huber": frozenset({"delta"}),
    "BinaryCrossentropy": frozenset({"from_logits", "label_smoothing"}),
    "CategoricalCrossentropy": frozenset({"from_logits", "label_smoothing"}),
    "SparseCategoricalCrossentropy": frozenset({"from_logits"}),
}
Made = tuple[Array, Array]  # a value for each prediction, and the gradient of each value


class Loss:
    """One loss on arrays (runs, features, ..., batch). Raises Unsupported."""

    def __init__(self, part: Part) -> None:
        self.cls, self.given = part.cls, part.arguments
        self.crossentropy = self.cls in CROSSENTROPIES
        if self.cls not in _ELEMENTWISE and not self.crossentropy:
            raise Unsupported(f"the loss {self.cls}")
        if unknown := set(self.given) - _KNOWN.get(self.cls, frozenset()):
            raise Unsupported(f"`{min(unknown)}` of {self.cls}")
        self.from_logits = self.given.get("from_logits") is True
        self.smoothing = float(self.given.get("label_smoothing") or 0.0)

    def __call__(
        self, output: Array, logits: Array | None, target: Array, mask: Array | None = None
    ) -> tuple[Array, Array]:
        """The mean of each run, and the gradient of that: of the logits where they are given, else of the output."""
        if not self.crossentropy:
            values, gradient = _ELEMENTWISE[self.cls](output, target, self.given)
            values, gradient = values.mean(1), gradient / output.shape[1]
        elif self.cls == "BinaryCrossentropy":
            values, gradient = self._binary(output, logits, target)
        else:
            values, gradient = self._categorical(output, logits, target)
        axes = tuple(range(1, values.ndim))
        if mask is None:
            return values.mean(axes), gradient / values[0].size
        share = mask / np.maximum(mask.sum(axes, keepdims=True), 1)
        share = share.astype(values.dtype)
        return (values * share).sum(axes), gradient * share[:, None]

    def _binary(self, output: Array, logits: Array | None, target: Array) -> Made:
        if self.smoothing:
            target = target * (1 - self.smoothing) + 0.5 * self.smoothing
        if self.from_logits and logits is None:
            logits = output
        if logits is not None:
            values = softplus(logits) - target * logits
            gradient = sigmoid(logits) - target
        else:
            p = np.clip(output, _EPSILON, 1 - _EPSILON)
            values = -(target * np.log(p) + (1 - target) * np.log(1 - p))
            gradient = ((1 - target) / (1 - p) - target / p) * _inside(output)
        return values.mean(1), gradient / output.shape[1]

    def _categorical(self, output: Array, logits: Array | None, target: Array) -> Made:
        sparse = self.cls.startswith("Sparse")
        hot = _one_hot(target, output.shape[1], output.dtype) if sparse else target
        if self.smoothing:
            hot = hot * (1 - self.smoothing) + self.smoothing / output.shape[1]
        if self.from_logits and logits is None:
            logits = output
        if logits is not None:
            logs = log_softmax(logits.reshape(*logits.shape[:2], -1)).reshape(logits.shape)
            total = hot.sum(1, keepdims=True)
            return -(hot * logs).sum(1), np.exp(logs) * total - hot
        if sparse:
            p = np.clip(output, _EPSILON, 1 - _EPSILON)
            total = p.sum(1, keepdims=True)
            values = np.log(total[:, 0]) - (hot * np.log(p)).sum(1)
            return values, (1 / total - hot / p) * _inside(output)
        total = output.sum(1, keepdims=True)
        share = output / total
        p = np.clip(share, _EPSILON, 1 - _EPSILON)
        of_share = -hot / p * _inside(share)
        return -(hot * np.log(p)).sum(1), (of_share - (of_share * share).sum(1, keepdims=True)) / total


def _inside(p: Array) -> Array:
    return (p >= _EPSILON) & (p <= 1 - _EPSILON)


def _one_hot(ids: Array, classes: int, dtype: Any) -> Array:
    """(runs, ..., batch) of ids to (runs, classes, ..., batch)."""
    if ids.size and (ids.min() < 0 or ids.max() >= classes):
        raise Unsupported("labels beyond the classes")
    return np.moveaxis(np.eye(classes, dtype=dtype)[ids], -1, 1)


Elementwise = Callable[[Array, Array, Mapping[str, Any]], Made]


def _squared(output: Array, target: Array, given: Mapping[str, Any]) -> Made:
    error = output - target
    return error * error, 2 * error


def _absolute(output: Array, target: Array, given: Mapping[str, Any]) -> Made:
    error = output - target
    return np.abs(error), np.sign(error)


def _percentage(output: Array, target: Array, given: Mapping[str, Any]) -> Made:
    scale = 100 / np.maximum(np.abs(target), _EPSILON)
    return np.abs(output - target) * scale, np.sign(output - target) * scale


def _logarithmic(output: Array, target: Array, given: Mapping[str, Any]) -> Made:
    error = np.log(np.maximum(output, _EPSILON) + 1) - np.log(np.maximum(target, _EPSILON) + 1)
    return error * error, 2 * error * (output >= _EPSILON) / (output + 1)


def _huber(output: Array, target: Array, given: Mapping[str, Any]) -> Made:
    delta, error = float(given.get("delta", 1.0)), output - target
    size = np.abs(error)
    values = np.where(size <= delta, 0.5 * error * error, delta * size - 0.5 * delta * delta)
    return values, np.clip(error, -delta, delta)


def _log_cosh(output: Array, target: Array, given: Mapping[str, Any]) -> Made:
    error = output - target
    return error + softplus(-2 * error) - output.dtype.type(np.log(2)), np.tanh(error)


_ELEMENTWISE: Mapping[str, Elementwise] = {
    "MeanSquaredError": _squared,
    "MeanAbsoluteError": _absolute,
    "MeanAbsolutePercentageError": _percentage,
    "MeanSquaredLogarithmicError": _logarithmic,
    "Huber": _huber,
    "LogCosh": _log_cosh,
}
