"""One cause is one finding: the first place speaks and counts the others, which keep their comments and fixes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command_line import Capsys, run, write

from lstm_lint.findings import folded
from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

PINNED = ("--keras", "3", "--no-cache")
OLD = """\
from keras import backend as K
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import Adam


def build(rate):
    model = Sequential([LSTM(32, input_shape=(20, 4)), Dense(1)])
    model.compile(Adam(lr=0.001), loss)
    return model


def loss(y_true, y_pred):
    return K.sqrt(K.mean(K.square(y_true - y_pred)))


again = Sequential([LSTM(32, input_shape=(20, 4)), Dense(1)])
again.compile(Adam(lr=0.01), loss)
last = Sequential([LSTM(32, input_shape=(20, 4)), Dense(1)])
last.compile(Adam(lr=0.1), loss)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: Capsys, *arguments: str) -> list[dict[str, Any]]:
    """The findings of the default profile, as JSON has them."""
    return list(json.loads(run(capsys, *PINNED, "--output-format", "json", *arguments)[1])["findings"])


def places(found: list[dict[str, Any]], code: str) -> list[list[int]]:
    """Of each finding of a rule its line, and those of the same cause."""
    return [
        [one["line"], *(other["line"] for other in one["related"] if other["same_cause"])]
        for one in found
        if one["code"] == code
    ]


def test_the_first_place_speaks_and_the_others_are_related_to_it(capsys: Capsys) -> None:
    write("train.py", OLD)
    found = told(capsys, "train.py")
    assert places(found, "LL508") == [[9, 18, 20]]
    assert places(found, "LL902") == [[14, 14, 14]]  # three functions of keras.backend
    (lr,) = (one for one in found if one["code"] == "LL508")
    assert lr["message"].endswith("write `learning_rate`; and 2 more in this file")
    other = lr["related"][1]
    assert (other["path"], other["cell"], other["line"], other["file_line"]) == ("train.py", None, 20, 20)
    assert (other["column"], other["end_column"]) == (22, 25) and other["same_cause"] is True
    assert (
        other["message"].startswith("`lr=0.1`: Keras 3 raises")
        and "more in this file" not in other["message"]
    )
    assert other["fix"]["edits"][0]["text"] == "learning_rate="


def test_people_and_machines_see_the_other_places(capsys: Capsys) -> None:
    write("train.py", OLD)
    text = run(capsys, *PINNED, "train.py", "--select", "LL508")[1]
    assert "and 2 more in this file" in text and "= at 18:23: `lr=0.01`" in text
    sarif = json.loads(run(capsys, *PINNED, "train.py", "--select", "LL508", "--output-format", "sarif")[1])
    (result,) = sarif["runs"][0]["results"]
    assert [one["physicalLocation"]["region"]["startLine"] for one in result["relatedLocations"]] == [18, 20]
    for form in ("github", "gitlab", "junit", "rdjson", "markdown", "concise"):
        assert "and 2 more in this file" in run(capsys, *PINNED, "train.py", "--output-format", form)[1]


def test_in_a_notebook_the_places_name_their_cells(capsys: Capsys) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": part.splitlines(True)}
        for part in OLD.split("\n\n\n")
    ]
    write("book.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1))
    (lr,) = (one for one in told(capsys, "book.ipynb") if one["code"] == "LL508")
    assert (lr["cell"], lr["line"]) == (2, 3)
    assert [(other["cell"], other["line"]) for other in lr["related"]] == [(4, 2), (4, 4)]


def test_every_place_is_mended(capsys: Capsys) -> None:
    write("train.py", OLD)
    run(capsys, *PINNED, "--fix", "train.py")
    text = Path("train.py").read_text(encoding="utf-8")
    assert text.count("learning_rate=") == 3 and "lr=" not in text


@pytest.mark.parametrize("line", [9, 18, 20])
def test_a_comment_takes_its_place_out_of_the_count(capsys: Capsys, line: int) -> None:
    lines = OLD.splitlines()
    lines[line - 1] += "  # noqa: LL508"
    write("train.py", "\n".join(lines) + "\n")
    found = told(capsys, "train.py")
    assert places(found, "LL508") == [[other for other in (9, 18, 20) if other != line]]
    assert not [one for one in found if one["code"] == "LL002"]  # the comment is used


def test_since_speaks_at_the_first_place_that_changed(capsys: Capsys) -> None:
    write("train.py", OLD)
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], check=True)
    write("train.py", OLD.replace("lr=0.01", "lr=0.02").replace("lr=0.1", "lr=0.2"))
    assert places(told(capsys, "--since", "HEAD", "train.py"), "LL508") == [[18, 20]]


def test_since_speaks_of_an_old_script_where_it_grows(capsys: Capsys) -> None:
    write("train.py", OLD)
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], check=True)
    since = ("--no-cache", "--since", "HEAD", "--output-format", "json", "train.py")
    assert json.loads(run(capsys, *since)[1])["findings"] == []
    write("train.py", OLD + "values = last.predict_classes(x)\n")
    assert [(one["code"], one["line"]) for one in json.loads(run(capsys, *since)[1])["findings"]] == [
        ("LL920", 21)
    ]


