"""What the linted tree may decide and run: nothing where the caller says so. Code that is run leaves a marker file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import RISKY, ROOT, Capsys, process, refused, run, write

from lstm_lint.command import options
from lstm_lint.rulebook import plugins

EXAMPLE = ROOT / "examples" / "plugin" / "our_rules"
PAGE = (EXAMPLE / "rules" / "OUR101-too-many-units.md").read_text(encoding="utf-8")
CHECK = (EXAMPLE / "__init__.py").read_text(encoding="utf-8")
MARKER = "open('marker', 'w').close()\n"
UNITS = "from keras import layers\n\nencoder = layers.LSTM(1024)\n"
CODES = ("--output-format", "concise", "-q")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test works in a tree of its own, the outside lies beside it."""
    tree = tmp_path / "tree"
    (tree / ".git").mkdir(parents=True)
    monkeypatch.chdir(tree)
    monkeypatch.delenv(options.PROJECT_RULES, raising=False)
    yield tree
    plugins.use_local(())
    plugins.distrust(())


@pytest.fixture
def rules(folder: Path) -> Path:
    """A tree that brings a rule of its own along."""
    write("train.py", UNITS)
    write("lint_rules/OUR101-too-many-units.md", PAGE)
    write("lint_rules/too_many_units.py", MARKER + CHECK)
    write("lstm-lint.toml", "rule-paths = ['lint_rules']\n")
    return folder / "lint_rules"


def ran() -> bool:
    return os.path.exists("marker")


def test_configuration_of_the_tree_does_not_count(capsys: Capsys) -> None:
    write("risky.py", RISKY)
    for text in ("ignore = ['LL505']\n", "exclude = ['risky.py']\n", "fail-on = 'never'\n", "no = such\n"):
        write("lstm-lint.toml", text)
        code, out, err = run(capsys, "--isolated", "--select", "LL505", *CODES, ".")
        assert (code, err) == (1, "") and "LL505" in out
    write("baseline.json", "no baseline")
    write("lstm-lint.toml", "baseline = 'baseline.json'\n")
    assert run(capsys, "--isolated", "--select", "LL505", *CODES)[0] == 1


@pytest.mark.parametrize(
    "comment", ["noqa", "noqa: LL505", "lstm-lint: ignore[LL505] ok", "lstm-lint: ignore-file"]
)
def test_suppressions_of_the_tree_do_not_count(capsys: Capsys, comment: str) -> None:
    write("risky.py", f"{RISKY.rstrip()}  # {comment}\n")
    assert run(capsys, "--select", "LL505", *CODES)[0] == 0
    for flag in ("--isolated", "--ignore-suppressions"):
        code, out, _ = run(capsys, flag, "--select", "LL505,LL002,LL004", *CODES)
        assert (code, out.count("\n")) == (1, 1) and "LL505" in out


def test_ignored_suppressions_are_no_other_setting(capsys: Capsys) -> None:
    write("risky.py", RISKY)
    write("lstm-lint.toml", "ignore = ['LL505']\n")
    assert run(capsys, "--ignore-suppressions", "--extend-select", "LL505", *CODES)[0] == 1
    assert "LL505" not in run(capsys, "--ignore-suppressions", *CODES)[1]


def test_comments_that_would_not_count_are_not_written(capsys: Capsys) -> None:
    write("risky.py", RISKY)
    for flag in ("--isolated", "--ignore-suppressions"):
        assert f"--add-noqa cannot stand beside {flag}" in refused(capsys, flag, "--add-noqa", "risky.py")


@pytest.mark.parametrize("hidden", ["a/risky.py", "b/risky.py", "c/risky.py"])
def test_tree_hides_no_file(capsys: Capsys, hidden: str) -> None:
    write(".gitignore", "a/\n")
    write("b/pyvenv.cfg", "")
    write("c/.gitignore", "*\n")
    write(hidden, RISKY)
    assert run(capsys, "--select", "LL505", *CODES)[0] == 0
    code, out, _ = run(capsys, "--isolated", "--select", "LL505", *CODES)
    assert code == 1 and out.startswith(f"{hidden}:")


