"""How long a message may be, and its cure where there is room for it."""

from __future__ import annotations

LONGEST = 120  # characters of a message


def with_cure(message: str, cure: str) -> str:
    """The message with what to write instead; alone where both do not fit."""
    full = f"{message}; {cure}"
    return full if len(full) <= LONGEST else message
