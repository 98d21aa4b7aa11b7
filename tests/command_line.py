"""Runs the command line for the tests, in this process or in one of its own, on scripts made for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lstm_lint.command.cli import main

Capsys = pytest.CaptureFixture[str]

ROOT = Path(__file__).resolve().parent.parent
RISKY = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((120, 3)), layers.LSTM(32), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss="mse")
"""
MENDED = RISKY.replace("momentum=0.9)", "momentum=0.9, global_clipnorm=1.0)")
CALM = RISKY.replace("SGD(0.01, momentum=0.9)", "SGD(0.01)")
PEDANTIC = RISKY.replace("SGD(0.01, momentum=0.9)", "Adam(1e-3)")
ONLY = ("--select", "LL505")


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that wrong usage is answered with."""
    code, out, err = run(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    return err


def process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    command = [sys.executable, "-m", "lstm_lint", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, timeout=600, check=False, **more)
