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
    return check([path], {**given, "smoke": REQUIRED}, say)
