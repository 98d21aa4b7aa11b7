"""What a loss makes of a target and an output of these shapes: `LossFunctionWrapper.call` and the functions of Keras 3.

Every loss first aligns the two: where one has an axis more, and its last one is 1, that axis goes
(`squeeze_or_expand_to_same_rank` in keras/src/losses/loss.py). Then the crossentropies compare all axes and raise, the
element-wise losses broadcast as numpy does. Of an axis that is not known, and of the batch, nothing is said.
"""

from __future__ import annotations

from typing import Final, Literal

from lstm_lint.keras_api.dims import Dim, Shape

# equal: one target for each output. broadcast: other shapes, trained on all the same. uneven: raises, but in batches of
# one size, which it broadcasts. refused: raises.
Meeting = Literal["equal", "broadcast", "uneven", "refused"]

# keras/src/losses/losses.py: subtraction or multiplication and nothing before it.
ELEMENTWISE: Final = frozenset(
    {
        "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error", "huber", "log_cosh", "poisson", "kl_divergence", "hinge", "squared_hinge",
        "categorical_hinge", "cosine_similarity", "categorical_focal_crossentropy",
    }
)  # fmt: skip
# keras/src/backend/tensorflow/nn.py: the same rank and the same axes.
STRICT: Final = frozenset({"binary_crossentropy", "binary_focal_crossentropy", "categorical_crossentropy"})
SPARSE: Final = "sparse_categorical_crossentropy"


def meet(loss: str, target: Shape, output: Shape) -> Meeting | None:
    """What happens to a target and an output, batch first; None for other losses and where it is not certain."""
    if not target or not output or (loss != SPARSE and loss not in ELEMENTWISE and loss not in STRICT):
        return None
    # One class alone is nothing to learn: there are two or more, though it may not be known how many.
    counted = loss == "categorical_crossentropy" or (loss == SPARSE and len(output) > len(target))
    pair = _aligned(target, output, counted=counted)
    if pair is None:
        return None
    target, output = pair
    if loss == SPARSE:
        return _ids(target, output)
    if loss in STRICT:
        return _alike(target, output)
    return _broadcast(target, output)


def _aligned(target: Shape, output: Shape, *, counted: bool = False) -> tuple[Shape, Shape] | None:
    """Both after one of them has lost or gained an axis of 1; None where that is not certain.

    `counted`: the last axis of the longer one counts classes, so that it is no axis of 1 where it is not known.
    """
    difference = len(target) - len(output)
    if difference == 1:
        shorter = _without_last(target, output, counted)
        return shorter if shorter is None else (shorter[0], shorter[1])
    if difference == -1:
        shorter = _without_last(output, target, counted)
        return shorter if shorter is None else (shorter[1], shorter[0])
    return target, output


def _without_last(longer: Shape, shorter: Shape, counted: bool) -> tuple[Shape, Shape] | None:
    if longer[-1] == "?":
        return (longer, shorter) if counted else None
    if longer[-1] != 1:
        return longer, shorter
    return (longer, (*shorter, 1)) if len(shorter) == 1 else (longer[:-1], shorter)


def _alike(target: Shape, output: Shape) -> Meeting | None:
    if len(target) != len(output):
        return "refused"
    pairs = list(zip(target[1:], output[1:], strict=True))
    if any(differ(a, b) for a, b in pairs):
        return "refused"
    return "equal" if all(_known(a, b) for a, b in pairs) else None


def _ids(target: Shape, output: Shape) -> Meeting | None:
    if len(target) == len(output):
        if target[-1] == "?":
            return None
        target = target[:-1] if target[-1] == 1 else target
    return _alike(target, output[:-1]) if len(output) > 1 else "refused"


def _broadcast(target: Shape, output: Shape) -> Meeting | None:
    """Shapes from the last axis on, as numpy compares them; the batch of one may meet another axis of the other."""
    long, short = (target, output) if len(target) >= len(output) else (output, target)
    behind = len(long) - len(short)
    pairs = list(zip(long[behind + 1 :], short[1:], strict=True))
    if any(differ(a, b) and 1 not in (a, b) for a, b in pairs):
        return "refused"
    if not all(_known(a, b) for a, b in pairs) or (behind and not isinstance(long[behind], int)):
        return None
    if behind and long[behind] != 1:
        return "uneven"
    return "broadcast" if behind or any(a != b for a, b in pairs) else "equal"


def _known(first: Dim, second: Dim) -> bool:
    return isinstance(first, int) and isinstance(second, int)


def differ(first: Dim, second: Dim) -> bool:
    return isinstance(first, int) and isinstance(second, int) and first != second


def weigh(loss: str, target: Shape, output: Shape, weights: Shape) -> Meeting | None:
    """What happens to the values of a loss whose target and output are equal, and to their sample weights.

    `reduce_weighted_values` in keras/src/losses/loss.py aligns them like target and output and multiplies. The values
    have one axis less than what was compared: the loss is a mean over the last one.
    """
    pair = _aligned(target, output)
    if pair is None:
        return None
    aligned = _aligned(pair[1][:-1], weights)
    return _broadcast(*aligned) if aligned is not None and all(aligned) else None
