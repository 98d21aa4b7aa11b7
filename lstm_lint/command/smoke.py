"""The command `smoke`: a `check` of one file that trains what it finds."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lstm_lint.command.check import check
from lstm_lint.command.evidence import REQUIRED
from lstm_lint.data.dialect import NotLookedAt
from lstm_lint.run import files
from lstm_lint.settings.config import ConfigError

if TYPE_CHECKING:
    from lstm_lint.settings.settings import Settings
    from lstm_lint.smoke.given import Arrays


def smoke(
    path: str, arrays: tuple[str, str] | None, given: dict[str, Any], say: Callable[[str], None]
) -> int:
    """Lints one file, trains what it finds and prints the evidence. Returns the exit code, 2 without TensorFlow.

    `arrays`: the files with x and y that the training is to have.
    """
    if not os.path.isfile(path):
        kind = files.kind_of(path)
        what = f"it is {kind}" if kind else "there is no such file"
        raise ConfigError(f"{path}: {what}; `smoke` takes one script or notebook")
    if given.get("keras_check"):
        return keras_check(path, given, say)
    if arrays is not None:
        given = {**given, "arrays": looked_at(*arrays)}
        compare(path, given, say)
    return check([path], {**given, "smoke": REQUIRED}, say)


def looked_at(x: str, y: str) -> Arrays:
    """Both arrays, of which nothing is unpickled. Raises ConfigError."""
    from lstm_lint.data import look
    from lstm_lint.smoke.given import Array, Arrays

    found = []
    for path in (x, y):
        try:
            found.append(Array(os.path.realpath(path), look.array(path)))
        except NotLookedAt as why:
            raise ConfigError(f"--arrays {path}: {why}") from None
    arrays = Arrays(*found)
    if not arrays.x.shape or not arrays.y.shape or arrays.x.shape[0] != arrays.y.shape[0]:
        raise ConfigError(
            f"--arrays: {arrays.x.name} is {arrays.x.shape}, {arrays.y.name} {arrays.y.shape}: no pair"
        )
    return arrays


def compare(path: str, given: dict[str, Any], say: Callable[[str], None]) -> None:
    """Says where the reading of the script and the arrays differ."""
    from lstm_lint.command import options
    from lstm_lint.run.configurations import Configurations
    from lstm_lint.run.limits import Unfinished
    from lstm_lint.run.workers import guarded
    from lstm_lint.source.source import SourceError

    chosen = options.trusting(given, [path, os.curdir], options.SMOKE)
    settings = Configurations(chosen, lambda line: None).of(path).for_path(path)
    try:
        said = guarded(_compared, path, settings, given["arrays"])
    except (OSError, SourceError, Unfinished):
        return  # `check` says so
    for line in said:
        say(line)


def _compared(path: str, settings: Settings, arrays: Arrays) -> list[str]:
    from lstm_lint import lint
    from lstm_lint.data.sight import where
    from lstm_lint.run.examine import profiles_of, source_of
    from lstm_lint.smoke.given import differences

    source = source_of(path, None)
    script = lint.script_of(source, settings, profiles=profiles_of(source, settings))
    return [
        f"{where(source, fit.place)}: about our reading, not the script: {said}; please report it"
        for fit, said in differences(script, arrays)
    ]


def keras_check(path: str, given: dict[str, Any], say: Callable[[str], None]) -> int:
    """Prints the models of a file as they were read beside what Keras builds of that.

    Returns 0 where they are equal, 1 where they differ, and 2 where one of them cannot be built.
    """
    from lstm_lint.command import options, streams
    from lstm_lint.command.model import read_models
    from lstm_lint.run.configurations import Configurations
    from lstm_lint.run.workers import guarded
    from lstm_lint.smoke import keras_check as checking
    from lstm_lint.smoke.runner import Missing

    given = options.trusting(given, [path, os.curdir], options.SMOKE)
    settings = Configurations(given, say).of(path).for_path(path)
    try:
        script, _ = guarded(read_models, path, settings)
        checks = checking.check(script.models)
    except Missing as error:
        say(f"error: {error}")
        return checking.NOT_BUILDABLE
    streams.write(checking.render(checks))
    return checking.outcome(checks)
