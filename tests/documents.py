"""The fenced blocks of our Markdown files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(r"^(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")


@dataclass(frozen=True)
class Snippet:
    """A fenced block: where it opens, the words of its opening line, its text, the line before it that is not empty."""

    file: Path
    line: int
    words: tuple[str, ...]
    text: str
    before: str

    def __str__(self) -> str:
        return f"{self.file.name}-{self.line}"

    @property
    def language(self) -> str:
        return self.words[0] if self.words else ""


@cache
def snippets(file: Path) -> tuple[Snippet, ...]:
    """Raises ValueError for a block that never closes, and for one of indented lines, which has no language."""
    found: list[Snippet] = []
    opened: tuple[int, str, tuple[str, ...]] | None = None
    lines: list[str] = []
    before = ""
    above = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None and fence:
            opened, lines = (number, fence["fence"], tuple(fence["info"].split())), []
        elif opened is not None and line.rstrip() == opened[1]:
            found.append(Snippet(file, opened[0], opened[2], "".join(f"{each}\n" for each in lines), before))
            opened = None
        elif opened is not None:
            lines.append(line)
        elif line.startswith("    ") and not above:
            raise ValueError(f"{file.name}:{number}: an indented block: write a fence with a language")
        elif line.strip():
            before = line
        above = line.strip()
    if opened is not None:
        raise ValueError(f"{file.name}:{opened[0]}: this block never closes")
    return tuple(found)


def only(name: str, mark: str) -> Snippet:
    """The one block of a file at the root that holds a text."""
    (found,) = (one for one in snippets(ROOT / name) if mark in one.text)
    return found
