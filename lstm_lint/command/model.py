"""The command `model`: read one file and show what was read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TextIO

from lstm_lint.lint import target_of
from lstm_lint.reader import read
from lstm_lint.run import files
from lstm_lint.script import Script
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source.project import Project
from lstm_lint.source.source import Source, SourceError, from_bytes


def read_models(path: str, settings: Settings) -> tuple[Script, Source]:
    """What a script or notebook says of its models. Raises ConfigError where the file cannot be read."""
    try:
        source = from_bytes(files.content(path), path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (files.TooLarge, SourceError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return read(source, target_of(source, settings), Project(path)), source


def render(script: Script, source: Source, output_format: str, stream: TextIO) -> Iterator[str]:
    """What was read, as text, json or mermaid; text fits the terminal where the stream is one."""
    from lstm_lint.output import wants_colour
    from lstm_lint.output.model import render_json, render_text

    if output_format == "json":
        return render_json(script, source)
    if output_format == "mermaid":
        from lstm_lint.output.model_graph import render_mermaid

        return render_mermaid(script, source)
    width = shutil.get_terminal_size().columns if stream.isatty() else None
    return render_text(script, source, width=width, colour=wants_colour(stream))
