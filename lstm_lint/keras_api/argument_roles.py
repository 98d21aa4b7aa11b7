"""What some arguments of layers are: sizes, which are whole numbers, and other layers."""

from __future__ import annotations

from typing import Final

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
# A layer or a cell, never a tensor.
LAYERS_HELD: Final[dict[str, tuple[str, ...]]] = {
    "Bidirectional": ("layer", "backward_layer"),
    "TimeDistributed": ("layer",),
    "SpectralNormalization": ("layer",),
    "RNN": ("cell",),
}
