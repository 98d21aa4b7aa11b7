"""What has to be set before Keras is imported by any test."""

from __future__ import annotations

import os
from importlib.util import find_spec

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
if find_spec("tensorflow") is None:
    os.environ.setdefault("KERAS_BACKEND", "numpy")  # it needs scipy, and builds models like any other
