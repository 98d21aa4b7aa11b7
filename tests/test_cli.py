"""The command: what it prints where, and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import CALM, MENDED, ONLY, PEDANTIC, RISKY, ROOT, Capsys, process, refused, run, write

from lstm_lint.findings import Edit, Finding, Fix, Severity, Span
from lstm_lint.lint import Outcome
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a folder of its own, outside of any project."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def risky(folder: Path) -> Path:
    return write("risky.py", RISKY)


def test_findings_go_to_stdout_and_the_exit_code_is_1(capsys: Capsys, risky: Path) -> None:
    code, out, err = run(capsys, "risky.py", *ONLY)
    assert (code, err) == (1, "")
    assert out.startswith("risky.py:5:25: warning[LL505] missing-gradient-clipping\n")
    assert out.endswith("\nFound 1 warning in 1 of 1 file.\n")


def test_check_is_the_default_command_and_folders_are_walked(capsys: Capsys, risky: Path) -> None:
    plain = run(capsys, "risky.py", *ONLY)
    assert run(capsys, "check", *ONLY, "risky.py") == plain
    assert run(capsys, *ONLY, "--", "risky.py") == plain
    write("b/other.py", "print(1)\n")
    assert run(capsys, *ONLY)[1].endswith("Found 1 warning in 1 of 2 files.\n")


def test_nothing_found_is_exit_0(capsys: Capsys) -> None:
    write("calm.py", CALM)
    assert run(capsys, "calm.py", *ONLY)[:2] == (
        0,
        "All clear: 1 file read, 0 skipped (1 advice, shown with --profile strict).\n",
    )
    write("plain.py", "print(1)\n")
    assert run(capsys, "plain.py") == (0, "All clear: 0 files read, 1 skipped.\n", "")


def test_advice_is_listed_on_request_and_fails_only_with_fail_on(capsys: Capsys) -> None:
    write("calm.py", CALM)
    code, out, _ = run(capsys, "calm.py", *ONLY, "--profile", "strict")
    assert code == 0 and "advice[LL505]" in out and "Found 1 advice in 1 of 1 file" in out
    code, out, _ = run(capsys, "calm.py", *ONLY, "--fail-on=advice")
    assert code == 1 and "advice[LL505]" in out


def test_pedantic_advice_is_listed_and_fails_under_its_profile_alone(capsys: Capsys) -> None:
    write("calm.py", PEDANTIC)
    for asked in (("--profile", "strict"), ("--fail-on", "advice")):
        code, out, _ = run(capsys, "calm.py", *ONLY, *asked)
        assert code == 0
        assert out == "All clear: 1 file read, 0 skipped (1 advice, shown with --profile pedantic).\n"
    code, out, _ = run(capsys, "calm.py", *ONLY, "--profile", "pedantic")
    assert code == 0 and "advice[LL505]" in out and out.endswith("Found 1 advice in 1 of 1 file.\n")
    assert run(capsys, "calm.py", *ONLY, "--profile=pedantic", "--fail-on=advice")[0] == 1


def test_summary_says_which_profile_lists_how_much(capsys: Capsys) -> None:
    write("calm.py", CALM + PEDANTIC + PEDANTIC.replace("Adam", "RMSprop"))
    clear = "All clear: 1 file read, 0 skipped"
    both = "1 advice, shown with --profile strict; 2 more, shown with --profile pedantic"
    assert run(capsys, "calm.py", *ONLY)[1] == f"{clear} ({both}).\n"
    out = run(capsys, "calm.py", *ONLY, "--profile", "strict")[1]
    assert out.endswith("Found 1 advice in 1 of 1 file (2 advice, shown with --profile pedantic).\n")


def test_pedantic_advice_that_the_project_calls_a_warning_is_one(capsys: Capsys) -> None:
    write("calm.py", PEDANTIC)
    write("lstm-lint.toml", "severity = {LL505 = 'warning'}\n")
    code, out, _ = run(capsys, "calm.py", *ONLY)
    assert code == 1 and "warning[LL505]" in out


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_fail_on_sets_the_exit_code_only(capsys: Capsys, risky: Path, fail_on: str, code: int) -> None:
    assert run(capsys, "risky.py", *ONLY, "--fail-on", fail_on)[0] == code
    assert "warning[LL505]" in run(capsys, "risky.py", *ONLY, "--fail-on", fail_on)[1]


def test_findings_are_sorted_by_path_and_line(capsys: Capsys) -> None:
    for name in ("b.py", "a/z.py", "a.py"):
        write(name, RISKY + RISKY.replace("0.01", "0.02"))
    out = run(capsys, "b.py", "a.py", "a", *ONLY, "--output-format", "concise", "-q")[1]
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        f"{name}:{line}:25" for name in ("a.py", "a/z.py", "b.py") for line in (5, 10)
    ]


def test_same_output_every_time(capsys: Capsys, risky: Path) -> None:
    write("more.py", RISKY)
    assert run(capsys, "--profile", "strict") == run(capsys, "--profile", "strict")


# --- wrong usage ---------------------------------------------------------------------------------------------------


def test_missing_path(capsys: Capsys) -> None:
    assert "no such file or directory: 'nope.py'" in refused(capsys, "nope.py")
    assert "did you mean the command `rule`?" in refused(capsys, "ruel")


def test_unknown_option(capsys: Capsys) -> None:
    assert "no option `--selct`; did you mean `--select`?" in refused(capsys, "--selct", "LL2")
    assert "no option `--al`; did you mean `--all`?" in refused(capsys, "rule", "--al")


def test_unknown_code(capsys: Capsys) -> None:
    assert "no rule `LL2O3`; did you mean `LL203`?" in refused(capsys, "--select", "LL2O3")
    assert "no rule 'LL2O3'; did you mean `LL203`?" in refused(capsys, "rule", "LL2O3")


def test_unknown_value(capsys: Capsys) -> None:
    assert "did you mean `strict`?" in refused(capsys, "--profile", "strikt")
    assert "unknown Keras version '4'" in refused(capsys, "--keras", "4")
    assert "--fail-on" in refused(capsys, "--fail-on")
    assert "write one of text, json, markdown" in refused(capsys, "rule", "LL203", "--output-format", "yaml")


def test_bad_config(capsys: Capsys, risky: Path) -> None:
    write("lstm-lint.toml", "selct = []")
    assert "no setting `selct`; did you mean `select`?" in refused(capsys, "risky.py")
    write("lstm-lint.toml", "exclude = 'old'")
    write("plain.py", "")
    assert "`exclude`" in refused(capsys, "plain.py")
    write("lstm-lint.toml", "output-format = 'jsn'")
    assert "`output-format`" in refused(capsys, "plain.py")
    assert "there is no such file" in refused(capsys, "--config", "none.toml")


def test_folder_without_python_files_is_a_note(capsys: Capsys) -> None:
    write("notes/a.txt", "")
    code, out, err = run(capsys, "notes")
    assert code == 0 and "no Python files or notebooks under notes" in err and "All clear" in out


def test_stdin_beside_paths(capsys: Capsys, risky: Path) -> None:
    assert "standard input" in refused(capsys, "-", "risky.py")


# --- our own failures ----------------------------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A linter that fails on every file called broken."""
    from lstm_lint import lint as module

    working = module.outcome

    def outcome(source: Any, *rest: Any, **more: Any) -> Outcome:
        if "broken" in source.path:
            raise ZeroDivisionError("the reader\nstumbled")
        return working(source, *rest, **more)

    monkeypatch.setattr(module, "outcome", outcome)


