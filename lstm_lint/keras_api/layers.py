"""What a Keras layer is, one row a class: the only table of layers. Rules, the reader and smoke training ask `traits`.

The rows are judged by hand; `mask` of a row that leaves it out, and `since`, come from the newest Keras, through
`scripts/generate_keras_api.py`. Tests hold every row against the installed Keras on real tensors. A layer that is in
neither table is unknown, and no rule speaks of it.

A new layer of Keras is one row here, its formulas in `shapes.py` and `parameters.py`, and nothing else.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from lstm_lint.keras_api.signatures import groups

Family = Literal[
    "", "entry", "recurrent", "cell", "wrapper", "dense", "embedding", "convolution", "pooling", "resizing", "dropout",
    "noise", "penalty", "activation", "normalization", "masking", "identity", "reshaping", "repeating", "merge",
    "attention", "text", "image", "augmentation", "code",
]  # fmt: skip
Mask = Literal[
    "", "keeps", "drops", "makes", "uses", "ends", "query", "merges", "joins", "raises", "inner", "argument"
]
Time = Literal["", "steps", "sequence", "gone"]
Shaped = Literal["", "same", "rank", "more", "flat"]
Scale = Literal["", "keeps", "activation", "rescales", "normalizes", "bounds"]


class Traits(NamedTuple):
    """What holds for every layer of a class, with the defaults of its arguments. The first value of each means unknown.

    `mask`, of a sequence (batch, timesteps, features) that comes in with one:
      keeps: what comes out has it. drops: it is gone. makes: a new one whatever comes in.
      uses: a recurrent layer, which skips the masked steps and hands the mask on with its sequences.
      ends: used for the result, which has no time steps. query: used, and that of the first input is handed on.
      merges: that of all inputs together, none where one of them has none. joins: put together like the inputs.
      raises: the layer cannot be called. inner: as the wrapped layer. argument: as its argument `mask` says.
    `time`, of the steps of a sequence:
      steps: each stays itself. sequence: still in order, but mixed, fewer or more. gone: no time axis any more.
    `reads`: the rank of the input, batch included; (2, None) for 2 or more, None for any.
    `shape`: same as the input, as many axes (rank), one more, flat (batch, features).
    `scale`, of the numbers, when predicting:
      keeps: twice the input gives twice the output. activation: so where its `activation` does. rescales: by numbers of
      its own. normalizes: whatever the scale was. bounds: no larger than 1.
    `weights`: whether it has any; "features" where as many as the last axis of the input is wide.
    """

    family: Family = ""
    mask: Mask = ""
    time: Time = ""
    reads: int | tuple[int, None] | None = None
    shape: Shaped = ""
    scale: Scale = ""
    weights: bool | Literal["features"] | None = None
    activation: str = ""  # that it always applies
    gates: bool = False
    states: int = 0  # tensors of its state; of RNN it is up to the cell
    fused: bool = False  # has a kernel of cuDNN, which TensorFlow takes where the arguments allow it
    inputs: tuple[str, ...] = ()  # where `call` takes several tensors one by one: their names
    smoke: Literal["", "yes", "rigid", "alone"] = (
        ""  # rebuilt for smoke training; rigid: its sizes cannot be cut
    )
    since: str = ""  # the first described Keras 3 that has it, where not all have


# Layers of Keras that have no row yet, and why. A finding never depends on them.
JUDGED_LATER: Final[dict[str, str]] = {
    **dict.fromkeys(("InputSpec", "Layer", "Wrapper"), "no layer that a model can hold"),
    **dict.fromkeys(
        ("FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper"), "runs what another library made"
    ),
    **dict.fromkeys(
        ("Pipeline", "SpectralNormalization"), "is what it holds or wraps, which is not looked into"
    ),
    **dict.fromkeys(
        ("CategoryEncoding", "Discretization", "HashedCrossing", "Hashing"),
        "what it puts out depends on its settings",
    ),
    **dict.fromkeys(
        ("MelSpectrogram", "STFTSpectrogram"), "turns a wave into frames, whose number is not modeled"
    ),
    "StackedRNNCells": "holds cells, each of which has a row",
}

_AUGMENTATION: Final = (
    "AugMix", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization", "CutMix", "Equalization", "MixUp",
    "RandAugment", "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomCrop",
    "RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHeight",
    "RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomRotation", "RandomSaturation",
    "RandomSharpness", "RandomShear", "RandomTranslation", "RandomWidth", "RandomZoom", "Solarization",
)  # fmt: skip


_ENTRY: Final = Traits("entry", time="steps", shape="same", scale="keeps", weights=False)
_RNN: Final = Traits("recurrent", "uses", reads=3, weights="features")
_CONV_LSTM: Final = _RNN._replace(states=2, gates=True)
_CELL: Final = Traits("cell", reads=2, weights="features", smoke="yes")
_NORMALIZATION: Final = Traits(
    "normalization", time="steps", shape="same", scale="normalizes", weights="features", smoke="yes"
)
_ACTIVATION: Final = Traits("activation", time="steps", shape="same", weights=False, smoke="yes")
# When predicting it puts out what it reads.
_INERT: Final = Traits(time="steps", shape="same", scale="keeps", weights=False, smoke="yes")
_DROPOUT: Final = _INERT._replace(family="dropout")
_RESHAPING: Final = Traits("reshaping", scale="keeps", weights=False, smoke="yes")
_MERGE: Final = Traits("merge", "merges", weights=False, smoke="yes")


def _spatial(family: Family, rank: int) -> Traits:
    """A row of layers that work over 1, 2 or 3 axes between batch and features."""
    return Traits(
        family,
        reads=rank + 2,
        shape="rank",
        time="sequence" if rank == 1 else "",
        scale="keeps",
        weights=False,
    )


def _convolution(rank: int) -> Traits:
    return _spatial("convolution", rank)._replace(scale="activation", weights="features")


_ROWS: Final[dict[str, Traits]] = {
    "Input": _ENTRY,
    "InputLayer": _ENTRY,
    # --- recurrent
    "LSTM": _RNN._replace(states=2, gates=True, fused=True, smoke="yes"),
    "GRU": _RNN._replace(states=1, gates=True, fused=True, smoke="yes"),
    "SimpleRNN": _RNN._replace(states=1, smoke="yes"),
    "RNN": _RNN._replace(smoke="yes"),
    "CuDNNLSTM": _RNN._replace(mask="raises", states=2, gates=True, activation="tanh"),
    "CuDNNGRU": _RNN._replace(mask="raises", states=1, gates=True, activation="tanh"),
    "ConvLSTM1D": _CONV_LSTM._replace(reads=4, smoke="rigid"),
    "ConvLSTM2D": _CONV_LSTM._replace(reads=5, smoke="rigid"),
    "ConvLSTM3D": _CONV_LSTM._replace(reads=6, smoke="alone"),
    "LSTMCell": _CELL._replace(states=2, gates=True),
    "GRUCell": _CELL._replace(states=1, gates=True),
    "SimpleRNNCell": _CELL._replace(states=1),
    "Bidirectional": Traits("wrapper", "inner", reads=(3, None), smoke="yes"),
    "TimeDistributed": Traits("wrapper", "keeps", "steps", reads=(3, None), smoke="yes"),
    # --- with weights
    "Dense": Traits(
        "dense", time="steps", reads=(2, None), shape="rank", scale="activation", weights="features", smoke="yes"
    ),
    "EinsumDense": Traits("dense", scale="activation", weights=True, smoke="rigid"),
    "Embedding": Traits("embedding", "makes", "steps", shape="more", weights=True, smoke="yes"),
    "ReversibleEmbedding": Traits("embedding", "makes", "steps", shape="more", weights=True),
    "Conv1D": _convolution(1)._replace(smoke="yes"),
    "Conv2D": _convolution(2)._replace(smoke="rigid"),
    "Conv3D": _convolution(3)._replace(smoke="alone"),
    "Conv1DTranspose": _convolution(1)._replace(smoke="yes"),
    "Conv2DTranspose": _convolution(2),
    "Conv3DTranspose": _convolution(3)._replace(smoke="alone"),
    "SeparableConv1D": _convolution(1)._replace(smoke="yes"),
    "SeparableConv2D": _convolution(2),
    "DepthwiseConv1D": _convolution(1)._replace(smoke="yes"),
    "DepthwiseConv2D": _convolution(2),
    "LocallyConnected1D": _convolution(1)._replace(mask="drops"),
    "LocallyConnected2D": _convolution(2)._replace(mask="drops"),
    "BatchNormalization": _NORMALIZATION,
    "GroupNormalization": _NORMALIZATION,
    "LayerNormalization": _NORMALIZATION,
    "RMSNormalization": _NORMALIZATION,
    "UnitNormalization": _NORMALIZATION._replace(weights=False),
    "Normalization": _NORMALIZATION._replace(scale="rescales"),
    "Rescaling": _NORMALIZATION._replace(scale="rescales", weights=False),
    # --- activations
    "Activation": _ACTIVATION._replace(scale="activation"),
    "ReLU": _ACTIVATION._replace(scale="keeps", activation="relu"),
    "LeakyReLU": _ACTIVATION._replace(scale="keeps", activation="leaky_relu"),
    "PReLU": _ACTIVATION._replace(scale="keeps", activation="prelu", weights=True),
    "ELU": _ACTIVATION._replace(activation="elu"),
    "ThresholdedReLU": _ACTIVATION._replace(mask="keeps", smoke=""),
    # Its mask is (batch, timesteps), which does not go over (batch, timesteps, features): activations/softmax.py
    "Softmax": _ACTIVATION._replace(mask="raises", scale="bounds", activation="softmax"),
    # --- nothing happens when predicting
    "Dropout": _DROPOUT,
    "AlphaDropout": _DROPOUT,
    "GaussianDropout": _DROPOUT,
    "SpatialDropout1D": _DROPOUT._replace(reads=3),
    "SpatialDropout2D": _DROPOUT._replace(reads=4),
    "SpatialDropout3D": _DROPOUT._replace(reads=5, smoke=""),
    "GaussianNoise": _INERT._replace(family="noise"),
    "ActivityRegularization": _INERT._replace(family="penalty"),
    "Identity": _INERT._replace(family="identity"),
    "Masking": _INERT._replace(family="masking", mask="makes"),
    # --- steps and axes
    "Flatten": _RESHAPING._replace(time="gone", reads=(1, None), shape="flat"),
    "Reshape": _RESHAPING._replace(smoke="rigid"),
    "Permute": _RESHAPING._replace(shape="rank", smoke="rigid"),
    "RepeatVector": _RESHAPING._replace(family="repeating", reads=2, shape="more"),
    "MaxPooling1D": _spatial("pooling", 1)._replace(smoke="yes"),
    "MaxPooling2D": _spatial("pooling", 2)._replace(smoke="rigid"),
    "MaxPooling3D": _spatial("pooling", 3)._replace(smoke="rigid"),
    "AveragePooling1D": _spatial("pooling", 1)._replace(smoke="yes"),
    "AveragePooling2D": _spatial("pooling", 2)._replace(smoke="rigid"),
    "AveragePooling3D": _spatial("pooling", 3),
    "GlobalMaxPooling1D": _spatial("pooling", 1)._replace(time="gone", shape="flat", smoke="yes"),
    "GlobalMaxPooling2D": _spatial("pooling", 2)._replace(time="gone", shape="flat", smoke="yes"),
    "GlobalMaxPooling3D": _spatial("pooling", 3)._replace(time="gone", shape="flat"),
    "GlobalAveragePooling1D": _spatial("pooling", 1)._replace(mask="ends", time="gone", shape="flat", smoke="yes"),
    "GlobalAveragePooling2D": _spatial("pooling", 2)._replace(time="gone", shape="flat", smoke="yes"),
    "GlobalAveragePooling3D": _spatial("pooling", 3)._replace(time="gone", shape="flat"),
    **{f"Adaptive{kind}Pooling{rank}D": _spatial("pooling", rank)._replace(reads=None, shape="")
       for kind in ("Average", "Max") for rank in (1, 2, 3)},
    "Cropping1D": _spatial("resizing", 1)._replace(smoke="rigid"),
    "Cropping2D": _spatial("resizing", 2),
    "Cropping3D": _spatial("resizing", 3),
    "UpSampling1D": _spatial("repeating", 1)._replace(smoke="yes"),
    "UpSampling2D": _spatial("repeating", 2),
    "UpSampling3D": _spatial("repeating", 3),
    "ZeroPadding1D": _spatial("resizing", 1)._replace(smoke="yes"),
    "ZeroPadding2D": _spatial("resizing", 2),
    "ZeroPadding3D": _spatial("resizing", 3),
    # --- several inputs
    "Add": _MERGE,
    "Average": _MERGE,
    "Maximum": _MERGE,
    "Minimum": _MERGE,
    "Multiply": _MERGE,
    "Subtract": _MERGE,
    "Concatenate": _MERGE._replace(mask="joins"),
    "Dot": _MERGE._replace(mask="drops", smoke="rigid"),
    "Attention": Traits("attention", "query", smoke="yes"),
    "AdditiveAttention": Traits("attention", "query", weights="features", smoke="yes"),
    **dict.fromkeys(
        ("MultiHeadAttention", "GroupQueryAttention"),
        Traits("attention", "query", weights="features", inputs=("query", "value", "key"), smoke="yes"),
    ),
    # --- the rest
    "TextVectorization": Traits("text", weights=False),
    "IntegerLookup": Traits("text", weights=False),
    "StringLookup": Traits("text", weights=False),
    "Lambda": Traits("code", "argument", weights=False),
    **dict.fromkeys(_AUGMENTATION, Traits("augmentation")),
    **dict.fromkeys(("CenterCrop", "MaxNumBoundingBoxes", "Resizing"), Traits("image")),
}  # fmt: skip


def _completed() -> dict[str, Traits]:
    """The rows with what the data files say of the newest Keras."""
    masks: dict[str, Mask] = {
        **dict.fromkeys(groups("masking").get("passes", ()), "keeps"),
        **dict.fromkeys(groups("masking").get("drops", ()), "drops"),
    }
    since = {name: version for version, names in groups("since").items() for name in names}
    return {
        name: row._replace(mask=row.mask or masks.get(name, ""), since=since.get(name, ""))
        for name, row in _ROWS.items()
    }


LAYERS: Final = _completed()
UNKNOWN: Final = Traits()
# What the fields with words may say.
TRAIT_WORDS: Final = {
    "family": get_args(Family),
    "mask": get_args(Mask),
    "time": get_args(Time),
    "shape": get_args(Shaped),
    "scale": get_args(Scale),
}


def traits(cls: str) -> Traits:
    """What holds for the layers of a class; the empty traits for one that has no row."""
    return LAYERS.get(cls, UNKNOWN)
