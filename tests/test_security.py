"""What SECURITY.md promises and no other test holds, and that the page names what there is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli
from command_line import ROOT

from lstm_lint import __version__
from lstm_lint.findings import Finding, Severity, Span
from lstm_lint.smoke.verdict import Verdict

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")

# Runs a command, and writes down each file that is opened meanwhile, in child processes too.
WATCHED = """\
import os, sys
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        os.write(log, f"{event} {arguments[0]!r}\\n".encode())
from lstm_lint.command.cli import main
sys.addaudithook(watch)
sys.exit(main())
"""
SCRIPT = """\
import joblib
import numpy as np
import pandas as pd
from keras import Sequential
from keras.layers import GRU, Dense, Input
from keras.models import load_model

import features

open("marks", "w").close()
%s
frame = pd.read_csv("load.csv")
x = np.load("x.npy", allow_pickle=True)
scaler = joblib.load("scaler.pkl")
before = load_model("before.keras")
model = Sequential([Input((50, 8)), GRU(features.units()), GRU(16), Dense(1)])
model.compile("adam", "mse")
model.fit(scaler.transform(x), frame["y"])
"""
DATA = ("load.csv", "x.npy", "scaler.pkl", "before.keras", "marks")


@pytest.mark.parametrize(
    "command",
    [
        ("check", "."),
        ("check", "--jobs", "2", "."),
        ("check", "--fix", "--unsafe-fixes", "."),
        ("model", "train.py"),
        ("smoke", "--plan-only", "train.py"),
        ("config", "train.py"),
    ],
    ids=" ".join,
)
def test_what_is_linted_is_read_and_not_run(tmp_path: Path, command: tuple[str, ...]) -> None:
    tree, log = tmp_path / "tree", tmp_path / "log"
    tree.mkdir()
    for name in DATA[:-1]:
        (tree / name).write_bytes(b"cos\nsystem\n(S'touch marks'\ntR.")  # what pickle would run
    (tree / "train.py").write_text(SCRIPT % "", encoding="utf-8")
    (tree / "features.py").write_text("def units():\n    return int(open('marks', 'w') and 16)\n", "utf-8")
    source = (SCRIPT % "!touch marks\n%run features.py").splitlines(keepends=True)
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tree / "train.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(log), *command],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    events = log.read_text(encoding="utf-8")
    assert command[0] == "config" or "open 'train.py'" in events
    assert [name for name in DATA if f"{name}'" in events] == []
    assert re.findall(r"^(?:subprocess|os\.system|os\.exec|os\.posix_spawn).*", events, re.MULTILINE) == []
    assert not (tree / "marks").exists()


def test_picture_is_not_written_through_a_link(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from lstm_lint.smoke import plot

    elsewhere, curves = tmp_path / "elsewhere", tmp_path / "curves"
    curves.mkdir()
    (curves / "LL203-line-3.png").symlink_to(elsewhere)
    drawn = {"1": {"updates": [(1.0, 2.0), (0.5, 1.0)], "by_step": [0.1, 0.2]}}
    verdict = Verdict("confirmed", "loss-ratio", curves={"written": drawn, "fixed": drawn})
    place = (Span(3, 1, 3, 2), None, 3, 1, 3, 2, 3)
    finding = Finding(
        "train.py", "LL203", "unbounded-cell-activation", Severity.WARNING, "grows without bound", *place
    )
    assert plot.draw(str(curves), finding, verdict) == str(curves / "LL203-line-3.png")
    assert not elsewhere.exists() and (curves / "LL203-line-3.png").read_bytes().startswith(b"\x89PNG")


def test_page_names_tests_and_commands_that_there_are() -> None:
    promised = PAGE.split("## What is promised")[1].split("\n## ")[0]
    promises = re.findall(r"^- \*\*(?:.|\n(?!- ))+", promised, re.MULTILINE)
    assert len(promises) == promised.count("\n- ") and all("(`" in promise for promise in promises)
    named = re.findall(r"`tests/(\w+\.py)`", PAGE)
    assert [name for name in named if not (ROOT / "tests" / name).is_file()] == []
    modules = re.findall(r"python -m benchmarks\.(\w+)", PAGE)
    assert [name for name in modules if not (ROOT / "benchmarks" / f"{name}.py").is_file()] == []


def test_holes_are_reported_where_the_project_lives() -> None:
    urls = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert f"({urls['Homepage']}/security/advisories/new)" in PAGE
    assert set(re.findall(r"https?://[^)\s]+", PAGE)) == {f"{urls['Homepage']}/security/advisories/new"}


def test_page_is_about_this_version() -> None:
    assert __version__.startswith("0.") == ("before 1.0" in PAGE)
