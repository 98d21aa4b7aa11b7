"""Thresholds of classes, by the curve over the labels that they are then scored against, or over others: LL731."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
from keras import layers
from sklearn.metrics import accuracy_score, f1_score, precision_recall_curve, roc_curve

x, y = np.load("x.npy").reshape(-1, 30, 2), np.load("y.npy")
x_train, x_val, x_test = x[:600], x[600:800], x[800:]
y_train, y_val, y_test = y[:600], y[600:800], y[800:]
model = keras.Sequential([keras.Input((30, 2)), layers.LSTM(16), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train, epochs=5, validation_data=(x_val, y_val))
p, q = model.predict(x_test).ravel(), model.predict(x_val).ravel()
{}
"""
CURVE = "fpr, tpr, cuts = roc_curve({}, {})\nbest = cuts[np.argmax(tpr - fpr)]\n"
RECALL = (
    "precision, recall, cuts = precision_recall_curve(y_test, p)\n"
    "f1 = 2 * precision * recall / (precision + recall)\nbest = cuts[np.argmax(f1)]\n"
)


def found(text: str) -> list[str]:
    selection = Settings((Selection("a test", ("LL731",)),), keras="3")
    return [one.message for one in lint(from_bytes(TEXT.format(text).encode(), "elsewhere/a.py"), selection)]


@pytest.mark.parametrize(
    "text",
    [
        CURVE.format("y_test", "p") + "print(accuracy_score(y_test, p > best))",
        CURVE.format("y_test", "p") + "classes = (p >= best).astype(int)\nprint(f1_score(y_test, classes))",
        RECALL + "print(f1_score(y_test, (p > best).astype('int32')))",
        "def cut(truth, scores):\n    a, b, c = roc_curve(truth, scores)\n    return c[np.argmax(b - a)]\n"
        "print(f1_score(y_test, p > cut(y_test, p)))",
    ],
)
def test_a_threshold_of_the_labels_that_are_scored(text: str) -> None:
    (message,) = found(text)
    assert message.startswith("the threshold comes from `") and len(message) <= 120


@pytest.mark.parametrize(
    "text",
    [
        CURVE.format("y_val", "q") + "print(accuracy_score(y_test, p > best))",
        CURVE.format("y_val", "q") + "print(f1_score(y_val, q > best), f1_score(y_test, p > best))",
        CURVE.format("y_val", "q") + "print(f1_score(y_val, q > best))",  # no test rows are scored
        CURVE.format("y_test", "p") + "print(accuracy_score(y_test, p > 0.5), best)",
        CURVE.format("y_test", "p") + "print(best)",
        CURVE.format("y_train", "model.predict(x_train)") + "print(accuracy_score(y_test, p > best))",
    ],
)
def test_a_threshold_of_other_labels(text: str) -> None:
    assert found(text) == []
