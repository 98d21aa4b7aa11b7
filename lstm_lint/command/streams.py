"""Standard output and standard error: the one way out for all that is printed, and what happens where it is barred.

Every command prints through `write`, or `note` on standard error; nothing else in this program does. A reader that
goes away, such as `head`, has seen enough: the rest is dropped, and the exit code is the one of the whole run. Where
standard output is closed or full the run has failed, for its findings were seen by nobody.
"""

from __future__ import annotations

import errno
import os
import sys

from lstm_lint.source import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO, Any


class Unwritable(Exception):
    """Standard output does not take what is to be printed; the message says why."""


_barred: str | None = None  # why standard output took no more


def prepare() -> None:
    """Before anything is opened or printed."""
    global _barred
    _barred = None
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _fill_the_gaps()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # what the encoding of the terminal does not have


def write(lines: Iterable[str], *, tabs: bool = False) -> None:
    """Prints each text as one line on standard output. Raises Unwritable."""
    for line in printable.lines(lines, tabs=tabs):
        _on_stdout(sys.stdout.write, line)


def write_bytes(data: bytes) -> None:
    """Prints what is no text of ours but the user's own, to be taken as it is. Raises Unwritable."""
    _on_stdout(sys.stdout.flush)
    _on_stdout(sys.stdout.buffer.write, data)


def page(text: str) -> None:
    """Shows a text that is ready for the terminal: through the user's pager where it is longer than the screen.

    `PAGER` names the pager, else it is `less`; `PAGER=cat` or an empty one does without. Raises Unwritable.
    """
    if not _paged(text):
        _on_stdout(sys.stdout.write, text)


def _paged(text: str) -> bool:
    import shlex
    import shutil
    import subprocess

    if text.count("\n") < shutil.get_terminal_size().lines:
        return False
    command = shlex.split(os.environ.get("PAGER", "less"))
    if not command or command[0] == "cat" or (pager := shutil.which(command[0])) is None:
        return False
    # As git does: less shows colors (R), ends where all fits (F) and leaves the text on the screen (X).
    environment = {"LESS": "FRX", **os.environ}
    _on_stdout(sys.stdout.flush)
    try:
        subprocess.run([pager, *command[1:]], input=text.encode(), env=environment, check=False)
    except OSError:
        return False
    return True


def note(*lines: str, tabs: bool = False) -> None:
    """Prints each text as one line on standard error, where everything goes that is not a finding."""
    try:
        for line in printable.lines(lines, tabs=tabs):
            sys.stderr.write(line)
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody listens
        _silence(sys.stderr)


def progress(text: str) -> None:
    """Puts one line on the terminal in place of the one before."""
    note(printable.Line(f"\r\033[K{printable.line(text, end='')}"))


def answer(question: str) -> str:
    """The line that the user types, empty at the end of input."""
    note(question)
    try:
        return sys.stdin.readline()
    except (OSError, ValueError):
        return ""


def write_file(path: str, mode: str, lines: Iterable[str]) -> None:
    """Prints into a file instead. Raises OSError."""
    with open(path, mode, encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(printable.lines(lines))


def settle() -> None:
    """At the end of the run: nothing is left to fail at exit. Raises Unwritable where not all of it was printed."""
    note()
    _on_stdout(sys.stdout.flush)
    if _barred is not None:  # also where a library has swallowed that
        raise Unwritable(_barred)


def flush() -> None:
    """What was printed after the end of the run, as far as somebody listens."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _silence(stream)


class Guard:
    """Standard output while a library prints by itself, such as the one that shows help: its words go the same way."""

    def __enter__(self) -> None:
        self._stream = sys.stdout
        sys.stdout = self

    def __exit__(self, *_: object) -> None:
        sys.stdout = self._stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        _on_stdout(self._stream.write, text)
        return len(text)

    def flush(self) -> None:
        _on_stdout(self._stream.flush)


def _on_stdout(function: Callable[..., Any], *arguments: Any) -> None:
    global _barred
    try:
        function(*arguments)
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        why = "it is closed" if error.errno == errno.EBADF else error.strerror or error
        _barred = f"standard output cannot be written: {why}"
        raise Unwritable(_barred) from None


def _silence(stream: IO[Any]) -> None:
    """Lets the stream lead nowhere: Python writes what it still holds at exit, and would complain."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # of a test, or of a program that calls this one
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _fill_the_gaps() -> None:
    """Takes the place of standard streams that were closed, so that no file that is opened later gets their number.

    What was closed for reading opens for writing alone and the other way round: using it fails, as it should.
    """
    gaps = (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    for name, mode, flags in gaps:
        if getattr(sys, name) is None:
            # The lowest number that is free: the stream's own, unless something has it already.
            opened = os.open(os.devnull, flags)
            setattr(sys, name, os.fdopen(opened, mode, encoding="utf-8", closefd=False))
