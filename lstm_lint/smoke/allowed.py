"""What may be named to Keras: the classes that smoke training builds. Whatever stands here not is never looked up.

Left out on purpose: Lambda, TFSMLayer, TorchModuleWrapper, JaxLayer and their like, which run code or read files;
TextVectorization, StringLookup and their like, which need the user's data.
"""

from __future__ import annotations

from lstm_lint.keras_api.layers import LAYERS as _ROWS

_SMOKE = {name: row.family for name, row in _ROWS.items() if row.smoke}
LAYERS = frozenset(name for name, family in _SMOKE.items() if family not in ("cell", "wrapper"))
MERGES = frozenset(
    name for name, family in _SMOKE.items() if family in ("merge", "attention")
)  # several inputs
ALONE = frozenset(
    name for name, row in _ROWS.items() if row.smoke == "alone"
)  # too large for a model around it
CELLS = frozenset(name for name, family in _SMOKE.items() if family == "cell")
WRAPPERS = frozenset(name for name, family in _SMOKE.items() if family == "wrapper")
OPTIMIZERS = frozenset(
    {"SGD", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Lion", "Adagrad", "Adadelta", "Ftrl", "Adafactor"}
)
SCHEDULES = frozenset(
    {"ExponentialDecay", "InverseTimeDecay", "PolynomialDecay", "CosineDecay", "CosineDecayRestarts",
     "PiecewiseConstantDecay"}
)  # fmt: skip
LOSSES = {
    "mean_squared_error": "MeanSquaredError", "mean_absolute_error": "MeanAbsoluteError",
    "mean_absolute_percentage_error": "MeanAbsolutePercentageError",
    "mean_squared_logarithmic_error": "MeanSquaredLogarithmicError", "huber": "Huber", "log_cosh": "LogCosh",
    "binary_crossentropy": "BinaryCrossentropy", "categorical_crossentropy": "CategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}  # fmt: skip
ACTIVATIONS = frozenset(
    {"relu", "leaky_relu", "relu6", "softmax", "elu", "selu", "softplus", "softsign", "silu", "gelu", "tanh",
     "sigmoid", "exponential", "hard_sigmoid", "hard_silu", "linear", "mish", "log_softmax"}
)  # fmt: skip
INITIALIZERS = frozenset(
    {"Constant", "Zeros", "Ones", "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling",
     "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "Orthogonal", "Identity"}
)  # fmt: skip
REGULARIZERS = frozenset({"L1", "L2", "L1L2", "OrthogonalRegularizer"})
CONSTRAINTS = frozenset({"MaxNorm", "NonNeg", "UnitNorm", "MinMaxNorm"})

# Keras' lower-case functions that make such an object: `l2(0.01)`.
FUNCTIONS = {"l1": "L1", "l2": "L2", "l1_l2": "L1L2", "max_norm": "MaxNorm", "non_neg": "NonNeg"}

# The module of Keras that holds an object which stands as an argument.
MODULES = {
    **dict.fromkeys(INITIALIZERS, "initializers"),
    **dict.fromkeys(REGULARIZERS, "regularizers"),
    **dict.fromkeys(CONSTRAINTS, "constraints"),
    **dict.fromkeys(SCHEDULES, "optimizers.schedules"),
}
# Classes of `Identity`, the initializer and the layer, never meet: layers are looked up in `layers` alone.
