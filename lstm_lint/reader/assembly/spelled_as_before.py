"""What a text writes as Keras 1 had it, in code that may not have been followed."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 600  # characters of a call that are looked through
# By the word that the text must have: what must begin at the place of the second one.
_SPELLED: Final = {
    "nb_epoch": (
        ".fit",
        re.compile(rf"\.fit(?:_generator)?\((?:[^()]|\([^()]*\)){{0,{_LONGEST}}}?\bnb_epoch\s*=[^=]"),
    ),
    "add_weight": (".add_weight", re.compile(r"\.add_weight\(\s*[(\[]")),
}


def spelled_as_before(text: str) -> tuple[str, ...]:
    """`model.fit(x, y, nb_epoch=5)` gives "nb_epoch", `self.add_weight((3, 4))` "add_weight"; comments do not count."""
    return tuple(
        word
        for word, (begins, written) in _SPELLED.items()
        if word in text and _is_code(text, begins, written)
    )


def _is_code(text: str, begins: str, written: re.Pattern[str]) -> bool:
    at = text.find(begins)
    while at >= 0:
        if written.match(text, at) and "#" not in text[text.rfind("\n", 0, at) + 1 : at]:
            return True
        at = text.find(begins, at + 1)
    return False
