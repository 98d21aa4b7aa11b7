"""What functions of libraries cannot be called without: the parameters without a default, in their order.

"a axis|keepdims": those before the bar must be given, those after it may be; of a call with any other name nothing is
said, for it may be an older name of what is missing. tests/test_required_arguments.py holds them against the libraries.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

_SCORED = "y_true y_pred|sample_weight"

FUNCTIONS: Final[dict[str, str]] = {
    **{
        f"numpy.{name}": text
        for name, text in {
            "allclose": "a b|rtol atol equal_nan",
            "append": "arr values|axis",
            "apply_along_axis": "func1d axis arr",
            "array_equal": "a1 a2|equal_nan",
            "array_split": "ary indices_or_sections|axis",
            "broadcast_to": "array shape|subok",
            "convolve": "a v|mode",
            "correlate": "a v|mode",
            "delete": "arr obj|axis",
            "digitize": "x bins|right",
            "expand_dims": "a axis",
            "full": "shape fill_value|dtype order",
            "full_like": "a fill_value|dtype order subok shape",
            "insert": "arr obj values|axis",
            "interp": "x xp fp|left right period",
            "intersect1d": "ar1 ar2|assume_unique return_indices",
            "isclose": "a b|rtol atol equal_nan",
            "isin": "element test_elements|assume_unique invert",
            "kron": "a b",
            "linspace": "start stop|num endpoint retstep dtype axis",
            "logspace": "start stop|num endpoint base dtype axis",
            "moveaxis": "a source destination",
            "outer": "a b|out",
            "pad": "array pad_width|mode",
            "percentile": "a q|axis out overwrite_input keepdims",
            "polyfit": "x y deg|rcond full w cov",
            "polyval": "p x",
            "quantile": "a q|axis out overwrite_input keepdims",
            "nanpercentile": "a q|axis out overwrite_input keepdims",
            "nanquantile": "a q|axis out overwrite_input keepdims",
            "repeat": "a repeats|axis",
            "resize": "a new_shape",
            "roll": "a shift|axis",
            "save": "file arr|allow_pickle",
            "savetxt": "fname X|fmt delimiter newline header footer comments encoding",
            "searchsorted": "a v|side sorter",
            "setdiff1d": "ar1 ar2|assume_unique",
            "split": "ary indices_or_sections|axis",
            "swapaxes": "a axis1 axis2",
            "take": "a indices|axis out mode",
            "tensordot": "a b|axes",
            "tile": "A reps",
            "lib.stride_tricks.sliding_window_view": "x window_shape|axis subok writeable",
        }.items()
    },
    "pandas.crosstab": "index columns|values rownames colnames aggfunc margins normalize",
    "pandas.cut": "x bins|right labels retbins precision include_lowest duplicates ordered",
    "pandas.merge": "left right|how on left_on right_on left_index right_index sort suffixes indicator validate",
    "pandas.qcut": "x q|labels retbins precision duplicates",
    **{
        f"sklearn.metrics.{name}": text
        for name, text in {
            "accuracy_score": f"{_SCORED} normalize",
            "classification_report": f"{_SCORED} labels target_names digits output_dict zero_division",
            "confusion_matrix": f"{_SCORED} labels normalize",
            "f1_score": f"{_SCORED} labels pos_label average zero_division",
            "mean_absolute_error": f"{_SCORED} multioutput",
            "mean_absolute_percentage_error": f"{_SCORED} multioutput",
            "mean_squared_error": f"{_SCORED} multioutput",
            "precision_score": f"{_SCORED} labels pos_label average zero_division",
            "r2_score": f"{_SCORED} multioutput force_finite",
            "recall_score": f"{_SCORED} labels pos_label average zero_division",
            "roc_auc_score": "y_true y_score|average sample_weight max_fpr multi_class labels",
        }.items()
    },
    "keras.ops.cast": "x dtype",
    "keras.ops.expand_dims": "x axis",
    "keras.ops.full": "shape fill_value|dtype",
    "keras.ops.matmul": "x1 x2",
    "keras.ops.one_hot": "x num_classes|axis dtype sparse",
    "keras.ops.repeat": "x repeats|axis",
    "keras.ops.reshape": "x newshape",
    "keras.ops.split": "x indices_or_sections|axis",
    "keras.ops.take": "x indices|axis",
    "keras.ops.tile": "x repeats",
    **dict.fromkeys(
        ("keras.utils.timeseries_dataset_from_array", "keras.preprocessing.timeseries_dataset_from_array"),
        "data targets sequence_length|sequence_stride sampling_rate batch_size shuffle seed start_index end_index",
    ),
    "tensorflow.cast": "x dtype|name",
    "tensorflow.clip_by_value": "t clip_value_min clip_value_max|name",
    "tensorflow.concat": "values axis|name",
    "tensorflow.expand_dims": "input axis|name",
    "tensorflow.fill": "dims value|name",
    "tensorflow.gather": "params indices|validate_indices axis batch_dims name",
    "tensorflow.matmul": "a b|transpose_a transpose_b name",
    "tensorflow.one_hot": "indices depth|on_value off_value axis dtype name",
    "tensorflow.pad": "tensor paddings|mode constant_values name",
    "tensorflow.repeat": "input repeats|axis name",
    "tensorflow.reshape": "tensor shape|name",
    "tensorflow.split": "value num_or_size_splits|axis num name",
    "tensorflow.tile": "input multiples|name",
}
# Of a `tf.data.Dataset`.
OF_DATASETS: Final[dict[str, str]] = {
    "batch": "batch_size|drop_remainder num_parallel_calls deterministic name",
    "filter": "predicate|name",
    "map": "map_func|num_parallel_calls deterministic name",
    "padded_batch": "batch_size|padded_shapes padding_values drop_remainder name",
    "prefetch": "buffer_size|name",
    "shuffle": "buffer_size|seed reshuffle_each_iteration name",
    "skip": "count|name",
    "take": "count|name",
    "window": "size|shift stride drop_remainder name",
}


@lru_cache(maxsize=256)
def parameters(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What must be given, and what may be."""
    needed, _, others = text.partition("|")
    return tuple(needed.split()), tuple(others.split())


def missing(text: str, positional: int, names: Collection[str]) -> list[str]:
    """What a call lacks that gives so many arguments by position, and others by these names."""
    needed, others = parameters(text)
    if not {*needed, *others}.issuperset(names):
        return []
    return [name for name in needed[positional:] if name not in names]
