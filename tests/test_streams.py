"""Standard output that is closed, full or left by its reader: real file descriptors, a process for each run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import RISKY, ROOT, write

DEVICE = Path("/dev/full")
pytestmark = pytest.mark.skipif(not DEVICE.exists(), reason="the system has no /dev/full")

# Which shell runs the tests makes no difference: typer takes the one that is named.
OURS = {"PYTHONPATH": str(ROOT), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
PRINTING = [
    ["risky.py"],
    ["risky.py", "--output-format", "json"],
    ["risky.py", "--output-format", "github", "-v"],
    ["risky.py", "--diff"],
    ["risky.py", "--fix", "--unsafe-fixes"],
    ["calm.py"],
    ["rule", "LL203"],
    ["rule", "--all", "--output-format", "json"],
    ["model", "risky.py"],
    ["config"],
    ["config", "--schema"],
    ["--help"],
    ["check", "--help"],
    ["--version"],
    ["--show-completion", "bash"],
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("risky.py", RISKY)
    write("calm.py", "print(1)\n")
    return tmp_path


def shell(redirections: str, *arguments: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
    """Exit code, stdout and stderr of a run that a shell starts with these redirections."""
    command = ["sh", "-c", f'exec "$@" {redirections}', "sh", sys.executable, "-m", "lstm_lint", *arguments]
    environment = {**os.environ, **OURS}
    done = subprocess.run(
        command, env=environment, input=given, capture_output=True, timeout=600, check=False
    )
    return done.returncode, done.stdout, done.stderr


def left(*arguments: str, after: int = 0) -> tuple[int, bytes]:
    """Exit code and stderr of a run whose reader takes so many bytes and goes away."""
    command = [sys.executable, "-m", "lstm_lint", *arguments]
    environment = {**os.environ, **OURS}
    ours, theirs = os.pipe()
    if not after:
        os.close(ours)
    with subprocess.Popen(command, env=environment, stdout=theirs, stderr=subprocess.PIPE) as running:
        os.close(theirs)
        if after:
            assert len(os.read(ours, after)) > 0
            os.close(ours)
        assert running.stderr is not None
        said = running.stderr.read()
    return running.returncode, said


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_what_cannot_be_printed_is_no_pass(arguments: list[str]) -> None:
    for redirection, why in ((">&-", b"it is closed"), (">/dev/full", b"No space left on device")):
        code, out, err = shell(redirection, *arguments)
        assert (code, out) == (2, b"")
        *notes, last = err.splitlines()
        assert last == b"lstm-lint: error: standard output cannot be written: " + why
        assert all(note.startswith(b"lstm-lint: ") for note in notes) and b"internal error" not in err


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_goes_away_changes_no_exit_code(arguments: list[str], folder: Path) -> None:
    code = shell("", *arguments)[0]
    write("risky.py", RISKY)
    answered, said = left(*arguments)
    assert answered == code and b"error" not in said and b"Traceback" not in said


def test_a_reader_that_goes_away_in_between(folder: Path) -> None:
    for number in range(300):
        write(f"many/{number}.py", RISKY)
    assert left("many", "--no-cache", "--select", "LL505", after=10) == (1, b"")
    assert left("rule", "--all", "--output-format", "json", after=10) == (0, b"")


def test_nothing_to_print_needs_no_output() -> None:
    for redirection in (">&-", ">/dev/full"):
        assert shell(redirection, "-q", "calm.py") == (0, b"", b"")
        assert shell(redirection, "risky.py", "--output-file", "found.txt", "--select", "LL505") == (
            1,
            b"",
            b"",
        )
        assert b"LL505" in Path("found.txt").read_bytes()
        assert shell(redirection, "clean")[0] == 0


def test_a_full_output_file_is_one_clear_line(folder: Path) -> None:
    for form in ("text", "json", "sarif", "junit"):
        code, out, err = shell("", "risky.py", "--output-format", form, "--output-file", str(DEVICE))
        assert (code, out, err.count(b"\n")) == (2, b"", 1)
        assert b"--output-file /dev/full: cannot be written: No space left on device" in err


def test_a_closed_or_full_stderr_loses_notes_and_no_verdict() -> None:
    for redirection in ("2>&-", "2>/dev/full"):
        code, out, err = shell(redirection, "-v", "risky.py", "--select", "LL505", "--output-format", "json")
        assert (code, err) == (1, b"") and out.startswith(b"{") and b"LL505" in out
        assert shell(redirection, "--select", "none", "risky.py") == (2, b"", b"")
        assert shell(f"{redirection} >&-", "risky.py") == (2, b"", b"")


def test_no_file_takes_the_place_of_a_closed_stream(folder: Path) -> None:
    code, *_ = shell("<&- >&- 2>&-", "risky.py", "--fix", "--select", "LL505", "--fail-on", "never")
    assert code == 2
    assert Path("risky.py").read_text(encoding="utf-8").startswith("import keras\n")
    write("risky.py", RISKY)
    code, *_ = shell("<&- >&- 2>&-", "risky.py", "--output-file", "found.json", "--output-format", "json")
    assert code == 1 and Path("found.json").read_bytes().startswith(b"{\n")


def test_closed_stdin_is_no_empty_file() -> None:
    code, out, err = shell("<&-", "-")
    assert (code, out) == (2, b"") and b"standard input cannot be read" in err and err.count(b"\n") == 1
    assert shell("<&-", "risky.py", "--select", "LL505")[0] == 1
    assert shell("<&-", "risky.py", "--interactive")[0] == 1


def test_a_fixed_file_that_cannot_be_printed_is_no_pass() -> None:
    code, out, err = shell(">/dev/full", "-", "--fix", "--fail-on", "never", given=RISKY.encode())
    assert (code, out) == (2, b"") and err.endswith(
        b"standard output cannot be written: No space left on device\n"
    )
