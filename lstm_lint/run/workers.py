"""Processes that read files: several at once where there are many, one apart where a file may take its reader down."""

from __future__ import annotations

import pickle
from contextlib import contextmanager, suppress

from lstm_lint.run import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

_AHEAD = 64  # tasks handed out before the oldest is answered, for each process: keeps memory flat
_MOST_AT_ONCE = 16  # of them in one message
_TOGETHER = 0.2  # seconds of processor time whose answers are sent in one message
# Seconds in which no process answers anything. It is no limit: each of them has one of processor time. It ends a run
# whose processes wait for something that never comes.
PATIENCE = 900
_SAFE_PATH = "PYTHONSAFEPATH"
_TICK = 1.0  # seconds; while this process is suspended none of them passes


def guarded(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call within the limits of a file: in this process where it can be, else in one apart.

    The function is begun anew there, and its arguments and result are handed over. Raises Unfinished, and what the
    function raises.
    """
    try:
        return limits.here(function, *arguments)
    except limits.Elsewhere:
        return apart(function, *arguments)


class Allowance:
    """`guarded` for the steps of one work, which together may take no longer than one of them alone."""

    def __init__(self) -> None:
        self._start = self._spent()

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if self._spent() - self._start > limits.SECONDS:
            raise limits.too_slow()
        return guarded(function, *arguments)

    @staticmethod
    def _spent() -> float:
        """The processor time of this process and of those that ended."""
        import os

        return sum(os.times()[:4])


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """The same in a process of its own."""
    from functools import partial

    # A fork takes the arguments along, whatever they are; as a task they would go through the pipe.
    (answer,) = results(partial(_called, function, arguments), [()], 1)
    if isinstance(answer, _Raised):
        raise answer.error from answer
    if isinstance(answer, limits.Unfinished):
        raise answer
    return answer


def results(function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], count: int) -> Iterator[Any]:
    """`function(*task)` for each task, in the order of the tasks; an Unfinished in place of what did not end.

    Tasks go out in batches, for a message that wakes another process costs as much as a tenth of a file. Those of a
    process that ended without an answer go out once more, each by itself: then it is known which of them ended it.
    """
    workers = [_Worker(function) for _ in range(count)]
    alone: list[int] = []
    answers: dict[int, Any] = {}
    given = told = 0
    try:
        while True:
            for worker in workers:
                if worker.numbers:
                    continue
                if alone:
                    worker.give([alone.pop()], tasks, workers)
                elif (size := _batch(len(tasks) - given, given - told, count)) > 0:
                    worker.give(list(range(given, given + size)), tasks, workers)
                    given += size
            while told in answers:
                yield answers.pop(told)
                told += 1
            if told == len(tasks):
                return
            answers.update(_answers([one for one in workers if one.numbers], alone))
    finally:
        for worker in workers:
            worker.end()


def _batch(left: int, ahead: int, count: int) -> int:
    """How many of the tasks that are left go out next, where so many are not answered: fewer towards the end."""
    return min(_MOST_AT_ONCE, max(1, left // (2 * count)), left, _AHEAD * count - ahead)


def _answers(busy: list[_Worker], alone: list[int]) -> Iterator[tuple[int, Any]]:
    """What some of the busy workers answer next; `alone` gets those of a batch that ended without an answer."""
    from multiprocessing import connection

    ready: list[Any] = []
    waited = 0.0
    while busy and not ready and waited < PATIENCE:
        ready = connection.wait([one.pipe for one in busy], _TICK)
        waited += _TICK
    for worker in busy:
        if worker.pipe in ready:
            answers, why = worker.take()
        elif not ready:
            answers, why = (
                [],
                limits.Unfinished(f"no answer came for {PATIENCE // 60} minutes", certain=False),
            )
        else:
            continue
        yield from zip(worker.numbers, answers)
        del worker.numbers[: len(answers)]
        if why is not None:
            left = worker.end()
            if len(left) > 1:
                alone += reversed(left)
            else:
                yield left[0], why


class _Raised(Exception):
    """What a function raised in a process apart; its text is the traceback there."""

    def __init__(self, error: Exception, trace: str) -> None:
        super().__init__(error, trace)
        self.error = error
        self.trace = trace

    def __str__(self) -> str:
        return f"\n{self.trace}"


def _called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """The result of a call, or what it raised as far as that can be handed over."""
    try:
        return function(*arguments)
    except (limits.Unfinished, MemoryError, RecursionError):
        raise
    except Exception as error:
        import traceback

        raised = _Raised(error, traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(raised))
            return raised
        except Exception:
            return _Raised(RuntimeError(f"{type(error).__name__}: {error}"), raised.trace)


class _Worker:
    """One process and the pipe to it; started with its first tasks, and again after its end."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.process: Any = None
        self.pipe: Any = None
        self.numbers: list[int] = []  # of the tasks that it has and did not answer, in their order

    def give(self, numbers: list[int], tasks: Sequence[tuple[Any, ...]], beside: list[_Worker]) -> None:
        if self.process is None:
            self._start(beside)
        self.numbers = numbers
        with suppress(OSError):  # it is gone; `take` finds the pipe closed
            self.pipe.send([tasks[number] for number in numbers])

    def _start(self, beside: list[_Worker]) -> None:
        import multiprocessing

        method = _method()
        context: Any = multiprocessing.get_context(method)
        # A fork inherits the pipes to its siblings; left open, they would outlive this process.
        foreign = [one.pipe for one in beside if one.pipe is not None] if method == "fork" else []
        self.pipe, theirs = context.Pipe()
        arguments = (self.function, theirs, [*foreign, self.pipe] if method == "fork" else [])
        process = context.Process(target=_serve, args=arguments, daemon=True)
        with _current_folder_is_no_library():
            process.start()
        self.process = process
        theirs.close()

    def take(self) -> tuple[list[Any], limits.Unfinished | None]:
        """The answers to the first of its tasks, or none and why its process ended."""
        try:
            return [pickle.loads(one) for one in self.pipe.recv()], None
        except (EOFError, OSError):
            self.process.join(_TICK)
            return [], limits.ended(self.process.exitcode)

    def end(self) -> list[int]:
        """Ends the process; returns the numbers of the tasks that it leaves."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        left, self.numbers = self.numbers, []
        self.process = self.pipe = None
        return left


def forks() -> bool:
    """Whether processes begin with all that this one has."""
    return _method() == "fork"


def _method() -> str:
    """A fork shares what is imported; but only on Linux, and without other threads, is one sure to survive."""
    import sys
    import threading

    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _serve(function: Callable[..., Any], pipe: Any, foreign: list[Any]) -> None:
    """The life of a process: answer tasks until the pipe closes."""
    import os
    import signal
    from time import process_time

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends its children
    for one in foreign:
        one.close()
    _die_quietly()
    limits.become_expendable()
    with suppress(EOFError, OSError):
        while True:
            answers: list[bytes] = []
            since = process_time()
            for task in pipe.recv():
                if answers and process_time() - since > _TOGETHER:
                    pipe.send(answers)
                    answers, since = [], process_time()
                limits.arm()
                answers.append(_answer(function, task))
                limits.disarm()
            pipe.send(answers)
    os._exit(0)  # nothing of the parent's is to be flushed or cleaned up twice


def _answer(function: Callable[..., Any], task: tuple[Any, ...]) -> bytes:
    """The result as the pipe takes it: that belongs to the work."""
    try:
        return pickle.dumps(function(*task))
    except limits.Unfinished as error:
        unfinished = error
    except MemoryError:
        unfinished = limits.too_large()
    except RecursionError:
        unfinished = limits.too_deep()
    return pickle.dumps(unfinished)


@contextmanager
def _current_folder_is_no_library() -> Iterator[None]:
    """A spawned Python would look there for modules before all else, and there lies what is linted (from 3.11 on)."""
    import os

    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _die_quietly() -> None:
    """A crash is told by the parent in one line: no core file, nothing on stderr."""
    import os
    import sys

    if "faulthandler" in sys.modules:
        sys.modules["faulthandler"].disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
