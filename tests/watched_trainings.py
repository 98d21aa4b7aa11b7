"""Run as a script: trains models alike, without Watch twice and with it once, and prints as JSON what differs.

`KERAS_BACKEND=torch python tests/watched_trainings.py arrays dropout normalized stateful generator dataset several`,
and with `WATCHED=tf_keras` for Keras 2.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from lstm_lint.watch import Watch, compiled

STEPS, FEATURES, BATCH, ROWS = 12, 3, 8, 48


def data(seed: int = 0) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((ROWS, STEPS, FEATURES)).astype("float32")
    return x, x.mean((1, 2))[:, None]


def build(keras: Any, what: str) -> Any:
    """A compiled model; `what` names what in it has a state that a careless look would change."""
    layers = keras.layers
    if what == "stateful":
        made = [
            keras.Input(batch_shape=(BATCH, STEPS, FEATURES)),
            layers.LSTM(4, stateful=True),
            layers.Dense(1),
        ]
    elif what == "dropout":
        made = [keras.Input((STEPS, FEATURES)), layers.LSTM(4, dropout=0.2, recurrent_dropout=0.2), layers.Dropout(0.3),
                layers.GaussianNoise(0.1), layers.Dense(1)]  # fmt: skip
    elif what == "normalized":
        made = [keras.Input((STEPS, FEATURES)), layers.Conv1D(4, 3), layers.BatchNormalization(), layers.GRU(4),
                layers.BatchNormalization(), layers.Dense(1)]  # fmt: skip
    elif what == "small":  # what a backend compiles in seconds
        made = [keras.Input((STEPS, FEATURES)), layers.Conv1D(2, 3), layers.SimpleRNN(2), layers.Dense(1)]
    else:
        made = [keras.Input((STEPS, FEATURES)), layers.Bidirectional(layers.LSTM(4)), layers.Dense(1)]
    model = keras.Sequential(made)
    spe = 3 if what == "several" else 1
    model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"], steps_per_execution=spe)
    return model


def batches() -> Iterator[tuple[Any, Any]]:
    x, y = data()
    while True:
        for at in range(0, ROWS, BATCH):
            yield x[at : at + BATCH], y[at : at + BATCH]


def fit(keras: Any, model: Any, what: str, callbacks: list[Any]) -> Any:
    x, y = data()
    if what == "generator":
        return model.fit(batches(), steps_per_epoch=6, epochs=4, verbose=0, callbacks=callbacks)
    if what == "dataset":
        import tensorflow as tf

        found = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(ROWS).batch(BATCH, drop_remainder=False)
        return model.fit(found, epochs=4, verbose=0, callbacks=callbacks, validation_data=(x, y))
    shuffle = what != "stateful"
    return model.fit(x, y, batch_size=BATCH, epochs=4, verbose=0, shuffle=shuffle, callbacks=callbacks,
                     validation_split=0.0 if what in ("small", "stateful") else 0.25)  # fmt: skip


def trained(keras: Any, what: str, watch: Any) -> dict[str, Any]:
    """Everything that a training leaves, as bytes in hexadecimal or exact numbers."""
    keras.utils.set_random_seed(3)
    model = build(keras, what)
    history = fit(keras, model, what, [watch] if watch is not None else []).history
    own = model.optimizer.variables
    every = [*model.variables, *(own() if callable(own) else own)]
    return {
        "variables": [compiled.numbers(one).tobytes().hex() for one in every],
        "history": {name: [float(one).hex() for one in values] for name, values in history.items()},
        "python": hash(random.getstate()),
        "numpy": np.random.get_state()[1].tobytes().hex(),
        "keras": compiled.numbers(keras.initializers.RandomUniform()((4,))).tobytes().hex(),
        "threads": os.environ.get("OPENBLAS_NUM_THREADS"),
    }


def main() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.pop("OPENBLAS_NUM_THREADS", None)
    keras = importlib.import_module(os.environ.get("WATCHED", "keras"))
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()
    found = {}
    for what in sys.argv[1:]:
        once, again = trained(keras, what, None), trained(keras, what, None)
        watch = Watch(say=None)
        watched = trained(keras, what, watch)
        found[what] = {
            "alone": [name for name in once if once[name] != again[name]],
            "watched": [name for name in once if once[name] != watched[name]],
            "looks": len(watch.looks),
            "off": watch.off,
            "by": watch.record().computed_by,
            "loss": watch.looks[-1].loss if watch.looks else None,
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
