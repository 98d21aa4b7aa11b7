"""The last Keras 2 that has what Keras 3 has not, where that is not the last of all, 2.15.

Modules and classes: of the wheels keras 2.0.9 to 2.15.0 on PyPI, the last that holds them; from 2.6 on the package
`keras.layers.normalization` is empty. `predict_classes` and `predict_proba` are in tf.keras 2.5, which keras 2.4.3
stands for, and not in 2.6. Optimizers take `decay` up to 2.10; from 2.11 on it raises,
and `lr` is ignored with a warning (`Optimizer._process_kwargs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lstm_lint.keras_api.versions import LAST_KERAS_2, Version

_OF_VERSIONS: Final[dict[Version, tuple[str, ...]]] = {
    (1, 2): (
        *("keras.initializations", "keras.layers.containers", "keras.layers.TimeDistributedDense"),
        *("keras.layers.core.Merge", "keras.layers.core.TimeDistributedDense", "keras.models.Graph"),
    ),
    (2, 1): ("keras.layers.Merge",),
    (2, 3): (
        *(
            "keras.layers.Highway",
            "keras.layers.MaxoutDense",
            "keras.backend.tensorflow_backend",
            "keras.backend.common",
            "keras.legacy",
            "keras.callbacks.callbacks",
            "keras.backend.image_dim_ordering",
        ),
        *("nb_epoch", "image_dim_ordering"),
    ),
    (2, 5): (
        *("keras.engine.topology", "keras.objectives", "keras.layers.normalization"),
        *("predict_classes", "predict_proba"),
    ),
    (2, 8): (
        *(
            "keras.layers.recurrent",
            "keras.layers.recurrent_v2",
            "keras.layers.embeddings",
            "keras.layers.wrappers",
        ),
        *("keras.layers.merge", "keras.layers.advanced_activations", "keras.layers.local"),
        *("keras.layers.convolutional_recurrent", "keras.layers.cudnn_recurrent"),
    ),
    (2, 10): ("decay", "lr"),
    (2, 12): (
        *(
            "keras.layers.core",
            "keras.layers.pooling",
            "keras.layers.convolutional",
        ),
        *(
            "keras.layers.noise",
            "keras.utils.np_utils",
            "keras.utils.generic_utils",
            "keras.utils.data_utils",
        ),
        *("keras.layers.CuDNNLSTM", "keras.layers.CuDNNGRU"),
        *("keras.utils.vis_utils", "keras.utils.io_utils", "keras.engine", "keras.wrappers.scikit_learn"),
    ),
}
_LAST: Final = {name: version for version, names in _OF_VERSIONS.items() for name in names}
_OF_TENSORFLOW_1: Final = frozenset(
    {"layers.CuDNNLSTM", "layers.CuDNNGRU"}
)  # 2.x has them in tf.compat.v1 alone
_NAME = re.compile(r"[\w.]+")


def last_with(name: str) -> Version | None:
    """The last Keras 2 with a name, as a message writes it (`keras.layers.core`, `predict_classes()`, `decay=0.1`).

    None where that is Keras 2.15, or is not known.
    """
    found = _NAME.match(name)
    parts = found[0].removeprefix("tensorflow.").removeprefix("tf.").split(".") if found else []
    heads = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((_LAST[head] for head in heads if head in _LAST), None)


def only_in_tensorflow_1(name: str) -> bool:
    """Whether `tf.keras` has a name in TensorFlow 1 alone, whatever the package `keras` has."""
    return ".".join(name.split(".")[-2:]) in _OF_TENSORFLOW_1 and not name.startswith("tensorflow.compat.")


def upper_bound(names: Iterable[str], newest: Version) -> str:
    """What to pin Keras below for all of these names to work, for a script of that version at most: `2.13`, or `3`."""
    last = min(newest, *filter(None, map(last_with, names)), LAST_KERAS_2)
    return f"{last[0]}.{last[1] + 1}" if (2, 0) <= last < LAST_KERAS_2 else str(last[0] + 1)
