"""The command `model`: read one file and show what was read."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TextIO

from lstm_lint import lint
from lstm_lint.run.examine import source_of
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.workers import guarded
from lstm_lint.script import Script
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, SourceError


def model(
    path: str, settings: Settings, form: str, stream: TextIO, say: Callable[[str], None]
) -> tuple[list[str], bool]:
    """The lines that show what was read, and whether all of it parses; they fit the terminal if the stream is one.

    The settings are those of the file. Reading and rendering have the limits that `check` has. Raises ConfigError for a
    file that cannot be read.
    """
    from lstm_lint.output import terminal_width, wants_color

    width = terminal_width(stream)
    try:
        lines, problems = guarded(shown, path, settings, form, width, wants_color(stream))
    except OSError as error:
        if os.path.isdir(path):
            hint = (
                "name a script or notebook in it; `lstm-lint [PATHS]` without a command lints whole folders"
            )
            raise ConfigError(f"{path}: it is a folder: {hint}") from error
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise ConfigError(f"{path}: {error}") from error
    except Unfinished as unfinished:
        raise ConfigError(f"{path}: not read: {unfinished}") from unfinished
    for problem in problems:
        say(problem)
    return lines, not problems


def shown(
    path: str, settings: Settings, form: str, width: int | None, color: bool
) -> tuple[list[str], list[str]]:
    """The lines of one of the formats text, json and mermaid, and one for each thing that does not parse."""
    script, source = read_models(path, settings)
    return rendered(script, source, form, width, color), _problems(script, source)


def read_models(path: str, settings: Settings) -> tuple[Script, Source]:
    """What a script or notebook says of its models."""
    source = source_of(path, None)
    return lint.script_of(source, settings), source


def rendered(script: Script, source: Source, form: str, width: int | None, color: bool) -> list[str]:
    """The lines of what was read in one of the formats."""
    from lstm_lint.output.model import render_json, render_text

    if form == "json":
        return list(render_json(script, source))
    if form == "mermaid":
        from lstm_lint.output.model_graph import render_mermaid

        return list(render_mermaid(script, source))
    return list(render_text(script, source, width=width, color=color))


def _problems(script: Script, source: Source) -> list[str]:
    found = []
    for problem in script.syntax_problems:
        where = source.locate(problem.span.line, problem.span.column)
        cell = f" cell {where.cell}:" if where.cell else ""
        found.append(f"{source.path}:{cell}{where.line}: does not parse: {problem.message}")
    return found
