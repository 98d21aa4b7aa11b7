"""The processes that read for the server. An order goes to one that is idle, else to a new one.

An order is cancelled with the task that awaits it: its answer is dropped, and a process that is long at it is ended.
"""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections import deque
from contextlib import suppress
from typing import Any

from lstm_lint.run.processes import started
from lstm_lint.server.facts import Failed, Order
from lstm_lint.server.worker import SWEEP, receive, send

_MOST = 8  # processes at once
_SOON = 0.1  # seconds that an order waits for a process that is there, at least
_GRACE = 0.25  # seconds until a cancelled order is over, or its process, at least
_STARTING = 1.0  # seconds from the start of a process to its first answer, before that is known
_SPARE = 2  # idle processes that are kept
_PAUSE = 0.3  # seconds without an order after which a process looks for garbage


def worker() -> subprocess.Popen[bytes]:
    """A process that reads."""
    return started("lstm_lint.server.worker")


class _Reader:
    """One process, and the thread that listens to it."""

    def __init__(self, process: subprocess.Popen[bytes], pool: Readers) -> None:
        self.process = process
        self.pool = pool
        self.at: asyncio.Future[Any] | None = None  # what it works on
        self.answers = 0  # since garbage was last looked for
        self.started = pool.loop.time()
        self.is_new = True  # there was no answer yet
        threading.Thread(target=self._listen, daemon=True).start()

    def order(self, order: Order) -> asyncio.Future[Any]:
        self.at = self.pool.loop.create_future()
        self._send(order)
        return self.at

    def sweep(self) -> None:
        """Nothing is to be done: a good time to look for garbage."""
        self.answers = 0
        self._send(SWEEP)

    def _send(self, message: object) -> None:
        assert self.process.stdin is not None
        with suppress(OSError, ValueError):  # it is gone; the listener says so
            send(self.process.stdin, message)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        answer: Any
        while True:
            try:
                answer = receive(self.process.stdout)
            except Exception:
                self.process.wait()
                break
            if not self._tell(self.pool.answered, answer):
                return
        self._tell(self.pool.ended, self.process.returncode)

    def _tell(self, function: Any, about: object) -> bool:
        try:
            self.pool.loop.call_soon_threadsafe(function, self, about)
        except RuntimeError:  # the server is gone
            return False
        return True

    def end_at(self, unwanted: asyncio.Future[Any]) -> None:
        """Ends it if it still works on that; what it does by now may be wanted.

        A new one would only be started again: where that takes longer than the next keystroke, none would ever answer.
        """
        if self.at is unwanted and not self.is_new:
            self.end()

    def end(self) -> None:
        with suppress(OSError):
            self.process.kill()


class Readers:
    """All of them. `first`: one that is starting already."""

    def __init__(self, first: subprocess.Popen[bytes] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self._idle: list[_Reader] = []
        self._all: set[_Reader] = set()
        self._queue: deque[asyncio.Future[_Reader]] = deque()
        self._starting = _STARTING  # seconds: the machine may be slow, or busy
        if first is not None:
            self._idle.append(self._add(first))

    def _add(self, process: subprocess.Popen[bytes]) -> _Reader:
        reader = _Reader(process, self)
        self._all.add(reader)
        return reader

    async def done(self, order: Order) -> Any:
        """The answer to an order; a `Failed` where there is none."""
        reader = await self._free()
        while reader not in self._all:  # it ended in between
            reader = await self._free()
        future = reader.order(order)
        try:
            return await future
        except asyncio.CancelledError:
            self.loop.call_later(max(_GRACE, self._starting / 2), reader.end_at, future)
            raise

    async def _free(self) -> _Reader:
        while self._idle:
            reader = self._idle.pop()
            if reader in self._all:
                return reader
        waiting: asyncio.Future[_Reader] = self.loop.create_future()
        self._queue.append(waiting)
        self.loop.call_later(self._patience, self._grow, waiting)
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._rest(waiting.result())
            raise

    @property
    def _patience(self) -> float:
        """Seconds until a process more is started for an order.

        One whose answer is dropped is free in a moment; a new one takes ten times a reading to start.
        """
        if not self._all:
            return 0
        return self._starting if all(one.is_new for one in self._all) else max(_SOON, self._starting / 4)

    def _grow(self, waiting: asyncio.Future[_Reader]) -> None:
        """Who still waits gets a process of its own."""
        if not waiting.done() and len(self._all) < _MOST:
            self._queue.remove(waiting)
            waiting.set_result(self._add(worker()))

    def answered(self, reader: _Reader, answer: object) -> None:
        """A process is done."""
        if reader.is_new:
            reader.is_new = False
            self._starting = self.loop.time() - reader.started
        done, reader.at = reader.at, None
        reader.answers += 1
        if done is not None and not done.done():
            done.set_result(answer)
        self._rest(reader)

    def _rest(self, reader: _Reader) -> None:
        if reader not in self._all:
            return
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.done():
                waiting.set_result(reader)
                return
        self._idle.append(reader)
        self.loop.call_later(_PAUSE, self._sweep, reader, reader.answers)
        while len(self._idle) > _SPARE:
            oldest = self._idle.pop(0)
            self._all.discard(oldest)
            oldest.end()

    def _sweep(self, reader: _Reader, answers: int) -> None:
        """After a pause: nobody waits for a process that looks for garbage then."""
        if reader in self._idle and reader.answers == answers > 0:
            reader.sweep()

    def ended(self, reader: _Reader, code: int) -> None:
        """A process is gone; its order is what it could not do."""
        self._all.discard(reader)
        if reader.at is not None and not reader.at.done():
            from lstm_lint.run import limits

            reader.at.set_result(Failed(f"not read: {limits.ended(code)}"))
        for waiting in list(self._queue):
            self._grow(waiting)

    def close(self) -> None:
        """Ends them all."""
        for reader in self._all:
            reader.end()
        self._all.clear()
        self._idle.clear()
