"""Processes that read files: several at once where there are many, one apart where a file may take its reader down."""

from __future__ import annotations

from contextlib import contextmanager, suppress

from lstm_lint.run import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

_AHEAD = 32  # tasks handed out before the oldest is answered, for each process: keeps memory flat
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


def results(function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]], count: int) -> Iterator[Any]:
    """`function(*task)` for each task, in the order of the tasks; an Unfinished in place of what did not end."""
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
                        worker.give(*following, workers)
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
    """What some of the busy workers answer next."""
    from multiprocessing import connection

    ready: list[Any] = []
    waited = 0.0
    while busy and not ready and waited < PATIENCE:
        ready = connection.wait([one.pipe for one in busy], _TICK)
        waited += _TICK
    for worker in busy:
        number = worker.task
        assert number is not None
        if worker.pipe in ready:
            yield number, worker.take()
        elif not ready:
            worker.end()
            yield number, limits.Unfinished(f"no answer came for {PATIENCE // 60} minutes", certain=False)


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
        import pickle
        import traceback

        raised = _Raised(error, traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(raised))
            return raised
        except Exception:
            return _Raised(RuntimeError(f"{type(error).__name__}: {error}"), raised.trace)


class _Worker:
    """One process and the pipe to it; started with its first task, and again after its end."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.process: Any = None
        self.pipe: Any = None
        self.task: int | None = None

    def give(self, number: int, task: tuple[Any, ...], beside: list[_Worker]) -> None:
        if self.process is None:
            self._start(beside)
        self.task = number
        with suppress(OSError):  # it is gone; `take` finds the pipe closed
            self.pipe.send(task)

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

    def take(self) -> Any:
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(_TICK)
            code = self.process.exitcode
            self.end()
            return limits.ended(code)
        self.task = None
        return answer

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process = self.pipe = self.task = None


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

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends its children
    for one in foreign:
        one.close()
    _die_quietly()
    limits.become_expendable()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            break
        limits.arm()
        answer = _answer(function, task)
        limits.disarm()
        try:
            pipe.send_bytes(answer)
        except OSError:
            break
    os._exit(0)  # nothing of the parent's is to be flushed or cleaned up twice


def _answer(function: Callable[..., Any], task: tuple[Any, ...]) -> Any:
    """The result as the pipe takes it: that belongs to the work."""
    from multiprocessing.reduction import ForkingPickler

    try:
        return ForkingPickler.dumps(function(*task))
    except limits.Unfinished as error:
        unfinished = error
    except MemoryError:
        unfinished = limits.too_large()
    except RecursionError:
        unfinished = limits.too_deep()
    return ForkingPickler.dumps(unfinished)


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
