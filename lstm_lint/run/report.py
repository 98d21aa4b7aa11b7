"""What a run found: a report on each file, and the sum of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from lstm_lint.findings import Finding, Found, NotRead, Span
    from lstm_lint.source.source import Source

    class Filter(Protocol):
        """Says which files are worth reading and which of their findings are reported: a baseline, a revision."""

        def reads(self, path: str, data: bytes | None) -> bool: ...

        def keep(self, path: str, findings: Sequence[Finding], source: Source | None) -> list[Finding]: ...

        def on_lines(self, path: str, items: Sequence[Found], source: Source | None) -> list[Found]:
            """What is on lines that count: asked for findings that comments silence, and for what was not read."""

    Places = dict[Span, tuple[int, int, int, int]]


class FileReport:
    """What was found in one file, with as much of the source as showing it takes; the source itself is let go.

    `suppressed` are the findings that comments silence, `unread` what could not be read: neither is among the findings.
    `lines` holds the lines that findings and edits start and end on, `places` where edits stand in the file or cell;
    `before` and `after` the whole source only where fixes changed it.
    """

    __slots__ = (
        "after",
        "asked",
        "before",
        "findings",
        "fixed",
        "known",
        "lines",
        "not_looked_at",
        "path",
        "places",
        "source",
        "suppressed",
        "unread",
    )

    def __init__(
        self,
        path: str,
        findings: Sequence[Finding],
        source: Source | None,
        suppressed: Sequence[Finding] = (),
        unread: Sequence[NotRead] = (),
    ) -> None:
        self.path = path
        self.findings = findings
        self.suppressed = suppressed
        self.unread = unread
        spans = [edit.span for f in findings if f.fix for edit in f.fix.edits] if source else []
        found = [f.span for f in (*findings, *suppressed)]
        ends = [line for span in (*found, *spans) for line in (span.line, span.end_line)]
        self.lines = {line: source.line_text(line) if source else "" for line in ends}
        self.places: Places = {span: _place(span, source) for span in spans if source}
        # The modules that its reading asked for (name, importer, digest of the text); None: not for the cache.
        self.asked: list[tuple[str, str, str | None]] | None = None
        self.source: Source | None = None  # until it is known whether it is to be mended
        self.before: Source | None = None
        self.after: Source | None = None
        self.fixed = 0
        self.known = 0
        self.not_looked_at: Sequence[
            str
        ] = ()  # a line for each file that it reads and that was not, with --data

    def fold(self) -> None:
        """From here on what has one cause is one finding: nothing is mended, silenced or filtered any more."""
        from lstm_lint.findings import folded

        self.findings = folded(self.findings)


class Report:
    """The outcome of a run. `skipped` files hold no recurrent Keras; `failed` ones could not be read or linted."""

    def __init__(self) -> None:
        self.files = 0
        self.read = 0
        self.skipped = 0
        self.known = 0  # findings that a filter keeps back
        self.failed = 0
        self.failures: list[tuple[str, str]] = []  # path, and what went wrong
        self.missed: list[tuple[str, str]] = []  # those of them that were not read at all, and why
        self.left_out: list[str] = []  # folders with Python that --isolated does not read either
        self.reports: list[FileReport] = []
        self.interrupted = False  # by the user: the rest was not linted
        self.left = 0  # files of that rest

    @property
    def findings(self) -> list[Finding]:
        """Every finding, advice included, by path, line, column and code."""
        return [finding for report in self.reports for finding in report.findings]

    @property
    def suppressed(self) -> list[Finding]:
        """Every finding that a comment in its file silences."""
        return [finding for report in self.reports for finding in report.suppressed]

    @property
    def unread(self) -> list[NotRead]:
        """Everything that could not be read, by path and line."""
        return [item for report in self.reports for item in report.unread]

    @property
    def fixed(self) -> int:
        return sum(report.fixed for report in self.reports)


def _place(span: Span, source: Source) -> tuple[int, int, int, int]:
    start, end = source.locate(span.line, span.column), source.locate(span.end_line, span.end_column)
    return start.line, start.column, end.line, end.column
