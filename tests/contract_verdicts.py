"""Runs the programs of `contract_programs` under the installed Keras and says what became of each.

Reads a line of JSON for each from stdin, `{"id", "code", "eagerly"}`, and answers `{"id", "outcome", "message"}`. The
outcome is `ran`, `raised`, or `broadcast`: it ran, and an element-wise loss compared a target and an output of
different shapes. Where eager and graph mode differ, that is up to who asks.
"""

from __future__ import annotations

import gc
import json
import os
import warnings
from typing import Any

import keras
import numpy as np
from keras.src.losses import losses
from keras.src.losses.loss import squeeze_or_expand_to_same_rank

BROADCAST: list[bool] = []


def watch() -> None:
    """Every loss says whether the two that it compares have the same axes."""
    original = losses.LossFunctionWrapper.call

    def call(self: Any, y_true: Any, y_pred: Any) -> Any:
        target, output = squeeze_or_expand_to_same_rank(y_true, y_pred)
        if "sparse" not in self.name and tuple(target.shape[1:]) != tuple(output.shape[1:]):
            BROADCAST.append(True)
        return original(self, y_true, y_pred)

    losses.LossFunctionWrapper.call = call


def verdict(code: str, eagerly: bool) -> tuple[str, str]:
    BROADCAST.clear()
    keras.config.disable_traceback_filtering()
    original = keras.Model.compile

    def compile_model(self: Any, *args: Any, **kwargs: Any) -> Any:
        return original(self, *args, run_eagerly=eagerly, **kwargs)

    keras.Model.compile = compile_model
    try:
        exec(compile(code, "program.py", "exec"), {"__name__": "__main__"})  # of our own writer
    except Exception as error:
        return "raised", f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    finally:
        keras.Model.compile = original
    return ("broadcast" if BROADCAST else "ran"), ""


def main() -> None:
    asked, out = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what the programs print is no answer
    warnings.simplefilter("ignore")
    watch()
    gc.collect()
    gc.freeze()  # no collection looks through TensorFlow again
    for line in asked:
        program = json.loads(line)
        keras.utils.set_random_seed(0)
        np.random.seed(0)
        outcome, message = verdict(program["code"], program["eagerly"])
        print(json.dumps({"id": program["id"], "outcome": outcome, "message": message}), file=out, flush=True)
        keras.utils.clear_session(free_memory=False)


if __name__ == "__main__":
    main()
