"""Arrays of unknown shape that a model has taken: from then on they have the axes that it declares."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np
from keras import Input, Model, Sequential, layers
x, y, other, later = np.load("x.npy"), np.load("y.npy"), np.load("other.npy"), np.load("later.npy")
model = MODEL
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
model.evaluate(other, y)
"""
MODELS = {
    "sequential": "Sequential([Input((30, LAST)), layers.LSTM(8), layers.Dense(1)])",
    "functional": "Model(start := Input((30, LAST)), layers.Dense(1)(layers.LSTM(8)(start)))",
}


def said(text: str, model: str, last: int = 5) -> list[str]:
    head = HEAD.replace("MODEL", MODELS[model]).replace("LAST", str(last))
    found = lint(from_bytes((head + text).encode(), "train.py"), Settings(keras="3"))
    return [finding.message for finding in found if finding.code == "LL116"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "text",
    [
        "model.predict(x[0])",
        "model.predict(other[-1])",
        "one = other[3]\nmodel.predict(one)",
        "for row in other:\n    model.predict(row)",
        "model.predict(other)\nmodel.predict(other[7])",
    ],
)
def test_one_sample_of_what_was_taken(text: str, model: str) -> None:
    assert [one.partition(":")[0] for one in said(text, model)] == [
        "x is one sample (30, 5) without the batch axis"
    ]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "text",
    [
        "model.predict(x[:1])",
        "model.predict(other[0][None])",
        "model.predict(np.expand_dims(other[0], 0))",
        "model.predict(other[0].reshape(1, 30, 5))",
        "model.predict(other[[0]])",
        "model.predict(other[np.newaxis, 0])",
        "model.predict(later[0])",
        "x = changed(x)\nmodel.predict(x[0])",
    ],
)
def test_a_batch_of_it_and_what_no_model_has_taken(text: str, model: str) -> None:
    assert not said(text, model)


def test_an_axis_of_one_is_not_learned() -> None:
    assert not said("model.predict(x[0])", "sequential", 1)


def test_what_is_taken_on_some_paths_only_is_not_learned() -> None:
    assert not said("if input():\n    model.predict(later)\nmodel.predict(later[0])", "sequential")
