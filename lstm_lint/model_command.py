"""The command `model`: read one file and hand on what was read."""

from __future__ import annotations

from lstm_lint.config import ConfigError
from lstm_lint.lint import target_of
from lstm_lint.reader import read
from lstm_lint.script import Script
from lstm_lint.settings import load
from lstm_lint.source import Source, SourceError, from_bytes


def read_models(path: str, keras: str = "auto") -> tuple[Script, Source]:
    """What a script or notebook says of its models. Raises ConfigError where the file cannot be read."""
    try:
        with open(path, "rb") as file:
            source = from_bytes(file.read(), path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise ConfigError(f"{path}: {error}") from error
    return read(source, target_of(source, load(None, {"keras": keras}))), source
