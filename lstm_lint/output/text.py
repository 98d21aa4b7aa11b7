"""Findings for people: the place, what is wrong, the line with the culprit underlined, the fix and where to read on."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding
    from lstm_lint.run.report import Report

WIDEST = 160  # columns of a source line; a longer one is cut around the culprit
TAB = 4

_COLOURS = {"error": "1;31", "warning": "1;33", "advice": "1;36"}
BOLD, FAINT = "1", "2"
_GREEN = "32"


def render_text(report: Report, listed: Sequence[Finding], *, colour: bool) -> Iterator[str]:
    """A head line, the message, a code frame and notes for each finding, an empty line after it."""
    lines = {(one.path, line): text for one in report.reports for line, text in one.lines.items()}
    for finding in listed:
        yield from _one(finding, lines.get((finding.path, finding.span.line), ""), Paint(colour))
        yield "\n"


def place(finding: Finding) -> str:
    """Where a person looks: `train.py:14:22`, in a notebook `nb.ipynb: cell 3:12:5`."""
    cell = "" if finding.cell is None else f" cell {finding.cell}:"
    return f"{visible(finding.path)}:{cell}{finding.line}:{finding.column}"


def visible(text: str) -> str:
    """The text with everything escaped that a terminal would obey instead of show."""
    return "".join(_cell(char)[0] for char in text)


class Paint:
    """ANSI colour codes, or none."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.on and text else text


def _one(finding: Finding, line: str, paint: Paint) -> Iterator[str]:
    severity = finding.severity.value
    head = paint(f"{severity}[{finding.code}]", _COLOURS[severity])
    yield f"{paint(place(finding), BOLD)}: {head} {finding.name}\n"
    yield f"  {visible(finding.message)}\n"
    number = str(finding.line)
    gutter = " " * len(number)
    if line.strip():
        code, carets = _frame(line, finding)
        bar = paint("|", FAINT)
        yield f"{gutter} {bar}\n"
        yield f"{paint(number, FAINT)} {bar} {code}\n"
        yield f"{gutter} {bar} {paint(carets, _COLOURS[severity])}\n"
    for note in finding.notes:
        yield f"{gutter} = note: {visible(note)}\n"
    if finding.fix is not None:
        how = "--fix" if finding.fix.applicability == "safe" else "--fix --unsafe-fixes"
        yield f"{gutter} = {paint('fix', _GREEN)}: {visible(finding.fix.title)} ({how})\n"
    if finding.smoke is not None:
        yield f"{gutter} = smoke: {visible(finding.smoke.line())}\n"
    yield f"{gutter} = more: lstm-lint rule {finding.code}\n"


def _frame(line: str, finding: Finding) -> tuple[str, str]:
    """The line as shown and the carets under the span; of a span over several lines the first one."""
    start = finding.span.column - 1
    stop = finding.span.end_column - 1 if finding.span.end_line == finding.span.line else len(line.rstrip())
    first = 0
    cells = [_cell(char) for char in line.rstrip()]
    if sum(width for _, width in cells) > WIDEST:
        first = max(0, start - WIDEST // 3)
        cells = cells[first : first + WIDEST]
        start, stop = start - first, min(stop - first, len(cells))
    before = ("..." if first else "") + "".join(text for text, _ in cells)
    indent = (3 if first else 0) + sum(width for _, width in cells[:start])
    carets = max(1, sum(width for _, width in cells[start:stop]))
    return before, " " * indent + "^" * carets


def _cell(char: str) -> tuple[str, int]:
    """A character as shown and the terminal columns that it takes."""
    if " " <= char <= "~":
        return char, 1
    if char == "\t":
        return " " * TAB, TAB
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        escaped = char.encode("unicode_escape", "surrogatepass").decode()
        return escaped, len(escaped)
    if category in ("Mn", "Me"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1
