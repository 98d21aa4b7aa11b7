"""One measure for both arms: the held-out loss of the arm as fixed, as a share of what the best constant has.

The same functions for predictions of both engines, so that figures can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_lint.smoke.engine.arrays import Array, arranged, np
from lstm_lint.smoke.engine.losses import Loss
from lstm_lint.smoke.specification import Part


def measured(outputs: Sequence[Array], targets: Sequence[Array], losses: Sequence[Part]) -> float:
    """The loss of predictions (rows, ...) in the layout of Keras, summed over the outputs."""
    total = 0.0
    for output, target, part in zip(outputs, targets, _each(losses, len(outputs))):
        target = target[: len(output)]  # whole batches only, where their size is fixed
        output = _last_steps(output, target)
        if output.ndim == target.ndim + 1 and output.shape[-1] == 1 and not part.cls.startswith("Sparse"):
            target = target[..., None]
        with np.errstate(all="ignore"):
            total += float(Loss(part)(arranged(output[None]), None, arranged(target[None]))[0][0])
    return total


def baseline(targets: Sequence[Array], losses: Sequence[Part], widths: Sequence[int]) -> float:
    """The loss of the best constant: the mean, the median, or how often each class occurs."""
    total = 0.0
    for target, part, width in zip(targets, _each(losses, len(targets)), widths):
        if part.cls == "SparseCategoricalCrossentropy":
            total += _entropy(np.bincount(target.reshape(-1), minlength=width) / target.size)
        elif part.cls == "CategoricalCrossentropy":
            total += _entropy(target.reshape(-1, target.shape[-1]).mean(0))
        elif part.cls == "BinaryCrossentropy":
            share = min(max(float(target.mean()), 1e-6), 1 - 1e-6)
            total += -(share * math.log(share) + (1 - share) * math.log(1 - share))
        else:
            best = np.median(target, 0) if "Absolute" in part.cls else target.mean(0)
            constant = np.broadcast_to(best, target.shape).astype("float32")
            total += measured([constant], [target], [part])
    return total


def _entropy(shares: Array) -> float:
    return float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())


def _each(losses: Sequence[Part], count: int) -> list[Part]:
    return list(losses) if len(losses) == count else [losses[0]] * count


def _last_steps(output: Array, target: Array) -> Array:
    """One prediction a step against one target a sample: the last step is what such a model is used for."""
    stepwise = output.ndim == 3 and target.ndim == 2 and target.shape[1] == output.shape[2]
    return output[:, -1] if stepwise else output
