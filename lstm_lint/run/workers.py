"""Processes that read files: several at once where there are many, one apart where a file may take its reader down."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection
from typing import Any

_AHEAD = 32  # tasks handed out before the oldest is answered, for each process: keeps memory flat
_SAFE_PATH = "PYTHONSAFEPATH"
# A fork shares what is imported; elsewhere than on Linux a process that has threads or frameworks may not survive it.
_METHOD = "fork" if sys.platform == "linux" else "spawn"


class Lost:
    """In place of a result: the process ended, or was ended, before it answered."""

    def __init__(self, why: str) -> None:
        self.why = why


def results(
    function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]], count: int, seconds: float
) -> Iterator[Any]:
    """`function(*task)` for each task, in the order of the tasks; a Lost for one that takes longer, or crashes."""
    waiting = enumerate(tasks)
    workers = [_Worker(function) for _ in range(count)]
    answers: dict[int, Any] = {}
    ended = False
    given = told = 0
    try:
        while True:
            for worker in workers:
                if worker.task is None and not ended and given - told < _AHEAD * count:
                    following = next(waiting, None)
                    ended = following is None
                    if following is not None:
                        worker.give(*following, seconds, workers)
                        given += 1
            while told in answers:
                yield answers.pop(told)
                told += 1
            if ended and told == given:
                return
            for number, answer in _answers([one for one in workers if one.task is not None]):
                answers[number] = answer
    finally:
        for worker in workers:
            worker.end()


def _answers(busy: list[_Worker]) -> Iterator[tuple[int, Any]]:
    """What some of the busy workers answer next; a worker whose time is up is ended."""
    nearest = min((one.deadline for one in busy), default=0.0)
    ready = connection.wait([one.pipe for one in busy], max(0.0, nearest - time.monotonic()))
    for worker in busy:
        number = worker.task
        assert number is not None
        if worker.pipe in ready:
            yield number, worker.take()
        elif worker.deadline <= time.monotonic():
            worker.end()
            yield number, Lost("the time limit")


class _Worker:
    """One process and the pipe to it; started with its first task, and again after its end."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.context: Any = multiprocessing.get_context(_METHOD)
        self.process: Any = None
        self.pipe: Any = None
        self.task: int | None = None
        self.deadline = 0.0

    def give(self, number: int, task: tuple[Any, ...], seconds: float, beside: list[_Worker]) -> None:
        if self.process is None:
            # A fork inherits the pipes to its siblings; left open, they would outlive this process.
            foreign = [one.pipe for one in beside if one.pipe is not None] if _METHOD == "fork" else []
            self.pipe, theirs = self.context.Pipe()
            arguments = (self.function, theirs, [*foreign, self.pipe] if _METHOD == "fork" else [])
            self.process = self.context.Process(target=_serve, args=arguments, daemon=True)
            with _current_folder_is_no_library():
                self.process.start()
            theirs.close()
        self.task = number
        self.deadline = time.monotonic() + seconds
        with suppress(OSError):  # it is gone; `take` finds the pipe closed
            self.pipe.send(task)

    def take(self) -> Any:
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            return Lost("a crash")
        self.task = None
        return answer

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process = self.pipe = self.task = None


@contextmanager
def _current_folder_is_no_library() -> Iterator[None]:
    """A spawned Python would look there for modules before all else, and there lies what is linted (from 3.11 on)."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _serve(function: Callable[..., Any], pipe: Any, foreign: list[Any]) -> None:
    """The life of a process: answer tasks until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends its children
    for one in foreign:
        one.close()
    _die_quietly()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            break
        try:
            pipe.send(function(*task))
        except OSError:
            break
    os._exit(0)  # nothing of the parent's is to be flushed or cleaned up twice


def _die_quietly() -> None:
    """A crash is told by the parent in one line: no core file, nothing on stderr."""
    if "faulthandler" in sys.modules:
        sys.modules["faulthandler"].disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
