"""A rule page: reads `rules/LLnnn-name.md`.

A rule's front matter (TOML between `+++` lines) is its specification, the Markdown body its documentation. At lint time
only the front matter is read: 90 pages cost about 5 ms.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from lstm_lint import PROJECT_URL
from lstm_lint.findings import Severity
from lstm_lint.ir.records import dataclass

PAGES_URL = f"{PROJECT_URL}/blob/main/rules"

RuleFix = Literal["safe", "unsafe", "none"]


class RulebookError(Exception):
    """The rule pages are missing or one of them cannot be read: a broken installation, never the user's doing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The front matter of one page. `page` is the file; `options` holds each option with its default."""

    code: str
    name: str
    severity: Severity
    group: str
    default: bool
    fix: RuleFix
    keras: str
    smoke: str
    since: str
    options: Mapping[str, object]
    page: Path
    explains: str = (
        ""  # codes, space-separated, of rules that may see the same mistake: this one speaks for them
    )
    not_confirmable: str = ""  # why no smoke training can confirm it, where `smoke` is "none"
    link: str = ""  # of the page of a plug-in

    @property
    def url(self) -> str:
        if self.link or not self.code.startswith("LL"):
            return self.link or self.page.as_uri()
        return f"{PAGES_URL}/{self.page.name}"


def directory() -> Path:
    """Where the pages lie: inside the installed package, else beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "rules", package.parent / "rules"):
        if candidate.is_dir():
            return candidate
    raise RulebookError(f"the rule pages are missing beside {package}: install lstm-lint again")


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Every rule whose page lies in that folder, by code. Raises RulebookError."""
    names = sorted(os.listdir(folder))
    return tuple(read_rule(folder / name) for name in names if name.startswith("LL") and name.endswith(".md"))


def read_rule(page: Path) -> Rule:
    """The rule of one page; its body is not kept. Raises RulebookError."""
    front = _front(page)
    try:
        fields = _plain(front) or _toml(front)
        severity = Severity(fields.pop("severity"))
        return Rule(severity=severity, options=fields.pop("options", {}), page=page, **fields)
    except (ValueError, TypeError, KeyError) as error:
        raise RulebookError(f"{page}: the front matter does not read: {error}") from error


def body(rule: Rule) -> str:
    """The Markdown text of a rule's page, without the front matter."""
    return _split(rule.page)[1]


def title(rule: Rule) -> str:
    """The one line that says what is wrong: the heading of the page."""
    heading = next((line for line in body(rule).splitlines() if line.startswith("# ")), f"# {rule.name}")
    return heading[2:].strip()


_HEAD = 1024  # bytes
_LINE = re.compile(
    r'(?P<key>[a-z_]+) = (?:"(?P<text>[^"\\]*)"|(?P<word>true|false)|(?P<number>\d+(?P<part>\.\d+)?))'
)


def _plain(front: str) -> dict[str, Any] | None:
    """Front matter of nothing but plain lines, as nearly all is; None for any other.

    Importing the TOML parser and parsing 90 pages with it would take 10 ms of each run.
    """
    fields: dict[str, Any] = {}
    table = fields
    for line in front.splitlines():
        found = _LINE.fullmatch(line)
        if line == "[options]":
            table = fields["options"] = {}
        elif found is None or found["key"] in table:
            return None
        elif found["number"]:
            table[found["key"]] = float(found["number"]) if found["part"] else int(found["number"])
        else:
            table[found["key"]] = found["word"] == "true" if found["word"] else found["text"]
    return fields


def _toml(front: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(front)


def _front(page: Path) -> str:
    """The front matter alone; it rarely takes more than the first kilobyte of a page."""
    try:
        with open(page, "rb") as file:
            head = file.read(_HEAD)
        parts = head.decode("utf-8", "replace").split("+++\n", 2)
    except OSError:
        parts = []
    if len(parts) == 3 and not parts[0] and parts[1].endswith("\n") and not set(parts[1]) & {"\r", "\ufffd"}:
        return parts[1]
    return _split(page)[0]


def _split(page: Path) -> tuple[str, str]:
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError(f"{page}: the page does not read: {error}") from error
    parts = re.split(r"^\+\+\+[ \t]*\n", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise RulebookError(f"{page}: the page does not begin with front matter between `+++` lines")
    return parts[1], parts[2]
