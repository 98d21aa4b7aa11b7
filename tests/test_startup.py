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
        timeout=600,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    names = _told(done.stderr)
    assert "lstm_lint.command.cli" in names
    bare = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", ""], capture_output=True, text=True, timeout=600
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


def test_relevant_file_without_config_takes_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    assert not imported(tmp_path, "train.py", "--select", "LL2", "--profile=strict") & HEAVY


def test_relevant_file_with_config_takes_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    (tmp_path / "lstm-lint.toml").write_text("profile = 'strict'\n", encoding="utf-8")
    assert not imported(tmp_path, "train.py") & HEAVY


def test_unchanged_file_costs_no_parser(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    parser = "lstm_lint.reader.tree.parse"
    assert parser in modules(tmp_path, "train.py")
    assert parser not in modules(tmp_path, "train.py") and not imported(tmp_path, "train.py") & HEAVY


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
        "dataclasses",
        "inspect",
        "_hashlib",
        "difflib",
        "traceback",
        "tomllib",
        "multiprocessing",
        "importlib.metadata",
    }


def test_checks_are_imported_where_a_file_has_what_they_need(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT, encoding="utf-8")
    run = "import sys; from lstm_lint.command.cli import main; main(['train.py', '--no-cache', '-q'])"
    done = subprocess.run(
        [sys.executable, "-c", f"{run}; print(*sys.modules)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    names = done.stdout.split()
    assert "lstm_lint.checks.layers_do_not_fit" in names
    assert "lstm_lint.checks.attention_over_padding" not in names


def test_libcst_is_asked_about_what_python_refuses_alone(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RELEVANT + "1 = x\n", encoding="utf-8")
    assert imported(tmp_path, "train.py") & HEAVY == {"libcst"}


@pytest.mark.parametrize("statement", ["print 'two'", "print units", "exec 'two'"])
def test_libcst_is_not_asked_about_what_no_python_3_takes(tmp_path: Path, statement: str) -> None:
    (tmp_path / "train.py").write_text(RELEVANT + f"{statement}\n", encoding="utf-8")
    assert not imported(tmp_path, "train.py") & HEAVY
