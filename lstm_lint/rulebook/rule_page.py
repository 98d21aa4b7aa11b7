"""A rule page: reads `rules/LLnnn-name.md`.

A rule's front matter (TOML between `+++` lines) is its specification, the Markdown body its documentation. At lint time
only the front matter is read: 90 pages cost about 5 ms.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from lstm_lint import PROJECT_URL
from lstm_lint.findings import Severity
from lstm_lint.ir.records import dataclass
from lstm_lint.rulebook import pages
from lstm_lint.rulebook.pages import RulebookError

__all__ = ["Rule", "RulebookError", "body", "directory", "read_rule", "read_rules", "title"]

# Where a finding's link leads, by the name of the page without its suffix: the repository until a site is published.
PAGE_URL = f"{PROJECT_URL}/blob/main/rules/{{}}.md"

RuleFix = Literal["safe", "unsafe", "none"]


@dataclass(frozen=True, slots=True)
class Rule:
    """The front matter of one page. `page` is the file; `options` holds each option with its default.

    `smoke` names the probe, also where the page has a table of that name: `smoke_table` reads the rest of that.
    """

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
    effect: str = ""  # what its fix changes for the result, as the end of the title of the fix
    outdated: bool = False  # what it finds was right in an older Keras
    pedantic: bool = False  # its advice is for `--profile pedantic` alone
    see: str = ""  # words, space-separated, for places that explain a finding: `PLACES` of notions/linked.py
    not_confirmable: str = ""  # why no smoke training can confirm it, where `smoke` is "none"
    tag: str = ""  # how an editor shows its findings: "deprecated" struck through, "unnecessary" faded
    link: str = ""  # of the page of a plug-in

    @property
    def url(self) -> str:
        if self.link or not self.code.startswith("LL"):
            return self.link or self.page.as_uri()
        return PAGE_URL.format(self.page.stem)


def directory() -> Path:
    """Where our pages lie. Raises RulebookError."""
    return Path(pages.folder())


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Every rule whose page lies in that folder, by code. Raises RulebookError."""
    names = sorted(os.listdir(folder))
    return tuple(read_rule(folder / name) for name in names if name.startswith("LL") and name.endswith(".md"))


def read_rule(page: Path) -> Rule:
    """The rule of one page; its body is not kept. Raises RulebookError."""
    try:
        fields = pages.front_matter(str(page))
        if isinstance(fields.get("smoke"), dict):
            fields["smoke"] = fields["smoke"]["probe"]
        severity = Severity(fields.pop("severity"))
        rule = Rule(severity=severity, options=fields.pop("options", {}), page=page, **fields)
        _check(rule)
        return rule
    except (ValueError, TypeError, KeyError) as error:
        raise RulebookError(f"{page}: the front matter does not read: {error}") from error


def _check(rule: Rule) -> None:
    """Raises ValueError where a field is of another kind than all that goes by it takes for granted."""
    for name in (
        "code",
        "name",
        "group",
        "fix",
        "keras",
        "smoke",
        "since",
        "explains",
        "effect",
        "not_confirmable",
        "see",
        "tag",
        "link",
    ):
        if not isinstance(getattr(rule, name), str):
            raise ValueError(f"`{name}` is no text")
    for name in ("default", "outdated", "pedantic"):
        if not isinstance(getattr(rule, name), bool):
            raise ValueError(f"`{name}` is neither true nor false")
    for name, value in rule.options.items():
        if not isinstance(value, (bool, int, float, str, list)):
            raise ValueError(f"the default of option `{name}` is no number, text, list, true or false")


def smoke_table(page: Path) -> dict[str, Any]:
    """What a page tells smoke training of its rule: the table `[smoke]`, or the probe alone. Raises RulebookError."""
    try:
        found = pages.whole_front_matter(str(page)).get("smoke", "none")
    except ValueError as error:
        raise RulebookError(f"{page}: the front matter does not read: {error}") from error
    return found if isinstance(found, dict) else {"probe": found}


def body(rule: Rule) -> str:
    """The Markdown text of a rule's page, without the front matter."""
    return pages.split(str(rule.page))[1]


def title(rule: Rule) -> str:
    """The one line that says what is wrong: the heading of the page."""
    heading = next((line for line in body(rule).splitlines() if line.startswith("# ")), f"# {rule.name}")
    return heading[2:].strip()
