"""Every page in rules/ is a specification, and every block on it a test."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import pytest
import rule_pages
from rule_pages import SECTIONS, Block, FrontMatter, Page

from lstm_lint import checks
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.rulebook import rule_page, rulebook
from lstm_lint.rulebook.rule_page import Rule

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CHECKOUT = Path(__file__).resolve().parent.parent
RULES = {rule.code: rule for rule in rulebook.rules()}
PAGES = {code: rule_pages.read(rule.page) for code, rule in RULES.items()}
BLOCKS = [block for page in PAGES.values() for block in page.all_blocks]

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
each_page = pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
each_block = pytest.mark.parametrize("block", BLOCKS, ids=str)


def test_there_are_rules() -> None:
    assert len(RULES) > 0 and len({rule.name for rule in RULES.values()}) == len(RULES)


@each_page
def test_front_matter_validates(page: Page) -> None:
    FrontMatter.model_validate(tomllib.loads(page.front))


@each_page
def test_front_matter_reads_the_same_by_toml(page: Page) -> None:
    fields = tomllib.loads(page.front)
    rule = RULES[fields["code"]]
    assert rule.options == fields.pop("options", {})
    if isinstance(fields["smoke"], dict):
        fields["smoke"] = fields["smoke"]["probe"]  # the rest is read where smoke training asks for it
    assert all(
        type(getattr(rule, name)) is type(value) for name, value in fields.items() if name != "severity"
    )
    assert {name: getattr(rule, name) for name in fields} == fields


@each_rule
def test_file_is_named_after_code_and_name(rule: Rule) -> None:
    assert rule.page.name == f"{rule.code}-{rule.name}.md"


@each_page
def test_sections_are_all_there_and_in_order(page: Page) -> None:
    assert tuple(page.sections) == SECTIONS
    assert page.title and all(text.strip() for text in page.sections.values())


@each_rule
def test_targeted_versions_exist(rule: Rule) -> None:
    assert any(parse_target(version).overlaps(rule.keras) for version in ("2", "3"))


@each_rule
def test_options_are_the_parameters_of_the_check(rule: Rule) -> None:
    parameters = inspect.signature(checks.load(rule.name).function).parameters.values()
    assert [p.kind for p in parameters][:1] == [inspect.Parameter.POSITIONAL_OR_KEYWORD]
    keywords = {p.name: p.default for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    assert len(keywords) == len(parameters) - 1
    assert {name: (type(v), v) for name, v in rule.options.items()} == {
        n: (type(v), v) for n, v in keywords.items()
    }


def test_specification_and_check_one_to_one() -> None:
    written = {path.stem for path in (CHECKOUT / "lstm_lint" / "checks").glob("*.py")} - {"__init__"}
    assert written == {rule.name.replace("-", "_") for rule in RULES.values()}


@each_block
def test_block(block: Block) -> None:
    block.verify()
    messages = [found.message for found in block.findings(block.source)]
    assert all(len(message) <= 200 and "\n" not in message for message in messages)


@each_page
def test_blocks_of_a_page_together(page: Page) -> None:
    page.verify()


@each_rule
def test_explained_rules_exist_and_explain_nothing_themselves(rule: Rule) -> None:
    explained = [RULES[code] for code in rule.explains.split()]
    assert not any(other.explains for other in explained)


@each_rule
def test_fix_is_as_specified(rule: Rule) -> None:
    """A rule that promises no fix has none; no finding is mended more boldly than the page says."""
    allowed = {"none": set(), "unsafe": {"unsafe"}, "safe": {"safe", "unsafe"}}[rule.fix]
    for block in PAGES[rule.code].blocks("Bad"):
        offered = {f.fix.applicability for f in block.findings(block.source) if f.fix}
        assert offered <= allowed


@each_page
def test_no_block_is_left_open(page: Page) -> None:
    body = rule_page.body(RULES[page.path.name[:5]])
    assert len(re.findall(r"^(?:`{3,}|~{3,})", body, re.MULTILINE)) % 2 == 0
