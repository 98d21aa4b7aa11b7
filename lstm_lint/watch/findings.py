"""What Watch says: a condition that lasted, with its code, its layer, its line in the source and its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LASTS = 3  # looks in a row


@dataclass(frozen=True)
class Seen:
    """A condition that holds at one look. `message`: what is measured, what comes of it, what to write instead."""

    code: str
    message: str
    layer: str | None = None
    numbers: Mapping[str, float | None] = field(default_factory=dict)
    at_once: bool = False  # what cannot pass: one look is enough


@dataclass(frozen=True)
class WatchFinding:
    """One condition that lasted. Lines count from 1; `path` and `line` are None where the source was not found."""

    code: str
    name: str
    severity: str
    message: str
    layer: str | None
    path: str | None
    line: int | None
    step: int
    planned: int | None
    numbers: Mapping[str, float | None]
    url: str = ""

    def __str__(self) -> str:
        place = (
            f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        )
        of = f" of {self.planned}" if self.planned else ""
        return f"{place}{self.severity}[{self.code}] {self.name}: {self.message} (update {self.step}{of})"

    def document(self) -> dict[str, Any]:
        """For JSON: the keys that findings of the linter have, and what was measured."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "message": self.message,
            "path": self.path,
            "line": self.line,
            "layer": self.layer,
            "url": self.url,
            "step": self.step,
            "planned": self.planned,
            "numbers": dict(self.numbers),
        }


class Lasting:
    """Counts for how many looks in a row each condition holds, by code and layer."""

    def __init__(self, looks: int = LASTS) -> None:
        self.looks = looks
        self._held: dict[tuple[str, str | None], int] = {}
        self._said: set[tuple[str, str | None]] = set()

    def after(self, seen: Iterable[Seen]) -> Iterator[Seen]:
        """What has lasted now and was not said before."""
        now = {(one.code, one.layer): one for one in seen}
        self._held = {key: self._held.get(key, 0) + 1 for key in now}
        for key, one in now.items():
            if key not in self._said and (one.at_once or self._held[key] >= self.looks):
                self._said.add(key)
                yield one
