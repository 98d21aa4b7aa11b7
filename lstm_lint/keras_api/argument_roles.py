"""What some arguments of layers are: sizes, which are whole numbers, and other layers; and what their calls take."""

from __future__ import annotations

from typing import Final

from lstm_lint.keras_api.layers import traits

# Keras 3.15 raises for anything else than a whole number, `build` or `__init__` of the class.
SIZES: Final[dict[str, tuple[str, ...]]] = {
    "Dense": ("units",),
    "Embedding": ("input_dim", "output_dim"),
    "RepeatVector": ("n",),
    "MultiHeadAttention": ("num_heads", "key_dim"),
    **dict.fromkeys(
        (
            "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "SeparableConv1D",
            "SeparableConv2D", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D",
        ),
        ("filters",),
    ),
}  # fmt: skip
# The first Keras whose layer takes no integer of NumPy for a size; `state_size` of rnn/rnn.py, dense.py, embedding.py.
# A `Bidirectional` takes one around an LSTM; around others it refuses it too, of which the rules say nothing.
OF_PYTHON_SINCE: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(
        ("LSTM", "GRU", "SimpleRNN", "LSTMCell", "GRUCell", "SimpleRNNCell", "RepeatVector"), (3, 0)
    ),
    "Dense": (3, 13),
    **dict.fromkeys(("Embedding", "MultiHeadAttention"), (3, 15)),
}
# A layer or a cell, never a tensor.
LAYERS_HELD: Final[dict[str, tuple[str, ...]]] = {
    "Bidirectional": ("layer", "backward_layer"),
    "TimeDistributed": ("layer",),
    "SpectralNormalization": ("layer",),
    "RNN": ("cell",),
}

# Called with two arguments or three, no list; a Sequential refuses them.
QUERY_AND_VALUE: Final = frozenset({"MultiHeadAttention", "GroupQueryAttention"})

_MASKED = ("mask", "training")
_SEQUENCE = ("sequences", "initial_state", *_MASKED)
_QUERY = (
    "query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask", "return_attention_scores",
    "training", "use_causal_mask",
)  # fmt: skip
_OF_PAIRS = ("inputs", *_MASKED, "return_attention_scores", "use_causal_mask")
_CALLS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional"), _SEQUENCE),
    **dict.fromkeys(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _SEQUENCE),
    **dict.fromkeys(("MultiHeadAttention", "GroupQueryAttention"), _QUERY),
    **dict.fromkeys(("Attention", "AdditiveAttention"), _OF_PAIRS),
    **dict.fromkeys(("BatchNormalization", "TimeDistributed", "Lambda"), ("inputs", *_MASKED)),
    **dict.fromkeys(("GlobalAveragePooling1D", "Softmax"), ("inputs", "mask")),
    **dict.fromkeys(("Dense", "EinsumDense", "SpectralNormalization"), ("inputs", "training")),
    "ReversibleEmbedding": ("inputs", "reverse"),
    "RMSNormalization": ("x",),
}
_OF_FAMILIES = frozenset(
    {"embedding", "convolution", "pooling", "resizing", "activation", "normalization", "masking", "identity",
     "reshaping", "repeating", "merge", "penalty"}
)  # fmt: skip


def taken_by_call(cls: str) -> tuple[str, ...]:
    """What a layer of Keras 3 takes where it is called, in order; empty where that is not listed here."""
    if cls in _CALLS:
        return _CALLS[cls]
    family = traits(cls).family
    if family in ("dropout", "noise"):
        return ("inputs", "training")
    return ("inputs",) if family in _OF_FAMILIES else ()
