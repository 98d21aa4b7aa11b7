"""Which TensorFlow has a name that not all have, from 1.15 to 2.15, and which works with which Keras.

scripts/generate_tensorflow_names.py writes the names down: `tf.Session`, `tf.contrib`, `tf.random.set_seed`, and what
the private `tensorflow.python.keras` has. A set of releases is a number, as for the line `tensorflow` of lifetimes.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from lstm_lint.keras_api.lifetimes import line

_FILE: Final = Path(__file__).parent / "data" / "tensorflow_names.json"
_ROOT: Final = "tensorflow."
# The TensorFlow that a `keras` runs on, the one that fits best last. Up to 2.2 its backend calls `tf.placeholder`,
# which TensorFlow 2 lacks; that of 2.3 asks for `tensorflow.python.framework.ops._TensorLike`, which ends with 2.2,
# before a convolution for `tf.config.experimental_list_devices`, which ends with 2.0, and in its layers of cuDNN for
# `tensorflow.contrib`; 2.4 is only `tf.keras`, and asks for 2.2; TensorFlow 2.5 brings `keras-nightly`, which pip puts
# into the same folder. From 2.6 on the numbers of both are the same.
_ON: Final = {"2.3": ("2.2", "2.1", "2.0", "1.15"), "2.4": ("2.2", "2.3", "2.4")}
# What 1.0 took away, of the names that scripts of its time use: tensorflow/python/ops and summary of 0.12.1.
_BEFORE_1: Final = frozenset(
    {"audio_summary", "batch_matmul", "complex_abs", "histogram_summary", "image_summary", "inv", "listdiff",
     "merge_all_summaries", "merge_summary", "mul", "neg", "nn.bidirectional_rnn", "nn.rnn", "nn.seq2seq", "pack",
     "scalar_summary", "select", "sub", "train.SummaryWriter", "unpack"}
)  # fmt: skip
_OF_1: Final = 1  # the set that holds 1.15 alone
_FROM_KERAS_2: Final = ("tensorflow.compat.v1.nn.rnn_cell.", "tensorflow.compat.v1.layers.")
JOINED_SINCE: Final = "2.6"  # from then on `tf.keras` is the package `keras`


def releases_with(path: str) -> int | None:
    """The releases that have a name, given as imported, and the modules around it; None where all may have it."""
    if not path.startswith(_ROOT):
        return None
    found, names = None, _names()
    parts = path.removeprefix(_ROOT).split(".")
    for count in range(1, len(parts) + 1):
        bits = names.get(".".join(parts[:count]))
        if bits is not None:
            found = bits if found is None else found & bits
    return found


@lru_cache(maxsize=4096)
def some_lack(path: str) -> bool:
    """Whether some releases are known to lack a name itself, not only a module around it."""
    return path.startswith(_ROOT) and (path.removeprefix(_ROOT) in _names() or is_of_before_1(path))


def is_of_before_1(path: str) -> bool:
    """Whether a name, given as imported, ended before TensorFlow 1."""
    return path.startswith(_ROOT) and path.removeprefix(_ROOT) in _BEFORE_1


@lru_cache(maxsize=4096)
def gone_since_2(path: str) -> str | None:
    """What TensorFlow 2 lacks of a name, given as imported: itself or a module around it, `tensorflow.contrib`."""
    if not path.startswith(_ROOT):
        return None
    parts, names = path.removeprefix(_ROOT).split("."), _names()
    heads = (".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return next((f"{_ROOT}{head}" for head in heads if names.get(head) == _OF_1), None)


def asks_keras_2(path: str) -> bool:
    """Whether a name is one that TensorFlow takes from Keras 2, and refuses beside Keras 3: util/lazy_loader.py."""
    return path.startswith(_FROM_KERAS_2)


def works_on(keras: str) -> tuple[str, ...]:
    """The releases of TensorFlow that one of `keras` runs on, the one that fits best last."""
    every = line("tensorflow").releases
    if keras in every[every.index(JOINED_SINCE) :]:
        return (keras,)
    return _ON.get(keras, every[:1])


@lru_cache(maxsize=1)
def _names() -> Mapping[str, int]:
    data = json.loads(_FILE.read_text("utf-8"))["names"]
    return {name: int(bits, 16) for bits, names in data.items() for name in names.split(" ")}
