"""Places that explain a finding: where its data is read, where the loss is set, where the model is trained."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from command_line import Capsys, run, write

from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

STRICT = ("--no-cache", "--profile", "strict")
RAW = """\
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense

prices = pd.read_csv("prices.csv")[["open", "close"]].values
x = prices[:1000].reshape(50, 20, 2)
y = prices[:50, :1] / 900
model = Sequential([Input((20, 2)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=50, validation_split=0.1)
"""
LOSS = """\
from keras import Input, Sequential
from keras.layers import LSTM, Dense

model = Sequential([Input((20, 2)), LSTM(32), Dense(1)])
model.compile("adam", "binary_crossentropy")
model.fit(x, y)
"""
OTHER = """\
from data import load
from keras import Input, Sequential
from keras.layers import LSTM, Dense

x = load().reshape(442, 10, 1)
model = Sequential([Input((10, 1)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, validation_split=0.003)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: Capsys, code: str, *arguments: str) -> list[list[tuple[str, int, str]]]:
    """Of each finding of a rule its related places: path, line, what it is."""
    said = run(capsys, *STRICT, "--keras", "3", "--output-format", "json", "--select", code, *arguments)[1]
    return [
        [
            (other["path"], other["line"], other["message"])
            for other in one["related"]
            if not other["same_cause"]
        ]
        for one in json.loads(said)["findings"]
    ]


def test_data_and_training_are_linked(capsys: Capsys) -> None:
    write("train.py", RAW)
    assert told(capsys, "LL701", "train.py") == [
        [("train.py", 10, "the model is trained here")]
    ]  # it is at line 5
    text = run(capsys, *STRICT, "--keras", "3", "--select", "LL701", "train.py")[1]
    assert "  = see 10:1: the model is trained here\n" in text


def test_sarif_links_them(capsys: Capsys) -> None:
    write("train.py", RAW)
    said = run(capsys, *STRICT, "--select", "LL701", "--output-format", "sarif", "train.py")[1]
    (result,) = json.loads(said)["runs"][0]["results"]
    (other,) = result["relatedLocations"]
    assert other["physicalLocation"]["region"]["startLine"] == 10
    assert other["message"]["text"] == "the model is trained here"


def test_the_loss_is_linked_to_the_head_that_does_not_fit_it(capsys: Capsys) -> None:
    write("train.py", LOSS)
    assert told(capsys, "LL404", "train.py") == [[("train.py", 5, "the loss is set here")]]


@pytest.mark.parametrize(
    ("code", "text", "linked"),
    [
        (
            "LL512",
            """
            rate = optimizers.schedules.ExponentialDecay(0.001, 10_000, 0.9)
            adam = optimizers.Adam(rate)
            model = Sequential([Input((20, 2)), layers.LSTM(32), layers.Dense(1)])
            model.compile(adam, "mse")
            model.fit(x, y, validation_split=0.1, callbacks=[callbacks.ReduceLROnPlateau()])
            """,
            [(5, "the optimizer is made here")],
        ),
        (
            "LL302",
            """
            model = Sequential()
            model.add(Input((20,)))
            model.add(layers.Embedding(500, 16, mask_zero=True))
            model.add(layers.Conv1D(16, 3))
            model.add(layers.LSTM(32))
            model.compile("adam", "mse")
            """,
            [(6, "the mask is made here")],
        ),
        (
            "LL111",
            """
            model = Sequential()
            model.add(Input(batch_shape=(10, 20, 2)))
            model.add(layers.LSTM(32, stateful=True))
            model.add(layers.Dense(1))
            model.compile("adam", "mse")
            model.fit(x, y, batch_size=10)
            """,
            [(6, "the state is kept here")],
        ),
        (
            "LL711",
            """
            from sklearn.model_selection import KFold

            model = Sequential([Input((20, 2)), layers.LSTM(32), layers.Dense(1)])
            model.compile("adam", "mse")
            for train, test in KFold(5).split(x):
                model.fit(x[train], y[train])
                print(model.evaluate(x[test], y[test]))
            """,
            [(6, "the model is built here")],
        ),
    ],
)
def test_optimizer_mask_state_and_model_are_linked(
    capsys: Capsys, code: str, text: str, linked: list[tuple[int, str]]
) -> None:
    start = "from keras import Input, Sequential, callbacks, layers, optimizers\nimport numpy as np\n"
    write("train.py", start + 'x, y = np.load("x_scaled.npy"), np.load("y_scaled.npy")' + dedent(text))
    assert [one[1:] for one in told(capsys, code, "train.py")[0]] == linked


def test_of_two_models_with_one_name_the_right_training_is_linked() -> None:
    again = RAW[RAW.index("prices =") :].replace("prices.csv", "others.csv")
    found = lint(
        from_bytes((RAW + again).encode(), "train.py"), load(None, {"select": ("LL701",), "keras": "3"})
    )
    assert [(one.line, [other.line for other in one.related]) for one in found] == [(5, [10]), (11, [16])]


def test_where_it_is_not_certain_which_training_it_is_none_is_linked() -> None:
    again = RAW[RAW.index("model =") :]  # another model of the same name reads the same data
    source = from_bytes((RAW + again).encode(), "train.py")
    found = lint(source, load(None, {"select": ("LL701",), "keras": "3"}))
    assert [(one.line, one.related) for one in found] == [(5, ())]


def test_what_lies_in_another_module_is_named_with_its_file(capsys: Capsys) -> None:
    write(
        "data.py",
        "from sklearn.datasets import load_diabetes\n\n\ndef load():\n    return load_diabetes().data\n",
    )
    write("train.py", OTHER)
    (found,) = told(capsys, "LL831", "train.py")
    assert found == [("data.py", 5, "x is read here")]
    text = run(capsys, *STRICT, "--keras", "3", "--select", "LL831", "train.py")[1]
    assert "  = see data.py:5:12: x is read here\n" in text
    said = run(capsys, *STRICT, "--select", "LL831", "--output-format", "sarif", "train.py")[1]
    (result,) = json.loads(said)["runs"][0]["results"]
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data.py"


SCORED = """\
import numpy as np
from keras import Input, Sequential
from keras.callbacks import EarlyStopping
from keras.layers import LSTM, Dense
from sklearn.metrics import accuracy_score

x, y = np.load("x_scaled.npy").reshape(400, 20, 6), np.load("y.npy").reshape(400, 1)
x_test, y_test = np.load("x_test_scaled.npy").reshape(100, 20, 6), np.load("y_test.npy").reshape(100)
model = Sequential([Input((20, 6)), LSTM(16), Dense(1{head})])
model.compile("adam", "{loss}")
model.fit(x, y, epochs=40, validation_data=(x_test, y_test), callbacks=[{stop}])
predicted = model.predict(x_test)
print({score})
"""


@pytest.mark.parametrize(
    ("code", "changes", "lines"),
    [
        ("LL717", {"score": "((y_test - predicted) ** 2).mean()"}, [12, 11]),
        (
            "LL719",
            {
                "score": "accuracy_score(y_test > 0.5, predicted)",
                "head": ", activation='sigmoid'",
                "loss": "binary_crossentropy",
            },
            [12, 11],
        ),
        (
            "LL731",
            {
                "score": "model.evaluate(x_test, y_test)",
                "stop": "EarlyStopping(patience=5, restore_best_weights=True)",
            },
            [13],
        ),
    ],
)
def test_predictions_are_linked_to_where_they_are_made_and_their_model_is_trained(
    code: str, changes: dict[str, str], lines: list[int]
) -> None:
    usual = {"head": "", "loss": "mse", "stop": "", "score": "predicted"}
    text = SCORED.format(**{**usual, **changes})
    (found,) = (
        one
        for one in lint(from_bytes(text.encode(), "train.py"), load(None, {"keras": "3"}))
        if one.code == code
    )
    assert [other.line for other in found.related] == lines
