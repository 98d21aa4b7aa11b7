"""What a text writes as older releases had it, in code that may not have been followed."""

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
    "inner_init": (".inner_init", re.compile(r"\.inner_init\(")),
    "predict_classes": (".predict_classes", re.compile(r"\.predict_classes\(")),
}
# A class that sets it itself: `self.inner_init = initializers.get("orthogonal")`.
_OWN_INIT: Final = re.compile(r"\binner_init\s{0,9}(?::[^=\n]{1,80})?=(?!=)|\bdef\s{1,9}inner_init\b")
# `history.history["acc"]`; of a frame that is made of the logs `frame["acc"]`.
_LOGGED: Final = re.compile(r"""\.history\s{0,9}(?:\[|\.get\()\s{0,9}["'](?:val_)?acc["']\s{0,9}[\]),]""")
_FRAME: Final = re.compile(r"DataFrame\(\s{0,9}[\w.]{1,80}\.history\b")
_COLUMN: Final = re.compile(r"""\[\s{0,9}\[?\s{0,9}["'](?:val_)?acc["']\s{0,9}[\],]""")
_METRICS: Final = re.compile(r"""\bmetrics\s{0,9}=\s{0,9}(\[[^\]]{0,200}\]|["']\w{1,80}["'])""")
_QUOTED: Final = re.compile(r"""["'](\w{1,80})["']""")
_LOGGED_TODAY: Final = re.compile(r"""[\w)\]]\[\s{0,9}["'](?:val_)?accuracy["']""")
# Code that is set aside: a text that is a statement of its own.
_LONG_TEXT: Final = re.compile(
    r"""(?P<own>^[ \t]*)?(?P<quotes>\"{3}|'{3}).*?(?P=quotes)""", re.MULTILINE | re.DOTALL
)

# A class that has it, and programs that ask whether a model has it.
_OWN_CLASSES: Final = re.compile(r"\bdef\s{1,9}predict_classes\b|\bhasattr\(|\bexcept\b|__version__")


def spelled_as_before(text: str) -> tuple[str, ...]:
    """`model.fit(x, y, nb_epoch=5)` gives "nb_epoch", `self.add_weight((3, 4))` "add_weight"; comments do not count.

    `self.inner_init((3, 4))`, which the recurrent layers of Keras 1 had, gives "inner_init" where nothing sets it.
    `model.predict_classes(x)` of Keras 2.5 and older gives "predict_classes" where nothing defines it.
    `history.history["acc"]` gives "acc" where the metric is "accuracy", and no log is asked for under that name.
    """
    if not any(word in text for word in _SPELLED) and not _may_ask_for_acc(text):
        return ()  # as nearly all texts; to look for long texts in them takes a hundredth of the reading
    if '"""' in text or "'''" in text:
        text = _LONG_TEXT.sub(lambda found: found[0] if found["own"] is None else "", text)
    found = tuple(
        word
        for word, (begins, written) in _SPELLED.items()
        if word in text and _is_code(text, begins, written)
    )
    if "inner_init" in found and _OWN_INIT.search(text):
        found = tuple(word for word in found if word != "inner_init")
    if "predict_classes" in found and _OWN_CLASSES.search(text):
        found = tuple(word for word in found if word != "predict_classes")
    return (*found, "acc") if _asks_for_acc(text) else found


def _may_ask_for_acc(text: str) -> bool:
    return "acc" in text and ".history" in text and "accuracy" in text


def _asks_for_acc(text: str) -> bool:
    if not _may_ask_for_acc(text):
        return False
    of_frame = _FRAME.search(text) is not None and _is_code(text, "[", _COLUMN)
    if not (of_frame or _is_code(text, ".history", _LOGGED)):
        return False
    named = {name for given in _METRICS.findall(text) for name in _QUOTED.findall(given)}
    return "accuracy" in named and "acc" not in named and _LOGGED_TODAY.search(text) is None


def _is_code(text: str, begins: str, written: re.Pattern[str]) -> bool:
    at = text.find(begins)
    while at >= 0:
        if written.match(text, at) and "#" not in text[text.rfind("\n", 0, at) + 1 : at]:
            return True
        at = text.find(begins, at + 1)
    return False