@pytest.mark.parametrize("hidden", ["build", "src/venv", "node_modules/a/b", "x.egg-info", "__pycache__"])
def test_folders_that_are_left_out_for_their_name_are_told(capsys: Capsys, hidden: str) -> None:
    write(f"{hidden}/risky.py", RISKY)
    write("dist/notes.txt", "no Python")
    write(".git/hooks/sample.py", RISKY)
    assert run(capsys)[1] == "All clear: 0 files read, 0 skipped.\n"
    told = "Left out by name: 1 folder with Python (-v says which)."
    named = hidden.removesuffix("/a/b")
    code, out, err = run(capsys, "--isolated", "-v")
    assert (code, out) == (0, f"Nothing found: 0 files read, 0 skipped. {told}\n")
    assert (
        f"lstm-lint: {named}: left out for its name; `--exclude .git` reads every folder but that of git\n"
        in err
    )
    assert f'"left_out": [\n    "{named}"\n  ]' in run(capsys, "--isolated", "--output-format", "json")[1]
    code, out, _ = run(capsys, "--isolated", "--exclude", ".git", "--select", "LL505", *CODES)
    assert code == 1 and out.startswith(f"{hidden}/risky.py:") and out.count("\n") == 1


def test_a_folder_left_out_is_not_searched_to_its_end(capsys: Capsys) -> None:
    for number in range(60):
        write(f"build/{number}/notes.txt", "no Python")
    assert "Left out by name: 1 folder" in run(capsys, "--isolated")[1]


def test_files_of_the_caller_hold(capsys: Capsys, folder: Path) -> None:
    write("risky.py", RISKY)
    write("lstm-lint.toml", "no = such\n")
    write("../mine/lint.toml", "select = ['LL505']\n")
    mine = ("--isolated", "--config", "../mine/lint.toml", *CODES)
    assert run(capsys, *mine)[0] == 1
    assert run(capsys, *mine, "--baseline", "../mine/known.json", "--write-baseline")[0] == 0
    assert run(capsys, *mine, "--baseline", "../mine/known.json")[0] == 0


