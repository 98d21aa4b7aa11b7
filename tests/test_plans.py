"""`lstm-lint smoke --plan-only`: what would be trained for which finding, without TensorFlow."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import Capsys, process, refused, run, write

RELU = """\
import keras
from keras import layers
model = keras.Sequential([keras.Input((60, 4)), layers.LSTM(500, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("x.py", RELU)


def test_text_says_what_would_be_trained_and_with_what_stand_ins(capsys: Capsys) -> None:
    status, out, err = run(capsys, "smoke", "--plan-only", "x.py")
    first, second, last = out.splitlines()
    assert (status, err) == (0, "")
    assert first.startswith("x.py:3:77: LL203: trains as written and as fixed")
    assert second == "  rebuilt with 64 of 500 units in LSTM"
    assert last == "1 of 1 finding would be put to the test."


def test_json_has_a_plan_for_each_listed_finding(capsys: Capsys) -> None:
    write("x.py", RELU + "import numpy as np\nmodel.fit(np.load('x.npy'), np.load('y.npy'), epochs=200)\n")
    arguments = ("smoke", "--plan-only", "--output-format", "json", "--profile", "strict", "x.py")
    status, out, _ = run(capsys, *arguments)
    document = json.loads(out)
    assert (status, document["version"]) == (0, 1)
    by_code = {one["code"]: one for one in document["plans"]}
    assert by_code["LL203"]["trains"] is True
    assert by_code["LL203"]["stand_ins"] == ["64 of 500 units in LSTM"]
    assert by_code["LL607"] == {
        "code": "LL607",
        "path": "x.py",
        "cell": None,
        "line": 6,
        "column": 1,
        "file_line": 6,
        "model": "model",
        "probe": "none",
        "trains": False,
        "does": None,
        "stand_ins": [],
        "reason": "not confirmable: it is about how the training is run and judged, not about what the model learns",
    }


def test_a_file_takes_the_plan(capsys: Capsys) -> None:
    assert run(capsys, "smoke", "--plan-only", "--output-file", "plan.txt", "x.py")[:2] == (0, "")
    assert "LL203" in Path("plan.txt").read_text(encoding="utf-8")


def test_other_formats_are_refused(capsys: Capsys) -> None:
    assert "write one of text, json" in refused(
        capsys, "smoke", "--plan-only", "--output-format", "sarif", "x.py"
    )
    write("lstm-lint.toml", "output-format = 'sarif'\n")
    assert run(capsys, "smoke", "--plan-only", "x.py")[1].startswith("x.py:3:77: LL203")


def test_it_takes_no_tensorflow(tmp_path: Path) -> None:
    write("tensorflow.py", "raise SystemExit('imported')\n")
    done = process("smoke", "--plan-only", "x.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_in_another_module_of_the_project_is_planned_as_it_is_found(capsys: Capsys) -> None:
    write(
        "nets.py",
        RELU.replace("model = ", "def build():\n    return ").replace('model.compile("adam", "mse")\n', ""),
    )
    write(
        "train.py",
        'import numpy as np\nfrom nets import build\nmodel = build()\nmodel.compile("adam", "mse")\n'
        'model.fit(np.load("x.npy"), np.load("y.npy"), epochs=9)\n',
    )
    _, out, _ = run(
        capsys, "smoke", "--plan-only", "--profile", "strict", "--output-format", "json", "train.py"
    )
    assert {one["model"] for one in json.loads(out)["plans"]} == {"model"}


@pytest.mark.skipif(sys.platform == "win32", reason="limits are the system's")
def test_planning_has_the_limits_of_reading(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    from test_limits import endless_steps

    from lstm_lint.run import limits
    from lstm_lint.smoke import plan

    monkeypatch.setattr(limits, "SECONDS", 0.5)
    monkeypatch.setattr(limits, "HERE", 0.1)
    monkeypatch.setattr(plan, "plan", endless_steps)
    status, out, err = run(capsys, "smoke", "--plan-only", "x.py")
    assert (status, out) == (2, "0 of 0 findings would be put to the test.\n")
    assert (
        err == "lstm-lint: x.py: no training is planned: it takes more than 0.5 seconds of processor time\n"
    )
