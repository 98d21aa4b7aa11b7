"""The commands besides `check`, help, and that typer and the quick reading agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ONLY, RISKY, ROOT, Capsys, process, refused, run, write

from lstm_lint import __version__
from lstm_lint.command import options
from lstm_lint.settings import config, keys
from lstm_lint.settings.load import load
from lstm_lint.settings.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a folder of its own, outside of any project."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def risky(folder: Path) -> Path:
    return write("risky.py", RISKY)


def test_version_and_help(capsys: Capsys) -> None:
    assert run(capsys, "--version") == (0, f"lstm-lint {__version__}\n", "")
    code, out, _ = run(capsys, "--help")
    assert code == 0 and all(f"  {command}" in out for command in options.COMMANDS)
    code, out, _ = run(capsys, "check", "--help")
    assert code == 0 and all(option.flags[-1] in out for option in options.CHECK)


def test_typer_and_the_quick_reading_agree(capsys: Capsys, risky: Path) -> None:
    """What the quick reading cannot read goes to typer; both must end in the same run."""
    from lstm_lint.command import app

    for arguments in (
        ["risky.py", "--select", "LL505,LL203", "--ignore=LL203", "-q", "--output-format", "json"],
        ["--extend-select", "LL2", "--extend-select", "LL505", ".", "--fail-on", "never", "--profile=strict"],
        ["--diff", "--unsafe-fixes", "risky.py", "--keras", "2.15"],
    ):
        quick = run(capsys, *arguments)
        assert options.read_quickly(arguments) is not None
        code = app.run(arguments)
        captured = capsys.readouterr()
        assert (code, captured.out, captured.err) == quick


def test_rule(capsys: Capsys) -> None:
    code, out, _ = run(capsys, "rule", "LL505")
    assert code == 0 and out.startswith("LL505 missing-gradient-clipping\n")
    assert run(capsys, "rule", "missing-gradient-clipping")[1] == out
    assert run(capsys, "rule", "--all")[1].count("\n") > 3
    assert "name one rule" in refused(capsys, "rule")


def test_model(capsys: Capsys, risky: Path) -> None:
    code, out, _ = run(capsys, "model", "risky.py")
    assert code == 0 and out.startswith("model (sequential, line 4)\n") and "4,641" in out
    document = json.loads(run(capsys, "model", "risky.py", "--output-format", "json")[1])
    assert document["models"][0]["parameters"] == 4641
    assert "cannot be read" in refused(capsys, "model", "none.py")
    hint = "it is a folder: name a script or notebook in it; `lstm-lint [PATHS]`"
    assert hint in refused(capsys, "model", ".")


def test_model_of_a_file_that_does_not_parse(capsys: Capsys) -> None:
    write("broken.py", "import keras\nLSTM(\n")
    code, out, err = run(capsys, "model", "broken.py")
    assert code == 1 and "No model was read." in out and err.startswith("lstm-lint: broken.py:")


def test_config_command(capsys: Capsys, risky: Path) -> None:
    assert run(capsys, "config")[1].startswith("# no config file")
    write(
        "pyproject.toml",
        "[tool.lstm-lint]\nignore = ['LL203']\n[tool.lstm-lint.rules.LL505]\ntimesteps = 9\n",
    )
    out = run(capsys, "config", "risky.py", "--profile", "strict")[1]
    assert out.startswith("# ") and "pyproject.toml" in out.splitlines()[0]
    assert 'profile = "strict"' in out and "timesteps = 9" in out
    off = next(line for line in out.splitlines() if line.startswith("off     LL203"))
    assert "`LL203` is ignored by " in off and off.endswith("pyproject.toml:2")
    assert next(line for line in out.splitlines() if " LL101 " in line).startswith("error   LL101")
    write("lstm-lint.toml", "per-file-ignores = {'risky.py' = ['LL203']}\nseverity = {LL101 = 'advice'}\n")
    out = run(capsys, "config", "risky.py")[1]
    assert "# Rules in risky.py" in out and "ignored in `risky.py` by " in out
    assert "advice instead of error by " in out and "(counted, not listed)" in out
    assert "ignored in" not in run(capsys, "config", ".")[1]
    assert json.loads(run(capsys, "config", "--schema")[1])["properties"]["select"]


def test_module_and_script_are_the_same(risky: Path) -> None:
    done = process("risky.py", *ONLY)
    assert done.returncode == 1 and b"warning[LL505]" in done.stdout


def test_terminal_without_unicode(folder: Path) -> None:
    write("grün.py", RISKY.replace("loss", "# ü\n    loss"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "lstm_lint", "grün.py", *ONLY]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=600, check=False)
    assert done.returncode == 1 and done.stdout.startswith(b"gr\\xfcn.py:5:") and done.stderr == b""


def test_quick_reading_leaves_what_it_does_not_know_to_typer() -> None:
    for arguments in (
        ["--help"],
        ["rule", "LL203"],
        ["--fix=1"],
        ["--select"],
        ["--profile", "x"],
        ["-x"],
        ["model"],
    ):
        assert options.read_quickly(arguments) is None
    assert options.read_quickly(["check"]) == ([], {})
    assert options.read_quickly(["a", "--ignore", "x, y", "--ignore=z"]) == (
        ["a"],
        {"ignore": ("x", "y", "z")},
    )


def test_init_writes_a_config_that_changes_nothing_and_holds_in_full(capsys: Capsys, folder: Path) -> None:
    (folder / "sub").mkdir()
    said = "lstm-lint: wrote sub/lstm-lint.toml; everything in it is commented out\n"
    assert run(capsys, "init", "sub") == (0, "", said)
    path = folder / "sub" / "lstm-lint.toml"
    settings = load(config.read(str(path)))
    assert settings.rules == Settings().rules and settings.exclude is None and settings.overrides == ()
    write("lstm-lint.toml", "")  # the file that its example extends
    text = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
    path.write_text("".join(f"{line[1:]}\n" for line in text.splitlines()), encoding="utf-8")
    file = config.read(str(path))
    assert set(file.section) == {key.name for key in keys.KEYS}
    settings = load(file)
    assert settings.exclude and settings.overrides and settings.rule_options == {"LL505": {"timesteps": 100}}
    assert "is there already" in refused(capsys, "init", "sub")


def test_init_does_not_hide_a_section_of_pyproject(capsys: Capsys, folder: Path) -> None:
    write("pyproject.toml", "[tool.lstm-lint]\n")
    assert "has a [tool.lstm-lint] section already" in refused(capsys, "init")
    write("pyproject.toml", "[project]\n")
    assert run(capsys, "init")[0] == 0
    assert "cannot be written" in refused(capsys, "init", "no/such/folder")
