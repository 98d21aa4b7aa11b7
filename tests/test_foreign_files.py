"""Files that are read around the linted ones: what others left there, and links to what is not the project's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from command_line import RISKY, Capsys, run, write

from lstm_lint.keras_api import project_pins
from lstm_lint.source import repository

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and owners of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def belongs_to(path: Path, user: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.lstat

    def lstat(asked: Any, **more: Any) -> os.stat_result:
        about = real(asked, **more)
        if os.path.abspath(asked) != str(path):
            return about
        values = list(about)
        values[4] = user
        return os.stat_result(values)

    monkeypatch.setattr(repository.os, "lstat", lstat)


@pytest.mark.parametrize(("mode", "counts"), [(0o1777, False), (0o777, True), (0o1775, True), (0o755, True)])
@pytest.mark.parametrize("name", ["lstm-lint.toml", "pyproject.toml"])
def test_configuration_that_others_left_where_everybody_may_write_does_not_count(
    name: str, mode: int, counts: bool, capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "[tool.lstm-lint]\n" if name == "pyproject.toml" else ""
    write(name, f"{head}fail-on = 'never'\n")
    write("mine/a.py", RISKY)
    folder.chmod(mode)
    assert run(capsys, "mine")[0] == 0  # it is the user's own
    belongs_to(folder / name, os.geteuid() + 1, monkeypatch)
    assert run(capsys, "mine")[0] == int(not counts)
    folder.chmod(0o755)


def pins() -> list[str]:
    project_pins.forget()
    return [pin.text for pin in project_pins.pins_of(os.path.abspath("sub"))]


def test_pins_are_read_through_links_of_the_project_alone(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret"
    elsewhere.write_text("keras==2.3\n")
    os.mkdir(".git")
    write("all.txt", "keras==2.4\n")
    os.mkdir("sub")
    os.symlink(elsewhere, "sub/requirements.txt")
    assert pins() == []
    os.remove("sub/requirements.txt")
    os.symlink("../all.txt", "sub/requirements.txt")
    assert pins() == ["keras==2.4 in requirements.txt"]


def test_pipes_and_devices_hold_no_pins(folder: Path) -> None:
    os.mkdir(".git")
    os.mkdir("sub")
    os.mkfifo("sub/requirements.txt")
    os.symlink("/dev/zero", "sub/requirements-dev.txt")
    os.mkdir("sub/setup.cfg")
    assert pins() == []
