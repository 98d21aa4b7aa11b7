"""Defects planted into programs that look like none of the rule pages are found, and their clean twins stay silent.

`planted/` has one pair for each group of rules, `known_bugs/` one for each real bug, rebuilt from its published
diagnosis. The first line of a flawed file names the rules that must speak of it, at any level.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HERE = Path(__file__).parent
FLAWED = sorted([*HERE.glob("planted/*_bad.py"), *HERE.glob("known_bugs/*_bad.py")])


def findings(path: Path) -> tuple[Finding, ...]:
    target = re.search(r"keras=([\d.]+)", path.read_text("utf-8").splitlines()[0])
    settings = Settings(profile="strict", keras=target[1] if target else "3")
    return lint(from_bytes(path.read_bytes(), str(path)), settings)


def expected(path: Path) -> set[str]:
    return set(re.findall(r"LL\d+", path.read_text("utf-8").splitlines()[0]))


@pytest.mark.parametrize("path", FLAWED, ids=lambda path: path.stem)
def test_planted_defects_are_found(path: Path) -> None:
    assert expected(path), "the first line names no rule"
    assert expected(path) <= {finding.code for finding in findings(path)}


@pytest.mark.parametrize("path", FLAWED, ids=lambda path: path.stem)
def test_clean_twin_is_silent(path: Path) -> None:
    twin = path.with_name(path.name.replace("_bad", "_good"))
    found = list(findings(twin))
    if path.parent.name == "known_bugs":  # the fix of one bug may leave others in an honest rebuild
        found = [finding for finding in found if finding.code in expected(path)]
    else:
        found = [finding for finding in found if finding.severity is not Severity.ADVICE]
    assert [f"{finding.line}: {finding.code} {finding.message}" for finding in found] == []
