"""The cache: the same findings faster, never wrong ones; and whatever happens to it, the run does not notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import CALM, ONLY, RISKY, ROOT, Capsys, run, write

from lstm_lint.keras_api import versions

FOLDER = Path(".lstm_lint_cache")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are truly read, as they are read."""
    from lstm_lint import lint as module

    files: list[str] = []
    real = module.lint

    def lint(source: Any, *rest: Any, **more: Any) -> Any:
        files.append(source.path)
        return real(source, *rest, **more)

    monkeypatch.setattr(module, "lint", lint)
    return files


def entries() -> list[Path]:
    return [
        path
        for path in FOLDER.rglob("*")
        if path.is_file() and path.name not in ("CACHEDIR.TAG", ".gitignore")
    ]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "concise"])
def test_the_second_run_says_the_same(form: str, capsys: Capsys, read: list[str]) -> None:
    write("a.py", RISKY)
    write("sub/b.py", CALM)
    first = run(capsys, "--output-format", form, "--profile", "strict", ".")
    assert read == ["a.py", "sub/b.py"]
    assert run(capsys, "--output-format", form, "--profile", "strict", ".") == first
    assert read == ["a.py", "sub/b.py"]


def test_what_decides_the_findings_decides_the_entry(capsys: Capsys, read: list[str]) -> None:
    def reads(*arguments: str) -> bool:
        before = len(read)
        run(capsys, *arguments, "a.py")
        return len(read) > before

    write("a.py", RISKY)
    assert reads() and not reads()
    assert reads("--select", "LL5") and reads("--keras", "2.3")
    assert reads("--no-cache")
    assert reads("--baseline", "b.json", "--write-baseline")  # it takes the source
    write("requirements.txt", "keras==2.2\n")
    versions.pins_of.cache_clear()  # looked at once in a process
    versions.project_folders.cache_clear()
    assert reads() and not reads()
    write("a.py", RISKY + "\n")
    assert reads() and not reads()
    write("a.py", RISKY)
    assert not reads()


def test_a_module_that_was_read_decides_too(capsys: Capsys, read: list[str]) -> None:
    write("a.py", "from config import lr\n" + RISKY.replace("0.01", "lr"))
    run(capsys, "a.py")
    write("config.py", "lr = 0.5\n")
    run(capsys, "a.py")
    run(capsys, "a.py")
    write("config.py", "lr = 0.6\n")
    run(capsys, "a.py")
    assert read == ["a.py"] * 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"null",
        b'{"asked": [], "findings": [{"Evil": {}}], "lines": {}}',
        b"[" * 9999,
    ],
)
def test_an_entry_that_is_none_is_passed_over(content: bytes, capsys: Capsys, read: list[str]) -> None:
    write("a.py", RISKY)
    first = run(capsys, *ONLY, "a.py")
    (entry,) = entries()
    entry.write_bytes(content)
    assert run(capsys, *ONLY, "a.py") == first
    assert len(read) == 2
    assert json.loads(entry.read_bytes())["findings"]


def test_it_marks_itself(capsys: Capsys) -> None:
    write("a.py", RISKY)
    run(capsys, "a.py")
    assert (FOLDER / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert (FOLDER / ".gitignore").read_text() == "*\n"


def test_it_lies_beside_the_config_file(capsys: Capsys) -> None:
    write("project/lstm-lint.toml", "")
    write("project/a.py", RISKY)
    run(capsys, "project/a.py")
    assert (Path("project") / FOLDER).is_dir() and not FOLDER.exists()


def test_clean_removes_it_and_nothing_else(capsys: Capsys) -> None:
    write("a.py", RISKY)
    run(capsys, "a.py")
    assert run(capsys, "clean")[::2] == (0, "lstm-lint: removed .lstm_lint_cache\n")
    assert not FOLDER.exists()
    assert run(capsys, "clean")[::2] == (0, "lstm-lint: there is no .lstm_lint_cache\n")
    write(".lstm_lint_cache/mine.txt", "")
    assert run(capsys, "clean")[0] == 2
    assert (FOLDER / "mine.txt").exists()


def test_a_link_in_its_place_is_not_followed(capsys: Capsys) -> None:
    Path("elsewhere").mkdir()
    FOLDER.symlink_to("elsewhere")
    write("a.py", RISKY)
    assert run(capsys, *ONLY, "a.py")[0] == 1
    assert os.listdir("elsewhere") == []


def test_it_is_bounded(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_lint.run import cache

    monkeypatch.setattr(cache, "_MOST_ENTRIES", 8)
    for number in range(20):
        write("a.py", RISKY + f"# {number}\n")
        run(capsys, *ONLY, "a.py")
    assert 6 <= len(entries()) <= 8


def test_a_disk_that_takes_nothing_is_not_noticed(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    write("a.py", RISKY)
    monkeypatch.setattr("lstm_lint.run.cache.os.makedirs", refuse)
    status, _, err = run(capsys, *ONLY, "a.py")
    assert (status, err) == (1, "")


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_any_number_of_processes_says_the_same(
    jobs: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lstm_lint.run.run._FEWEST_AT_ONCE", 8)
    for number in range(40):
        write(f"{number % 7}/{number}.py", (RISKY, CALM)[number % 2] + f"# {number}\n")
    write("3/broken.py", "import keras, LSTM\nx = " + "[" * 10_000)
    serial = run(capsys, "--no-cache", "--profile", "strict", "--jobs", "1", ".")
    assert run(capsys, "--no-cache", "--profile", "strict", "--jobs", jobs, ".") == serial
    assert run(capsys, "--profile", "strict", "--jobs", jobs, ".") == serial
    assert run(capsys, "--profile", "strict", "--jobs", jobs, ".") == serial


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1.5", "99999999999"])
def test_a_number_of_processes_that_is_none(jobs: str, capsys: Capsys) -> None:
    assert "write a number" in run(capsys, "--jobs", jobs, ".")[2]


def test_runs_at_once_share_it(tmp_path: Path) -> None:
    for number in range(6):
        write(f"{number}.py", RISKY + f"# {number}\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "lstm_lint", *ONLY, "--output-format", "json", "."]
    children = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(3)]
    outputs = {child.communicate(timeout=120)[0] for child in children}
    assert len(outputs) == 1
    assert len(entries()) == 6
