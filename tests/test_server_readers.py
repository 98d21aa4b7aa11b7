"""The processes that read: what is cancelled ends nothing else, and none is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from language_client import SCRIPT

from lstm_lint.server.facts import Failed, Order, Reading, Text
from lstm_lint.server.readers import Readers

pytestmark = pytest.mark.editor
LONG = SCRIPT + "\nfor i in range(3):\n    model.add(Dense(i + 1))\n" * 400


def order(folder: Path, text: str, task: str = "read") -> Order:
    return Order(task, Text(str(folder / "train.py"), text.encode(), str(folder)))


def test_an_order_that_is_cancelled_ends_no_other(tmp_path: Path) -> None:
    """Where the answer came before the cancelling, the process is at another order by then."""

    async def session() -> None:
        readers = Readers()
        first = await readers.done(order(tmp_path, SCRIPT))
        assert isinstance(first, Reading) and len(first.layers) == 3
        (reader,) = readers._all
        done = reader.waiting
        assert done is not None
        following = asyncio.ensure_future(readers.done(order(tmp_path, LONG)))
        await asyncio.sleep(0.1)
        reader.interrupt(done)
        assert isinstance(await following, Reading)
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_an_order_that_is_cancelled_is_interrupted(tmp_path: Path) -> None:
    async def session() -> None:
        readers = Readers()
        await readers.done(order(tmp_path, SCRIPT))
        (reader,) = readers._all
        process = reader.process
        for _ in range(3):
            task = asyncio.ensure_future(readers.done(order(tmp_path, LONG)))
            await asyncio.sleep(0.05)
            task.cancel()
        assert isinstance(await readers.done(order(tmp_path, SCRIPT)), Reading)
        assert process.poll() is None  # interrupted, not ended
        readers.close()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_a_process_that_dies_is_said_and_replaced(tmp_path: Path) -> None:
    async def session() -> None:
        readers = Readers()
        await readers.done(order(tmp_path, SCRIPT))
        (reader,) = readers._all
        waiting = asyncio.ensure_future(readers.done(order(tmp_path, SCRIPT)))
        await asyncio.sleep(0)
        reader.process.kill()
        assert isinstance(await waiting, (Failed, Reading))
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
