"""LL920: a script for an older Keras, in a project that pins none: Keras 3, which is installed today, fails on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Span
from lstm_lint.keras_api.versions import LAST_KERAS_2, OLDEST
from lstm_lint.notions.of_keras_1 import spoken
from lstm_lint.script import Script

_ROOTS = ("keras", "tensorflow", "tf_keras")
_LONGEST = 120
_WRITTEN = re.compile(r"`[^`]+`|'[^']+'")


@check("unpinned-old-keras", sums=True)
def unpinned_old_keras(script: Script) -> Iterator[Problem]:
    if script.outdated:
        span = script.outdated[0].span
        one_name = len({place.message for place in script.outdated}) == 1
        if script.target.reason or not one_name:  # one name alone may be a slip
            span = _first_import(script) or span
        yield Problem(_message(script), span, cause="Keras 3", related=script.outdated, tally="")


def _message(script: Script) -> str:
    """With where the version is from, as much of it as fits."""
    count = len(script.outdated)
    places = "1 place" if count == 1 else f"{count} places"
    short = f"{places} raise{'s' if count == 1 else ''} in Keras 3; pin keras<3"
    rest = f"{short}, or see `--keras 3`"
    version, reasons = _version(script)
    for reason in reasons:
        for end in (rest, short):
            message = f"written for {version} ({reason}); {end}"
            if len(message) <= _LONGEST:
                return message
    return f"written for {version}; {rest}"


def _version(script: Script) -> tuple[str, list[str]]:
    """The newest version that it can be for, and what says so, the heaviest and the longest first."""
    target = script.target
    reasons = [target.reason, target.reason.partition(",")[0]] if target.reason else []
    if target.high == LAST_KERAS_2:  # that it is for Keras 2 is all that its words say
        written = (_WRITTEN.search(place.message) for place in script.outdated)
        reasons += [f"Keras 3 rejects {found[0]}" for found in written if found is not None]
    old = spoken(script) if (target.low, target.high) == (OLDEST, LAST_KERAS_2) else None
    if old is None:
        return target.written_for, reasons
    word, version = old
    return version, [f"`{word}` was removed later", *reasons]


def _first_import(script: Script) -> Span | None:
    """The first import of Keras or TensorFlow in the file itself."""
    imports = (name for name in script.names if name.kind == "import" and name.place.sibling is None)
    spans = (name.statement.span for name in imports if name.path.partition(".")[0] in _ROOTS)
    return min(spans, default=None)
