"""The packages that Keras comes in, and in which versions two of them hold the same classes."""

from __future__ import annotations

from functools import lru_cache

from lstm_lint.keras_api.versions import KERAS_3, KerasTarget, Version, each_version

# Longest first: import path -> the package as a reader would call it.
_PACKAGES = {
    "tensorflow.python.keras": "tensorflow.python.keras",
    "tensorflow.contrib": "tf.contrib.keras",
    "tensorflow": "tf.keras",
    "tf_keras": "tf_keras",
    "keras": "keras",
}


@lru_cache(maxsize=4096)
def package(path: str) -> str | None:
    """The package of an import path: `tf.keras` for `tensorflow.keras.layers.LSTM`, None for one that is not known."""
    for prefix, name in _PACKAGES.items():
        if path == prefix or path.startswith(prefix + "."):
            return name
    return None


def never_combine(first: str, second: str, target: KerasTarget) -> bool:
    """Whether objects of two packages cannot be combined in any version of the target.

    `keras` and `tf.keras` had classes of their own up to 2.3; keras 2.4 is `tf.keras`, and later `tf.keras` is keras.
    `tf_keras` is a Keras 2 beside Keras 3 (and `tf.keras` itself under TF_USE_LEGACY_KERAS).
    """
    pair = frozenset((first, second))
    return len(pair) == 2 and all(_apart(pair, version) for version in each_version(target))


def _apart(pair: frozenset[str], version: Version) -> bool:
    if pair in ({"keras", "tf.keras"}, {"keras", "tensorflow.python.keras"}):
        return version < (2, 4)
    return pair == {"keras", "tf_keras"} and version >= KERAS_3
