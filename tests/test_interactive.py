"""`--interactive`: each fix is shown, and what is answered is done."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from command_line import Capsys, refused, run, write

ONLY = ("--select", "LL203,LL508", "-q", "--output-format", "concise")
SCRIPT = """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((120, 3)))
model.add(layers.LSTM(32, activation="relu", return_sequences=True))
model.add(layers.LSTM(32, activation="relu", return_sequences=True))
model.add(layers.LSTM(8, activation="relu"))
model.add(layers.Dense(1))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(lr=1e-3))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch, answers: str, *arguments: str
) -> tuple[int, str, list[str]]:
    """Exit code, findings and what was shown for each question."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers.split())))
    code, out, err = run(capsys, "--keras", "3", *ONLY, "--interactive", *arguments)
    return code, out, err.split("Apply this fix? [y]es, [n]o, [q]uit: ")


def test_yes_writes_no_leaves_and_each_is_asked_once(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("train.py", SCRIPT)
    code, out, shown = asked(capsys, monkeypatch, "y n y n")
    assert code == 1 and [line.split(": ")[0] for line in out.splitlines()] == [
        "train.py:7:38",
        "train.py:10:62",
    ]
    assert len(shown) == 5 and "train.py:6:38: warning[LL203]" in shown[0]
    assert '-model.add(layers.LSTM(32, activation="relu", return_sequences=True))\n' in shown[0]
    assert "+model.add(layers.LSTM(32, return_sequences=True))\n" in shown[0]
    assert "train.py:7:38:" in shown[1] and "train.py:8:37:" in shown[2] and "error[LL508]" in shown[3]
    lines = SCRIPT.splitlines()
    for number in (5, 7):
        lines[number] = lines[number].replace(', activation="relu"', "")
    assert path.read_text(encoding="utf-8").splitlines() == lines


def test_quit_keeps_what_was_accepted_and_asks_no_more(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.py", SCRIPT)
    write("b.py", SCRIPT)
    code, out, shown = asked(capsys, monkeypatch, "y q")
    assert code == 1 and len(shown) == 3 and len(out.splitlines()) == 4
    assert Path("a.py").read_text(encoding="utf-8").count("relu") == 2
    assert Path("b.py").read_text(encoding="utf-8") == SCRIPT


def test_end_of_input_is_quit_and_other_words_are_asked_again(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("train.py", SCRIPT)
    _, _, shown = asked(capsys, monkeypatch, "perhaps YES")
    assert len(shown) == 4 and shown[1] == "" and path.read_text(encoding="utf-8").count("relu") == 2


def test_unsafe_fixes_are_offered_on_request_only(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        "train.py",
        SCRIPT.replace("lr=1e-3", "learning_rate=0.5").replace('activation="relu"', 'activation="tanh"'),
    )
    assert asked(capsys, monkeypatch, "", "--select", "LL501")[2] == [""]
    shown = asked(capsys, monkeypatch, "n", "--select", "LL501", "--unsafe-fixes")[2]
    assert len(shown) == 2 and "\nfix (unsafe): " in shown[0]


def test_what_cannot_stand_together(capsys: Capsys) -> None:
    write("train.py", SCRIPT)
    assert "--interactive cannot stand beside --diff" in refused(capsys, "--interactive", "--diff")
    assert "cannot stand beside --interactive" in refused(capsys, "--interactive", "--add-noqa")
    assert "cannot stand beside --interactive" in refused(capsys, "--interactive", "--write-baseline")
