"""Every page in rules/ is a specification, and every block on it a test."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import pytest
import rule_pages
from rule_pages import SECTIONS, Block, FrontMatter, Page

from lstm_lint import checks, fixes, rulebook
from lstm_lint.findings import Finding
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.rulebook import Rule
from lstm_lint.settings import Selection, Settings
from lstm_lint.source import Source, from_bytes

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CHECKOUT = Path(__file__).resolve().parent.parent
RULES = {rule.code: rule for rule in rulebook.rules()}
PAGES = {code: rule_pages.read(rule.page) for code, rule in RULES.items()}
BAD = [block for page in PAGES.values() for block in page.blocks("Bad")]
GOOD = [block for page in PAGES.values() for block in page.blocks("Good")]
FIXED = [block for block in BAD if RULES[block.page[:5]].fix == "safe" and not block.fix]

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
each_page = pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))


def blocks(which: list[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", which, ids=[block.id for block in which])


def settings_of(block: Block) -> Settings:
    """Only the rule under test; what is said of suppressions needs the other rules as well."""
    code = block.page[:5]
    selected = "ALL" if code == "LL002" else code
    return Settings(
        (Selection("the test", (selected,)),), "strict", keras=block.keras, rule_options={code: block.options}
    )


def findings(source: Source, block: Block) -> list[Finding]:
    return [finding for finding in lint(source, settings_of(block)) if finding.code == block.page[:5]]


def source_of(code: str) -> Source:
    return from_bytes(code.encode(), "example.py")


def told(found: list[Finding]) -> str:
    return "\n".join(f"{f.line}:{f.column}: {f.code} {f.message}" for f in found) or "nothing"


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


@each_page
def test_marks_name_the_rule_of_the_page_and_only_in_bad(page: Page) -> None:
    code = page.path.name[:5]
    assert page.blocks("Bad") and page.blocks("Good")
    assert all(set(block.marks) == {code} for block in page.blocks("Bad"))
    assert not any(block.marks for block in page.blocks("Good"))


def test_no_block_stands_twice() -> None:
    codes = [(block.page, block.keras, str(block.options), block.code) for block in [*BAD, *GOOD]]
    assert len(set(codes)) == len(codes)


@blocks(BAD)
def test_bad_block_yields_exactly_the_marked_lines(block: Block) -> None:
    found = findings(source_of(block.code), block)
    assert sorted({f.line for f in found}) == list(block.marks[block.page[:5]]), f"found: {told(found)}"
    assert all(len(f.message) <= 200 and "\n" not in f.message for f in found)


@blocks(GOOD)
def test_good_block_is_silent(block: Block) -> None:
    found = findings(source_of(block.code), block)
    assert not found, f"found: {told(found)}"


@blocks(FIXED)
def test_safe_fix_of_bad_gives_good_and_is_stable(block: Block) -> None:
    good = PAGES[block.page[:5]].blocks("Good")[block.number - 1]
    source = source_of(block.code)
    once = fixes.fix(source, findings(source, block), lambda s: findings(s, block))
    assert once.data.decode() == good.code
    twice = fixes.fix(once.source, once.findings, lambda s: findings(s, block))
    assert (twice.count, twice.data) == (0, once.data)


@blocks([block for block in BAD if block.fix])
def test_a_block_without_a_safe_fix_says_what_it_has(block: Block) -> None:
    fixes_found = [f.fix for f in findings(source_of(block.code), block)]
    offered = {fix.applicability if fix else "none" for fix in fixes_found}
    assert block.fix in offered and "safe" not in offered


@each_rule
def test_fix_is_as_specified(rule: Rule) -> None:
    """A rule that promises no fix has none; no finding is mended more boldly than the page says."""
    allowed = {"none": set(), "unsafe": {"unsafe"}, "safe": {"safe", "unsafe"}}[rule.fix]
    for block in PAGES[rule.code].blocks("Bad"):
        offered = {f.fix.applicability for f in findings(source_of(block.code), block) if f.fix}
        assert offered <= allowed


@each_page
def test_no_block_is_left_open(page: Page) -> None:
    body = rulebook.body(RULES[page.path.name[:5]])
    assert len(re.findall(r"^(?:`{3,}|~{3,})", body, re.MULTILINE)) % 2 == 0
