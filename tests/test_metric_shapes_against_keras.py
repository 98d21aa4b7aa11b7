"""What is said of a metric and the shapes it compares, held against the installed Keras on random shapes."""

from __future__ import annotations

import random
from typing import Any

import pytest

pytest.importorskip("tensorflow")

import keras
import numpy as np
import tensorflow as tf

from lstm_lint.keras_api.metric_shapes import COUNTS, F_SCORES, LARGEST, LARGEST_OF_OUTPUT, refuses

pytestmark = pytest.mark.keras

ROWS = 16  # no other axis is as long: a batch that broadcasts by chance
AXES = (1, 2, 3, 5)
MADE: dict[str, dict[str, Any]] = {
    "precision_at_recall": {"recall": 0.5}, "recall_at_precision": {"precision": 0.5},
    "sensitivity_at_specificity": {"specificity": 0.5}, "specificity_at_sensitivity": {"sensitivity": 0.5},
    "mean_io_u": {"num_classes": 2}, "io_u": {"num_classes": 2, "target_class_ids": [0]},
    "binary_io_u": {"target_class_ids": [0, 1], "threshold": 0.5},
}  # fmt: skip
CLASSES = {"fbeta_score": "FBetaScore"}
NAMED = (
    "binary_accuracy", "mean_absolute_error", "root_mean_squared_error", "r2_score", "binary_crossentropy",
    "categorical_crossentropy",
)  # fmt: skip
METRICS = sorted(
    {*COUNTS, *F_SCORES, *LARGEST, *LARGEST_OF_OUTPUT, *NAMED} - {"f_beta_score", "categorical_accuracy"}
)


def shape(chance: random.Random) -> tuple[int, ...]:
    return tuple(chance.choice(AXES) for _ in range(chance.randint(0, 2)))


def raises(metric: str, target: tuple[int, ...], output: tuple[int, ...]) -> bool:
    rng = np.random.default_rng(0)
    pair = (rng.integers(0, 2, (ROWS, *target)), rng.random((ROWS, *output)).astype("float32"))
    made = {"class_name": CLASSES.get(metric, metric), "config": MADE.get(metric, {})}
    measure = keras.metrics.get(made)

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, *target), tf.int64),
            tf.TensorSpec((None, *output), tf.float32),
        ]
    )
    def step(y: Any, p: Any) -> Any:
        measure.update_state(y, p)
        return measure.result()

    try:
        step(*pair)
    except Exception:
        return True
    return False


@pytest.mark.parametrize("metric", METRICS)
def test_what_is_said_to_raise_raises(metric: str) -> None:
    chance = random.Random(metric)
    found = missed = 0
    for _ in range(24):
        target, output = shape(chance), (*shape(chance), chance.choice(AXES))
        said, does = refuses(metric, (None, *target), (None, *output)), raises(metric, target, output)
        assert does or not said, (target, output)
        found, missed = found + said, missed + (does and not said)
    assert found > 0
    assert missed <= (20 if metric in LARGEST | LARGEST_OF_OUTPUT | {"r2_score"} else 4)
