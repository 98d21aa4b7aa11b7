"""What may be named to Keras: the classes that smoke training builds. Whatever stands here not is never looked up.

Left out on purpose: Lambda, TFSMLayer, TorchModuleWrapper, JaxLayer and their like, which run code or read files;
TextVectorization, StringLookup and their like, which need the user's data.
"""

from __future__ import annotations

LAYERS = frozenset(
    {
        "LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "Dense", "EinsumDense", "Embedding",
        "Activation", "Softmax", "ReLU", "LeakyReLU", "PReLU", "ELU",
        "Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
        "ActivityRegularization", "BatchNormalization", "LayerNormalization", "UnitNormalization",
        "GroupNormalization", "Normalization", "Rescaling", "Masking", "Flatten", "Reshape", "Permute",
        "RepeatVector", "Cropping1D", "ZeroPadding1D", "UpSampling1D", "Identity",
        "Conv1D", "Conv2D", "SeparableConv1D", "DepthwiseConv1D", "Conv1DTranspose",
        "MaxPooling1D", "AveragePooling1D", "GlobalMaxPooling1D", "GlobalAveragePooling1D",
        "MaxPooling2D", "AveragePooling2D", "GlobalMaxPooling2D", "GlobalAveragePooling2D", "MaxPooling3D",
        "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot",
        "Attention", "AdditiveAttention", "MultiHeadAttention",
    }
)  # fmt: skip
MERGES = frozenset(
    {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot", "Attention",
     "AdditiveAttention", "MultiHeadAttention"}
)  # fmt: skip
CELLS = frozenset({"LSTMCell", "GRUCell", "SimpleRNNCell"})
WRAPPERS = frozenset({"Bidirectional", "TimeDistributed"})
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
