"""`--watch`: the files are linted again when they change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CALM, ONLY, RISKY, ROOT, Capsys, refused, write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is Unix's")
def test_each_change_is_linted(folder: Path, signals_end: None) -> None:
    write("train.py", RISKY)
    command = [
        sys.executable,
        "-u",
        "-m",
        "lstm_lint",
        "--watch",
        *ONLY,
        "--output-format",
        "concise",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
    )
    assert process.stdout is not None

    def until_it_waits() -> str:
        said = ""
        while "watching" not in said:
            line = process.stdout.readline() if process.stdout else ""
            assert line, said
            said += line
        return said

    assert "train.py:5:25: LL505 [warning]" in until_it_waits()
    write("train.py", CALM)
    assert "All clear" in until_it_waits()
    write("lstm-lint.toml", "profle = 1\n")
    assert "no setting `profle`" in until_it_waits()
    write("lstm-lint.toml", "[rules]\n")
    write("b.py", RISKY + "\n")
    said = until_it_waits()
    while "b.py" not in said:  # it may have looked between the two
        said += until_it_waits()
    assert "b.py:5:25" in said
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=600)
    assert process.returncode == 130


@pytest.mark.parametrize("other", ["--fix", "--diff", "--smoke", "--show-files"])
def test_what_writes_or_ends_cannot_stand_beside_it(capsys: Capsys, other: str) -> None:
    write("train.py", RISKY)
    assert f"--watch cannot stand beside {other}" in refused(capsys, "train.py", "--watch", other)
