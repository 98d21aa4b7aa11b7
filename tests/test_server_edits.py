"""Random edits: the server stays, answers, and shows what it shows of the same text opened anew."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.server.client import Client
from benchmarks.server.edits import Sheet, position, typed

pytestmark = [pytest.mark.clients, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]


def test_five_hundred_random_edits(tmp_path: Path) -> None:
    client = Client([sys.executable, "-m", "lstm_lint", "server"], tmp_path)
    compared = typed(client, tmp_path, 500, seed=19)
    assert compared >= 5
    assert not [line for line in client.messages if "internal error" in line]
    assert client.close() == 0


def test_positions_are_those_of_the_protocol() -> None:
    text = "a\r\n𝄞b\x0cc\rd\n"
    assert position(text, 0) == {"line": 0, "character": 0}
    assert position(text, text.index("b")) == {"line": 1, "character": 2}
    assert position(text, text.index("d")) == {"line": 2, "character": 0}
    assert position(text, len(text)) == {"line": 3, "character": 0}
    assert Sheet("", "x\r\n")._whole(2) == 1
