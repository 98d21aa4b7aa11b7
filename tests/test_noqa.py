"""`--add-noqa` silences what is there, and nothing else changes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Capsys, refused, run, write

ONLY = ("--select", "LL203,LL508,LL101")
SCRIPT = """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((120, 3)))
model.add(layers.LSTM(32, activation="relu", return_sequences=True))
model.add(layers.LSTM(32, activation="relu", return_sequences=True))  # noqa: E501
model.add(
    layers.LSTM(
        32,
        activation="relu",  # clipped
        return_sequences=True,
    )
)
model.add(layers.LSTM(8, \\
    activation="relu", return_sequences=True))
model.add(layers.LSTM(8, activation="relu"))  # lstm-lint: ignore[LL101] an experiment
model.compile(loss="mse", optimizer=keras.optimizers.Adam(lr=1e-3))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def without_comments(text: str) -> str:
    return "\n".join(line.split("  #")[0].rstrip() for line in text.splitlines())


def test_comments_are_written_and_silence_everything(capsys: Capsys) -> None:
    path = write("train.py", SCRIPT)
    code, out, err = run(capsys, *ONLY, "--add-noqa")
    assert (code, err) == (0, "lstm-lint: silenced 6 findings\n") and out.startswith("All clear")
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[5].endswith('activation="relu", return_sequences=True))  # noqa: LL203')
    assert lines[6].endswith("# noqa: E501, LL203")
    assert lines[10] == '        activation="relu",  # clipped  # noqa: LL203'
    assert lines[14].endswith("\\") and lines[15].endswith("# noqa: LL203")
    assert lines[16].endswith("# lstm-lint: ignore[LL101] an experiment  # noqa: LL203")
    assert lines[17].endswith("# noqa: LL508")
    assert without_comments(text) == without_comments(SCRIPT)
    assert run(capsys, *ONLY, "--add-noqa")[2] == "" and path.read_text(encoding="utf-8") == text


def test_with_a_reason(capsys: Capsys) -> None:
    path = write("train.py", SCRIPT)
    write("lstm-lint.toml", "require-reason = true\nextend-select = ['LL002', 'LL203']\n")
    assert "write --add-noqa=" in refused(capsys, "--add-noqa")
    assert path.read_text(encoding="utf-8") == SCRIPT
    assert run(capsys, *ONLY, "--add-noqa=as in E501: paper 12, table 3")[0] == 0
    line = path.read_text(encoding="utf-8").splitlines()[5]
    assert line.endswith("  # lstm-lint: ignore[LL203] as in E501: paper 12, table 3")
    assert run(capsys, "--select", "LL203,LL508,LL101,LL004")[1].count("LL203") == 0


def test_line_that_takes_no_comment_stays_a_finding(capsys: Capsys) -> None:
    text = SCRIPT.split("model.add(\n")[0] + "model.add(layers.LSTM(8, activation='relu', name='''\n'''))\n"
    path = write("train.py", text)
    code, out, _ = run(capsys, "--select", "LL203", "--add-noqa", "--output-format", "concise", "-q")
    assert (code, out) == (0, "") and path.read_text(encoding="utf-8").endswith(
        "name='''\n'''))  # noqa: LL203\n"
    )
    write("train.py", "import keras\nfrom keras.layers import LSTM\nx = (\n")
    assert run(capsys, "--select", "LL001", "--add-noqa", "-q")[0] == 1
    assert Path("train.py").read_text(encoding="utf-8").endswith("x = (\n")


def test_notebook(capsys: Capsys) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)}
        for text in ("%matplotlib inline\nimport os", SCRIPT.rstrip())
    ]
    book = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    path = write("book.ipynb", book)
    assert run(capsys, *ONLY, "--add-noqa")[0] == 0
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["cells"][0]["source"] == cells[0]["source"]
    assert after["cells"][1]["source"][5].endswith("# noqa: LL203\n")
    assert after["cells"][1]["source"][-1].endswith("# noqa: LL508")


def test_diff_shows_and_changes_nothing(capsys: Capsys) -> None:
    path = write("train.py", SCRIPT)
    code, out, err = run(capsys, *ONLY, "--add-noqa", "--diff")
    assert code == 1 and out.count("\n+") == 7 and "--add-noqa would silence 6 findings in 1 file" in err
    assert path.read_text(encoding="utf-8") == SCRIPT


def test_baseline_and_since_come_first(capsys: Capsys) -> None:
    path = write("train.py", SCRIPT)
    run(capsys, *ONLY, "--write-baseline")
    run(capsys, *ONLY, "--baseline", "lstm-lint-baseline.json", "--add-noqa")
    assert path.read_text(encoding="utf-8") == SCRIPT


def test_wrong_usage(capsys: Capsys) -> None:
    write("train.py", SCRIPT)
    assert "cannot stand beside --fix" in refused(capsys, "--add-noqa", "--fix")
    assert "one line of text" in refused(capsys, "--add-noqa=a # b")
    assert "one line of text" in refused(capsys, "--add-noqa=a\nb")


def test_typer_reads_it_as_the_table_does(capsys: Capsys) -> None:
    from lstm_lint.command import app

    for word in ("--add-noqa", "--add-noqa=", "--add-noqa=why not"):
        path = write("train.py", SCRIPT)
        run(capsys, *ONLY, word)
        quick = path.read_text(encoding="utf-8")
        write("train.py", SCRIPT)
        assert app.run([*ONLY, word]) == 0
        assert path.read_text(encoding="utf-8") == quick != SCRIPT


def test_ruff_leaves_our_codes_alone_where_it_is_told_so(capsys: Capsys) -> None:
    write("train.py", SCRIPT.replace("  # noqa: E501", ""))
    run(capsys, *ONLY, "--add-noqa")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "RUF100,RUF102", "train.py"]
    told = subprocess.run([*command, "--config", 'lint.external = ["LL"]'], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    untold = subprocess.run(command, capture_output=True, text=True)
    assert "LL203" in untold.stdout + untold.stderr
