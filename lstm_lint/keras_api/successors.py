"""What took the place of names that a later Keras does not have: arguments of layers, classes, methods, modules.

Whether a name is gone is read from the data files; this only says what to write instead. The arguments are those of
`keras/legacy/interfaces.py` in Keras 2.2, which still translated them.
"""

from __future__ import annotations

from typing import Final

# Old argument of a layer -> its name since Keras 2, with the same meaning of its value.
RENAMED_ARGUMENTS: Final = {
    "inner_activation": "recurrent_activation",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "output_dim": "units",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
    "p": "rate",
    "nb_filter": "filters",
    "border_mode": "padding",
    "subsample_length": "strides",
    "subsample": "strides",
    "stride": "strides",
    "filter_length": "kernel_size",
    "pool_length": "pool_size",
    "atrous_rate": "dilation_rate",
    "gamma_init": "gamma_initializer",
    "beta_init": "beta_initializer",
}
# The same for layers that call it otherwise: their weights are no kernel.
RENAMED_ARGUMENTS_OF: Final = {
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    "UpSampling1D": {"length": "size"},
}
# Method -> the one to call instead, with the same arguments; None: another expression, see INSTEAD.
RENAMED_METHODS: Final = {
    "fit_generator": "fit",
    "evaluate_generator": "evaluate",
    "predict_generator": "predict",
    "predict_proba": "predict",
}
RENAMED_CLASSES: Final = {"CuDNNLSTM": "LSTM", "CuDNNGRU": "GRU"}
# Old argument of a layer -> the one that took its place, with another form of value.
REPLACED_ARGUMENTS: Final = {
    "dim_ordering": "data_format",
    "kernel_dim1": "kernel_size",
    "kernel_dim2": "kernel_size",
    "kernel_dim3": "kernel_size",
    "nb_row": "kernel_size",
    "nb_col": "kernel_size",
    "mode": "merge_mode",
}
REPLACED_ARGUMENTS_OF: Final = {
    cls: {
        "init": "depthwise_initializer` and `pointwise_initializer",
        "W_regularizer": "depthwise_regularizer` and `pointwise_regularizer",
        "W_constraint": "depthwise_constraint` and `pointwise_constraint",
    }
    for cls in ("SeparableConv1D", "SeparableConv2D")
}

# Written between backticks.
_INSTEAD: Final = {
    "Sequential.predict_classes": "predict(...).argmax(-1)` or, for one unit, `predict(...) > 0.5",
    **{f"Model._make_{step}_function": f"make_{step}_function" for step in ("train", "test", "predict")},
    "keras.preprocessing.text": "keras.layers.TextVectorization",
    "keras.preprocessing.sequence.TimeseriesGenerator": "keras.utils.timeseries_dataset_from_array",
    "keras.preprocessing.image.ImageDataGenerator": "keras.utils.image_dataset_from_directory",
    "keras.utils.multi_gpu_model": "tf.distribute.MirroredStrategy",
    "keras.utils.np_utils": "keras.utils",
    "keras.wrappers.scikit_learn": "scikeras.wrappers",
    "keras.objectives": "keras.losses",
    "keras.layers.Merge": "keras.layers.concatenate` or `keras.layers.add",
    "keras.backend.ctc_batch_cost": "keras.losses.CTC",
    "keras.backend.ctc_decode": "keras.ops.ctc_decode",
    "Model.fit(nb_epoch)": "epochs",
    **{
        f"tf.compat.v1.nn.rnn_cell.{old}": f"keras.layers.{new}"
        for old, new in (
            ("BasicLSTMCell", "LSTMCell"),
            ("LSTMCell", "LSTMCell"),
            ("GRUCell", "GRUCell"),
            ("BasicRNNCell", "SimpleRNNCell"),
            ("MultiRNNCell", "StackedRNNCells"),
        )
    },
}


# Short and old names of losses, which are metrics too.
RENAMED_LOSSES: Final = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
    "huber_loss": "huber",
    "cosine": "cosine_similarity",
    "cosine_proximity": "cosine_similarity",
}


def instead(name: str) -> str | None:
    """What to write for a removed name: a dotted path, `Model.fit_generator`, or `Model.fit(nb_epoch)`."""
    plain = "keras." + name.partition("keras.")[2] if "keras." in name else name
    last = name.rpartition(".")[2]
    if plain in _INSTEAD:
        return _INSTEAD[plain]
    if name.startswith(("Model.", "Sequential.")) and last in RENAMED_METHODS:
        return RENAMED_METHODS[last]
    if last in RENAMED_CLASSES:
        return RENAMED_CLASSES[last]
    if plain.startswith(("keras.losses.", "keras.metrics.")) and last.lower() in RENAMED_LOSSES:
        return f"keras.losses.{RENAMED_LOSSES[last.lower()]}"
    if plain.startswith("keras.optimizers.legacy."):
        return name.replace("legacy.", "")
    if plain.startswith("keras.backend."):
        return f"keras.ops.{last}"
    return None


# Functions of TensorFlow, NumPy and the old backend -> those of `keras.ops` that do the same under another name.
OPS: Final = {
    **{f"reduce_{name}": name for name in ("mean", "sum", "max", "min", "prod", "any", "all", "logsumexp")},
    "reduce_std": "std",
    "reduce_variance": "var",
    "concat": "concatenate",
    "clip_by_value": "clip",
    "l2_normalize": "normalize",
    "gather": "take",
    "reverse": "flip",
    "batch_dot": "matmul",
    "permute_dimensions": "transpose",
    "pow": "power",
}
