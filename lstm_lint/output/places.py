"""Where machines look for a finding: repository, physical line of the file, columns where the file has them.

A column of a notebook cell is no column of the .ipynb file, in which every line of code is a JSON string: findings in
notebooks carry their line alone, and their message names the cell.
"""

from __future__ import annotations

from lstm_lint.source import repository
from lstm_lint.source.fingerprint import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding
    from lstm_lint.run.report import FileReport, Report


class Placed:
    """A finding with what the formats for machines say of it beside what it says itself."""

    __slots__ = ("finding", "fingerprint", "lines", "path", "report")

    def __init__(self, finding: Finding, report: FileReport, path: str, fingerprint: str) -> None:
        self.finding = finding
        self.report = report
        self.lines = report.lines
        self.path = path
        self.fingerprint = fingerprint

    @property
    def in_notebook(self) -> bool:
        return self.finding.cell is not None

    @property
    def message(self) -> str:
        """What is wrong, with its notes, and in a notebook the cell and the line in it."""
        finding = self.finding
        where = "" if finding.cell is None else f"cell {finding.cell}, line {finding.line}: "
        return f"{where}{finding.told}"

    @property
    def end_column(self) -> int:
        """The end of the finding on its first line; never before its start."""
        span = self.finding.span
        if span.end_line == span.line:
            return max(span.end_column, span.column + 1)
        return max(len(self.lines.get(span.line, "").rstrip()), span.column) + 1


def placed(report: Report, listed: Sequence[Finding]) -> Iterator[Placed]:
    """The findings to show.

    Fingerprints count over all findings of a file, so that a profile does not shift them, and over those that comments
    silence after them.
    """
    wanted = {id(finding) for finding in listed}
    root = repository.root() if wanted else ""
    for one in report.reports:
        found = (*one.findings, *one.suppressed)
        if not any(id(finding) in wanted for finding in found):
            continue
        path = repository.relative(one.path, root)
        for finding, fingerprint in zip(found, fingerprints(path, found, one.lines)):
            if id(finding) in wanted:
                yield Placed(finding, one, path, fingerprint)
