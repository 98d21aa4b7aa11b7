"""Workflow commands: GitHub shows findings as annotations beside the lines of a pull request.

It shows ten of each kind for a step, so errors come first.
"""

from __future__ import annotations

from lstm_lint.output import untold
from lstm_lint.output.places import Placed, placed
from lstm_lint.output.text import place
from lstm_lint.source import repository
from lstm_lint.source.printable import Line, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding
    from lstm_lint.run.report import Report

COMMANDS = {"error": "error", "warning": "warning", "advice": "notice"}


def render_github(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    """A `::error file=...::message` line for each finding; anything in it that could start another is escaped."""
    for one in sorted(placed(report, listed), key=lambda one: -one.finding.severity.rank):
        properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(one).items())
        message = f"{place(one.finding)}: {one.finding.code} {one.finding.told}"
        yield Line(f"::{COMMANDS[one.finding.severity.value]} {properties}::{_data(message)}\n")
    unread = untold(report, listed)
    root = repository.root() if unread else ""
    for item in unread:
        line = str(item.file_line)
        where = {"file": repository.relative(item.path, root), "line": line, "endLine": line}
        properties = ",".join(
            f"{name}={_property(value)}" for name, value in {**where, "title": "not read"}.items()
        )
        yield Line(f"::notice {properties}::{_data(f'{item.where}: {item.told}')}\n")


def _properties(one: Placed) -> dict[str, str]:
    finding = one.finding
    line = str(finding.file_line)
    where = {"file": one.path, "line": line, "endLine": line}
    if not one.in_notebook:
        where |= {"col": str(finding.column), "endColumn": str(one.end_column)}
    return {**where, "title": f"{finding.code} {finding.name}"}


def _data(text: str) -> str:
    """The runner knows escapes for a few characters only; all else that is no plain text can but be shown."""
    return shown(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
