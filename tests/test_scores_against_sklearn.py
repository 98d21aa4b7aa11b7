"""What is said of the metrics of scikit-learn held against them: what is refused raises, what is let pass does not."""

from __future__ import annotations

import random
import warnings

import pytest

pytest.importorskip("sklearn")

import numpy as np

from lstm_lint.findings import folded
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.notions.scores import OF_CLASSES, OF_NUMBERS, OF_ONE_CLASS
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

metrics = pytest.importorskip("sklearn.metrics")

pytestmark = pytest.mark.keras

HEAD = """\
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from keras.utils import to_categorical
from sklearn import metrics
x = np.random.rand(30, 5, 2)
ids, numbers, steps = np.random.randint(0, {classes}, 30), np.random.rand(30), np.random.rand(30, 5, 1)
model = Sequential([Input((5, 2)), LSTM(4, return_sequences={sequences}), Dense({units}, activation="{activation}")])
model.compile("adam", "mse")
"""
TRUTHS = {
    "ids": 1,
    "ids.reshape(-1, 1)": 1,
    "to_categorical(ids, 3)": 3,
    "numbers": 1,
    "numbers.reshape(-1, 1)": 1,
    "numbers[:20]": 1,
    "steps": 1,
}
PREDICTIONS = (
    "model.predict(x)", "model.predict(x).ravel()", "model.predict(x)[:, 0]", "np.argmax(model.predict(x), axis=1)",
    "(model.predict(x) > 0.5).astype(int)", "model.predict(x).round()", "np.where(model.predict(x) > 0.5, 1, 0)",
)  # fmt: skip
HEADS = {(1, False): "sigmoid", (3, False): "softmax", (1, True): "linear"}


class Predicts:
    """As a trained model predicts: numbers of the shape of its output."""

    def __init__(self, units: int, sequences: bool, activation: str) -> None:
        self.shape = (30, 5, units) if sequences else (30, units)
        self.activation = activation

    def predict(self, x: object) -> np.ndarray:
        found = np.random.default_rng(3).random(self.shape).astype("float32")
        return found / found.sum(-1, keepdims=True) if self.activation == "softmax" else found


def one_hot(ids: np.ndarray, classes: int) -> np.ndarray:
    return np.eye(classes)[ids]


def raises(line: str, names: dict[str, object]) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            eval(line, names)
        except ValueError:
            return True
    return False


@pytest.mark.parametrize("head", HEADS, ids=str)
def test_what_is_refused_raises(head: tuple[int, bool]) -> None:
    units, sequences = head
    chance = np.random.default_rng(1)
    classes = 3 if units == 3 else 2
    program = HEAD.format(units=units, sequences=sequences, activation=HEADS[head], classes=classes)
    more = {"fbeta_score": ", beta=1"}
    lines = [
        f"metrics.{metric}({truth}, {predicted}{more.get(metric, '')})"
        for metric in sorted(OF_CLASSES | OF_NUMBERS | OF_ONE_CLASS | {"roc_auc_score"})
        for truth in TRUTHS
        for predicted in PREDICTIONS
    ]
    lines = random.Random(7).sample(lines, 400)
    names: dict[str, object] = {
        "np": np, "metrics": metrics, "model": Predicts(units, sequences, HEADS[head]), "x": None,
        "to_categorical": one_hot, "ids": np.arange(30) % classes, "numbers": chance.random(30),
        "steps": chance.random((30, 5, 1)),
    }  # fmt: skip
    source = from_bytes((program + "\n".join(lines)).encode(), "scores.py")
    found = lint(source, Settings(), target=parse_target("3"))
    said = {one.span.line - program.count("\n") - 1 for one in found if one.code == "LL719"}
    raised = {at for at, line in enumerate(lines) if raises(line, names)}
    assert [lines[at] for at in sorted(said - raised)] == []
    # Of what raises, those that a model's output alone decides are all found.
    raw = {at for at in raised if lines[at].partition("(")[0].partition(".")[2] in OF_CLASSES}
    raw = {at for at in raw if any(f", {one}{end}" in lines[at] for one in PREDICTIONS[:3] for end in "),")}
    assert [lines[at] for at in sorted(raw - said)] == []


def test_scores_of_one_prediction_are_one_finding_with_a_cure_for_its_axes() -> None:
    text = """
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense, TimeDistributed
from sklearn.metrics import accuracy_score, f1_score

x, y = np.random.rand(64, 5, 1), np.random.randint(0, 2, (64, 5, 1))
model = Sequential([Input((5, 1)), LSTM(8, return_sequences=True), TimeDistributed(Dense(1, "sigmoid"))])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, validation_split=0.1)
chances = model.predict(x)
print(accuracy_score(y, chances), f1_score(y, chances))
"""
    found = folded(lint(from_bytes(text.encode(), "train.py"), Settings(keras="3")))
    (one,) = (one for one in found if one.code == "LL719")
    assert "flatten both with .ravel()" in one.message
    truth, flat = np.array([[[0], [1]], [[1], [1]]]), np.array([[[0.2], [0.9]], [[0.8], [0.4]]])
    with pytest.raises(ValueError):
        metrics.accuracy_score(truth, flat > 0.5)
    assert metrics.accuracy_score(truth.ravel(), (flat > 0.5).ravel()) == 0.75
