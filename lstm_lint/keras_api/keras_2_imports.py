"""Imports that only Keras 2 can serve, or not even that, and those that only Keras 3 can."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from lstm_lint.keras_api.lifetimes import line

# Modules and names of Keras 2 that Keras 3 lacks. Tests hold this list against the installed Keras 3.
KERAS_2_ONLY: Final = (
    "keras.backend.tensorflow_backend",
    "keras.engine",
    "keras.estimator",
    "keras.layers.CuDNNGRU",
    "keras.layers.CuDNNLSTM",
    "keras.layers.LocallyConnected1D",
    "keras.layers.LocallyConnected2D",
    "keras.layers.advanced_activations",
    "keras.layers.convolutional",
    "keras.layers.convolutional_recurrent",
    "keras.layers.core",
    "keras.layers.cudnn_recurrent",
    "keras.layers.embeddings",
    "keras.layers.experimental",
    "keras.layers.local",
    "keras.layers.merge",
    "keras.layers.noise",
    "keras.layers.normalization",
    "keras.layers.pooling",
    "keras.layers.recurrent",
    "keras.layers.recurrent_v2",
    "keras.layers.wrappers",
    "keras.objectives",
    "keras.optimizers.experimental",
    "keras.utils.HDF5Matrix",
    "keras.utils.data_utils",
    "keras.utils.generic_utils",
    "keras.utils.io_utils",
    "keras.utils.layer_utils",
    "keras.utils.multi_gpu_model",
    "keras.utils.multi_gpu_utils",
    "keras.utils.np_utils",
    "keras.utils.training_utils",
    "keras.utils.vis_utils",
    "keras.wrappers.scikit_learn",
)
# The same for the package `keras` alone: `tf.keras` of Keras 3 still has these.
KERAS_2_ONLY_STANDALONE: Final = (
    "keras.preprocessing.text",
    "keras.preprocessing.sequence.TimeseriesGenerator",
    "keras.preprocessing.image.ImageDataGenerator",
    "keras.layers.ThresholdedReLU",
    "keras.backend.get_session",
    "keras.backend.set_session",
)
# What ended with Keras 1: no version that can be installed beside a TensorFlow of today's Python has them.
KERAS_1_ONLY: Final = (
    "keras.initializations",
    "keras.layers.containers",
    "keras.layers.Highway",
    "keras.layers.MaxoutDense",
    "keras.layers.Merge",
    "keras.layers.TimeDistributedDense",
    "keras.layers.core.Merge",
    "keras.layers.core.TimeDistributedDense",
    "keras.models.Graph",
)
# Copies of Keras 2 that newer packages still carry, or packages that end before Keras 3.
KERAS_2_PACKAGES: Final = ("tf_keras", "tensorflow.python.keras", "tensorflow.contrib")
# What came with Keras 3. Tests hold this list against the recorded Keras 2.
KERAS_3_ONLY: Final = (
    "keras.distribution",
    "keras.ops",
    "keras.random",
    "keras.tree",
    "keras.layers.TorchModuleWrapper",
    "keras.layers.JaxLayer",
    "keras.StatelessScope",
)


def keras_3_evidence(names: Iterable[str]) -> str | None:
    """Why these imports need Keras 3, in words, or None."""
    found = next(filter(_needs_keras_3, names), None)
    return f"imports {found}, which came with Keras 3" if found is not None else None


@lru_cache(maxsize=4096)
def _needs_keras_3(name: str) -> bool:
    return any(lies_under(name, dotted) for dotted in KERAS_3_ONLY)


def keras_2_evidence(names: Iterable[str]) -> str | None:
    """Why these imports can only work with Keras 2, in words, or None."""
    return next(filter(None, map(_evidence, names)), None)


@lru_cache(maxsize=4096)
def _evidence(name: str) -> str | None:
    if "keras" not in name and "contrib" not in name:
        return None
    if any(lies_under(name, package) for package in KERAS_2_PACKAGES):
        return f"imports {name}, which is Keras 2"
    within_tf = name.startswith("tensorflow.")
    for prefix in ("tensorflow.compat.v1.", "tensorflow.compat.v2.", "tensorflow."):
        if name.startswith(prefix + "keras"):
            name = name.removeprefix(prefix)
    known = KERAS_2_ONLY if within_tf else (*KERAS_2_ONLY, *KERAS_2_ONLY_STANDALONE)
    if any(lies_under(name, dotted) for dotted in known):
        if within_tf and line("tensorflow").with_name(name) == 0:
            return None  # no `tf.keras` ever had it
        shown = f"tf.{name}" if within_tf else name
        return f"imports {shown}, which Keras 3 lacks"
    return None


def needs_keras_1(names: Iterable[str]) -> bool:
    """Whether one of these imports fails in every Keras 2 and 3."""
    return any(map(_needs_keras_1, names))


@lru_cache(maxsize=4096)
def _needs_keras_1(name: str) -> bool:
    return any(lies_under(name, dotted) for dotted in KERAS_1_ONLY)


def is_of_keras_1(name: str) -> bool:
    """Whether a name ended with Keras 1."""
    return name in KERAS_1_ONLY


def lies_under(name: str, dotted: str) -> bool:
    """Whether a dotted name is that module, or lies in it."""
    return name == dotted or name.startswith(dotted + ".")
