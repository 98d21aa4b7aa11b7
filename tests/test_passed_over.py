"""Files that hold nothing of ours are not opened again until they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_line import RISKY, Capsys, run, write

from lstm_lint.run import files, passed_over
from lstm_lint.run import run as running

TRAINS = "from maker import model\n\nmodel.fit(1, 2)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven files in the current folder. What was written just now counts as settled, and few files pay."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(passed_over, "_SETTLED", -(1 << 62))
    monkeypatch.setattr(running, "_FEWEST_PASSED_OVER", 2)
    write("train.py", RISKY)
    for number in range(6):
        write(f"module_{number}.py", f"x = {number}".ljust(len(RISKY) - 1) + "\n")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened, as they are."""
    paths: list[str] = []
    really = files.held

    def held(path: str) -> bytes | None:
        paths.append(path)
        return really(path)

    monkeypatch.setattr(files, "held", held)
    return paths


def test_they_are_not_opened_again(capsys: Capsys, opened: list[str]) -> None:
    first = run(capsys, ".")
    assert len(opened) == 7
    opened.clear()
    assert run(capsys, ".") == first
    assert opened == ["train.py"]


@pytest.mark.parametrize("keeps_time", [False, True])
def test_what_changed_is_opened(keeps_time: bool, capsys: Capsys, opened: list[str]) -> None:
    run(capsys, ".")
    before = os.stat("module_4.py")
    file = write("module_4.py", RISKY)
    if keeps_time:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        if os.name == "nt":
            pytest.skip("Windows keeps no time of the last change of what is known of a file")
    assert os.stat(file).st_size == before.st_size
    opened.clear()
    _, out, _ = run(capsys, ".")
    assert opened == ["module_4.py", "train.py"] and "module_4.py:5:" in out


def test_another_file_under_the_same_name_is_opened(capsys: Capsys, opened: list[str]) -> None:
    write("train.py", "x = 1".ljust(len(RISKY) - 1) + "\n")
    run(capsys, ".")
    os.replace(write("new", RISKY), "module_4.py")
    opened.clear()
    assert "module_4.py:5:" in run(capsys, ".")[1]


def test_what_may_train_an_imported_model_is_opened(capsys: Capsys, opened: list[str]) -> None:
    write("module_3.py", TRAINS)
    run(capsys, ".")
    opened.clear()
    write("maker.py", RISKY)
    run(capsys, ".")
    assert "module_3.py" in opened


def test_what_changed_just_now_is_opened(
    capsys: Capsys, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passed_over, "_SETTLED", 1 << 62)
    run(capsys, ".")
    opened.clear()
    run(capsys, ".")
    assert len(opened) == 7


@pytest.mark.parametrize(
    "arguments", [["--no-cache"], ["--add-noqa"], ["--fix", "--diff"], ["--baseline", "known.json"]]
)
def test_what_takes_the_text_opens_all(arguments: list[str], capsys: Capsys, opened: list[str]) -> None:
    run(capsys, ".", "--baseline", "known.json", "--write-baseline")
    run(capsys, ".")
    opened.clear()
    run(capsys, *arguments, ".")
    assert set(opened) >= {f"module_{number}.py" for number in range(6)}


def test_another_folder_has_its_own(
    capsys: Capsys, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, ".")
    for number in range(4):
        write(f"other/module_{number}.py", RISKY)
    monkeypatch.chdir("other")
    opened.clear()
    assert "in 4 of 4 files" in run(capsys, ".")[1]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"module_4.py": 1}', b"\xff", b"[" * 100_000])
def test_a_broken_list_is_none(content: bytes, capsys: Capsys, opened: list[str], tmp_path: Path) -> None:
    first = run(capsys, ".")
    lists = [path for path in tmp_path.glob("caches/*/*") if b"module_4.py" in path.read_bytes()]
    assert len(lists) == 1
    lists[0].write_bytes(content)
    opened.clear()
    assert run(capsys, ".") == first and len(opened) == 7


def test_files_that_are_named_are_opened(capsys: Capsys, opened: list[str]) -> None:
    names = [f"module_{number}.py" for number in range(6)]
    run(capsys, *names)
    opened.clear()
    run(capsys, *names)
    assert sorted(opened) == names
