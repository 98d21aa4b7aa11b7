"""Canonical names: whatever way Keras is imported, `keras.layers.LSTM` is `keras.layers.LSTM`."""

from __future__ import annotations

from functools import lru_cache

from lstm_lint.keras_api.layers import LAYERS
from lstm_lint.keras_api.signatures import names

# Longest first. `keras.src` and `tensorflow.python.keras` are private but imported all the same (15 % of real files).
_KERAS_ROOTS = (
    "tensorflow.contrib.keras.api.keras",
    "tensorflow.contrib.keras.python.keras",
    "tensorflow.contrib.keras",
    "tensorflow.python.keras.api",
    "tensorflow.python.keras",
    "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras",
    "tensorflow._api.v2.v2.keras",
    "tensorflow.keras",
    "keras.src",
    "keras.api",
    "keras_core",
    "tf_keras",
    "keras",
)
# `tf.optimizers` is `tf.keras.optimizers`, and so on.
_TOP_OF_TENSORFLOW = (
    "tensorflow.optimizers.",
    "tensorflow.losses.",
    "tensorflow.metrics.",
    "tensorflow.initializers.",
)
_KINDS = {
    "layers": "layers",
    "legacy": None,
    "optimizers": "optimizers",
    "optimizer_v1": "optimizers",
    "optimizer_v2": "optimizers",
    "callbacks": "callbacks",
    "losses": "losses",
    "objectives": "losses",
    "metrics": "metrics",
    "initializers": "initializers",
    "initializations": "initializers",
    "regularizers": "regularizers",
    "constraints": "constraints",
    "activations": "activations",
    "datasets": "datasets",
    "preprocessing": "preprocessing",
    "utils": "utils",
    "models": "models",
    "engine": "models",
    "topology": "models",
    "training": "models",
    "backend": "backend",
    "ops": "ops",
    "applications": "applications",
    "wrappers": "wrappers",
    "mixed_precision": "mixed_precision",
    "random": "random",
}  # fmt: skip
_TOP = {
    "Model": "keras.Model",
    "Sequential": "keras.Sequential",
    "Input": "keras.Input",
    "InputLayer": "keras.layers.InputLayer",
    # `keras.Layer` of Keras 3
    "Layer": "keras.layers.Layer",
    "Loss": "keras.losses.Loss",
    "Metric": "keras.metrics.Metric",
    "Optimizer": "keras.optimizers.Optimizer",
    "Initializer": "keras.initializers.Initializer",
    "Regularizer": "keras.regularizers.Regularizer",
}
_LAYER_MODULES = frozenset(
    {"recurrent", "recurrent_v2", "core", "embeddings", "convolutional", "pooling", "wrappers", "normalization",
     "merge", "noise", "advanced_activations", "local", "convolutional_recurrent", "cudnn_recurrent", "rnn",
     "experimental"}
)  # fmt: skip
KINDS = (
    "layers",
    "optimizers",
    "callbacks",
    "losses",
    "metrics",
    "initializers",
    "regularizers",
    "constraints",
)
# `add([a, b])` and friends: functions that make a layer and apply it at once.
FUNCTIONAL = {cls.lower(): cls for cls, row in LAYERS.items() if row.family == "merge"}
_SCHEDULE_MODULES = ("schedules", "learning_rate_schedule")


@lru_cache(maxsize=4096)
def canonical(path: str) -> str:
    """The canonical dotted path; other libraries keep theirs.

    >>> canonical("tensorflow.python.keras.layers.recurrent.LSTM")
    'keras.layers.LSTM'
    """
    for root in _KERAS_ROOTS:
        if path == root:
            return "keras"
        if path.startswith(root + "."):
            return _inside_keras(path[len(root) + 1 :].split("."))
    if path.startswith(_TOP_OF_TENSORFLOW):
        return _inside_keras(path.split(".")[1:])
    return path


@lru_cache(maxsize=4096)
def is_keras(path: str) -> bool:
    """Whether an imported path lies in some package of Keras."""
    return any(path == root or path.startswith(root + ".") for root in _KERAS_ROOTS)


def as_imported(path: str, module: str) -> str:
    """A canonical path in the package of the module that it was imported from.

    >>> as_imported("keras.layers.LSTM", "tensorflow.keras.layers")
    'tensorflow.keras.layers.LSTM'
    """
    root = next((root for root in _KERAS_ROOTS if module == root or module.startswith(root + ".")), "keras")
    return root + path.removeprefix("keras") if path.startswith("keras") else path


def _inside_keras(parts: list[str]) -> str:
    last = parts[-1]
    if last in _TOP and "legacy" not in parts:
        return _TOP[last]
    kind = next((found for part in parts if (found := _KINDS.get(part))), None)
    if kind is None:
        return "keras." + ".".join(parts)
    if kind == "optimizers" and any(module in parts for module in _SCHEDULE_MODULES):
        return f"keras.schedules.{last}" if last not in _SCHEDULE_MODULES else "keras.schedules"
    if kind == "optimizers" and "legacy" in parts[:-1]:
        return f"keras.optimizers.legacy.{last}"
    if kind in ("preprocessing", "datasets", "applications", "wrappers"):
        return "keras." + ".".join(parts)
    if len(parts) == 1:
        return f"keras.{kind}"
    if last in _LAYER_MODULES:
        return "keras.layers"
    return f"keras.{kind}.{last}"


def split(path: str) -> tuple[str, str] | None:
    """Kind and class of a canonical Keras path: `("layers", "LSTM")`."""
    parts = path.split(".")
    if parts[0] != "keras" or len(parts) < 3:
        return None
    return parts[1], parts[-1]


def starred(module: str, name: str) -> str | None:
    """The path that `from module import *` gives a name, if it gives it."""
    if module in ("keras", "keras.models") and name in ("Model", "Sequential", "Input"):
        return f"keras.{name}"
    if module == "keras.layers" and name == "Input":
        return "keras.Input"
    for kind in KINDS:
        known = name in names(kind) or (kind == "layers" and name in FUNCTIONAL)
        if module == f"keras.{kind}" and known:
            return f"keras.{kind}.{name}"
    if module.startswith("keras.preprocessing") and name in names("functions"):
        return f"{module}.{name}"
    return None
