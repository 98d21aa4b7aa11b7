"""The kit for rule pages refuses pages that prove nothing: each defect by a sentence that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lstm_lint.rulebook import rule_page
from lstm_lint.testing import Block, Page, pages, read

PAGE = next(page for page in pages(rule_page.directory()) if page.rule.code == "LL206")
UNITS = next(page for page in pages(rule_page.directory()) if page.rule.code == "LL401")


@pytest.fixture
def changed(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A page with one piece of its text replaced."""

    def change(page: Page, old: str, new: str, times: int = 1) -> Page:
        text = page.path.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / page.path.name
        path.write_text(text.replace(old, new, times), encoding="utf-8")
        return read(path)

    return change


def refused(page: Page) -> str:
    """What is said of the first block that does not hold, else of the page."""
    with pytest.raises(AssertionError) as failure:
        for block in page.all_blocks:
            block.verify()
        page.verify()
    return str(failure.value).partition("\n")[0]


def fenced(block: Block) -> str:
    return f"```python\n{block.text}```\n"


def test_pages_as_they_are_pass() -> None:
    for page in (PAGE, UNITS):
        for block in page.all_blocks:
            block.verify()
        page.verify()


def test_a_missing_mark(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(UNITS, "  # error: [LL401]", "")
    assert "LL401-Bad-1: a Bad block marks no line" in refused(page)


def test_a_mark_too_many(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(UNITS, "import keras\n", "import keras  # error: [LL401]\n")
    assert re.fullmatch(r"LL401-Bad-1: found on lines \[\d+\], marked are \[1, \d+\]", refused(page))


def test_a_mark_of_another_rule(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(UNITS, "# error: [LL401]", "# error: [LL401, LL402]")
    assert refused(page) == "LL401-Bad-1: marks name LL402, the page is about LL401"


def test_a_mark_in_good(changed) -> None:  # type: ignore[no-untyped-def]
    block = UNITS.blocks("Good")[0]
    first = block.text.partition("\n")[0]
    page = changed(UNITS, fenced(block), fenced(block).replace(first, f"{first}  # error: [LL401]"))
    assert refused(page).endswith("LL401-Good-1: a Good block marks lines [1]")


def test_a_block_that_does_not_parse(changed) -> None:  # type: ignore[no-untyped-def]
    block = UNITS.blocks("Good")[-1]
    page = changed(UNITS, fenced(block), fenced(block).replace("import keras\n", "import (\n", 1))
    assert f"{block}: the block does not parse: " in refused(page)


def test_a_block_twice(changed) -> None:  # type: ignore[no-untyped-def]
    block = UNITS.blocks("Good")[-1]
    page = changed(UNITS, fenced(block), f"{fenced(block)}\nAgain:\n\n{fenced(block)}")
    assert refused(page).endswith(f"LL401-Good-{block.number + 1} is {block} once more")


def test_a_fix_that_does_not_make_the_good_block(changed) -> None:  # type: ignore[no-untyped-def]
    block = UNITS.blocks("Good")[0]
    page = changed(UNITS, fenced(block), fenced(block).replace("```python\n", "```python\n# mended\n"))
    assert refused(page) == "LL401-Bad-1: the fix does not make the Good block of it, but"


def test_a_fix_that_is_not_stable(monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_lint import testing
    from lstm_lint.edit import fixes

    def grows(source, findings, lint, **kwargs):  # type: ignore[no-untyped-def]
        once = fixes.fix(source, findings, lint, **kwargs)
        more = testing.from_bytes(f"{once.source.raw}# mended\n".encode(), "example.py")
        return fixes.Fixed(more, tuple(lint(more)), 1)

    monkeypatch.setattr(testing, "fix", grows)
    assert refused(UNITS) == "LL401-Bad-1: the fix is not stable: a second run changes"


def test_a_safe_fix_without_its_good_block(changed) -> None:  # type: ignore[no-untyped-def]
    good = UNITS.path.read_text(encoding="utf-8").partition("## Good\n")[2].partition("## When")[0]
    page = changed(UNITS, good, f"\nOne:\n\n{fenced(UNITS.blocks('Good')[0])}\n")
    assert refused(page).endswith("a rule with a safe fix has a Good block for each Bad one")


def test_a_block_that_denies_its_fix(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(UNITS, "```python\n", "```python fix=none\n")
    assert refused(page) == "LL401-Bad-1: says fix=none, but its fixes are safe"


def test_no_exemption(changed) -> None:  # type: ignore[no-untyped-def]
    good = UNITS.path.read_text(encoding="utf-8").partition("## Good\n")[2].partition("## When")[0]
    fixed = "\n".join(fenced(block) for block in UNITS.blocks("Good")[: len(UNITS.blocks("Bad"))])
    page = changed(UNITS, good, f"\n{fixed}\n")
    assert "no exemption is tested" in refused(page)


def test_an_exemption_without_a_name(changed) -> None:  # type: ignore[no-untyped-def]
    last = UNITS.blocks("Good")[-1]
    page = changed(UNITS, last.shows, "")
    assert refused(page).endswith(f"no sentence says which exemption {last} shows")


def test_an_option_that_no_block_sets(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(PAGE, "option.timesteps=20", "")
    with pytest.raises(AssertionError, match="LL206-simplernn-risk: no block sets the option timesteps"):
        page.verify()


def test_an_option_that_changes_nothing(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(PAGE, "option.timesteps=20", "option.timesteps=30")
    with pytest.raises(AssertionError, match="the option timesteps makes no difference to LL206-Bad-"):
        page.verify()


def test_an_opening_line_that_means_nothing(changed) -> None:  # type: ignore[no-untyped-def]
    page = changed(PAGE, "option.timesteps=20", "timestep=20")
    with pytest.raises(ValueError, match="'timestep=20', which means nothing"):
        assert page.all_blocks