def test_package_of_the_tree_is_not_taken_over_by_a_file_of_the_caller(
    capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("risky.py", RISKY)
    write("src/our_base/lstm-lint.toml", "ignore = ['LL505']\n")
    write("../mine/lint.toml", "extend = 'package:our_base'\nextend-select = ['LL203']\n")
    monkeypatch.syspath_prepend(str(folder / "src"))
    assert run(capsys, "risky.py", "--config", "../mine/lint.toml", *CODES)[0] == 0
    for command in (("risky.py",), ("config",), ("rule", "LL203"), ("model", "risky.py")):
        said = refused(capsys, *command, "--isolated", "--config", "../mine/lint.toml")
        assert "our_base" in said and "which is part of what is linted" in said


def test_checks_of_the_project_run_by_default_and_not_where_the_caller_says_no(
    capsys: Capsys, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, "train.py", "--isolated", "-q") == (0, "", "") and not ran()
    assert run(capsys, "train.py", "--no-project-rules", "-q") == (0, "", "") and not ran()
    monkeypatch.setenv(options.PROJECT_RULES, "off")
    assert run(capsys, "train.py", "-q") == (0, "", "") and not ran()
    monkeypatch.delenv(options.PROJECT_RULES)
    code, out, _ = run(capsys, "train.py", *CODES)
    assert code == 1 and "OUR101" in out and ran()


def test_setting_of_the_caller_is_on_or_off(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    write("risky.py", RISKY)
    monkeypatch.setenv(options.PROJECT_RULES, "maybe")
    assert f"{options.PROJECT_RULES}: write on or off" in refused(capsys, "risky.py")
    monkeypatch.setenv(options.PROJECT_RULES, "ON")
    assert run(capsys, "risky.py", "--select", "LL203")[0] == 0


def test_rules_that_do_not_run_may_still_be_named(capsys: Capsys, rules: Path) -> None:
    text = "rule-paths = ['lint_rules']\nextend-select = ['OUR101']\n[rules.OUR101]\nunits = 5\n"
    write("lstm-lint.toml", text)
    assert run(capsys, "train.py", "--no-project-rules", "-q") == (0, "", "") and not ran()
    out = run(capsys, "config", "--no-project-rules")[1]
    assert "off     OUR101  too-many-units" in out and "checks of the project are not run here" in out
    write("train.py", UNITS.replace(")\n", ")  # noqa: OUR101\n"))
    assert run(capsys, "train.py", "--no-project-rules", *CODES)[1] == ""


def test_pages_are_shown_without_running_a_check(capsys: Capsys, rules: Path) -> None:
    assert run(capsys, "rule", "OUR101")[1].startswith("OUR101 too-many-units\n")
    assert "OUR101" in run(capsys, "rule", "--all")[1]
    assert run(capsys, "rule", "OUR101", "--no-project-rules")[0] == 0
    assert "there is no rule 'OUR101'" in refused(capsys, "rule", "OUR101", "--isolated")
    assert not ran()


@pytest.mark.parametrize("trust", ["--isolated", "--no-project-rules"])
@pytest.mark.parametrize(
    "command", [("config",), ("rule", "LL203"), ("model", "train.py"), ("smoke", "train.py")]
)
def test_every_command_obeys(capsys: Capsys, rules: Path, command: tuple[str, ...], trust: str) -> None:
    write("lstm-lint.toml", "rule-paths = ['lint_rules']\nprofile = 'strict'\n")
    write("train.py", "import keras\n")
    code, out, _ = run(capsys, *command, trust)
    assert code == 0 and not ran()
    assert command != ("config",) or ('profile = "strict"' in out) is (trust == "--no-project-rules")


def test_rules_of_a_named_config_run_from_outside_of_the_tree_only(
    capsys: Capsys, rules: Path, folder: Path
) -> None:
    mine = ("train.py", "--isolated", *CODES, "--config", "../mine/lint.toml")
    said = refused(capsys, "train.py", "--isolated", "--config", "lstm-lint.toml")
    assert "lint_rules is part of what is linted" in said
    write("../mine/lint.toml", "rule-paths = ['linked']\n")
    os.symlink(rules, folder.parent / "mine" / "linked")
    assert "linked is part of what is linted" in refused(capsys, *mine) and not ran()
    os.renames("lint_rules", "../mine/lint_rules")
    write("../mine/lint.toml", "rule-paths = ['lint_rules']\n")
    code, out, _ = run(capsys, *mine)
    assert code == 1 and "OUR101" in out and ran()


def test_modules_beside_the_linted_code_are_not_imported(folder: Path) -> None:
    write("train.py", UNITS)
    write("pyproject.toml", "[tool.lstm-lint]\nextend-exclude = ['a*b']\n")
    for module in ("libcst", "typer", "tomllib", "json", "re", "pathspec", "dataclasses", "our_rules"):
        write(f"{module}.py", MARKER + "raise SystemExit(0)\n")
    write("rules-1.dist-info/entry_points.txt", "[lstm_lint.rules]\nour = our_rules\n")
    write("rules-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: rules\nVersion: 1\n")
    for arguments in (("--no-cache", "."), ("config",), ("--isolated", "-h")):
        done = process(*arguments)
        assert done.returncode == 0 and not ran(), done.stderr


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python has no safe path before 3.11")
def test_processes_that_read_files_import_nothing_from_the_current_folder(folder: Path) -> None:
    """Where a process cannot be forked, Python is started anew, in the folder that is linted."""
    for module in ("multiprocessing", "pickle", "libcst"):
        write(f"{module}.py", MARKER + "raise SystemExit(0)\n")
    code = (
        f"import sys; sys.path[0] = {str(ROOT)!r}; from lstm_lint.run import workers;"
        "workers._method = lambda: 'spawn'; print(*workers.results(len, [('ab',), ('c',)], 1))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.stdout == "2 1\n" and not ran(), done.stderr


def test_settings_of_matplotlib_in_the_tree_change_no_picture(folder: Path) -> None:
    pytest.importorskip("matplotlib")
    code = (
        "from lstm_lint.findings import Finding, Severity, Span; from lstm_lint.smoke import plot;"
        "from lstm_lint.smoke.verdict import Verdict;"
        "finding = Finding('a.py', 'LL501', 'n', Severity.WARNING, 'm', Span(1, 1, 1, 2), None, 1, 1, 1, 2, 1);"
        "arm = {0: {'updates': [[1.0, 2.0], [0.5, 1.0]], 'by_step': [1.0, 2.0]}};"
        "verdict = Verdict('confirmed', 'loss-ratio', curves={'written': arm, 'fixed': arm});"
        "print(plot.draw('curves', finding, verdict))"
    )
    drawn = []
    for text in ("", "text.usetex: True\nfigure.facecolor: black\nsavefig.format: svg\n"):
        write("matplotlibrc", text)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, done.stderr
        drawn.append(Path(done.stdout.strip()).read_bytes())
    assert drawn[0] == drawn[1]


def test_plugin_that_lies_in_the_tree_is_none_when_isolated(folder: Path) -> None:
    """As after `pip install -e .`: its metadata or its code is found on the path, and belongs to what is linted."""
    write("train.py", UNITS)
    write("src/our_rules/__init__.py", MARKER + CHECK)
    write("src/our_rules/rules/OUR101-too-many-units.md", PAGE)
    metadata = "house_rules-1.0.dist-info/entry_points.txt"
    for at in ("src", "../site"):
        write(f"{at}/{metadata}", "[lstm_lint.rules]\nour = our_rules\n")
        paths = [str(ROOT), str(folder / "src"), str(folder.parent / "site")]
        environment = {"PYTHONPATH": os.pathsep.join(paths)}
        done = process("train.py", *CODES, env=environment)
        assert done.returncode == 1 and b"OUR101" in done.stdout and ran()
        os.unlink("marker")
        done = process("train.py", "--output-format", "concise", "--isolated", env=environment)
        assert done.returncode == 0 and not ran()
        assert done.stderr == b"lstm-lint: plug-in our is part of what is linted: --isolated leaves it out\n"
        os.unlink(f"{at}/{metadata}")


def test_plugin_of_an_environment_inside_the_tree_is_installed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import site

    inside = folder / ".venv" / "lib"
    write(".venv/lib/our_rules/__init__.py", "")
    write(".venv/lib/our_rules/rules/OUR101-too-many-units.md", PAGE)
    write(".venv/lib/house_rules-1.0.dist-info/entry_points.txt", "[lstm_lint.rules]\nour = our_rules\n")
    monkeypatch.syspath_prepend(str(inside))
    try:
        plugins.distrust([str(folder)])
        assert plugins.all_of_them() == ()
        monkeypatch.setattr(site, "getsitepackages", lambda: [str(inside)])
        plugins.distrust([str(folder), str(folder / "again")])
        assert [one.name for one in plugins.all_of_them()] == ["our"]
    finally:
        plugins.distrust([])
        sys.modules.pop("our_rules", None)


def test_plugin_that_lies_in_the_tree_hides_no_installed_one(folder: Path) -> None:
    write("../site/our_rules/__init__.py", CHECK)
    write("../site/our_rules/rules/OUR101-too-many-units.md", PAGE)
    write("train.py", UNITS)
    for at in ("src", "../site"):
        write(f"{at}/house_rules-1.0.dist-info/entry_points.txt", "[lstm_lint.rules]\nour = our_rules\n")
    paths = [str(ROOT), str(folder / "src"), str(folder.parent / "site")]
    done = process("train.py", *CODES, "--isolated", env={"PYTHONPATH": os.pathsep.join(paths)})
    assert done.returncode == 1 and b"OUR101" in done.stdout


def test_python_path_of_the_caller_stays(folder: Path) -> None:
    write("../mine/our_rules/__init__.py", CHECK)
    write("../mine/our_rules/rules/OUR101-too-many-units.md", PAGE)
    write("../mine/house_rules-1.0.dist-info/entry_points.txt", "[lstm_lint.rules]\nour = our_rules\n")
    write("train.py", UNITS)
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder.parent / "mine")])}
    assert b"OUR101" in process("train.py", "--isolated", *CODES, env=environment).stdout
    assert b"OUR101" in process("train.py", *CODES, env=environment).stdout
