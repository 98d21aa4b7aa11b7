"""`data = true` in an editor: what files hold is looked at beside the readings, and never in what nobody trusts."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")
pytest.importorskip("duckdb")

from language_client import Editor, editor, run

from lstm_lint.server import tasks
from lstm_lint.server.facts import Order, Text

pytestmark = pytest.mark.long

SCRIPT = """\
import numpy as np
import pandas as pd
from keras import Sequential
from keras.layers import LSTM, Dense

values = pd.read_csv("load.csv").values
x = np.array([values[i : i + 24] for i in range(len(values) - 24)])
y = values[24:, 0] / 60_000
model = Sequential([LSTM(32), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=50, validation_split=0.2)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LSTM_LINT_CACHE_DIR", str(tmp_path / "cache"))
    work = tmp_path / "work"
    work.mkdir()
    (work / "lstm-lint.toml").write_text("data = true\n", "utf-8")
    write(work, 4210)
    return work


def write(folder: Path, lowest: int) -> None:
    (folder / "load.csv").write_text(
        "megawatts\n" + "".join(f"{lowest + 53 * (at % 97)}\n" for at in range(400)), "utf-8"
    )


async def message(one: Editor, uri: str, words: str) -> str:
    """What LL701 says, as soon as that holds the words; else what it says in the end."""
    said = ""
    for _ in range(600):
        found = {str(item.code): item.message for item in await one.diagnostics(uri)}
        said = found.get("LL701", "")
        if words in said:
            break
        await asyncio.sleep(0.1)
    return said


def test_numbers_of_the_file_come_after_the_first_reading(folder: Path) -> None:
    async def session() -> None:
        async with editor(folder) as one:
            uri = one.open("train.py", SCRIPT)
            assert "runs from 4,210 to" in await message(one, uri, "4,210")
            one.write(uri, SCRIPT + "print(x.shape)\n")
            found = {str(item.code): item.message for item in await one.diagnostics(uri)}
            assert "runs from 4,210 to" in found["LL701"]  # at once: the file is known
            write(folder, 5210)
            os.utime(folder / "load.csv", (1, 1))
            one.write(uri, SCRIPT)
            assert "runs from 5,210 to" in await message(one, uri, "5,210")

    run(session())
    assert list((folder.parent / "cache").iterdir())


@pytest.mark.parametrize(
    ("arguments", "options"), [([], {"trusted": False}), (["--isolated"], {"trusted": True})]
)
def test_nothing_is_looked_at_where_nobody_trusts(
    folder: Path, arguments: list[str], options: dict[str, bool]
) -> None:
    async def session() -> None:
        async with editor(folder, arguments=arguments, options=options) as one:
            uri = one.open("train.py", SCRIPT)
            await one.diagnostics(uri)
            await asyncio.sleep(1)
            for item in await one.diagnostics(uri):
                assert "4,210" not in item.message

    run(session())
    assert not (folder.parent / "cache").exists()


def order(folder: Path, task: str, files: Any = (), given: Any = ()) -> Order:
    text = Text(str(folder / "train.py"), SCRIPT.encode(), str(folder))
    return Order(task, text, given, files=files)


def test_reading_asks_until_the_file_is_known(folder: Path) -> None:
    desk = tasks.Desk()
    first = tasks.done(desk, order(folder, "read"))
    assert first.asks
    files = tasks.done(desk, order(folder, "look"))
    (one,) = files
    assert one.profile.rows == 400
    again = tasks.done(desk, order(folder, "read", files))
    assert not again.asks
    assert any("runs from 4,210" in found.message for found in again.findings)
    os.utime(folder / "load.csv", ns=(time.time_ns(), time.time_ns() + 10**9))
    assert tasks.done(desk, order(folder, "read", files)).asks
    untrusted = (("isolated", True),)
    assert not tasks.done(desk, order(folder, "read", files, untrusted)).asks
    assert tasks.done(desk, order(folder, "look", (), untrusted)) == ()


def test_file_that_is_not_there_is_asked_for_once(folder: Path) -> None:
    (folder / "load.csv").unlink()
    desk = tasks.Desk()
    files = tasks.done(desk, order(folder, "look"))
    assert [(one.path, one.profile) for one in files] == [("", None)]
    assert not tasks.done(desk, order(folder, "read", files)).asks
