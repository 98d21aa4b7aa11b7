"""Findings for people: the place, what is wrong, the line with the culprit underlined, the fix and where to read on."""

from __future__ import annotations

from itertools import accumulate

from lstm_lint.source.printable import cells, line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding, Related
    from lstm_lint.run.report import Report
    from lstm_lint.source.printable import Line

MOST_PLACES = 8  # of one cause that are listed
MOST_MESSAGES = 3  # of them that are listed with what is wrong there
WIDEST = 160  # columns of a source line; a longer one is cut around the culprit
NARROWEST = 40  # columns that it has on any terminal

_COLORS = {"error": "1;31", "warning": "1;33", "advice": "1;36"}
BOLD, FAINT = "1", "2"
_GREEN = "32"


def render_text(
    report: Report, listed: Sequence[Finding], *, color: bool, width: int | None = None
) -> Iterator[str]:
    """A head line, the message, a code frame and notes for each finding, an empty line after it.

    The code frame fits into `width` columns, those of the terminal.
    """
    lines = {(one.path, line): text for one in report.reports for line, text in one.lines.items()}
    for finding in listed:
        yield from _one(finding, lines.get((finding.path, finding.span.line), ""), color, width)
        yield "\n"


def place(finding: Finding) -> str:
    """Where a person looks: `train.py:14:22`, in a notebook `nb.ipynb: cell 3:12:5`."""
    cell = "" if finding.cell is None else f" cell {finding.cell}:"
    return f"{finding.path}:{cell}{finding.line}:{finding.column}"


def _one(finding: Finding, written: str, color: bool, width: int | None) -> Iterator[Line]:
    severity = finding.severity.value
    head = (f"{severity}[{finding.code}]", _COLORS[severity])
    yield line((place(finding), BOLD), ": ", head, f" {finding.name}", color=color)
    yield line(f"  {finding.counted}")
    number = str(finding.line)
    gutter = " " * len(number)
    if written.strip():
        code, carets = _frame(written, finding, _room(width, f"{gutter} | "))
        bar = ("|", FAINT)
        yield line(f"{gutter} ", bar, color=color)
        yield line((number, FAINT), " ", bar, f" {code}", color=color)
        yield line(f"{gutter} ", bar, " ", (carets, _COLORS[severity]), color=color)
    yield from (line(f"{gutter} = {text}") for text in _places(finding))
    if seen := [_seen(other) for other in finding.related if not other.same]:
        yield line(f"{gutter} = see {'; '.join(seen)}")
    for note in finding.notes:
        yield line(f"{gutter} = note: {note}")
    if finding.fix is not None:
        how = "--fix" if finding.fix.applicability == "safe" else "--fix --unsafe-fixes"
        yield line(f"{gutter} = ", ("fix", _GREEN), f": {finding.fix.title} ({how})", color=color)
    if finding.smoke is not None:
        yield line(f"{gutter} = smoke: {finding.smoke.line()}")
    yield line(f"{gutter} = more: lstm-lint rule {finding.code}")


def _seen(other: Related) -> str:
    where = other.where if other.elsewhere is None else f"{other.file}:{other.where}"
    return f"{where}: {other.message}"


def _places(finding: Finding) -> Iterator[str]:
    """The other places of the same cause: with what is wrong there, where that is something else."""
    same = [other for other in finding.related if other.same]
    other_words = [other for other in same if other.message != finding.message][:MOST_MESSAGES]
    for other in other_words:
        yield f"at {other.where}: {other.message}"
    rest = [other.where for other in same if other not in other_words]
    if rest:
        more = f" and {len(rest) - MOST_PLACES} more" if len(rest) > MOST_PLACES else ""
        yield f"at {', '.join(rest[:MOST_PLACES])}{more}"


def _room(width: int | None, before: str) -> int:
    return WIDEST if width is None else min(WIDEST, max(NARROWEST, width - len(before)))


def _frame(line: str, finding: Finding, room: int) -> tuple[str, str]:
    """The line as shown and the carets under the span; of a span over several lines the first one."""
    start = finding.span.column - 1
    stop = finding.span.end_column - 1 if finding.span.end_line == finding.span.line else len(line.rstrip())
    first = 0
    shown = cells(line.rstrip())
    if sum(width for _, width in shown) > room:
        first = max(0, start - room // 3)
        shown = _fitting(shown[first:], room - 3 if first else room)
        start, stop = start - first, min(stop - first, len(shown))
    before = ("..." if first else "") + "".join(text for text, _ in shown)
    indent = (3 if first else 0) + sum(width for _, width in shown[:start])
    carets = max(1, sum(width for _, width in shown[start:stop]))
    return before, " " * indent + "^" * carets


def _fitting(shown: list[tuple[str, int]], room: int) -> list[tuple[str, int]]:
    """As many of the characters as fit into that many columns."""
    ends = accumulate(width for _, width in shown)
    return shown[: sum(end <= room for end in ends)]
