"""Codes that Watch alone has, each with a page in `rules/` beside this file, and those of the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lstm_lint.rulebook import rule_page, rulebook

FOLDER = Path(__file__).parent / "rules"


@dataclass(frozen=True)
class Said:
    """What a finding takes from a page."""

    name: str
    severity: str
    url: str


@cache
def rules() -> tuple[rule_page.Rule, ...]:
    """The rules that only a training can show, by code. Raises RulebookError."""
    return rule_page.read_rules(FOLDER)


def find(code_or_name: str) -> rule_page.Rule | None:
    """One of them, by its code in any case or by its name."""
    wanted = code_or_name.strip()
    return next((one for one in rules() if wanted.upper() == one.code or wanted.lower() == one.name), None)


def rule(code: str) -> Said:
    """A rule of either book. Raises KeyError for a code that neither has."""
    found = find(code) or rulebook.find(code)
    if found is None:
        raise KeyError(code)
    return Said(found.name, found.severity.value, found.url)
