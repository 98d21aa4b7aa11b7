"""A process that reads for the server: orders on standard input, answers on standard output, one after the other.

What is read may be hostile, so the process has the limits of `check`: the system ends it, and the server starts
another. Nothing interrupts an order: what is loaded and kept on the way would be there in half.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
from contextlib import suppress
from typing import IO, Any

from lstm_lint.server.facts import Failed, Order

LENGTH = struct.Struct("!I")
_SWEPT = 10  # orders between two looks for garbage, which are a twentieth of a reading


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
    from lstm_lint.server.tasks import Desk

    limits.become_expendable()
    desk, number = Desk(), 0
    while True:
        try:
            order = receive(orders)
        except (EOFError, OSError):
            break
        answer = answered(desk, order)
        with suppress(OSError):
            send(answers, answer)
        number += 1
        if number == 1 or number % _SWEPT == 0:
            spare_the_collector(number)
    os._exit(0)


def answered(desk: Any, order: Order) -> Any:
    """What comes of an order within its limits, or why nothing does."""
    from lstm_lint import PROJECT_URL
    from lstm_lint.run import limits
    from lstm_lint.server.tasks import done

    limits.arm()
    try:
        try:
            return done(desk, order)
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
