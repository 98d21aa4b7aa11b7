"""Which Keras a script is linted for: a range of versions, and how certain that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from lstm_lint.ir.records import dataclass

Version = tuple[int, int]
# "pinned": a file, a command or a config names it, or nothing else can run the script; "inferred": the script or what
# lies around it shows with what it ran; "unknown": nothing says anything, and it is taken to be Keras 3.
Certainty = Literal["pinned", "inferred", "unknown"]

OLDEST: Final[Version] = (2, 0)
LAST_KERAS_2: Final[Version] = (2, 15)
KERAS_3: Final[Version] = (3, 0)
AFTER_MULTI_BACKEND: Final[Version] = (2, 4)
NEWEST: Final[Version] = (3, 99)  # stands for "whatever Keras 3 is current"
NEWEST_NUMPY: Final[Version] = (2, 99)
NEWEST_PANDAS: Final[Version] = (3, 99)


@dataclass(frozen=True, slots=True)
class KerasTarget:
    """The Keras a script runs under: a closed range of (major, minor).

    `standalone` is True for the package `keras`, False for `tf.keras` (they differ below 2.4: `tf.keras` 2.1
    has `GRU(reset_after=True)`, `keras` 2.3 has not), None if not known. `reason` says in words where it is
    from. `numpy`, `pandas`: the versions of them that are pinned beside it, None where none are.
    """

    low: Version
    high: Version
    standalone: bool | None = None
    reason: str = ""
    certainty: Certainty = "pinned"
    numpy: tuple[Version, Version] | None = None
    pandas: tuple[Version, Version] | None = None

    @property
    def title(self) -> str:
        """The versions as a message names them: `Keras 3`, `Keras 2.15`, `Keras 2.11 to 2.15`."""
        if self.low == self.high:
            return f"Keras {self.low[0]}.{self.low[1]}"
        if self.low[0] == self.high[0] and self.low[1] == 0:
            return f"Keras {self.low[0]}"
        low, high = (f"{major}.{minor}" for major, minor in (self.low, self.high))
        return f"Keras {low} and later" if self.high == NEWEST else f"Keras {low} to {high}"

    @property
    def written_for(self) -> str:
        """The same for a script of which only the newest version is known: `Keras 2.6 or older`."""
        if self.low != OLDEST or self.high in (OLDEST, LAST_KERAS_2):
            return self.title if self.high != OLDEST else "Keras 2.0"
        return f"Keras 2.{self.high[1]} or older"

    def at_least(self, major: int, minor: int = 0) -> bool:
        """Is every version of the range at or above this one?"""
        return self.low >= (major, minor)

    def below(self, major: int, minor: int = 0) -> bool:
        """Is every version of the range below this one?"""
        return self.high < (major, minor)

    def matches(self, specifier: str) -> bool:
        """Does the whole range satisfy the specifier: ">=3", ">=2,<3", ">=3.4,<3.9"?"""
        return _matching(self.low, self.high, specifier)[0]

    def overlaps(self, specifier: str) -> bool:
        """Does some version of the range satisfy the specifier?"""
        return _matching(self.low, self.high, specifier)[1]


def parse_target(text: str) -> KerasTarget:
    """The target that `--keras` names: "2", "3", "2.15", "3.9". Raises ValueError."""
    found = re.fullmatch(r"([23])(?:\.(\d{1,2}))?", text.strip())
    if found is None or (found[1] == "2" and int(found[2] or 0) > LAST_KERAS_2[1]):
        raise ValueError(f"unknown Keras version {text!r}: write 2, 3, 2.0 to 2.15, or 3.0 and later")
    reason = f"--keras {text.strip()}"
    if found[2] is not None:
        version = (int(found[1]), int(found[2]))
        return KerasTarget(version, version, reason=reason)
    if found[1] == "2":
        return KerasTarget(OLDEST, LAST_KERAS_2, reason=reason)
    return KerasTarget(KERAS_3, NEWEST, reason=reason)


# --- versions and specifiers --------------------------------------------------------------------------------

_CONDITION = re.compile(r"(===|==|~=|!=|>=|<=|>|<|\^|=)?\s*v?(\d+)(?:\.(\d+))?(?:\.\d+)*(\.\*)?[\w.+-]*")


def versions_between(low: Version, high: Version, last_of_2: int = LAST_KERAS_2[1]) -> Iterator[Version]:
    """Every (major, minor) from one to the other, with so many minors of 2."""
    for major in range(low[0], high[0] + 1):
        for minor in range((last_of_2 if major == 2 else NEWEST[1]) + 1):
            if low <= (major, minor) <= high:
                yield major, minor


def each_version(target: KerasTarget) -> Iterator[Version]:
    """Every version of a target."""
    return versions_between(target.low, target.high)


@lru_cache(maxsize=1024)
def _matching(low: Version, high: Version, specifier: str) -> tuple[bool, bool]:
    """(all versions of the range satisfy the specifier, some do)."""
    found = {satisfies(version, specifier) for version in versions_between(low, high)}
    return found == {True}, True in found


def satisfies(version: Version, specifier: str) -> bool:
    """A bare major stands for all its minors: "<=2" holds for 2.15, "==3" for 3.9. Raises ValueError."""
    result = True
    for part in specifier.split(","):
        found = _CONDITION.fullmatch(part.strip())
        if found is None:
            raise ValueError(f"not a version specifier: {specifier!r}")
        operator, major, minor = found[1] or "==", int(found[2]), found[3]
        width = 1 if minor is None else 2
        own, bound = version[:width], (major, int(minor or 0))[:width]
        match operator:
            case ">=":
                result &= own >= bound
            case ">":
                result &= own > bound
            case "<=":
                result &= own <= bound
            case "<":
                result &= own < bound
            case "!=":
                result &= own != bound
            case "^":
                result &= own >= bound and version[0] == major
            case "~=":
                same = version[: 2 if part.count(".") > 1 else 1]
                result &= own >= bound and same == (major, int(minor or 0))[: len(same)]
            case _:
                result &= own == bound
    return result
