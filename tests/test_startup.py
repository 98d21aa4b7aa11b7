"""What a run imports: nothing heavy before there is something to read, and never typer for a plain check."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"libcst", "pydantic", "typer", "click", "rich"}
RELEVANT = "import keras\nmodel = keras.Sequential([keras.layers.LSTM(8)])\n"


def imported(folder: Path, *arguments: str) -> set[str]:
    """The top-level names that a run imports."""
    return {name.partition(".")[0] for name in modules(folder, *arguments)}


def modules(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run imports."""
    root = str(Path(__file__).resolve().parent.parent)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "lstm_lint", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    names = _told(done.stderr)
    assert "lstm_lint.command.cli" in names
    bare = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", ""], capture_output=True, text=True, timeout=120
    )
    return names - _told(bare.stderr)


def _told(errors: str) -> set[str]:
    """The modules that `-X importtime` names; a bare run names those that `.pth` files of other packages import."""
    return set(re.findall(r"^import time:.*\|\s*(\S+)$", errors, re.MULTILINE))


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"])
def test_irrelevant_file_costs_nothing(tmp_path: Path, form: str) -> None:
    (tmp_path / "irrelevant.py").write_text("import keras\n", encoding="utf-8")
    (tmp_path / "notes.ipynb").write_text("{}", encoding="utf-8")
    names = imported(tmp_path, "irrelevant.py", "notes.ipynb", "--output-format", form)
    assert not names & HEAVY
    assert not names & {"dataclasses", "tomllib", "tomli", "pathspec", "argparse", "inspect"}
    assert form not in ("text", "concise") or "re" not in names


def test_folder_without_relevant_files_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "irrelevant.py").write_text("import keras\n", encoding="utf-8")
    assert not imported(tmp_path, "--fix", "-q", ".") & HEAVY


def test_nothing_to_read_takes_few_modules(tmp_path: Path) -> None:
    ours = {name for name in modules(tmp_path, ".") if name.startswith("lstm_lint")}
    assert (
        len(ours) <= 19
    )  # each costs 2 % of `python -c pass`; the budget is 1.5 times that, and we take 1.4


def test_config_without_relevant_files_is_not_validated(tmp_path: Path) -> None:
    (tmp_path / "irrelevant.py").write_text("", encoding="utf-8")
    (tmp_path / "lstm-lint.toml").write_text("profile = 'strict'\n", encoding="utf-8")
    assert not imported(tmp_path, "irrelevant.py", "--force-exclude") & HEAVY


def test_relevant_file_without_config_takes_libcst_alone(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    assert imported(tmp_path, "train.py", "--select", "LL2", "--profile=strict") & HEAVY == {"libcst"}


def test_relevant_file_with_config_takes_libcst_alone(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    (tmp_path / "lstm-lint.toml").write_text("profile = 'strict'\n", encoding="utf-8")
    assert imported(tmp_path, "train.py") & HEAVY == {"libcst"}


def test_unchanged_file_costs_no_parser(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    assert "libcst" in imported(tmp_path, "train.py")
    assert not imported(tmp_path, "train.py") & HEAVY


def test_no_processes_for_a_few_files(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    assert "multiprocessing" not in imported(tmp_path, "train.py")


@pytest.mark.parametrize("arguments", [("--version",), ("-V",)])
def test_version_costs_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert not imported(tmp_path, *arguments) & (HEAVY | {"dataclasses", "re", "typing"})


def test_plain_script_imports_nothing_for_notebooks_and_failures(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT + "print('%d %%' % 5)\n", encoding="utf-8")
    names = modules(tmp_path, "train.py")
    assert "lstm_lint.reader.read" in names
    assert not names & {
        "lstm_lint.source.ipython",
        "lstm_lint.source.notebook",
        "lstm_lint.run.baseline",
        "lstm_lint.edit.fixes",
    }
    assert not names & {
        "_hashlib",
        "difflib",
        "traceback",
        "tomllib",
        "multiprocessing",
        "importlib.metadata",
    }


def said_by(check: str) -> str:
    """What a program prints in a process of its own, which has imported nothing yet."""
    done = subprocess.run(
        [sys.executable, "-c", check],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_libcst_is_imported_without_leaving_a_trace() -> None:
    check = """
import dataclasses, sys
standard = dataclasses.dataclass
import lstm_lint.reader
assert dataclasses.dataclass is standard
import libcst
name = libcst.Name("x")
assert name == name and name != libcst.Name("x") and len({name, libcst.Name("x")}) == 2
assert name.with_changes(value="y").value == "y" and name.value == "x"
assert [field.name for field in dataclasses.fields(name)][0] == "value"
try:
    libcst.Name("")
except libcst.CSTValidationError:
    print("as ever")
"""
    assert said_by(check) == "as ever\n"


def test_imported_libcst_is_left_as_it_is() -> None:
    check = """
import dataclasses, libcst
import lstm_lint.reader
try:
    libcst.Name("x").value = "y"
except dataclasses.FrozenInstanceError:
    print("frozen")
"""
    assert said_by(check) == "frozen\n"


def test_only_a_process_of_our_own_leaves_nodes_unchecked() -> None:
    check = """
import lstm_lint.{room}
import lstm_lint.reader
import libcst
libcst.Name("")
print("not checked", libcst.parse_module("x = 1 if y else 2").code)
try:
    libcst.parse_module("x = = 1")
except libcst.ParserSyntaxError:
    print("refused")
"""
    for room in ("command", "run"):
        assert said_by(check.format(room=room)) == "not checked x = 1 if y else 2\nrefused\n"
