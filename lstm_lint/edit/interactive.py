"""Fixes one by one: each is shown as a diff and applied where the user says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from lstm_lint.edit import fixes
from lstm_lint.edit.fixes import Fixed, Step
from lstm_lint.findings import Finding
from lstm_lint.output.text import place
from lstm_lint.source.fingerprint import key
from lstm_lint.source.source import Source

QUESTION = "Apply this fix? [y]es, [n]o, [q]uit: "


class Questions:
    """Asks, until the user has had enough. `show` prints a line, `answer` reads a line, empty at the end of input."""

    def __init__(self, show: Callable[[str], None], answer: Callable[[str], str]) -> None:
        self.show = show
        self.answer = answer
        self.over = False

    def fix(
        self,
        source: Source,
        findings: Sequence[Finding],
        lint: Callable[[Source], Sequence[Finding]],
        *,
        wanted: Callable[[Finding], bool],
        unsafe: bool,
        step: Step,
    ) -> Fixed:
        """Like `fixes.fix`, with the fixes that the user wants. Waiting for answers is no step."""
        declined: Counter[tuple[object, ...]] = Counter()
        count = 0
        while not self.over:
            offers = [
                f for f in findings if f.fix and wanted(f) and (unsafe or f.fix.applicability == "safe")
            ]
            offer = _next(offers, source, declined)
            if offer is None:
                break
            after = step(fixes.apply, source, offer)
            if after is not None and self._agrees(offer, source, after, step):
                source, count = after, count + 1
                findings = lint(source)
            else:
                declined[_known_by(offer, source)] += 1
        return Fixed(source, tuple(findings), count)

    def _agrees(self, finding: Finding, before: Source, after: Source, step: Step) -> bool:
        fix = finding.fix
        assert fix is not None
        unsafe = " (unsafe)" if fix.applicability == "unsafe" else ""
        self.show("\n")
        self.show(f"{place(finding)}: {finding.severity.value}[{finding.code}] {finding.message}\n")
        self.show(f"fix{unsafe}: {fix.title}\n")
        for line in step(fixes.diffed, before, after, finding.path):
            self.show(line)
        while True:
            answer = self.answer(QUESTION)
            word = answer.strip().lower()
            if not answer or word in ("q", "quit"):
                self.over = True
                return False
            if word in ("y", "yes", "n", "no"):
                return word.startswith("y")


def _next(offers: Sequence[Finding], source: Source, declined: Counter[tuple[object, ...]]) -> Finding | None:
    """The first offer that was not declined; offers that look the same are counted."""
    seen: Counter[tuple[object, ...]] = Counter()
    for offer in offers:
        known_by = _known_by(offer, source)
        seen[known_by] += 1
        if seen[known_by] > declined[known_by]:
            return offer
    return None


def _known_by(finding: Finding, source: Source) -> tuple[object, ...]:
    return (*key(finding, source.line_text(finding.span.line)), finding.fix.title if finding.fix else "")
