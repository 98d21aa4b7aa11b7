"""A test kit for plug-ins. Of rule pages every Bad and Good block of a folder is a test, for pytest or by hand:

    import pytest
    from lstm_lint.testing import blocks, pages

    @pytest.mark.parametrize("block", blocks("src/our_rules/rules"), ids=str)
    def test_block(block):
        block.verify()

    @pytest.mark.parametrize("page", pages("src/our_rules/rules"), ids=str)
    def test_page(page):
        page.verify()

In Bad, `# error: [AB101]` at the end of a line marks where a finding must be, exactly. Good is silent. Where the page
says `fix = "safe"`, the fix of a Bad block must make the Good block at the same place of it, and a second run of it
must change nothing. A sentence before a Good block says which exemption it shows.

Behind ```` ```python ```` the opening line of a block may say `keras=2.15` (the targeted version, else 3; `auto`),
`option.units=8` (an option of the rule), `fix=unsafe` or `fix=none` (a Bad block that has no safe fix although its
rule knows one), and `data`: the files that it reads lie in the folder `data` beside the page, and are looked at.

Models of libraries are held against the library itself, each function with random arguments:

    import our_features_lint
    from lstm_lint.testing import proofs

    @pytest.mark.parametrize("proof", proofs(our_features_lint.LIBRARY), ids=str)
    def test_entry(proof):
        proof.verify()
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_lint.edit.fixes import fix
from lstm_lint.findings import Finding
from lstm_lint.ir import records
from lstm_lint.lint import outcome
from lstm_lint.rulebook import plugins, rule_page, rulebook
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import Source, from_bytes

if TYPE_CHECKING:
    from lstm_lint.proof import Arguments, Proof
    from lstm_lint.reader.abstract.registry import Library

records.guard()  # a check that changes what it is given fails

Option = bool | int | float | str

_MARK = re.compile(r"[ \t]*# error: \[(?P<codes>[A-Z]+\d+(?:, *[A-Z]+\d+)*)\][ \t]*$")
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
_NEED_OTHERS = ("LL002",)  # what is said of unused suppressions takes every rule
_NOWHERE = os.path.join(os.sep, "nowhere", "example.py")  # no project lies around it


@dataclass(frozen=True)
class Block:
    """One fenced block of Python of a page, and what must come of it."""

    code: str  # of the rule
    section: str
    number: int
    text: str  # without its marks
    marks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    keras: str = "3"
    options: dict[str, Option] = field(default_factory=dict)
    fix: str = ""
    mended: str | None = None  # the text after the safe fix, where the page has one
    shows: str = ""  # what the page says before it
    data: str = ""  # the folder of the files that it reads
    rule_paths: tuple[str, ...] = ()  # its folder, if that is no installed plug-in

    def __str__(self) -> str:
        return f"{self.code}-{self.section}-{self.number}"

    @property
    def source(self) -> Source:
        return from_bytes(self.text.encode(), _NOWHERE if self.keras == "auto" else "example.py")

    def findings(self, source: Source, options: dict[str, Option] | None = None) -> list[Finding]:
        """What the rule says of a source under the settings of the block, or with other options."""
        rule = rulebook.find(self.code)
        sums_up = rule is not None and plugins.check_of(rule).sums
        selected = "ALL" if sums_up or self.code in _NEED_OTHERS else self.code
        given = {self.code: self.options if options is None else options}
        settings = Settings(
            (Selection("the test", (selected,)),),
            "strict",
            keras=self.keras,
            rule_options=given,
            rule_paths=self.rule_paths,
            data=self.data or None,
        )
        profiles = None
        if self.data:
            from lstm_lint.data.sight import looked_at  # takes DuckDB

            looked = looked_at(source, settings)
            assert not looked.notes, f"{self}: {looked.notes[0]}"
            profiles = looked.profiles
        found = outcome(source, settings, profiles=profiles).findings
        return [one for one in found if one.code == self.code]

    def verify(self) -> None:
        """Raises AssertionError with a sentence that says what does not hold."""
        if self.code != "LL001":  # the rule about files that do not parse
            self._verify_syntax()
        found = self.findings(self.source)
        self._verify_lines(found)
        offered = {one.fix.applicability if one.fix else "none" for one in found}
        assert not self.fix or (self.fix in offered and "safe" not in offered), (
            f"{self}: says fix={self.fix}, but its fixes are {', '.join(sorted(offered))}"
        )
        if self.mended is not None:
            self._verify_fix(found)

    def _verify_syntax(self) -> None:
        if not re.search(r"^[ \t]*[%!]", self.text, re.MULTILINE):  # IPython has its own
            try:
                ast.parse(self.text)
            except SyntaxError as error:
                raise AssertionError(f"{self}: the block does not parse: {error}") from None

    def _verify_lines(self, found: list[Finding]) -> None:
        wrong = set(self.marks) - {self.code}
        assert not wrong, f"{self}: marks name {', '.join(sorted(wrong))}, the page is about {self.code}"
        marked = list(self.marks.get(self.code, ()))
        assert self.section != "Bad" or marked, f"{self}: a Bad block marks no line"
        assert self.section != "Good" or not marked, f"{self}: a Good block marks lines {marked}"
        lines = sorted({one.line for one in found})
        said = "".join(f"\n  {one.line}:{one.column}: {one.message}" for one in found)
        assert lines == marked, f"{self}: found on lines {lines}, marked are {marked}{said}"

    def _verify_fix(self, found: list[Finding]) -> None:
        once = fix(self.source, found, self.findings)
        made = once.source.raw
        twice = fix(once.source, once.findings, self.findings)
        assert (twice.count, twice.data) == (0, once.data), (
            f"{self}: the fix is not stable: a second run changes\n{made}\nto\n{twice.source.raw}"
        )
        assert made == self.mended, f"{self}: the fix does not make the Good block of it, but\n{made}"


@dataclass(frozen=True)
class Page:
    """A rule page taken apart: its front matter as text, its title, the text of each section, and its blocks."""

    path: Path
    front: str
    title: str
    sections: dict[str, str]

    def __str__(self) -> str:
        return self.path.stem

    @cached_property
    def rule(self) -> rule_page.Rule:
        return rule_page.read_rule(self.path)

    @cached_property
    def all_blocks(self) -> tuple[Block, ...]:
        """Raises ValueError for a block whose opening line says what means nothing."""
        good = list(self._read("Good", []))
        mended = [block.text for block in good] if self.rule.fix == "safe" else []
        return (*self._read("Bad", mended), *good)

    def blocks(self, section: str) -> list[Block]:
        return [block for block in self.all_blocks if block.section == section]

    def verify(self) -> None:
        """What holds of the blocks together. Raises AssertionError with a sentence that says what does not."""
        bad, good = self.blocks("Bad"), self.blocks("Good")
        assert bad and good, f"{self}: a page shows at least one Bad and one Good block of ```python"
        self._verify_unique()
        safe = [block for block in bad if block.mended is not None or not block.fix]
        assert self.rule.fix != "safe" or all(block.mended is not None for block in safe), (
            f"{self}: a rule with a safe fix has a Good block for each Bad one"
        )
        assert any(block.shows for block in good), (
            f"{self}: no exemption is tested: no Good block has a sentence before it that says what it shows"
        )
        unnamed = [str(block) for block in good[len(bad) :] if not block.shows]
        assert not unnamed, f"{self}: no sentence says which exemption {', '.join(unnamed)} shows"
        for option in self.rule.options:
            self._verify_option(option)

    def _verify_unique(self) -> None:
        seen: dict[object, Block] = {}
        for block in self.all_blocks:
            known_by = (block.text, block.keras, str(block.options), block.data)
            assert known_by not in seen, f"{self}: {block} is {seen[known_by]} once more"
            seen[known_by] = block

    def _verify_option(self, option: str) -> None:
        """A block sets it, and by its default something else would be said of that block."""
        setting = [block for block in self.all_blocks if option in block.options]
        assert setting, f"{self}: no block sets the option {option}"
        for block in setting:
            others = {name: value for name, value in block.options.items() if name != option}
            if _told(block.findings(block.source)) != _told(block.findings(block.source, others)):
                return
        blocks = ", ".join(map(str, setting))
        raise AssertionError(f"{self}: the option {option} makes no difference to {blocks}")

    def _read(self, section: str, mended: list[str]) -> Iterator[Block]:
        for n, (words, lines, shows) in enumerate(_fenced(self.sections.get(section, "")), 1):
            beside = str(self.path.parent / "data") if "data" in words else ""
            plain = [word for word in words if word != "data"]
            said = _said(f"{self}, block {n} of {section}", plain)
            text, marks = _unmarked(lines)
            after = mended[n - 1] if n <= len(mended) and not said[2] else None
            yield Block(
                self.rule.code, section, n, text, marks, *said, after, shows, beside, self._rule_paths
            )

    @property
    def _rule_paths(self) -> tuple[str, ...]:
        here = self.path.parent.resolve()
        local = (plugin for plugin in plugins.all_of_them() if plugin.module is None)
        return tuple(plugin.name for plugin in local if plugin.folder.resolve() == here)


def _told(found: list[Finding]) -> list[tuple[int, str, str]]:
    return [(one.line, one.severity.value, one.message) for one in found]


def pages(folder: str | os.PathLike[str]) -> list[Page]:
    """Every page in a folder, which is an installed plug-in or one for `rule-paths`.

    Raises PluginError where the plug-in is broken.
    """
    here = Path(folder).resolve()
    if here != rule_page.directory().resolve():
        if not any(plugin.folder.resolve() == here for plugin in plugins.all_of_them()):
            plugins.use_local([str(here)])
        rulebook.load_plugins()
    return [read(rule.page) for rule in rulebook.rules() if rule.page.parent.resolve() == here]


def blocks(folder: str | os.PathLike[str]) -> list[Block]:
    """Every block of the pages in a folder. Raises PluginError, and ValueError for a page without them."""
    found: list[Block] = []
    for page in pages(folder):
        if not page.blocks("Bad") or not page.blocks("Good"):
            raise ValueError(f"{page.path}: a page shows at least one Bad and one Good block of ```python")
        if page.rule.fix == "safe" and len(page.blocks("Good")) < len(page.blocks("Bad")):
            raise ValueError(f"{page.path}: a rule with a safe fix has a Good block for each Bad one")
        found += page.all_blocks
    return found


def proofs(library: Library, arguments: type[Arguments] | None = None, root: str = "") -> list[Proof]:
    """Each function and method of the tables for a library, to be held against that library, which is installed here.

    What reads files is left out. `arguments`: a class derived from `lstm_lint.proof.Arguments` that knows values
    for parameters of other names. `root`: the top-level module of the library, where the table has methods alone.
    Raises ValueError for an entry that is a function and does not say its parameters.
    """
    from lstm_lint import proof  # imports numpy, which rule pages do without

    return list(proof.proofs(library, arguments, root))


def read(path: Path) -> Page:
    """Takes a page apart. A heading inside a fenced block is none."""
    _, front, body = re.split(r"^\+\+\+[ \t]*\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.M)
    title, fence = "", ""
    sections: dict[str, list[str]] = {}
    held: list[str] = []
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


def _fenced(text: str) -> Iterator[tuple[list[str], list[str], str]]:
    """The words behind `python` of each block of it, its lines, and the prose since the block before."""
    fence, words = "", [""]
    lines: list[str] = []
    prose: list[str] = []
    for line in text.splitlines():
        found = _FENCE.match(line)
        if not fence and found:
            fence, words, lines = found["fence"], found["info"].split() or [""], []
        elif fence and line.rstrip() == fence:
            if words[0] == "python":
                yield words[1:], lines, " ".join(prose)
            fence, prose = "", []
        elif fence:
            lines.append(line)
        elif line.strip():
            prose.append(line.strip())


def _unmarked(lines: list[str]) -> tuple[str, dict[str, tuple[int, ...]]]:
    marks: dict[str, tuple[int, ...]] = {}
    plain = []
    for number, line in enumerate(lines, 1):
        found = _MARK.search(line)
        plain.append(line[: found.start()] if found else line)
        for code in re.split(r", *", found["codes"]) if found else ():
            marks[code] = (*marks.get(code, ()), number)
    return "".join(f"{line}\n" for line in plain), marks


def _said(where: str, words: list[str]) -> tuple[str, dict[str, Option], str]:
    """Version, options and fix that the opening line of a block names."""
    keras, fix_kind = "3", ""
    options: dict[str, Option] = {}
    for word in words:
        key, _, value = word.partition("=")
        if key == "keras":
            keras = value
        elif key == "fix" and value in ("unsafe", "none"):
            fix_kind = value
        elif key.startswith("option."):
            options[key.removeprefix("option.")] = _value(value)
        else:
            raise ValueError(f"{where}: its opening line says {word!r}, which means nothing")
    return keras, options, fix_kind


def _value(text: str) -> Option:
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
