"""What the metrics of scikit-learn refuse: sklearn/metrics/_classification.py, _regression.py and _ranking.py."""

from __future__ import annotations

from lstm_lint.notions.predicted import after_prediction, is_moved_only, predicted_by
from lstm_lint.script import Comparison, Model, Script, Series

# They count how often one class is called another: `_check_targets` takes ids or rows of 0 and 1.
OF_CLASSES = frozenset(
    {
        "accuracy_score", "balanced_accuracy_score", "class_likelihood_ratios", "classification_report",
        "cohen_kappa_score", "confusion_matrix", "f1_score", "fbeta_score", "hamming_loss", "jaccard_score",
        "matthews_corrcoef", "multilabel_confusion_matrix", "precision_recall_fscore_support", "precision_score",
        "recall_score", "zero_one_loss",
    }
)  # fmt: skip
# One number or one row of numbers a sample: `_check_reg_targets`.
OF_NUMBERS = frozenset(
    {
        "explained_variance_score", "max_error", "mean_absolute_error", "mean_absolute_percentage_error",
        "mean_squared_error", "mean_squared_log_error", "median_absolute_error", "r2_score",
        "root_mean_squared_error", "root_mean_squared_log_error",
    }
)  # fmt: skip
# `average="binary"` is their default.
OF_TWO_CLASSES = frozenset({"f1_score", "fbeta_score", "jaccard_score", "precision_score", "recall_score"})
OF_ONE_CLASS = frozenset({"roc_curve", "precision_recall_curve", "det_curve"})


def refusal(comparison: Comparison) -> str | None:
    """Why a metric of scikit-learn raises on these arrays, and what to give it; None where it may take them."""
    how, truth, predicted = comparison.how, comparison.first, comparison.second
    if how in OF_CLASSES:
        if any(_is_raw(one) for one in (truth, predicted)):
            return "gets what `predict` returns, not classes: ValueError; " + _as_classes(
                next(one for one in (truth, predicted) if _is_raw(one))
            )
        if _is_one_hot(truth) and _are_ids(predicted):
            return "gets one-hot rows and class ids: ValueError; take argmax(axis=1) of the truth as well"
        return None
    if how in OF_NUMBERS:
        return _of_numbers(truth, predicted)
    if how == "roc_auc_score" and "multi_class" in comparison.options:
        return None
    if how in OF_ONE_CLASS or how == "roc_auc_score":
        units = _columns(predicted) if _is_raw(predicted) else None
        if units is not None and units > 1 and _are_ids(truth):
            what = "multi_class='ovr'" if how == "roc_auc_score" and units > 2 else "one column of it"
            return f"gets class ids and {units} scores per row: ValueError; pass {what}"
    return None


def wants_average(script: Script, comparison: Comparison) -> str | None:
    """Why a score of two classes raises on those of a head with more units, whose argmax was taken."""
    if comparison.how not in OF_TWO_CLASSES or "average" in comparison.options:
        return None
    made = after_prediction(comparison.second) or after_prediction(comparison.first)
    if made is None or not made[1] or made[1][0].kind != "class-ids" or not is_moved_only(made[1][1:]):
        return None
    widths = {_last_axis(model) for model, _ in predicted_by(script, made[0])}
    width = widths.pop() if len(widths) == 1 else None
    if not isinstance(width, int) or width < 3:
        return None
    return f"is of two classes unless told otherwise, here are {width}: ValueError; pass average='macro'"


def _last_axis(model: Model) -> object:
    shapes = [one.shape for one in model.outputs]
    return shapes[0][-1] if len(shapes) == 1 and shapes[0] else None


def _of_numbers(truth: Series | None, predicted: Series | None) -> str | None:
    for one in (truth, predicted):
        if one is not None and one.shape is not None and len(one.shape) > 2 and one.kind == "array":
            axes = len(one.shape)
            return f"takes 2 axes at most and gets an array of {axes}: ValueError; flatten both with .ravel()"
    if truth is None or predicted is None or truth.shape is None or predicted.shape is None:
        return None
    wide, other = _columns(truth), _columns(predicted)
    if wide is not None and other is not None and wide != other:
        return f"gets {wide} and {other} values per row: ValueError; compare arrays of the same shape"
    rows = (truth.rows, predicted.rows)
    if None not in rows and rows[0] != rows[1]:
        return f"gets {rows[0]} and {rows[1]} rows: ValueError; compare the rows that were predicted"
    return None


def _columns(series: Series | None) -> int | None:
    """How many values a row has, where it is known."""
    shape = series.shape if series is not None else None
    if not shape or len(shape) > 2:
        return None
    last = 1 if len(shape) == 1 else shape[1]
    return last if isinstance(last, int) else None


def _is_raw(series: Series | None) -> bool:
    """Whether it is what a model predicted, with its decimals."""
    made = after_prediction(series)
    return made is not None and is_moved_only(made[1])


def _are_ids(series: Series | None) -> bool:
    if series is None or series.shape is None or len(series.shape) != 1:
        return False
    return bool(series.steps) and (series.integer is True or series.steps[-1].kind == "class-ids")


def _is_one_hot(series: Series | None) -> bool:
    if series is None or not (_is_categorical(series) if series.shape is None else _has_columns(series)):
        return False
    return (
        bool(series.steps)
        and any(step.kind == "one-hot" for step in series.steps)
        and not any(
            step.kind in ("class-ids", "unknown", "arithmetic")
            for step in series.steps[_last_one_hot(series) :]
        )
    )


def _has_columns(series: Series) -> bool:
    return series.shape is not None and len(series.shape) == 2 and series.shape[1] != 1


def _is_categorical(series: Series) -> bool:
    """Whether `to_categorical` made it and nothing took a column since: vectors, however the labels were."""
    made = [step for step in series.steps if step.kind not in ("split", "shuffle")]
    return bool(made) and made[-1].what == "to_categorical"


def _last_one_hot(series: Series) -> int:
    return max(at for at, step in enumerate(series.steps) if step.kind == "one-hot")


def _as_classes(series: Series | None) -> str:
    if series is not None and series.shape is not None and len(series.shape) > 2:
        return "take the classes, and flatten both with .ravel()"
    units = _columns(series)
    return "take argmax(axis=1)" if units is not None and units > 1 else "write `> 0.5`, or take the argmax"
