"""A process that reads for the server: orders on standard input, answers on standard output, one after the other.

What is read may be hostile, so the process has the limits of `check`: the system ends it, and the server starts
another. Nothing interrupts an order: what is loaded and kept on the way would be there in half.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import IO, Any

from lstm_lint.server.facts import Failed, Order

LENGTH = struct.Struct("!I")
SWEEP = "sweep"  # in the place of an order: nobody waits, so garbage is looked for
_MOST = 50  # readings after which that is done unasked; it takes an eighth of their time
_WHOLE = 10  # sweeps of which one goes through everything


def send(stream: IO[bytes], value: object) -> None:
    """One message, with its length before it."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message. Raises EOFError."""
    head = _exactly(stream, LENGTH.size)
    return pickle.loads(_exactly(stream, LENGTH.unpack(head)[0]))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def quiet() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for messages alone: whatever else writes there writes nowhere."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return orders, answers


def main() -> None:
    """Answers orders until the server is gone."""
    orders, answers = quiet()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the server ends its workers
    from lstm_lint.run import limits
    from lstm_lint.run.run import spare_the_collector

    spare_the_collector(0)
    from lstm_lint.server.desk import Desk
    from lstm_lint.server.tasks import done

    limits.become_expendable()
    do, garbage = partial(done, Desk()), _Garbage()
    while True:
        try:
            order = receive(orders)
        except (EOFError, OSError):
            break
        if order == SWEEP:
            garbage.sweep()
            continue
        answer = answered(do, order)
        with suppress(OSError):
            send(answers, answer)
        garbage.left()
    os._exit(0)


class _Garbage:
    """What readings leave. It is looked for in pauses, or else once in a while."""

    def __init__(self) -> None:
        self.of = 0  # readings
        self.sweeps = 0

    def left(self) -> None:
        """A reading left some."""
        if not self.sweeps and not self.of:
            gc.freeze()  # nearly everything is imported by now, and stays
        self.of += 1
        if self.of == _MOST:
            self.sweep()

    def sweep(self) -> None:
        gc.collect(1 if self.sweeps % _WHOLE else 2)
        if not self.sweeps:
            gc.freeze()
        self.of = 0
        self.sweeps += 1


def answered(do: Callable[[Order], Any], order: Order) -> Any:
    """What comes of an order within its limits, or why nothing does."""
    from lstm_lint import PROJECT_URL
    from lstm_lint.run import limits

    limits.arm()
    try:
        try:
            return do(order)
        finally:
            limits.disarm()
    except limits.Unfinished as error:
        return Failed(f"not read: {error}")
    except MemoryError:
        return Failed(f"not read: {limits.too_large()}")
    except RecursionError:
        return Failed(f"not read: {limits.too_deep()}")
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Failed(f"internal error: {what}; please report it at {PROJECT_URL}/issues")


if __name__ == "__main__":
    main()
