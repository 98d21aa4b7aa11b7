"""Settings stay while one text after another is read, until a file that says something of them changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from language_client import SCRIPT

from lstm_lint.server import desk, tasks
from lstm_lint.server.desk import Desk
from lstm_lint.server.facts import Order, Reading, Text

CODE = "LL202"
IGNORE = f'ignore = ["{CODE}"]\n'


class Counted(desk.Configurations):
    made = 0

    def __init__(self, *about: object) -> None:
        type(self).made += 1
        super().__init__(*about)  # type: ignore[arg-type]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> type[Counted]:
    monkeypatch.setattr(desk, "Configurations", Counted)
    monkeypatch.setattr(Counted, "made", 0)
    return Counted


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(write.time, write.time))  # type: ignore[attr-defined]
    write.time += 1_000_000_000  # type: ignore[attr-defined]


write.time = 1_700_000_000_000_000_000  # type: ignore[attr-defined]


def codes(at: Desk, root: Path, name: str) -> set[str]:
    reading = tasks.done(at, Order("read", Text(str(root / name), SCRIPT.encode(), str(root))))
    assert isinstance(reading, Reading), reading
    return {one.code for one in reading.findings}


def test_two_configurations_below_one_root_are_read_once(tmp_path: Path, counted: type[Counted]) -> None:
    write(tmp_path / "silent" / "lstm-lint.toml", IGNORE)
    write(tmp_path / "loud" / "lstm-lint.toml", "")
    at = Desk()
    for _ in range(3):
        assert CODE not in codes(at, tmp_path, "silent/train.py")
        assert CODE in codes(at, tmp_path, "loud/train.py")
    assert counted.made == 1


def test_one_that_changes_or_appears_is_read(tmp_path: Path, counted: type[Counted]) -> None:
    at = Desk()
    assert CODE in codes(at, tmp_path, "deep/train.py")
    write(tmp_path / "lstm-lint.toml", IGNORE)
    assert CODE not in codes(at, tmp_path, "deep/train.py")
    write(tmp_path / "deep" / "lstm-lint.toml", "")
    assert CODE in codes(at, tmp_path, "deep/train.py")
    write(tmp_path / "deep" / "lstm-lint.toml", IGNORE)
    assert CODE not in codes(at, tmp_path, "deep/train.py")
    (tmp_path / "deep" / "lstm-lint.toml").unlink()
    assert CODE not in codes(at, tmp_path, "deep/train.py")
    assert counted.made == 5


def test_what_a_configuration_extends_is_watched(tmp_path: Path, counted: type[Counted]) -> None:
    write(tmp_path / "shared" / "base.toml", IGNORE)
    write(tmp_path / "code" / "lstm-lint.toml", 'extend = "../shared/base.toml"\n')
    at = Desk()
    assert CODE not in codes(at, tmp_path, "code/train.py")
    assert CODE not in codes(at, tmp_path, "code/train.py")
    assert counted.made == 1
    write(tmp_path / "shared" / "base.toml", "")
    assert CODE in codes(at, tmp_path, "code/train.py")
    assert counted.made == 2
