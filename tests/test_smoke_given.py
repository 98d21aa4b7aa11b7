"""Smoke training with data like that of the files, or with the arrays that `fit` receives; which of these, is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lstm_lint import lint
from lstm_lint.command.cli import main
from lstm_lint.data.dialect import NotLookedAt
from lstm_lint.data.look import array
from lstm_lint.data.sight import looked_at
from lstm_lint.settings.settings import Settings
from lstm_lint.smoke import given, synthetic
from lstm_lint.smoke.plan import Job, plan
from lstm_lint.smoke.rebuild import rebuild
from lstm_lint.smoke.runner import _inputs
from lstm_lint.smoke.specification import Data, Input, Node, Part, Specification, from_json, to_json
from lstm_lint.source.source import from_bytes

numpy: Any = pytest.importorskip("numpy")
pytest.importorskip("duckdb")

SCRIPT = """\
import numpy as np
import pandas as pd
from keras import Sequential
from keras.layers import LSTM, Dense

values = pd.read_csv("flow.csv").values
x = np.array([values[i : i + 24] for i in range(len(values) - 24)])
y = values[24:]
model = Sequential([LSTM(32, activation="relu", input_shape=(24, 1)), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=50)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    chance, level, rows = numpy.random.default_rng(0), 0.0, []
    for _ in range(600):
        level = 0.9 * level + chance.normal()
        rows.append(500 + 20 * level)
    (tmp_path / "flow.csv").write_text("flow\n" + "".join(f"{row:.3f}\n" for row in rows), "utf-8")
    (tmp_path / "train.py").write_text(SCRIPT, "utf-8")
    values = numpy.array(rows)[:, None]
    numpy.save("x.npy", numpy.array([values[at : at + 24] for at in range(576)]))
    numpy.save("y.npy", values[24:])
    return tmp_path


def read(folder: Path) -> Any:
    source, settings = from_bytes(SCRIPT.encode(), str(folder / "train.py")), Settings(data="")
    profiles = looked_at(source, settings).profiles
    found = lint.outcome(source, settings, profiles=profiles).findings
    return lint.script_of(source, settings, profiles=profiles), found


def arrays(x: str = "x.npy", y: str = "y.npy") -> given.Arrays:
    return given.Arrays(*(given.Array(str(Path(path).resolve()), array(path)) for path in (x, y)))


def job(folder: Path) -> Job:
    script, findings = read(folder)
    return next(one for one in plan(script, findings) if one.finding.code == "LL203")


# The arrays against the reading


def test_arrays_that_are_as_read_differ_in_nothing(folder: Path) -> None:
    assert given.differences(read(folder)[0], arrays()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda x: numpy.repeat(x, 3, 2), "x was read as (576, 24, 1), and other.npy is (576, 24, 3)"),
        (lambda x: x[:, :, 0], "x was read as (576, 24, 1), and other.npy is (576, 24)"),
        (lambda x: x * 10, "and other.npy reaches"),
    ],
)
def test_difference_is_one_about_the_reading(folder: Path, change: Any, said: str) -> None:
    numpy.save("other.npy", change(numpy.load("x.npy")))
    ((_, found),) = given.differences(read(folder)[0], arrays("other.npy"))
    assert said in found