@pytest.mark.usefixtures("failing")
def test_own_failure_names_the_file_and_the_run_goes_on(capsys: Capsys, risky: Path) -> None:
    write("broken.py", RISKY + "# another file, for the cache knows the first\n")
    code, out, err = run(capsys, *ONLY)
    assert code == 2 and "risky.py:5:25" in out and err.count("\n") == 1
    assert (
        "broken.py: internal error: ZeroDivisionError: the reader stumbled; please report it at https" in err
    )
    assert "Traceback" in run(capsys, "-v", *ONLY)[2]


def test_unreadable_file(capsys: Capsys, risky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **more: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("lstm_lint.run.files.os.open", refuse)
    code, _, err = run(capsys, "risky.py")
    assert (code, err) == (2, "lstm-lint: risky.py: cannot be read: Permission denied\n")


def test_file_that_is_no_text_is_a_finding(capsys: Capsys) -> None:
    Path("latin.py").write_bytes(b"import keras  # LSTM\n# gr\xfcn\n")
    code, out, _ = run(capsys, "latin.py", "--output-format", "concise", "-q")
    assert code == 1 and out.startswith("latin.py:2:1: LL001 [warning] ")
    assert run(capsys, "latin.py", "--ignore", "LL001")[0] == 0


def test_interrupt_is_no_traceback(capsys: Capsys, risky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any, **more: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("lstm_lint.lint.outcome", interrupt)
    assert run(capsys, "risky.py") == (130, "", "")


def test_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    write("many.py", RISKY * 400)
    command = f'"{sys.executable}" -m lstm_lint many.py --select LL505 | head -n 1'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, env=environment, capture_output=True, timeout=600, check=False)
    assert done.stdout.count(b"\n") == 1 and done.stderr == b""


# --- fixes ---------------------------------------------------------------------------------------------------------


def test_fix_mends_the_file_and_reports_what_is_left(capsys: Capsys, risky: Path) -> None:
    code, out, err = run(capsys, "risky.py", *ONLY, "--fix")
    assert (code, err) == (0, "lstm-lint: fixed 1 finding\n") and out.startswith("All clear")
    assert risky.read_text(encoding="utf-8") == MENDED
    assert run(capsys, "risky.py", *ONLY, "--fix") == (0, "All clear: 1 file read, 0 skipped.\n", "")


def test_exit_non_zero_on_fix(capsys: Capsys, risky: Path) -> None:
    assert run(capsys, "risky.py", *ONLY, "--fix", "--exit-non-zero-on-fix")[0] == 1
    assert run(capsys, "risky.py", *ONLY, "--fix", "--exit-non-zero-on-fix")[0] == 0


def test_advice_that_is_not_listed_is_not_mended(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def outcome(source: Source, settings: Settings, **_: Any) -> Outcome:
        if "LSTM" not in source.text.partition("\n")[0]:
            return Outcome(())
        span = Span(1, 1, 1, 1)
        fix = Fix("write it below", "safe", (Edit(span, "# \n"),))
        place = (span, None, 1, 1, 1, 1, 1)
        return Outcome((Finding(source.path, "LL505", "x", Severity.ADVICE, "y", *place, fix=fix),))

    monkeypatch.setattr("lstm_lint.lint.outcome", outcome)
    path = write("advised.py", "import keras, LSTM\n")
    assert run(capsys, "advised.py", "--fix")[2] == ""
    assert path.read_text(encoding="utf-8") == "import keras, LSTM\n"
    assert run(capsys, "advised.py", "--fix", "--profile", "strict")[2] == "lstm-lint: fixed 1 finding\n"
    assert path.read_text(encoding="utf-8") == "# \nimport keras, LSTM\n"


def test_diff_changes_nothing(capsys: Capsys, risky: Path) -> None:
    code, out, err = run(capsys, "risky.py", *ONLY, "--diff")
    assert code == 1 and "+++ risky.py\n" in out and "global_clipnorm=1.0" in out
    assert "1 finding in 1 file" in err and risky.read_text(encoding="utf-8") == RISKY
    write("mended.py", MENDED)
    assert run(capsys, "mended.py", *ONLY, "--diff")[:2] == (0, "")
    assert run(capsys, "risky.py", *ONLY, "--fix", "--diff")[0] == 1
    assert risky.read_text(encoding="utf-8") == RISKY


def test_stdin(folder: Path) -> None:
    done = process("-", *ONLY, "--stdin-filename", "src/train.py", input=RISKY.encode())
    assert done.returncode == 1 and done.stdout.startswith(b"src/train.py:5:25: warning[LL505]")
    assert process("-", input=b"print(1)\n").returncode == 0


def test_stdin_with_fix_prints_the_mended_text(folder: Path) -> None:
    done = process("-", *ONLY, "--fix", input=RISKY.replace("\n", "\r\n").encode())
    assert (done.returncode, done.stdout) == (0, MENDED.replace("\n", "\r\n").encode())
    assert b"fixed 1 finding" in done.stderr
    assert process("-", "--fix", "-q", input=b"print(1)\r\n").stdout == b"print(1)\r\n"


def test_excluded_stdin_is_left_alone(risky: Path) -> None:
    arguments = ("-", *ONLY, "--stdin-filename", "risky.py", "--exclude", "risky.py", "--force-exclude")
    assert process(*arguments, input=RISKY.encode()).returncode == 0
    assert process(*arguments, "--fix", input=RISKY.encode()).stdout == RISKY.encode()


# --- output --------------------------------------------------------------------------------------------------------


def test_output_file(capsys: Capsys, risky: Path) -> None:
    code, out, _ = run(capsys, "risky.py", "--output-format", "json", "--output-file", "found.json")
    document = json.loads(Path("found.json").read_text(encoding="utf-8"))
    assert (code, out) == (1, "") and document["summary"]["read"] == 1
    assert "cannot be written" in refused(capsys, "risky.py", "--output-file", "no/such/folder.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_output_file_is_not_a_pipe_that_nobody_reads(capsys: Capsys, risky: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said = refused(capsys, str(risky), "--output-file", str(tmp_path / "pipe"))
    assert "pipe: not written: it is no plain file; name another one" in said


@pytest.mark.parametrize("there", [True, False])
def test_output_file_is_not_written_through_a_link_of_the_repository(
    capsys: Capsys, risky: Path, tmp_path_factory: pytest.TempPathFactory, there: bool
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "file"
    if there:
        elsewhere.write_text("mine", encoding="utf-8")
    os.symlink(elsewhere, "found.json")
    assert "found.json: not written: it is a symbolic link" in refused(
        capsys, "risky.py", "--output-file", "found.json"
    )
    assert (elsewhere.read_text(encoding="utf-8") == "mine") if there else not elsewhere.exists()


def test_statistics_and_quiet(capsys: Capsys, risky: Path) -> None:
    out = run(capsys, "risky.py", *ONLY, "--statistics", "--quiet")[1]
    assert out.endswith("\n1  LL505  missing-gradient-clipping\n\n")


def test_verbose_says_what_it_goes_by(capsys: Capsys) -> None:
    write("plain.py", "")
    assert "no config file" in run(capsys, "-v", "plain.py")[2]
    write("lstm-lint.toml", "")
    err = run(capsys, "-v", "plain.py")[2]
    assert "settings from" in err and "plain.py: skipped" in err


def test_config_is_followed(capsys: Capsys, risky: Path) -> None:
    write("pyproject.toml", "[tool.lstm-lint]\nignore = ['LL505']\noutput-format = 'json'\n")
    code, out, _ = run(capsys, "risky.py")
    assert code == 0 and json.loads(out)["findings"] == []
    write("lstm-lint.toml", "[rules.LL505]\ntimesteps = 121\n")
    assert run(capsys, "risky.py", *ONLY)[0] == 0
    assert run(capsys, "risky.py", *ONLY, "--config", "pyproject.toml", "--output-format=text")[0] == 1
    write("lstm-lint.toml", "per-file-ignores = {'ris*' = ['LL505']}\n")
    assert run(capsys, "risky.py", *ONLY)[1].startswith("All clear")


def test_exclude_of_the_config_holds_for_named_files_with_force_exclude(capsys: Capsys) -> None:
    write("old/risky.py", RISKY)
    write("lstm-lint.toml", "extend-exclude = ['old']\n")
    assert run(capsys, "old/risky.py", *ONLY)[0] == 1
    assert run(capsys, "old/risky.py", *ONLY, "--force-exclude", "-q")[0] == 0
    assert run(capsys, *ONLY, "-q")[0] == 0


def test_what_is_no_script_is_said_after_the_rest_was_linted(capsys: Capsys, risky: Path) -> None:
    write("notes.txt", RISKY)
    code, out, err = run(capsys, "notes.txt", "risky.py", *ONLY)
    assert (code, err) == (2, "lstm-lint: notes.txt: not a script or notebook\n")
    assert "risky.py:5:25" in out
    code, out, err = run(capsys, "notes.txt", "risky.py", "--force-exclude", *ONLY)
    assert (code, err) == (1, "")
    assert "risky.py:5:25" in out


def test_the_files_of_a_run_are_shown(capsys: Capsys, risky: Path) -> None:
    write("b/other.py", "print(1)\n")
    write("b/left.py", RISKY)
    write("b/notes.txt", "")
    write("b/README.md", f"# Notes\n\n```python\n{RISKY}```\n")  # no header says that its code is run
    assert run(capsys, "--show-files", "--extend-exclude", "left.py") == (0, "b/other.py\nrisky.py\n", "")
    code, out, err = run(capsys, "check", "--show-files", "risky.py", "b/notes.txt")
    assert (code, out, err) == (2, "risky.py\n", "lstm-lint: b/notes.txt: not a script or notebook\n")
    assert "cannot stand beside -" in refused(capsys, "--show-files", "-")


def test_options_of_other_linters_are_named_by_their_equals(capsys: Capsys) -> None:
    assert "no option `--exit-zero`; write `--fail-on never`" in refused(capsys, "--exit-zero")


def test_common_options_come_from_the_environment_too(
    capsys: Capsys, risky: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("lstm-lint.toml", 'output-format = "json"\n')
    monkeypatch.setenv("LSTM_LINT_OUTPUT_FORMAT", "concise")
    _, out, _ = run(capsys, "risky.py", *ONLY)
    assert out.startswith("risky.py:5:25: LL505 [warning]")
    assert "::warning" in run(capsys, "risky.py", *ONLY, "--output-format", "github")[1]
    monkeypatch.setenv("LSTM_LINT_FAIL_ON", "error")
    assert run(capsys, "risky.py", *ONLY)[0] == 0
    assert run(capsys, "risky.py", *ONLY, "--fail-on", "warning")[0] == 1
    monkeypatch.setenv("LSTM_LINT_PROFILE", "loud")
    assert "LSTM_LINT_PROFILE: write one of default, strict" in refused(capsys, "risky.py")
    assert run(capsys, "risky.py", *ONLY, "--profile", "default")[0] == 0


def test_rules_are_searched_by_the_words_of_their_pages(capsys: Capsys) -> None:
    found = [line.split()[0] for line in run(capsys, "rule", "--search", "Clipnorm ADAM")[1].splitlines()]
    assert "LL505" in found
    pages = {code: run(capsys, "rule", code, "--output-format", "markdown")[1].lower() for code in found}
    assert all("clipnorm" in page and "adam" in page for page in pages.values())
    assert len(found) < len(run(capsys, "rule", "--all")[1].splitlines()) / 2
    assert "no rule page has 'zyzzy'" in refused(capsys, "rule", "--search", "zyzzy")
    assert "name one rule" in refused(capsys, "rule", "--all", "--search", "x")


def test_what_the_environment_says_is_not_called_without_effect(
    capsys: Capsys, risky: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSTM_LINT_OUTPUT_FORMAT", "concise")
    assert "--output-format" not in run(capsys, "risky.py", *ONLY, "--diff")[2]
    assert (
        "--output-format has no effect"
        in run(capsys, "risky.py", *ONLY, "--diff", "--output-format", "concise")[2]
    )
