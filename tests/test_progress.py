"""How far a run is, on a terminal."""

from __future__ import annotations

import pytest

from lstm_lint.command import progress, streams
from lstm_lint.command.progress import Progress


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(streams, "progress", lines.append)
    monkeypatch.setattr(progress, "_width", lambda: 60)
    return lines


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_nothing_in_the_first_second_then_a_line_and_at_the_end_none(
    shown: list[str], clock: list[float]
) -> None:
    line = Progress()
    line(1, 40, "a.py")
    line.close()
    assert shown == []
    clock[0] += 2
    line(10, 40, "some/long/folder/of/models/train.py")
    assert shown == ["10 of 40 files, 6 s left ...f/models/train.py"]
    clock[0] += 0.01
    line(11, 40, "b.py")
    assert len(shown) == 1
    clock[0] += 600
    line(12, 40, "b.py")
    assert shown[1] == "12 of 40 files, 23 min left b.py"
    line.close()
    assert shown[2:] == [""]
