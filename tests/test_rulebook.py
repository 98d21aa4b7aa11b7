"""The rule book: front matter into rules, selectors into codes, and with little work."""

from __future__ import annotations

from pathlib import Path

import pytest
from work import calls

from lstm_lint.findings import Severity
from lstm_lint.rulebook import rule_page, rulebook
from lstm_lint.rulebook.rule_page import RulebookError
from lstm_lint.rulebook.rulebook import UnknownRule

PAGE = """+++
code = "{code}"
name = "{name}"
severity = "warning"
group = "gates"
default = true
fix = "none"
keras = ">=2"
smoke = "none"
since = "0.1"
[options]
timesteps = 100
+++
# One line

## Why

+++ is no fence in the body.
"""


def page(folder: Path, code: str = "LL990", name: str = "some-pattern") -> Path:
    path = folder / f"{code}-{name}.md"
    path.write_text(PAGE.format(code=code, name=name), encoding="utf-8")
    return path


def test_front_matter_becomes_a_rule(tmp_path: Path) -> None:
    rule = rule_page.read_rule(page(tmp_path))
    assert (rule.code, rule.name, rule.severity, rule.default) == (
        "LL990",
        "some-pattern",
        Severity.WARNING,
        True,
    )
    assert (rule.options, rule.keras, rule.since) == ({"timesteps": 100}, ">=2", "0.1")
    assert rule.url.endswith("/rules/LL990-some-pattern.md")
    assert rule_page.title(rule) == "One line"
    assert rule_page.body(rule).startswith("# One line") and "+++ is no fence" in rule_page.body(rule)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('severity = "warning"', 'severity = "loud"'),
        ('group = "gates"\n', ""),
        ('group = "gates"', 'group = "gates"\ncolor = "red"'),
        ('name = "', "name = "),
        ("+++\ncode", "code"),
        ("timesteps = 100", "timesteps = 100\ntimesteps = 101"),
    ],
)
def test_broken_page_is_named(tmp_path: Path, old: str, new: str) -> None:
    path = page(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError, match="LL990-some-pattern"):
        rule_page.read_rule(path)


def test_front_matter_may_be_any_toml(tmp_path: Path) -> None:
    path = page(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("timesteps = 100", "units = [1, 2] # a list\nrate = 1e-3"), encoding="utf-8")
    assert rule_page.read_rule(path).options == {"units": [1, 2], "rate": 0.001}
    path.write_text(text.replace('"gates"', "'a \"quoted\" group'"), encoding="utf-8")
    assert rule_page.read_rule(path).group == 'a "quoted" group'


def test_rules_come_by_code_and_other_files_are_passed_over(tmp_path: Path) -> None:
    page(tmp_path, "LL992", "b")
    page(tmp_path, "LL991", "c")
    (tmp_path / "README.md").write_text("no rule", encoding="utf-8")
    assert [rule.code for rule in rule_page.read_rules(tmp_path)] == ["LL991", "LL992"]


def test_find_by_code_or_name() -> None:
    rule = rulebook.find("LL203")
    assert rule is not None and rule.name == "unbounded-cell-activation"
    assert rulebook.find("ll203") is rule and rulebook.find(rule.name) is rule
    assert rulebook.find("LL20") is None


def test_selectors() -> None:
    everything = {rule.code for rule in rulebook.rules()}
    assert rulebook.matching("LL203") == {"LL203"} == rulebook.matching("unbounded-cell-activation")
    assert rulebook.matching("ll2") == {code for code in everything if code.startswith("LL2")}
    assert rulebook.matching("gates") == {rule.code for rule in rulebook.rules() if rule.group == "gates"}
    assert rulebook.matching("ALL") == everything == rulebook.matching("LL")


@pytest.mark.parametrize("selector", ["LL9999", "E501", "", "unbounded", "LL\n203", "LL999"])
def test_selector_of_no_rule(selector: str) -> None:
    with pytest.raises(UnknownRule) as caught:
        rulebook.matching(selector)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("selector", ["LLX", "LL", "LL2x", "llxyz"])
def test_what_looks_like_a_code_is_not_taken_for_another_word(selector: str) -> None:
    assert rulebook.nearest(selector) is None or str(rulebook.nearest(selector)).startswith("LL")


def test_nearest_known_word() -> None:
    assert rulebook.nearest("LL2O3") == "LL203" and rulebook.nearest("AL") == "ALL"
    assert rulebook.did_you_mean("unbounded-cell-activaton", ["unbounded-cell-activation"]).endswith(
        "`unbounded-cell-activation`?"
    )
    assert rulebook.did_you_mean("LL230", ["LL203", "LL101"]) == "; did you mean `LL203`?"
    assert rulebook.did_you_mean("LL999", ["LL109"]) == ""


def test_a_page_takes_about_a_hundred_calls(tmp_path: Path) -> None:
    for number in range(90):
        page(tmp_path, f"LL{100 + number}", f"pattern-{number}")
    assert len(rule_page.read_rules(tmp_path)) == 90
    assert calls(rule_page.read_rules, tmp_path) < 90 * 150
