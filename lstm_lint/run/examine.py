"""One file, whatever it holds: its findings, or in their place one that says why it is not read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from lstm_lint import lint
from lstm_lint.rulebook.plugins import PluginError
from lstm_lint.run import files, limits
from lstm_lint.run.cache import digest_of
from lstm_lint.run.report import FileReport
from lstm_lint.settings.settings import Settings
from lstm_lint.source.project import Project
from lstm_lint.source.source import SourceError, from_bytes

_TOO_SLOW = "reading it takes more than {:.0f} seconds"
_TOO_DEEP = "it is nested too deeply"


class Failure:
    """What went wrong, in one line and as a traceback. It is our own, or that of a plug-in, which names itself."""

    def __init__(self, error: Exception) -> None:
        self.is_ours = not isinstance(error, PluginError)
        what = f"{type(error).__name__}: {error}" if self.is_ours else str(error)
        self.what = what.rstrip(": ").replace("\n", " ")
        import traceback

        self.trace = traceback.format_exc()


def examine(
    path: str, data: bytes, settings: Settings, *, apart: bool = False
) -> FileReport | Failure | None:
    """Never raises and never hangs. None: only a process that nothing else depends on (`apart`) should read this."""
    try:
        with limits.seconds(limits.SECONDS):
            source = from_bytes(data, path)
            if limits.strenuous(source.text):
                if not apart:
                    return None
                texts = [source.cell_text(cell) for cell in source.cells] or [source.text]
                if any(map(limits.too_deep, texts)):
                    return unread(path, settings, _TOO_DEEP)
            project = Project(path)
            outcome = lint.outcome(source, settings, project=project)
            report = FileReport(path, outcome.findings, source, outcome.suppressed, outcome.unread)
            report.source = source
            report.asked = [(*key, digest_of(found)) for key, found in project.asked.items()]
            return report
    except SourceError as error:
        return unread(path, settings, str(error), error.line)
    except limits.TimeLimit:
        return unread(path, settings, _TOO_SLOW.format(limits.SECONDS))
    except RecursionError:
        return unread(path, settings, _TOO_DEEP)
    except MemoryError:
        return unread(path, settings, "reading it takes more memory than there is")
    except Exception as error:
        return Failure(error)


def examine_apart(
    path: str, data: bytes | None, settings: Settings, whole: bool
) -> FileReport | Failure | OSError:
    """The same in a process of its own, which reads the file where its content is not handed on.

    `whole`: the answer holds the source.
    """
    if data is None:
        try:
            data = files.content(path)
        except OSError as error:
            return error
        except files.TooLarge as error:
            return unread(path, settings, str(error))
    found = examine(path, data, settings, apart=True)
    assert found is not None
    if isinstance(found, FileReport) and not whole:
        found.source = None
    return found


def lost(path: str, settings: Settings, why: str) -> FileReport:
    """The report on a file whose reader ended before it answered."""
    return unread(path, settings, _TOO_SLOW.format(limits.SECONDS) if why == "the time limit" else _TOO_DEEP)


def failing(
    function: Callable[[FileReport], FileReport], found: FileReport, *, waits: bool
) -> FileReport | Failure:
    """What the function makes of a report, a failure where it raises. Its time is limited, unless it asks (`waits`)."""
    try:
        with nullcontext() if waits else limits.seconds(limits.SECONDS):
            return function(found)
    except limits.TimeLimit:
        return Failure(TimeoutError(f"mending it takes more than {limits.SECONDS} seconds"))
    except Exception as error:
        return Failure(error)


def prepare(settings: Settings) -> None:
    """Imports what reading takes, so that forked processes share it."""
    from lstm_lint.rulebook import plugins

    settings.take_effect()
    for rule in settings.rules:
        plugins.check_of(rule)


def unread(path: str, settings: Settings, why: str, line: int | None = None) -> FileReport:
    """The report on a file that is not read."""
    outcome = lint.unreadable(path, SourceError(why, line), settings)
    return FileReport(path, outcome.findings, None, unread=outcome.unread)
