"""A rule page taken apart for the tests: front matter as a strict model, sections, code blocks with their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SECTIONS = ("Why", "Bad", "Good", "When to ignore it", "Evidence")

_MARK = re.compile(r"[ \t]*# error: \[(?P<codes>LL\d{3}(?:, *LL\d{3})*)\][ \t]*$")
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>.*)$")


class FrontMatter(BaseModel):
    """The specification of a rule: no key too many, none too few, no type bent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(pattern=r"^LL\d{3}$")
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    severity: Literal["error", "warning", "advice"]
    group: Literal[
        "structure",
        "gates",
        "masking",
        "loss",
        "optimizer",
        "capacity",
        "data",
        "callbacks",
        "keras-api",
        "engine",
    ]
    default: bool
    fix: Literal["safe", "unsafe", "none"]
    keras: str = Field(pattern=r"^(>=|<=|==|!=|<|>)\d+(\.\d+)?(,(>=|<=|==|!=|<|>)\d+(\.\d+)?)*$")
    smoke: str = Field(min_length=1)
    since: str = Field(pattern=r"^\d+\.\d+$")
    options: dict[str, bool | int | float | str | list[str]] = {}


@dataclass(frozen=True)
class Block:
    """A fenced python block: the code without its marks, the lines marked for a code, and what its info string sets."""

    page: str
    section: str
    number: int
    code: str
    marks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    keras: str = "3"
    options: dict[str, Any] = field(default_factory=dict)
    fix: str = ""  # "unsafe" or "none": a block of Bad that has no safe fix although its rule knows one

    @property
    def id(self) -> str:
        return f"{self.page.partition('-')[0]}-{self.section}-{self.number}"


@dataclass(frozen=True)
class Page:
    """A page: the raw front matter, its title, the text of each section in order, and the blocks of Bad and Good."""

    path: Path
    front: str
    title: str
    sections: dict[str, str]

    def blocks(self, section: str) -> list[Block]:
        fenced = _fenced(self.sections.get(section, ""))
        python = [(info.split(), code) for info, code in fenced if info.split()[:1] == ["python"]]
        return [
            _block(self.path.stem, section, n, words[1:], code) for n, (words, code) in enumerate(python, 1)
        ]


def read(path: Path) -> Page:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    title, sections, held, fence = "", {}, [], ""
    for line in body.splitlines():
        found = _FENCE.match(line)
        if found and (not fence or line.rstrip() == fence):
            fence = "" if fence else found["fence"]
        if not fence and line.startswith("# ") and not title:
            title = line[2:].strip()
        elif not fence and line.startswith("## "):
            held = sections.setdefault(line[3:].strip(), [])
        else:
            held.append(line)
    return Page(path, front, title, {name: "\n".join(lines) + "\n" for name, lines in sections.items()})


def _fenced(text: str) -> list[tuple[str, str]]:
    blocks: list[tuple[str, str]] = []
    fence, info, lines = "", "", []
    for line in text.splitlines():
        found = _FENCE.match(line)
        if not fence and found:
            fence, info, lines = found["fence"], found["info"].strip(), []
        elif fence and line.rstrip() == fence:
            blocks.append((info, "".join(f"{held}\n" for held in lines)))
            fence = ""
        elif fence:
            lines.append(line)
    return blocks


def _block(page: str, section: str, number: int, words: list[str], code: str) -> Block:
    marks: dict[str, list[int]] = {}
    lines = code.split("\n")
    for at, line in enumerate(lines):
        found = _MARK.search(line)
        if found:
            lines[at] = line[: found.start()]
            for marked in found["codes"].split(","):
                marks.setdefault(marked.strip(), []).append(at + 1)
    keras, options, fix = "3", {}, ""
    for word in words:
        key, _, value = word.partition("=")
        if key == "keras":
            keras = value
        elif key == "fix" and value in ("unsafe", "none"):
            fix = value
        elif key.startswith("option."):
            options[key.removeprefix("option.")] = _value(value)
        else:
            raise ValueError(f"{page}: the info string of a block says {word!r}, which means nothing")
    return Block(
        page,
        section,
        number,
        "\n".join(lines),
        {c: tuple(at) for c, at in marks.items()},
        keras,
        options,
        fix,
    )


def _value(text: str) -> bool | int | float | str:
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
