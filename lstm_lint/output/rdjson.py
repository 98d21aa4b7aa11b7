"""The Reviewdog Diagnostic Format as one JSON document. Columns count UTF-8 bytes, ends are exclusive."""

from __future__ import annotations

from lstm_lint import PROJECT_URL
from lstm_lint.output.places import Placed, placed
from lstm_lint.source.printable import json_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lstm_lint.findings import Finding, Span
    from lstm_lint.run.report import Report

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "advice": "INFO"}


def render_rdjson(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    document = {
        "source": {"name": "lstm-lint", "url": PROJECT_URL},
        "diagnostics": [_diagnostic(one) for one in placed(report, listed)],
    }
    yield json_document(document)


def _diagnostic(one: Placed) -> dict[str, Any]:
    from lstm_lint.rulebook import rulebook

    finding = one.finding
    rule = rulebook.find(finding.code)
    line = {"start": {"line": finding.file_line}}
    diagnostic: dict[str, Any] = {
        "message": one.message,
        "location": {"path": one.path, "range": line if one.in_notebook else _range(finding.span, one)},
        "severity": SEVERITIES[finding.severity.value],
        "code": {"value": finding.code, **({"url": rule.url} if rule else {})},
    }
    # A suggestion replaces one range: a fix of several edits would be taken over in part.
    if finding.fix is not None and len(finding.fix.edits) == 1 and not one.in_notebook:
        edit = finding.fix.edits[0]
        diagnostic["suggestions"] = [{"range": _range(edit.span, one), "text": edit.text}]
    return diagnostic


def _range(span: Span, one: Placed) -> dict[str, dict[str, int]]:
    def position(line: int, column: int) -> dict[str, int]:
        before = one.lines.get(line, "")[: column - 1]
        return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}

    return {"start": position(span.line, span.column), "end": position(span.end_line, span.end_column)}
