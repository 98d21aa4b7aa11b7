"""The hooks, run by pre-commit itself in a scratch repository: environment, arguments, exit code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
Hook = Callable[[str, str], "subprocess.CompletedProcess[str]"]
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
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository with one commit of all that is in the work tree: `try-repo` takes the same, and
    builds its environment anew each time."""
    folder = tmp_path_factory.mktemp("hooks")
    listed = run("git", "ls-files", "-z", "-co", "--exclude-standard", cwd=ROOT, home=folder).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    run("git", "init", "-q", cwd=folder, home=folder)
    run("git", "add", "--all", cwd=folder, home=folder)
    run("git", *WHO, "commit", "-q", "-m", "all", cwd=folder, home=folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps its environments, shared by the tests so that it is built once."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def hook(repository: Path, hooks: Path, home: Path) -> Hook:
    revision = run("git", "rev-parse", "HEAD", cwd=hooks, home=home).stdout.strip()
    listed = "".join(f"      - id: {name}\n" for name in ("lstm-lint", "lstm-lint-fix"))
    config = repository / ".pre-commit-config.yaml"
    config.write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n{listed}", encoding="utf-8"
    )
    (repository / "flawed.py").write_text(FLAWED)  # a hook that fixes it may have run before
    run("git", "add", config.name, cwd=repository, home=home)

    def hook(name: str, file: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "pre_commit", "run", name, "--files", file)
        return run(*command, cwd=repository, home=home)

    return hook


def test_hook_fails_a_flawed_script_and_says_why(hook: Hook) -> None:
    result = hook("lstm-lint", "flawed.py")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "flawed.py:5:11" in result.stdout and "LL101" in result.stdout


def test_hook_passes_a_clean_script(hook: Hook) -> None:
    result = hook("lstm-lint", "clean.py")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Passed" in result.stdout


def test_fixing_hook_changes_the_file_and_fails_once(hook: Hook, repository: Path) -> None:
    result = hook("lstm-lint-fix", "flawed.py")
    assert result.returncode == 1, result.stdout + result.stderr
    assert (repository / "flawed.py").read_text() == CLEAN
    assert hook("lstm-lint-fix", "flawed.py").returncode == 0


def test_autoupdate_finds_the_newest_tag_and_its_hooks(tmp_path: Path, home: Path) -> None:
    clone, user = tmp_path / "lstm-lint", tmp_path / "user"
    run("git", "clone", "-q", str(ROOT), str(clone), cwd=tmp_path, home=home)
    run("git", "tag", "v8.0.0", cwd=clone, home=home)
    run("git", *WHO, "commit", "-q", "--allow-empty", "-m", "next", cwd=clone, home=home)
    run("git", "tag", "v9.0.0", cwd=clone, home=home)
    run("git", "init", "-q", str(user), cwd=tmp_path, home=home)
    hooks = "".join(f"      - id: {name}\n" for name in ("lstm-lint", "lstm-lint-fix"))
    config = user / ".pre-commit-config.yaml"
    config.write_text(f"repos:\n  - repo: {clone}\n    rev: v8.0.0\n    hooks:\n{hooks}", encoding="utf-8")
    done = run(sys.executable, "-m", "pre_commit", "autoupdate", cwd=user, home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    text = config.read_text(encoding="utf-8")
    assert "rev: v9.0.0" in text and hooks in text
