"""The command `data`: the files that a script reads, what they hold, and what becomes of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from lstm_lint import lint
from lstm_lint.command import options, streams
from lstm_lint.command.exit import WRONG
from lstm_lint.data import wanted
from lstm_lint.data.look import Missing
from lstm_lint.data.sight import Seen, sights, spelled
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.examine import source_of
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.workers import guarded
from lstm_lint.script import Script
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, SourceError


def data(path: str, form: str, values: bool, given: dict[str, Any], say: Callable[[str], None]) -> int:
    """Prints the profiles. Returns 0, or 2 where no file could be looked at. Raises ConfigError."""
    from lstm_lint.output.data import render_json, render_text

    given = wanted.checked({"data": "", **options.trusting(given, [path, os.curdir], options.DATA_OF)})
    settings = Configurations(given, say).of(path).for_path(path)
    try:
        script, source, seen = guarded(_seen, path, settings, values)
        lines = guarded(_rendered, render_json if form == "json" else render_text, script, source, seen)
    except Missing as error:
        raise ConfigError(str(error)) from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise ConfigError(f"{path}: {error}") from error
    except Unfinished as unfinished:
        raise ConfigError(f"{path}: not read: {unfinished}") from unfinished
    streams.write(lines)
    if any(one.profile is not None for one in seen):
        return 0
    say(f"error: {path}: no file that it reads could be looked at")
    return WRONG


def _seen(path: str, settings: Settings, values: bool) -> tuple[Script, Source, tuple[Seen, ...]]:
    source = source_of(path, None)
    script = lint.script_of(source, settings)
    seen = sights(script, path, settings, values=values, spelled=frozenset() if values else spelled(source))
    profiles = {one.reading.key: one.profile for one in seen if one.profile is not None}
    return lint.script_of(source, settings, profiles=profiles), source, seen


def _rendered(render: Callable[..., Any], *arguments: object) -> list[str]:
    return list(render(*arguments))
