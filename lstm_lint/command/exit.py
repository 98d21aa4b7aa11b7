"""Exit codes, what is said on stderr, and an orderly end when the system asks for it."""

from __future__ import annotations

import os
import sys

from lstm_lint.command import streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

CLEAN, FOUND, WRONG = 0, 1, 2
INTERRUPTED = 130


def say(line: str) -> None:
    """One line on stderr, where everything goes that is not a finding."""
    streams.note(f"lstm-lint: {line}\n")


class Ended(BaseException):
    """The system asked this process to end. No `Exception`, for all that is in progress has to be cleared away."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def catch_ends() -> Callable[[], None]:
    """From now on SIGTERM and SIGHUP raise Ended in place of the sudden end that leaves processes and folders behind.

    Returns what puts things back. Outside of the main thread nothing changes.
    """
    try:
        import _signal as signal  # type: ignore[import-not-found]  # `signal` imports enum: a fifth of an idle run
    except ImportError:  # another Python than CPython
        import signal

    before: dict[int, Any] = {}

    def ring(number: int, _: object) -> NoReturn:
        for one in before:
            signal.signal(one, signal.SIG_IGN)  # the first is enough
        raise Ended(number)

    def put_back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            try:
                signal.signal(number, ring)
            except ValueError:  # not the main thread
                break
            before[number] = signal.SIG_DFL
    return put_back


def end_by(number: int) -> int:
    """Ends this process by a signal, for whoever waits for it to see; the exit code of a shell where that fails."""
    os.kill(os.getpid(), number)
    return 128 + number


def leave(code: int) -> NoReturn:
    """Ends the program without taking apart all that it holds, which costs a fifth of a run of one file.

    Who asked to be told of the end is told. Where somebody else is at work in this process, Python ends it.
    """
    if _has_company():
        sys.exit(code)
    import atexit

    atexit._run_exitfuncs()
    streams.flush()
    os._exit(code)


def _has_company() -> bool:
    """Whether there is another thread, a debugger, a profiler, or a user who wants to look around afterwards."""
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        return True
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on: six tools, by number
    tools = map(monitoring.get_tool, range(6)) if monitoring is not None else ()
    return any((*tools, sys.gettrace(), sys.getprofile(), sys.flags.inspect, sys.flags.interactive))
