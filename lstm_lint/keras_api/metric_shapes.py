"""What a metric of Keras 3 makes of a target and an output of these shapes, batch first.

keras/src/metrics: `update_confusion_matrix_variables` and `IoU` align the two (`squeeze_or_expand_to_same_rank`) and
then compare entry by entry, made flat; `FBetaScore` and `R2Score` want two axes; the accuracies of classes take the
largest entry of a row. Of an axis that is not known nothing is said.
"""

from __future__ import annotations

import math
from typing import Final

from lstm_lint.keras_api.dims import Shape
from lstm_lint.keras_api.loss_shapes import ELEMENTWISE, SPARSE, STRICT, differ, meet

# As many entries in the target as in the output: each prediction is counted.
COUNTS: Final = frozenset(
    {
        "precision", "recall", "auc", "true_positives", "true_negatives", "false_positives", "false_negatives",
        "precision_at_recall", "recall_at_precision", "sensitivity_at_specificity", "specificity_at_sensitivity",
        "mean_io_u", "io_u", "binary_io_u",
    }
)  # fmt: skip
OF_IDS: Final = frozenset({"mean_io_u", "io_u"})  # of these, those that read a class id of each output
F_SCORES: Final = frozenset({"f1_score", "f_beta_score", "fbeta_score"})
LARGEST: Final = frozenset({"categorical_accuracy", "top_k_categorical_accuracy"})  # of both
LARGEST_OF_OUTPUT: Final = frozenset(
    {"sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy"}
)  # against an id
_BROADCAST: Final = ELEMENTWISE | {"binary_accuracy", "root_mean_squared_error"}


def refuses(metric: str, target: Shape, output: Shape) -> bool:
    """Whether `fit` certainly raises where the metric, in snake case, is brought up to date."""
    if not target or not output or "?" in (target[-1], output[-1]):
        return False
    if metric in COUNTS:
        return _entries_differ(target[1:], output[1:])
    if metric in F_SCORES:
        two = len(target) == len(output) == 2
        return not two or (target[1] != 1 and differ(target[1], output[1]))
    if metric == "r2_score":
        return len(target) == len(output) > 2
    if metric == "top_k_categorical_accuracy" and len(target) == 1:
        return True
    if metric in LARGEST_OF_OUTPUT:
        return target[-1] != 1 and len(target) == len(output) > 1
    if metric in STRICT:
        return len(target) != len(output) or meet(metric, target, output) == "refused"
    return metric in _BROADCAST and meet("mean_squared_error", target, output) in ("refused", "uneven")


def _entries_differ(target: Shape, output: Shape) -> bool:
    """Whether a row of one certainly has more entries than a row of the other: both are made flat."""
    if output[:-1] == target:
        return isinstance(output[-1], int) and output[-1] > 1  # one more axis, whatever the others are
    first, second = ([size for size in shape if isinstance(size, int)] for shape in (target, output))
    known = len(first) == len(target) and len(second) == len(output)
    return known and math.prod(first) != math.prod(second)


def takes_largest(metric: str, output: Shape) -> bool:
    """Whether the metric takes the largest entry of a row that has a single one: it is always the first."""
    return metric in LARGEST | LARGEST_OF_OUTPUT and len(output) > 1 and output[-1] == 1


def taken_by(loss: str, output: Shape) -> tuple[Shape, ...]:
    """The shapes of target that a loss takes beside an output; none where that is not known."""
    if loss == SPARSE and len(output) > 1:
        return (output[:-1], (*output[:-1], 1))
    if loss == "categorical_crossentropy":
        return (output,)
    return ()
