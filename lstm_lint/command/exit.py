"""Exit codes, and what is said on stderr."""

from __future__ import annotations

from lstm_lint.command.streams import note

CLEAN, FOUND, WRONG = 0, 1, 2
INTERRUPTED = 130


def say(line: str) -> None:
    """One line on stderr, where everything goes that is not a finding."""
    note(f"lstm-lint: {line}\n")
