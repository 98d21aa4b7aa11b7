"""TensorFlow and Keras, imported in the child process alone: quiet, and on the CPU unless asked otherwise."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import random
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any


class NoTensorFlow(Exception):
    """TensorFlow is not installed where this Python looks for it, or does not load; the message says why."""


class NoGPU(Exception):
    """A GPU was asked for, and TensorFlow sees none."""


@dataclass(frozen=True)
class Backend:
    """The three modules that a rebuilt model needs. They have no types here: lstm-lint is typed without TensorFlow."""

    keras: Any
    tf: Any
    np: Any

    def seed(self, number: int) -> None:
        """Seeds the layers built from here on: their initializers and dropouts draw their seeds from `random`.

        `keras.utils.set_random_seed` gives the same weights, and has TensorFlow throw away all compiled functions.
        """
        random.seed(number)

    def in_this_thread(self) -> AbstractContextManager[Any]:
        """Traces and runs functions without a pool of threads, whose hand-overs cost half of a small model's step.

        Sums are the same bit for bit. A no-op where this TensorFlow has no such executor, and for a GPU.
        """
        if self.tf.config.get_visible_devices("GPU"):
            return contextlib.nullcontext()
        try:
            context = importlib.import_module("tensorflow.python.eager.context")
            return context.function_executor_type("SINGLE_THREADED_EXECUTOR")  # type: ignore[no-any-return]
        except (ImportError, AttributeError):
            return contextlib.nullcontext()


def load(device: str = "cpu", threads: int = 2) -> Backend:
    """Imports TensorFlow with logging off. Raises NoTensorFlow, and NoGPU where one was asked for in vain."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    # oneDNN sums in an order of its own: runs would not repeat bit for bit.
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
    os.environ["OMP_NUM_THREADS"] = str(threads)
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    sys.dont_write_bytecode = True
    sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]  # Keras would import it: a second, for nothing
    gc.disable()  # 3,000 modules are made to stay: looking for garbage among them takes an eighth of the import
    try:
        tf = importlib.import_module("tensorflow")
        keras = importlib.import_module("keras")
        np = importlib.import_module("numpy")
    except ImportError as error:
        raise NoTensorFlow(str(error).partition("\n")[0]) from error
    finally:
        gc.enable()
        gc.freeze()
    if int(keras.__version__.partition(".")[0]) < 3:
        raise NoTensorFlow(f"Keras {keras.__version__} is installed, and smoke training takes Keras 3")
    tf.get_logger().setLevel("ERROR")
    if device == "gpu":
        found = tf.config.list_physical_devices("GPU")
        if not found:
            raise NoGPU("TensorFlow sees no GPU here")
        for gpu in found:  # takes its memory as needed, not all of it at once: others may be at work
            tf.config.experimental.set_memory_growth(gpu, True)
    # The products of a step are too small to be shared out; two arms at a time fill the threads.
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    if device == "cpu":
        tf.config.set_visible_devices([], "GPU")
    keras.utils.set_random_seed(0)  # without one TensorFlow's own generators refuse to be deterministic
    return Backend(keras, tf, np)
