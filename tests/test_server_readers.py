"""The processes that read: what is cancelled ends nothing else, and none is left."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from language_client import SCRIPT

from lstm_lint.server.facts import Failed, Order, Reading, Text
from lstm_lint.server.readers import Readers

pytestmark = [pytest.mark.clients, pytest.mark.skipif(sys.platform == "win32", reason="stops processes")]


def order(folder: Path, text: str, task: str = "read") -> Order:
    return Order(task, Text(str(folder / "train.py"), text.encode(), str(folder)))


def test_an_order_that_is_cancelled_ends_no_other(tmp_path: Path) -> None:
    """Where the answer came before the cancelling, the process is at another order by then."""

    async def session() -> None:
        readers = Readers()
        first = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        while not readers._all or (done := next(iter(readers._all)).at) is None:
            await asyncio.sleep(0.01)
        (reader,) = readers._all
        reading = await first
        assert isinstance(reading, Reading) and len(reading.layers) == 3
        following = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        await asyncio.sleep(0)
        os.kill(reader.process.pid, signal.SIGSTOP)
        reader.end_at(done)
        await asyncio.sleep(0.5)
        os.kill(reader.process.pid, signal.SIGCONT)
        assert isinstance(await following, Reading)
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_a_process_that_is_long_at_what_is_cancelled_is_ended(tmp_path: Path) -> None:
    async def session() -> None:
        readers = Readers()
        await readers.done(order(tmp_path, SCRIPT))
        (reader,) = readers._all
        short = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        await asyncio.sleep(0)
        short.cancel()
        assert isinstance(await readers.done(order(tmp_path, SCRIPT)), Reading)
        os.kill(reader.process.pid, signal.SIGSTOP)  # as long as one likes
        task = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        await asyncio.sleep(0.05)
        task.cancel()
        assert isinstance(await readers.done(order(tmp_path, SCRIPT)), Reading)
        while reader.process.poll() is None:
            await asyncio.sleep(0.05)
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_a_process_that_starts_is_left_to_it(tmp_path: Path) -> None:
    """On a busy machine the next keystroke comes before the first answer, each time."""

    async def session() -> None:
        readers = Readers()
        task = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        while not readers._all or next(iter(readers._all)).at is None:
            await asyncio.sleep(0.01)
        (reader,) = readers._all
        os.kill(reader.process.pid, signal.SIGSTOP)
        task.cancel()
        await asyncio.sleep(0.8)  # beyond its grace
        assert reader.process.poll() is None
        os.kill(reader.process.pid, signal.SIGCONT)
        assert isinstance(await readers.done(order(tmp_path, SCRIPT)), Reading)
        assert reader.process.poll() is None
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_what_is_read_after_an_order_was_cancelled_is_read_in_full(tmp_path: Path) -> None:
    """The first reading loads what it needs, and nothing may leave that in half."""
    text = SCRIPT + "import numpy as np\nx = np.random.normal(size=(80, 72, 4))\nmodel.fit(x, x[:, 0, 0])\n"

    async def session() -> None:
        for pause in (0.1, 0.25, 0.4):
            readers = Readers()
            first = asyncio.ensure_future(readers.done(order(tmp_path, text)))
            await asyncio.sleep(pause)
            first.cancel()
            reading = await readers.done(order(tmp_path, text))
            assert [one.words for one in reading.data] == ["x (80, 72, 4) magnitude 1 · y (80,) magnitude 1"]
            readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_a_process_that_dies_is_said_and_replaced(tmp_path: Path) -> None:
    async def session() -> None:
        readers = Readers()
        await readers.done(order(tmp_path, SCRIPT))
        (reader,) = readers._all
        os.kill(reader.process.pid, signal.SIGSTOP)
        waiting = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        await asyncio.sleep(0)
        reader.process.kill()
        assert isinstance(await waiting, Failed)
        assert isinstance(await readers.done(order(tmp_path, SCRIPT)), Reading)
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_idle_processes_end(tmp_path: Path) -> None:
    async def session() -> None:
        readers = Readers()
        orders = [readers.done(order(tmp_path, SCRIPT.replace("64", str(64 + one)))) for one in range(6)]
        assert all(isinstance(one, Reading) for one in await asyncio.gather(*orders))
        assert len(readers._all) <= 2
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_garbage_is_looked_for_in_a_pause(tmp_path: Path) -> None:
    async def session() -> None:
        readers = Readers()
        for _ in range(3):
            await readers.done(order(tmp_path, SCRIPT))
        (reader,) = readers._all
        assert reader.answers == 3
        while reader.answers:
            await asyncio.sleep(0.05)
        assert isinstance(await readers.done(order(tmp_path, SCRIPT)), Reading)
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))
