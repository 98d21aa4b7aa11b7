"""The command `smoke`: a `check` of one file that trains what it finds."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from lstm_lint.command.check import check
from lstm_lint.command.evidence import REQUIRED
from lstm_lint.run import files
from lstm_lint.settings.config import ConfigError


def smoke(path: str, given: dict[str, Any], say: Callable[[str], None]) -> int:
    """Lints one file, trains what it finds and prints the evidence. Returns the exit code, 2 without TensorFlow."""
    if not os.path.isfile(path):
        kind = files.kind_of(path)
        what = f"it is {kind}" if kind else "there is no such file"
        raise ConfigError(f"{path}: {what}; `smoke` takes one script or notebook")
    if given.get("keras_check"):
        return keras_check(path, given, say)
    return check([path], {**given, "smoke": REQUIRED}, say)


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
