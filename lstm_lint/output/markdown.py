"""A Markdown table of the findings, for a comment, a wiki or the summary of a GitHub job."""

from __future__ import annotations

import re

from lstm_lint.source.printable import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding, NotRead
    from lstm_lint.run.report import Report

MOST_BYTES = 900_000  # GitHub drops a step summary of more than 1 MiB as a whole

MOST_UNREAD = 100


def render_markdown(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    """Heading, table with errors first, summary line, what was not read."""
    from lstm_lint.output import summary, untold

    yield "## lstm-lint\n"
    yield "\n"
    if listed:
        yield "| severity | rule | where | what |\n"
        yield "|---|---|---|---|\n"
    ordered = sorted(listed, key=lambda finding: -finding.severity.rank)
    size = 0
    for number, finding in enumerate(ordered):
        row = _row(finding)
        size += len(row.encode("utf-8", "replace"))
        if size > MOST_BYTES:
            yield "\n"
            yield f"The first {number} of {len(ordered)} findings.\n"
            break
        yield row
    if listed:
        yield "\n"
    yield summary(report, listed)
    yield from _unread(untold(report, listed))


def _unread(unread: Sequence[NotRead]) -> Iterator[str]:
    if unread:
        yield "\n"
    for item in unread[:MOST_UNREAD]:
        yield f"- {_code(item.where)}: {_escaped(item.told)}\n"
    if len(unread) > MOST_UNREAD:
        yield f"- and {len(unread) - MOST_UNREAD} more\n"


def _row(finding: Finding) -> str:
    from lstm_lint.rulebook import rulebook

    rule = rulebook.find(finding.code)
    code = f"[{finding.code}]({rule.url})" if rule else finding.code
    cell = "" if finding.cell is None else f", cell {finding.cell} line {finding.line}"
    where = f"{_code(f'{finding.path}:{finding.file_line}')}{cell}"
    return f"| {finding.severity.value} | {code} {finding.name} | {where} | {_escaped(finding.told)} |\n"


def _code(text: str) -> str:
    """A code span, in more backticks than the text has in a row."""
    code = shown(text).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", code)), default=0))
    pad = " " if len(fence) > 1 else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _escaped(message: str) -> str:
    """A message as Markdown: its code spans stay, everything else is plain text."""
    parts = re.split(r"(`[^`]+`)", shown(message))
    plain = [part if part.startswith("`") else re.sub(r"([\\`*_<>\[\]&~])", r"\\\1", part) for part in parts]
    return "".join(plain).replace("|", "\\|")
