"""A test kit for rule pages: every Bad and Good block of a folder as a test, for pytest or by hand.

    import pytest
    from lstm_lint.testing import blocks

    @pytest.mark.parametrize("block", blocks("src/our_rules/rules"), ids=str)
    def test_page(block):
        block.verify()

In Bad, `# error: [AB101]` at the end of a line marks where a finding must be, exactly. Good is silent. Where the page
says `fix = "safe"`, the fix of a Bad block must make the Good block at the same place of it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from lstm_lint import plugins, rulebook
from lstm_lint.fixes import fix
from lstm_lint.lint import lint
from lstm_lint.settings import Selection, Settings
from lstm_lint.source import Source, from_bytes

_MARK = re.compile(r"[ \t]*# error: \[(?P<codes>[^\]]*)\][ \t]*$", re.MULTILINE)
_SECTION = re.compile(r"^## (?P<name>Bad|Good)\n(?P<text>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```python[^\n]*\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block of Python of a page, and what must come of it."""

    code: str  # of the rule
    section: str
    number: int
    text: str
    expected: tuple[int, ...]
    mended: str | None  # the text after the fix, where the page has one

    def __str__(self) -> str:
        return f"{self.code}-{self.section}-{self.number}"

    def verify(self) -> None:
        """Raises AssertionError, which names the lines."""
        found = sorted({finding.line for finding in self._lint(_source(self.text))})
        assert found == list(self.expected), (
            f"{self}: found on lines {found}, marked are {list(self.expected)}"
        )
        if self.mended is not None:
            outcome = fix(_source(self.text), self._lint(_source(self.text)), self._lint)
            assert outcome.source.raw == self.mended, f"{self}: the fix makes\n{outcome.source.raw}"

    def _lint(self, source: Source):  # type: ignore[no-untyped-def]
        settings = Settings((Selection("the test", (self.code,)),), "strict", keras="3")
        return lint(source, settings)


def blocks(folder: str | os.PathLike[str]) -> list[Block]:
    """Every block of the pages in a folder, which is an installed plug-in or one for `rule-paths`.

    Raises PluginError where the plug-in is broken, and ValueError for a page without a Bad or Good block.
    """
    here = Path(folder).resolve()
    if not any(plugin.folder.resolve() == here for plugin in plugins.all_of_them()):
        plugins.use_local([here])
    plugins.load()
    rules = [rule for rule in rulebook.rules() if rule.page.parent.resolve() == here]
    return [block for rule in rules for block in _of_page(rule)]


def _of_page(rule: rulebook.Rule) -> list[Block]:
    texts: dict[str, list[str]] = {"Bad": [], "Good": []}
    for section in _SECTION.finditer(rulebook.body(rule)):
        texts[section["name"]] += [found["code"] for found in _PYTHON.finditer(section["text"])]
    if not texts["Bad"] or not texts["Good"]:
        raise ValueError(f"{rule.page}: a page shows at least one Bad and one Good block of ```python")
    mended = texts["Good"] if rule.fix == "safe" else []
    if len(mended) < len(texts["Bad"]) and rule.fix == "safe":
        raise ValueError(f"{rule.page}: a rule with a safe fix has a Good block for each Bad one")
    return [
        Block(
            rule.code,
            name,
            n,
            _MARK.sub("", text),
            _marked(rule.code, text),
            mended[n - 1] if mended and name == "Bad" else None,
        )
        for name, section in texts.items()
        for n, text in enumerate(section, 1)
    ]


def _marked(code: str, text: str) -> tuple[int, ...]:
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        found = _MARK.search(line)
        if found and code in (word.strip() for word in found["codes"].split(",")):
            lines.append(number)
    return tuple(lines)


def _source(text: str) -> Source:
    return from_bytes(text.encode(), "example.py")
