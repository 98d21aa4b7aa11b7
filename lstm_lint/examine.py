"""One file, whatever it holds: its findings, or in their place one that says why it is not read."""

from __future__ import annotations

import traceback

from lstm_lint import limits
from lstm_lint.lint import lint, lint_unreadable
from lstm_lint.run import FileReport
from lstm_lint.settings import Settings
from lstm_lint.source import SourceError, from_bytes

TOO_SLOW = "reading it takes more than {:.0f} seconds"
TOO_DEEP = "it is nested too deeply"


class Failure:
    """Our own: what went wrong, in one line and as a traceback."""

    def __init__(self, error: Exception) -> None:
        self.what = f"{type(error).__name__}: {error}".rstrip(": ").replace("\n", " ")
        self.trace = traceback.format_exc()


def examine(
    path: str, data: bytes, settings: Settings, *, apart: bool = False
) -> FileReport | Failure | None:
    """Never raises and never hangs. None: only a process that nothing else depends on (`apart`) should read this."""
    try:
        with limits.seconds(limits.SECONDS):
            source = from_bytes(data, path)
            if not apart and limits.strenuous(source.text):
                return None
            return FileReport(path, lint(source, settings), source)
    except SourceError as error:
        return unread(path, settings, str(error), error.line)
    except limits.TimeLimit:
        return unread(path, settings, TOO_SLOW.format(limits.SECONDS))
    except RecursionError:
        return unread(path, settings, TOO_DEEP)
    except MemoryError:
        return unread(path, settings, "reading it takes more memory than there is")
    except Exception as error:
        return Failure(error)


def examine_apart(path: str, data: bytes | None, settings: Settings) -> FileReport | Failure | OSError:
    """The same in a process of its own, which reads the file where its content is not handed on."""
    if data is None:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            return error
    found = examine(path, data, settings, apart=True)
    assert found is not None
    return found


def unread(path: str, settings: Settings, why: str, line: int | None = None) -> FileReport:
    """The report on a file that is not read."""
    return FileReport(path, lint_unreadable(path, SourceError(why, line), settings), None)
