"""The known word that a wrong one comes closest to."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str], likeness: float) -> str | None:
    """The known word that is most like it, by at least that share of 1; None where none is."""
    from difflib import get_close_matches  # 2 ms that only a wrong name is worth

    near = get_close_matches(word, list(known), 1, likeness)
    return near[0] if near else None