def test_command_says_the_difference_and_plans(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numpy.save("other.npy", numpy.load("x.npy")[:, :, 0])
    main(["smoke", "--data", "train.py", "--arrays", "other.npy", "y.npy", "--plan-only"])
    shown = capsys.readouterr()
    assert "train.py:11: about our reading, not the script: x was read as (576, 24, 1)" in shown.err
    assert "LL203" in shown.out


@pytest.mark.parametrize(
    ("x", "said"),
    [
        ("objects.npy", "no array of numbers that numpy reads without unpickling"),
        ("nowhere.npy", "there is no such file"),
        ("flow.csv", "it is not named .npy"),
        ("short.npy", "no pair"),
    ],
)
def test_arrays_that_cannot_be_taken_are_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], x: str, said: str
) -> None:
    numpy.save("objects.npy", numpy.array([{}], dtype=object), allow_pickle=True)
    numpy.save("short.npy", numpy.zeros((5, 24, 1)))
    assert main(["smoke", "train.py", "--arrays", x, "y.npy"]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.count("\n") == 1


def test_array_of_a_pickle_is_refused_where_it_lies(folder: Path) -> None:
    numpy.save("objects.npy", numpy.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(NotLookedAt, match="unpickling"):
        array("objects.npy")


# Training on them


def test_training_takes_the_arrays(folder: Path) -> None:
    (made,) = given.on([job(folder)], arrays())
    assert made.written is not None
    assert made.fixed is not None
    assert _inputs(made) == "x.npy and y.npy as given"
    assert from_json(to_json(made.written)) == made.written
    train, held = synthetic.make(numpy, made.written, [(1,)], 0)
    x = numpy.load("x.npy")
    assert train.inputs[0].shape[1:] == (24, 1)
    assert held.inputs[0].shape == (512, 24, 1)
    assert numpy.isin(train.inputs[0], x.astype("float32")).all()
    assert train.targets[0].max() <= numpy.load("y.npy")[:460].astype("float32").max()  # four fifths of them


def test_model_of_another_shape_keeps_synthetic_data(folder: Path) -> None:
    numpy.save("other.npy", numpy.load("x.npy")[:, :, 0])
    before = job(folder)
    assert given.on([before], arrays("other.npy")) == [before]


def test_scale_that_is_in_question_is_that_of_the_arrays(folder: Path) -> None:
    from dataclasses import replace

    one = job(folder)
    assert one.written is not None
    scaled = replace(one, written=one.written.with_data(scale=50.0), fixed=one.written)
    (made,) = given.on([scaled], arrays())
    assert made.written is not None
    assert made.fixed is not None
    raw, _ = synthetic.make(numpy, made.written, [(1,)], 0)
    standard, _ = synthetic.make(numpy, made.fixed, [(1,)], 0)
    assert raw.inputs[0].mean() > 400
    assert abs(standard.inputs[0].mean()) < 0.1


# Data like that of the files


def test_model_knows_how_steps_follow(folder: Path) -> None:
    script, _ = read(folder)
    data = rebuild(script.models[0]).specification.data
    assert 0.8 < data.follows < 0.98
    assert data.source == "flow.csv"
    assert _inputs(job(folder)) == "synthetic task like flow.csv"


def specification(loss: str, units: int, **data: Any) -> Specification:
    activation = "sigmoid" if units == 1 else "softmax"
    nodes = (
        Node("lstm", "LSTM", {"units": 8}, ("input",)),
        Node("dense", "Dense", {"units": units, "activation": activation}, ("lstm",)),
    )
    return Specification(nodes, (Input("input", (30, 2)),), ("dense",), (Part(loss),), data=Data(**data))


def test_steps_follow_each_other_as_in_the_file() -> None:
    for wanted in (0.0, 0.9, -0.5):
        train, _ = synthetic.make(numpy, specification("MeanSquaredError", 1, follows=wanted), [(1,)], 0)
        x = train.inputs[0]
        found = numpy.corrcoef(x[:, :-1].ravel(), x[:, 1:].ravel())[0, 1]
        assert abs(found - wanted) < 0.03
        assert abs(x.std() - 1) < 0.05


@pytest.mark.parametrize(
    ("loss", "units", "shares"),
    [
        ("BinaryCrossentropy", 1, (0.95, 0.05)),
        ("SparseCategoricalCrossentropy", 3, (0.7, 0.2, 0.1)),
        ("CategoricalCrossentropy", 3, (0.1, 0.6, 0.3)),
    ],
)
def test_classes_are_as_frequent_as_in_the_file(loss: str, units: int, shares: tuple[float, ...]) -> None:
    for task in synthetic.make(numpy, specification(loss, units, shares=shares), [(units,)], 0):
        y = task.targets[0]
        ids = y.argmax(-1) if loss.startswith("Cat") else y.reshape(len(y)).astype(int)
        found = numpy.bincount(ids, minlength=len(shares)) / len(ids)
        assert numpy.abs(found - shares).max() < 0.05


def test_padding_is_as_long_as_the_texts_leave_it() -> None:
    for filled, real in ((None, 3), (0.5, 15), (1.0, 30)):
        made = specification("MeanSquaredError", 1, padded="post", filled=filled)
        train, _ = synthetic.make(numpy, made, [(1,)], 0)
        assert (train.inputs[0][:, :real] != 0).all()
        assert (train.inputs[0][:, real:] == 0).all()
