"""NumPy, imported where a training begins and nowhere else. It has no types here: lstm-lint is typed without it."""

from __future__ import annotations

import importlib
import os
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")  # a product of 128 by 32 is too small to be shared out among threads

np: Any = importlib.import_module("numpy")
Array = Any
Runs = slice  # the runs of one arm


class Unsupported(Exception):
    """What this engine does not train; the message says what it is, in words of Keras."""


def arranged(x: Array) -> Array:
    """(runs, batch, timesteps, features) of Keras to (runs, features, timesteps, batch); vectors and ids alike.

    What has no feature axis, as (runs, batch) of class ids, is as it was; so are (runs, batch, timesteps) of ids
    turned as (runs, timesteps, batch).
    """
    if x.ndim < 3:
        return x
    return np.ascontiguousarray(np.swapaxes(x, -1, 1))
