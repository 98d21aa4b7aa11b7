"""The hooks, run by pre-commit itself in a scratch repository: environment, arguments, exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLAWED = """\
import keras

model = keras.Sequential()
model.add(keras.Input((50, 8)))
model.add(keras.layers.GRU(16))
model.add(keras.layers.GRU(16))
"""
CLEAN = FLAWED.replace("GRU(16))\n", "GRU(16, return_sequences=True))\n", 1)


def run(*command: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"PRE_COMMIT_HOME": str(home), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh git repository with one flawed and one clean script."""
    if not (ROOT / ".git").exists():
        pytest.skip("pre-commit takes hooks from a git checkout")
    folder = tmp_path_factory.mktemp("user")
    run("git", "init", "-q", cwd=folder, home=folder)
    (folder / "flawed.py").write_text(FLAWED)
    (folder / "clean.py").write_text(CLEAN)
    run("git", "add", ".", cwd=folder, home=folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps its environments, shared by the tests so that it is built once."""
    return tmp_path_factory.mktemp("pre-commit")


def hook(name: str, file: str, repository: Path, home: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), name, "--files", file)
    return run(*command, cwd=repository, home=home)


def test_hook_fails_a_flawed_script_and_says_why(repository: Path, home: Path) -> None:
    result = hook("lstm-lint", "flawed.py", repository, home)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "flawed.py:5:11" in result.stdout and "LL101" in result.stdout


def test_hook_passes_a_clean_script(repository: Path, home: Path) -> None:
    result = hook("lstm-lint", "clean.py", repository, home)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Passed" in result.stdout


def test_fixing_hook_changes_the_file_and_fails_once(repository: Path, home: Path) -> None:
    result = hook("lstm-lint-fix", "flawed.py", repository, home)
    assert result.returncode == 1, result.stdout + result.stderr
    assert (repository / "flawed.py").read_text() == CLEAN
    assert hook("lstm-lint-fix", "flawed.py", repository, home).returncode == 0
