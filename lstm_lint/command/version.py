"""For the command `config`: the Keras versions that one file is linted for."""

from __future__ import annotations

from collections.abc import Callable

from lstm_lint import lint
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.run.examine import source_of
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.workers import guarded
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import SourceError


def version(path: str, settings: Settings, say: Callable[[str], None]) -> KerasTarget | None:
    """The versions, with where they are from; None, and a word on stderr, for a file that cannot be read."""
    try:
        target: KerasTarget = guarded(_read, path, settings)
        return target
    except OSError as error:
        say(f"{path}: cannot be read: {error.strerror or error}")
    except (SourceError, Unfinished) as error:
        say(f"{path}: not read: {error}")
    return None


def _read(path: str, settings: Settings) -> KerasTarget:
    return lint.version_of(source_of(path, None), settings)
