"""Exit codes, and lines on stderr."""

from __future__ import annotations

import sys

CLEAN, FOUND, WRONG = 0, 1, 2
INTERRUPTED = 130


def say(line: str) -> None:
    """One line on stderr, where everything goes that is not a finding."""
    print(f"lstm-lint: {line}", file=sys.stderr)