def test_a_baseline_knows_the_cause_and_not_the_count(capsys: Capsys) -> None:
    write("train.py", OLD)
    run(capsys, *PINNED, "--select", "LL508", "--write-baseline")
    document = json.loads(Path("lstm-lint-baseline.json").read_text(encoding="utf-8"))
    assert [(one["line"], one["count"]) for one in document["findings"]] == [("cause: lr", 1)]
    write("train.py", "# moved\n" + OLD + "last.compile(Adam(lr=0.5), loss)\n")
    assert told(capsys, "--select", "LL508", "--baseline", "lstm-lint-baseline.json") == []
    gone = run(capsys, *PINNED, "--select", "LL508", "--baseline", "lstm-lint-baseline.json")[2]
    assert "gone" not in gone
    write("train.py", OLD.replace("lr=", "learning_rate="))
    assert (
        "1 finding" in run(capsys, *PINNED, "--select", "LL508", "--baseline", "lstm-lint-baseline.json")[2]
    )


def test_a_baseline_of_lines_still_holds(capsys: Capsys) -> None:
    write("train.py", OLD)
    lines = [line.strip() for line in OLD.splitlines() if "lr=" in line]
    known = [{"path": "train.py", "rule": "LL508", "line": line, "count": 1} for line in lines]
    write("lstm-lint-baseline.json", json.dumps({"version": 1, "findings": known}))
    found = run(capsys, *PINNED, "--select", "LL508", "--baseline", "lstm-lint-baseline.json")
    assert found[0] == 0 and "gone" not in found[2]


def test_the_fingerprint_stays_while_the_first_place_moves(capsys: Capsys) -> None:
    def prints() -> list[str]:
        sarif = json.loads(
            run(capsys, *PINNED, "train.py", "--select", "LL508", "--output-format", "sarif")[1]
        )
        return [one["partialFingerprints"]["primaryLocationLineHash"] for one in sarif["runs"][0]["results"]]

    write("train.py", OLD)
    before = prints()
    write("train.py", OLD.replace("Adam(lr=0.001)", '"adam"'))
    assert prints() == before and len(before) == 1


def test_the_same_words_have_one_cause_and_other_values_have_not() -> None:
    layers = "\n".join(
        f"m{n} = Sequential([Input(({steps}, 3)), LSTM(8, activation='relu'), Dense(1)])\nm{n}.compile('adam', 'mse')"
        for n, steps in enumerate((40, 40, 60))
    )
    text = f"from keras import Input, Sequential\nfrom keras.layers import LSTM, Dense\n{layers}\n"
    found = lint(from_bytes(text.encode(), "train.py"), load(None, {"select": ("LL203",), "keras": "3"}))
    assert [(one.line, len(one.related)) for one in found] == [(3, 0), (5, 0), (7, 0)]
    assert [(one.line, len(one.related)) for one in folded(found)] == [(3, 1), (7, 0)]


def test_a_legacy_optimizer_is_said_once(capsys: Capsys) -> None:
    text = OLD.replace(
        "from keras.optimizers import Adam", "from tensorflow.keras.optimizers.legacy import Adam"
    )
    write("train.py", text.replace("lr=", "learning_rate="))
    assert [one["code"] for one in told(capsys, "train.py") if one["code"] in ("LL513", "LL902")] == [
        "LL902",
        "LL902",
    ]


WITHOUT = """\
import keras
from keras.layers.core import Dense

model = keras.Sequential([keras.Input((4,)), Dense(1)])
model.compile("adam", "mse")
model.fit_generator(rows)
"""


@pytest.mark.parametrize(
    "word", ["", "# an LSTM may do better\n", '"""Without an LSTM."""\n', "title = 'GRU and LSTM'\n"]
)
def test_code_without_recurrence_has_one_verdict_whatever_its_comments_say(word: str) -> None:
    source = from_bytes((word + WITHOUT).encode(), "/nowhere/train.py")
    for keras in ("auto", "3"):
        assert lint(source, load(None, {"keras": keras})) == ()


UNCOMPILED = """\
import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.fit(np.zeros((8, 4)), np.zeros((8, 1)))
"""


@pytest.mark.parametrize(
    ("more", "found"), [("# an LSTM may do better\n", []), ("keras.layers.LSTM(4)\n", ["LL518"])]
)
def test_calls_of_models_are_looked_at_where_the_code_has_recurrence(more: str, found: list[str]) -> None:
    source = from_bytes((UNCOMPILED + more).encode(), "/nowhere/train.py")
    assert [one.code for one in lint(source, load(None, {})) if one.severity.value == "error"] == found


@pytest.mark.parametrize("code", ["from keras.layers import LSTM\n", "cell = keras.layers.GRU(4)\n"])
def test_code_that_names_a_recurrent_layer_is_checked(code: str) -> None:
    source = from_bytes((WITHOUT + code).encode(), "/nowhere/train.py")
    assert [one.code for one in lint(source, load(None, {}))] == ["LL920"]
