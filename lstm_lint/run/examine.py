"""One file, whatever it holds: its findings, or in their place one that says why it is not read.

What is done with a file is done within limits (`workers.guarded`), here or in a process apart; so these functions take
and return what can be handed over, and raise Elsewhere for what should not be read in a process that others depend on.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lstm_lint import lint
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.rulebook.plugins import PluginError
from lstm_lint.run import files, limits
from lstm_lint.run.cache import digest_of
from lstm_lint.run.report import FileReport
from lstm_lint.settings.settings import Settings
from lstm_lint.source.project import Project
from lstm_lint.source.source import Source, SourceError, from_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstm_lint.data.sight import Looked
    from lstm_lint.ir.profile import Profile


class Failure:
    """What went wrong, in one line and as a traceback. It is our own, or that of a plug-in, which names itself."""

    def __init__(self, error: Exception) -> None:
        self.is_ours = not isinstance(error, PluginError)
        what = f"{type(error).__name__}: {error}" if self.is_ours else str(error)
        self.what = what.rstrip(": ").replace("\n", " ")
        import traceback

        self.trace = traceback.format_exc()


def source_of(path: str, data: bytes | None) -> Source:
    """The text of a file, which is read where its content is not given.

    Raises OSError, SourceError for what is no text or nested too deeply for Python, and Unfinished.
    """
    if (os.path.getsize(path) if data is None else len(data)) > limits.LARGEST_HERE:
        limits.only_apart()
    try:
        data = files.content(path) if data is None else data
    except files.TooLarge as error:
        raise limits.Unfinished(str(error)) from None
    is_script = not path.lower().endswith(".ipynb")
    is_strenuous = is_script and limits.strenuous(data.decode("latin-1"))
    if is_strenuous:
        limits.only_apart()  # Python's own parser may have to tell whether it is IPython
    source = from_bytes(data, path)
    return source if is_script and not is_strenuous and data.isascii() else settled(source)


def settled(source: Source) -> Source:
    """The source itself, unless the parser may take a process down with it, or takes longer than anybody waits."""
    if not limits.strenuous(source.text):
        return source
    limits.only_apart()
    nested = {limits.nesting(text) for text in map(source.cell_text, source.cells)} or {
        limits.nesting(source.text)
    }
    if "deep" in nested or ("refused" in nested and source.cells):  # other cells of it run
        raise limits.too_deep()
    if "refused" in nested:
        raise SourceError("it is nested too deeply")
    return source


def examine(path: str, data: bytes | None, settings: Settings, whole: bool) -> FileReport | Failure | OSError:
    """The report on a file, with its source if `whole`. Raises Unfinished."""
    try:
        source = source_of(path, data)
    except OSError as error:
        return error
    except SourceError as error:
        return unread(path, settings, str(error), error.line)
    try:
        project = Project(path)
        looked = _looked(source, settings)
        outcome = lint.outcome(
            source, settings, project=project, profiles=looked.profiles if looked else None
        )
        report = FileReport(path, outcome.findings, source, outcome.suppressed, outcome.unread)
        report.source = source if whole else None
        report.not_looked_at = looked.notes if looked is not None else ()
        if outcome.of_history or looked is not None:
            return report
        report.asked = [(*key, digest_of(found)) for key, found in project.asked.items()]
        return report
    except (limits.Elsewhere, limits.Unfinished, MemoryError, RecursionError):
        raise
    except Exception as error:
        return Failure(error)


def again(source: Source, settings: Settings, target: KerasTarget | None = None) -> lint.Outcome:
    """What comes of a source that fixes have changed, under the Keras it was for before. Raises Unfinished."""
    source = settled(source)
    return lint.outcome(source, settings, target=target, profiles=profiles_of(source, settings))


def profiles_of(source: Source, settings: Settings) -> Mapping[str, Profile] | None:
    """What the files hold that it reads, where they are to be looked at."""
    looked = _looked(source, settings)
    return looked.profiles if looked is not None else None


def _looked(source: Source, settings: Settings) -> Looked | None:
    """The files that it reads, where they are to be looked at."""
    if settings.data is None:
        return None
    from lstm_lint.data.sight import looked_at

    return looked_at(source, settings)


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
